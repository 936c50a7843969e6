/* SPDX-License-Identifier: EUPL-1.2 */
/* Delegations of signature (délégations de signature): who may sign assignments for her director, and when. Row
 * policies: a director sees those of her unit, a counsellor her own, an auditor all. */
#ifndef JALON_STORE_DELEGATION_H
#define JALON_STORE_DELEGATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define DELEGATION_PAGE 25

enum delegation_statement {
    DELEGATION_LIST,
    DELEGATION_NEW,
    DELEGATION_END,
    DELEGATION_STATEMENTS
};

struct delegation {
    struct uuid id;
    struct uuid unit;
    struct uuid delegate;
    struct uuid given_by;
    struct day first_day;
    struct day last_day;
    bool own_cases; /* for her own caseload too */
    int64_t created_us;
    int64_t revoked_us; /* 0: it was not taken back */
    struct uuid revoked_by;
};

struct delegation_new {
    struct uuid delegate;
    struct day first_day;
    struct day last_day;
    bool own_cases;
};

extern const struct conn_group delegation_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* Newest first; after NULL: from the newest. */
void delegation_list_step(struct conn_step *s, struct param_list *p, const struct page_cursor *after);
int delegation_read_list(const struct conn_step *s, struct delegation out[DELEGATION_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* Gives (id, replayed). key and digest: see app/asking.h. */
void delegation_new_step(struct conn_step *s, struct param_list *p, const struct delegation_new *d,
                         const unsigned char key[32], const unsigned char digest[32]);
void delegation_end_step(struct conn_step *s, struct param_list *p, const struct uuid *id);

#endif
