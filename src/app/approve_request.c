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

#include "base/banned.h"

static void ticket(struct conn_step *s, struct param_list *p, const void *request)
{
    act_approve_ticket_step(s, p, request);
}

static void store(struct conn_step *s, struct param_list *p, const void *request, const struct act_made *made)
{
    act_approve_store_step(s, p, request, made);
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
    struct uuid id = *request;
    struct acting act = {people_approve, ACTING_REPLY, ticket, store, NULL, &id};
    int rc = service_desk_open(s, POOL_SEALED, &d);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = acting_do(&d, c, &act, &out->stage, &out->code, no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        secret_wipe(out, sizeof *out);
    if (rc == ERR_OK && *no == REFUSAL_NOT_FOUND)
        rc = explain(&d, &who, request, no);
    return service_done(&d, c, rc, *no);
}
