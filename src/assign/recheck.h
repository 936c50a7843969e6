/* SPDX-License-Identifier: EUPL-1.2 */
/* The proof of a plan that was amended, looked at only where something is not as it was when it was looked at last. */
#ifndef JALON_ASSIGN_RECHECK_H
#define JALON_ASSIGN_RECHECK_H

#include <stdbool.h>
#include <stdint.h>

struct plan;
struct problem;
struct rows;

/* A copy of what was proved last, per case and per post. */
struct recheck {
    uint32_t cases;
    uint32_t *post_of;
    int64_t *value;
    int32_t *cost;    /* of the edge that the case has */
    bool *counts;     /* not of a case that was taken out */
    int64_t *price;
    uint32_t *places;
    uint32_t *load;
    bool *touched;    /* per post; all false between two looks */
    uint32_t *moved;  /* cases that were elsewhere before the last look, by index */
    uint32_t moved_n;
    uint32_t matched;
    bool failed;      /* at some look: what is remembered is no proof any more */
    __int128 sum;     /* of the costs of all cases */
    __int128 bound;   /* of all values less all prices times places */
};

/* Looks at the whole plan (check.h) and remembers it. *yes: it is the cheapest. ERR_NOMEM. */
int recheck_init(struct recheck *r, const struct problem *p, const struct plan *plan, bool *yes)
    __attribute__((warn_unused_result));
void recheck_release(struct recheck *r); /* safe on a zeroed struct */
/* Room for so many cases. ERR_NOMEM. */
int recheck_reserve(struct recheck *r, uint32_t cases) __attribute__((warn_unused_result));
/* Is the plan the cheapest of p now, when beside it nothing changed since the last look but places, prices, values,
 * seats, and the edges of case i (PROBLEM_NONE: of none), which is in the problem, or not any more? by_post has the
 * same edges as p, but those of cases that are out. */
bool recheck_plan(struct recheck *r, const struct problem *p, const struct rows *by_post, const struct plan *plan,
                  uint32_t i, bool out);

#endif
