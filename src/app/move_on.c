/* SPDX-License-Identifier: EUPL-1.2 */
/* One transaction: the ticket, with everybody of the unit locked; the vault, which enters to whom the secret goes
 * before it makes one; what it made, and the commit. Sent again after a lost answer it makes one generation more. */
#include "app/acting.h"
#include "app/asking.h"
#include "app/move_on.h"
#include "base/err.h"

#include "base/banned.h"

#define REPLY_MAX (PEOPLE_MEMBERS * PEOPLE_BOX + ACTING_REPLY)

struct unit {
    const struct uuid *id;
    int32_t *generation;
};

static void ticket(struct conn_step *s, struct param_list *p, const void *ctx)
{
    const struct unit *u = ctx;

    act_generation_ticket_step(s, p, u->id);
}

static void store(struct conn_step *s, struct param_list *p, const void *ctx, const struct act_made *made)
{
    const struct unit *u = ctx;

    act_generation_store_step(s, p, u->id, made);
}

static int stored(const struct conn_step *s, void *ctx)
{
    struct unit *u = ctx;

    return asking_read_version(s, u->generation);
}

int move_on_do(struct service *s, const struct service_caller *c, const struct uuid *unit, int32_t *generation,
               enum refusal *no)
{
    struct unit u = {unit, generation};
    struct acting act = {people_generation, REPLY_MAX, ticket, store, stored, &u};
    struct service_desk d;
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = acting_do(&d, c, &act, NULL, NULL, no);
    return service_done(&d, c, rc, *no);
}
