/* SPDX-License-Identifier: EUPL-1.2 */
/* Acts on people's keys: what the database gives out for the vault (materials) and takes back of what the vault made.
 * Bytes only; all of these are steps of a transaction that has bound a session, first the ticket, which gives a
 * material (row_take), then its seal. */
#ifndef JALON_STORE_ACT_H
#define JALON_STORE_ACT_H

#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "store/conn.h"
#include "store/param.h"

enum act_statement {
    ACT_AGAIN,
    ACT_SEAL,
    ACT_APPROVE_TICKET,
    ACT_APPROVE_STORE,
    ACT_RESEAL_TICKET,
    ACT_RESEAL_STORE,
    ACT_GENERATION_TICKET,
    ACT_GENERATION_STORE,
    ACT_STATEMENTS
};

/* What the vault made; n is 0 where it made none. Not copied. */
struct act_bytes {
    const void *p;
    size_t n;
};

struct act_made {
    int32_t stage;
    struct act_bytes endorsement, box, certificate, record, permit, host_certificate, recovery, boxes, keys;
};

extern const struct conn_group act_statements;

/* Fill a step and its parameters; p is initialised here and must live until the step ran. */
void act_again_step(struct conn_step *s, struct param_list *p, const struct uuid *account);
void act_seal_step(struct conn_step *s, struct param_list *p, const struct uuid *account, const struct act_made *made);
void act_approve_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *request);
void act_approve_store_step(struct conn_step *s, struct param_list *p, const struct uuid *request,
                            const struct act_made *made);
void act_reseal_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *account,
                            const struct uuid *org);
void act_reseal_store_step(struct conn_step *s, struct param_list *p, const struct uuid *account,
                           const struct uuid *org, struct act_bytes box);
/* The next pair of a unit; the store gives the generation (one int4). */
void act_generation_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *unit);
void act_generation_store_step(struct conn_step *s, struct param_list *p, const struct uuid *unit,
                               const struct act_made *made);

#endif
