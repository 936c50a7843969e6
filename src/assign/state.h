/* SPDX-License-Identifier: EUPL-1.2 */
/* What the searches work on. Between two searches this holds:
 *   value[i] <= cost + price[j] for every edge, value[i] <= cost of being unmatched, price[j] >= 0;
 *   equal on the edge that a matched case has;
 * so the plan is best as soon as no case waits (unmatched below that cost) and no post lacks (a price above 0 and a
 * place open). A forward search ends the waiting of one case, a backward search fills one place; neither makes more. */
#ifndef JALON_ASSIGN_STATE_H
#define JALON_ASSIGN_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "assign/plan.h"
#include "assign/problem.h"
#include "assign/queue.h"
#include "assign/rows.h"

struct state {
    const struct problem *p;
    struct plan *plan;
    struct rows by_post;   /* for backward searches */
    uint32_t *load;        /* per post, cases it has */
    uint32_t *guest;       /* per post, the first of its cases, or PROBLEM_NONE */
    uint32_t *next, *prev; /* per case, its neighbours at the same post */
    uint32_t *via;         /* per post, of a search: the case that comes, or that would leave */
    uint32_t *parent;      /* per post, of a backward search: the post that it would go to */
    struct queue queue;
    int64_t top;           /* no value is above it */
};

int state_init(struct state *s, const struct problem *p, struct plan *plan) __attribute__((warn_unused_result));
void state_release(struct state *s); /* the plan stays */

static inline bool state_is_open(const struct state *s, uint32_t j)
{
    return s->load[j] < s->p->places[j];
}

/* What it costs case i to stay unmatched; far above everything when it must not. */
static inline int64_t state_unmatched(const struct state *s)
{
    return s->p->unmatched == PROBLEM_ALL_PLACED ? QUEUE_FAR / 2 : s->p->unmatched;
}

/* Case i leaves its post, if it has one, and goes to j, if that is one. */
void state_move(struct state *s, uint32_t i, uint32_t j);
/* Makes what is said above hold, for any prices: every value as high as they allow; cases whose seat costs more than
 * that lose it; then cases below the cost of being unmatched are seated where they cost least, as far as there is
 * room. */
void state_seat(struct state *s);
/* The price of each post seen in this search at a distance below d moves by what is missing to d, up or down, and so do
 * the values of its cases. */
void state_shift(struct state *s, int64_t d, bool up);

#endif
