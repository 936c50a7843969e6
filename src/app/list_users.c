/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading accounts. Row policies choose the rows; what is shown are names and states, nothing sealed, so no vault is
 * asked. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_users.h"
#include "base/err.h"

#include "base/banned.h"

static int read_page(const struct conn_step *step, void *to)
{
    struct list_users_out *out = to;

    return user_read_list(step, out->item, &out->n, &out->more);
}

int list_users_do(struct service *s, const struct service_caller *c, const char *after, struct list_users_out *out,
                  enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct list_users_out){.item = calloc(USER_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    user_list_step(&step, &params, after);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

void list_users_release(struct list_users_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

static int read_one(const struct conn_step *step, void *to)
{
    return user_read_one(step, to);
}

int list_users_one(struct service *s, const struct service_caller *c, const struct uuid *id, struct user *out,
                   enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    user_one_step(&step, &params, id);
    return asking_once(s, c, &step, 1, read_one, out, no);
}
