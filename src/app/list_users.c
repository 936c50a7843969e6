/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading accounts. Row policies choose the rows; what is shown are names and states, nothing sealed, so no vault is
 * asked. */
#include <stdlib.h>
#include <string.h>

#include "app/list_users.h"
#include "base/err.h"

#include "base/banned.h"

int list_users_do(struct service *s, const struct service_caller *c, const char *after, struct list_users_out *out,
                  enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    int rc;

    *no = REFUSAL_NONE;
    *out = (struct list_users_out){.item = calloc(USER_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    rc = service_desk_open(s, POOL_PAGES, &d);
    if (rc != ERR_OK)
        return rc;
    rc = user_list(d.db, &who, after, out->item, &out->n, &out->more, no);
    return service_done(&d, c, rc, *no);
}

void list_users_release(struct list_users_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

int list_users_one(struct service *s, const struct service_caller *c, const struct uuid *id, struct user *out,
                   enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct param_list params;
    struct conn_step step;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    user_one_step(&step, &params, id);
    rc = tx_once(d.db, &who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = user_read_one(&step, out, no);
    conn_clear(&step, 1);
    return service_done(&d, c, rc, *no);
}
