/* SPDX-License-Identifier: EUPL-1.2 */
/* Steps around the functions of sec that certify people. Between a ticket and its seal the rows stay locked, so that
 * two at once come one after the other; each seal checks again what its ticket said. */
#include "store/act.h"

#include "base/banned.h"

static const struct conn_stmt stmts[ACT_STATEMENTS] = {
    [ACT_AGAIN] = {"account_again", "SELECT sec.account_again($1)"},
    [ACT_SEAL] = {"account_seal", "SELECT sec.account_seal($1, $2, $3, $4, $5, $6, $7)"},
    [ACT_APPROVE_TICKET] = {"approve_ticket", "SELECT sec.approve_ticket($1)"},
    [ACT_APPROVE_STORE] = {"approve_store", "SELECT sec.approve_store($1, $2, $3, $4, $5, $6, $7)"},
    [ACT_RESEAL_TICKET] = {"reseal_ticket", "SELECT sec.reseal_ticket($1, $2)"},
    [ACT_RESEAL_STORE] = {"reseal_store", "SELECT sec.reseal_store($1, $2, $3)"},
    [ACT_GENERATION_TICKET] = {"generation_ticket", "SELECT sec.generation_ticket($1)"},
    [ACT_GENERATION_STORE] = {"generation_store", "SELECT sec.generation_store($1, $2, $3, $4, $5, $6)"},
};

const struct conn_group act_statements = {stmts, ACT_STATEMENTS};

static void put(struct param_list *p, struct act_bytes b)
{
    param_bytes(p, b.p, b.n);
}

void act_again_step(struct conn_step *s, struct param_list *p, const struct uuid *account)
{
    conn_step_about(s, p, &stmts[ACT_AGAIN], account);
}

void act_seal_step(struct conn_step *s, struct param_list *p, const struct uuid *account, const struct act_made *made)
{
    conn_step_about(s, p, &stmts[ACT_SEAL], account);
    put(p, made->record);
    put(p, made->certificate);
    put(p, made->permit);
    put(p, made->host_certificate);
    put(p, made->box);
    put(p, made->recovery);
}

void act_approve_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *request)
{
    conn_step_about(s, p, &stmts[ACT_APPROVE_TICKET], request);
}

void act_approve_store_step(struct conn_step *s, struct param_list *p, const struct uuid *request,
                            const struct act_made *made)
{
    conn_step_about(s, p, &stmts[ACT_APPROVE_STORE], request);
    param_i32(p, made->stage);
    put(p, made->endorsement);
    put(p, made->box);
    put(p, made->certificate);
    put(p, made->record);
    put(p, made->permit);
}

void act_reseal_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *account,
                            const struct uuid *org)
{
    conn_step_about(s, p, &stmts[ACT_RESEAL_TICKET], account);
    param_uuid(p, org);
}

void act_reseal_store_step(struct conn_step *s, struct param_list *p, const struct uuid *account,
                           const struct uuid *org, struct act_bytes box)
{
    conn_step_about(s, p, &stmts[ACT_RESEAL_STORE], account);
    param_uuid(p, org);
    put(p, box);
}

void act_generation_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *unit)
{
    conn_step_about(s, p, &stmts[ACT_GENERATION_TICKET], unit);
}

void act_generation_store_step(struct conn_step *s, struct param_list *p, const struct uuid *unit,
                               const struct act_made *made)
{
    conn_step_about(s, p, &stmts[ACT_GENERATION_STORE], unit);
    put(p, made->certificate);
    put(p, made->recovery);
    put(p, made->box);
    put(p, made->boxes);
    put(p, made->keys);
}
