/* SPDX-License-Identifier: EUPL-1.2 */
/* What a solver says: who goes where, and the prices that prove that nothing is cheaper. */
#ifndef JALON_ASSIGN_PLAN_H
#define JALON_ASSIGN_PLAN_H

#include <stdbool.h>
#include <stdint.h>

struct problem;

struct plan {
    bool feasible;
    int64_t objective; /* of feasible plans: the costs of all edges taken and of all unmatched cases */
    uint32_t matched;
    uint32_t cases, posts;
    uint32_t *post_of; /* per case, PROBLEM_NONE when unmatched */
    int64_t *price;    /* per post, what one place more would save; never negative */
    int64_t *value;    /* per case, what it costs in all: its edge and the price of the place, or being unmatched */
    bool *crowd;       /* when not feasible: cases that have, together, fewer places than they are */
};

/* All unmatched, all prices 0. ERR_NOMEM. */
int plan_init(struct plan *s, const struct problem *p) __attribute__((warn_unused_result));
/* Safe on a zeroed struct. */
void plan_release(struct plan *s);

#define SCOPED_PLAN __attribute__((cleanup(plan_release))) = {0}

#endif
