/* SPDX-License-Identifier: EUPL-1.2 */
/* One approval is one transaction: the ticket, with the request's row locked; the vault, which alone knows whether an
 * endorsement is there and whose; what it made, stored and committed. Of two officers at the same instant the one who
 * comes second is the second. When SQL says that she may not, a look at the request tells the officer who approved
 * already from everybody else. */
#include <string.h>

#include "app/approve_request.h"
#include "base/err.h"
#include "base/secret.h"
#include "store/request.h"
#include "store/row.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct uuid *request;
    struct approve_request_out *out;
};

static int decide(struct tx *t, struct work *w, const struct conn_step *ticket)
{
    struct buf material SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct act_made made = {0};
    struct param_list params;
    struct conn_step store;
    int rc;

    buf_init(&material, ACTING_MATERIAL);
    buf_init_secret(&reply, ACTING_REPLY);
    rc = row_take(ticket, &material);
    if (rc == ERR_OK)
        rc = acting_ask(w->desk, w->caller, people_approve, &material, &reply, &made, &w->out->code);
    if (rc != ERR_OK)
        return rc;
    w->out->stage = made.stage;
    act_approve_store_step(&store, &params, w->request, &made);
    rc = tx_steps(t, &store, 1, true);
    conn_clear(&store, 1);
    return rc;
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct param_list params;
    struct conn_step ticket;
    int rc;

    act_approve_ticket_step(&ticket, &params, w->request);
    rc = tx_steps(t, &ticket, 1, false);
    if (rc == ERR_OK)
        rc = decide(t, w, &ticket);
    conn_clear(&ticket, 1);
    return rc;
}

static int explain(struct service_desk *d, const struct tx_who *who, const struct uuid *request, enum refusal *no)
{
    bool mine;
    int rc = request_is_mine(d->db, who, request, &mine, no);

    if (rc == ERR_OK && *no == REFUSAL_NONE)
        *no = mine ? REFUSAL_APPROVED_ALREADY : REFUSAL_NOT_FOUND;
    return rc;
}

int approve_request_do(struct service *s, const struct service_caller *c, const struct uuid *request,
                       struct approve_request_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .request = request, .out = out};
    int rc = service_desk_open(s, POOL_SEALED, &d);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = acting_judge(tx_run(d.db, &who, run, &w, no), no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        secret_wipe(out, sizeof *out);
    if (rc == ERR_OK && *no == REFUSAL_NOT_FOUND)
        rc = explain(&d, &who, request, no);
    return service_done(&d, c, rc, *no);
}
