/* SPDX-License-Identifier: EUPL-1.2 */
/* One transaction: the ticket, with everybody of the unit locked; the vault, which enters to whom the secret goes
 * before it makes one; what it made, and the commit. Sent again after a lost answer it makes one generation more. */
#include "app/acting.h"
#include "app/asking.h"
#include "app/move_on.h"
#include "base/err.h"
#include "store/row.h"

#include "base/banned.h"

#define REPLY_MAX (PEOPLE_MEMBERS * PEOPLE_BOX + ACTING_REPLY)

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct uuid *unit;
    int32_t *generation;
};

static int make(struct tx *t, struct work *w, const struct conn_step *ticket)
{
    struct buf material SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct act_made made = {0};
    struct param_list params;
    struct conn_step store;
    int rc;

    buf_init(&material, ACTING_MATERIAL);
    buf_init_secret(&reply, REPLY_MAX);
    rc = row_take(ticket, &material);
    if (rc == ERR_OK)
        rc = acting_ask(w->desk, w->caller, people_generation, &material, &reply, &made, NULL);
    if (rc != ERR_OK)
        return rc;
    act_generation_store_step(&store, &params, w->unit, &made);
    rc = tx_steps(t, &store, 1, true);
    if (rc == ERR_OK)
        rc = asking_read_version(&store, w->generation);
    conn_clear(&store, 1);
    return rc;
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct param_list params;
    struct conn_step ticket;
    int rc;

    act_generation_ticket_step(&ticket, &params, w->unit);
    rc = tx_steps(t, &ticket, 1, false);
    if (rc == ERR_OK)
        rc = make(t, w, &ticket);
    conn_clear(&ticket, 1);
    return rc;
}

int move_on_do(struct service *s, const struct service_caller *c, const struct uuid *unit, int32_t *generation,
               enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .unit = unit, .generation = generation};
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = acting_judge(tx_run(d.db, &who, run, &w, no), no);
    return service_done(&d, c, rc, *no);
}
