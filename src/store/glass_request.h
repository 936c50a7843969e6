/* SPDX-License-Identifier: EUPL-1.2 */
/* Break-glass from outside the unit: what a counsellor of another unit asks, and what its officers do with it. */
#ifndef JALON_STORE_GLASS_REQUEST_H
#define JALON_STORE_GLASS_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/conn.h"
#include "store/glass.h"
#include "store/param.h"
#include "store/user.h"

enum glass_request_statement {
    GLASS_REQUEST_MATERIAL,
    GLASS_REQUEST_ASK,
    GLASS_REQUEST_LIST,
    GLASS_REQUEST_TICKET,
    GLASS_REQUEST_GIVE,
    GLASS_REQUEST_CLOSE,
    GLASS_REQUEST_STATEMENTS
};

struct glass_request {
    struct uuid id;
    struct uuid account;
    char login[USER_LOGIN];
    char name[USER_NAME];
    struct uuid org;
    char org_name[USER_NAME];
    struct uuid case_id; /* nil to who asked, until it is given */
    struct uuid unit;
    char unit_name[USER_NAME];
    char reason[32];
    char state[16];
    int64_t asked_us;
    int64_t until_us;
    struct uuid decided_by; /* nil: nobody did */
    int64_t decided_us;
    struct uuid glass; /* nil: nothing was given */
};

extern const struct conn_group glass_request_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. unit is nil, or
 * the unit that knows the person of the own case. The first gives a material (row_take), the second id and end of the
 * request (glass_broken). */
void glass_request_material_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                                 const struct uuid *unit);
void glass_request_ask_step(struct conn_step *s, struct param_list *p, const struct buf *grant,
                            const struct uuid *case_id, const struct uuid *unit, enum reason reason);
/* Of a unit, or with NULL the caller's own, newest first; after may be NULL. */
void glass_request_list_step(struct conn_step *s, struct param_list *p, const struct uuid *unit,
                             const struct page_cursor *after);
int glass_request_read(const struct conn_step *s, struct glass_request out[GLASS_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* A bundle to share (row_take); then the boxes that the vault made of it, which gives id and end of the break-glass
 * (glass_broken). */
void glass_request_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void glass_request_give_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const struct buf *boxes);
void glass_request_close_step(struct conn_step *s, struct param_list *p, const struct uuid *id);

#endif
