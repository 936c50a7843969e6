/* SPDX-License-Identifier: EUPL-1.2 */
/* The waiting list (C-14). Which cases a session sees is decided in casework.waiting. Words are codes of
 * domain/word.h. */
#ifndef JALON_STORE_WAITING_H
#define JALON_STORE_WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/param.h"

#define WAITING_PAGE 50
#define WAITING_BLOCKS 8
#define WAITING_BLOCK 20 /* longest code of what is in the way, with its NUL */

enum waiting_statement { WAITING_LIST, WAITING_STATEMENTS };

/* A measure for which somebody waits; a day of year 0 is none. */
struct waiting {
    struct uuid measure;
    struct uuid case_id;
    struct uuid counsellor;
    bool minor;
    const char *kind;      /* of the measure */
    int32_t remaining_min;
    struct day since;
    struct day term;
    struct day act_by;     /* E-10: who begins by then is done in time beside a whole job (W-01) */
    struct day last_begin; /* after it nobody is done in time (W-03, W-04) */
    bool overdue;          /* act_by is over */
    size_t n_blocks;
    char block[WAITING_BLOCKS][WAITING_BLOCK];
    struct day no_match_on; /* the last one */
    const char *no_match;   /* its code; NULL: none */
};

struct waiting_cursor {
    struct day act_by;
    struct uuid measure;
};

extern const struct conn_group waiting_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. after NULL: from
 * the first. */

/* By act_by, those without a term last; at most so many. */
void waiting_list_step(struct conn_step *s, struct param_list *p, const struct waiting_cursor *after, size_t most);
/* out has room for as many; *all: these and those behind them. */
int waiting_read_list(const struct conn_step *s, struct waiting *out, size_t most, size_t *n, size_t *all)
    __attribute__((warn_unused_result));

#endif
