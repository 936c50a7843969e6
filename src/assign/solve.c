/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The order of the steps: first prices, cases seated as these allow, then a search for each case that waits and each
 * post that lacks, then ties. What is left to the searches depends on the first prices. Where places are short, cases
 * would climb, one by one and each through everything, until enough of them are dear enough to stay unmatched; so there
 * the posts begin, dear, and come down until somebody takes them. Where places are enough it is the other way round.
 *
 * Why 64 bits suffice: a search ends at a post whose price it does not touch, or at the cost of an unmatched case, so
 * no value or price is above the highest first price by more than the costs of a way and back: 2 * 10^6 * 10^9. The
 * auction adds at most 2 * 10^9 with each of its at most 25 * 10^6 bids.
 */
#include "assign/solve.h"

#include <stdbool.h>
#include <string.h>

#include "assign/auction.h"
#include "assign/backward.h"
#include "assign/forward.h"
#include "assign/state.h"
#include "assign/ties.h"
#include "base/err.h"

#include "base/banned.h"

static bool waits(const struct state *s, uint32_t i)
{
    return s->plan->post_of[i] == PROBLEM_NONE && s->plan->value[i] < state_unmatched(s);
}

static bool lacks(const struct state *s, uint32_t j)
{
    return s->plan->price[j] > 0 && state_is_open(s, j);
}

/* Are there fewer places than cases? */
static bool is_short(const struct problem *p)
{
    uint64_t places = 0;

    for (uint32_t j = 0; j < p->posts; j++)
        places += p->places[j];
    return places < p->cases;
}

/* Each post asks what its last place would get if it had the first choice of all cases. */
static void ask(struct state *s)
{
    for (uint32_t j = 0; j < s->p->posts; j++) {
        const uint64_t *row = s->by_post.arc + s->by_post.first[j];
        uint32_t n = s->by_post.end[j] - s->by_post.first[j], places = s->p->places[j];
        int64_t worth;

        if (n == 0 || places == 0 || places > n) {
            s->plan->price[j] = n > 0 && places == 0 ? s->p->unmatched : 0;
            continue;
        }
        worth = s->p->unmatched - rows_cost(row[places - 1]);
        s->plan->price[j] = worth > 0 ? worth : 0;
    }
}

static int fill(struct state *s)
{
    bool any = false;

    for (uint32_t j = 0; j < s->p->posts && !any; j++)
        any = lacks(s, j);
    if (any && s->by_post.first == NULL && rows_make(&s->by_post, s->p, false) != ERR_OK)
        return ERR_NOMEM;
    for (uint32_t j = 0; j < s->p->posts; j++)
        while (lacks(s, j))
            backward_search(s, j);
    return ERR_OK;
}

/* False when some case must have a place and cannot. */
static bool place(struct state *s)
{
    for (uint32_t i = 0; i < s->p->cases; i++)
        if (waits(s, i) && !forward_search(s, i))
            return false;
    return true;
}

/* What an edge costs is the value of its case without the price of the place. */
static void add_up(const struct problem *p, struct plan *plan)
{
    plan->objective = 0;
    for (uint32_t i = 0; i < p->cases; i++)
        plan->objective += plan->post_of[i] == PROBLEM_NONE ? p->unmatched
                                                            : plan->value[i] - plan->price[plan->post_of[i]];
}

/* A case that must be placed and has no edge. */
static bool has_outcast(const struct state *s)
{
    for (uint32_t i = 0; s->p->unmatched == PROBLEM_ALL_PLACED && i < s->p->cases; i++)
        if (s->p->first[i] == s->p->first[i + 1]) {
            s->plan->crowd[i] = true;
            return true;
        }
    return false;
}

static int guess(struct state *s)
{
    if (s->p->unmatched == PROBLEM_ALL_PLACED || !is_short(s->p))
        return auction_run(s);
    if (rows_make(&s->by_post, s->p, false) != ERR_OK || rows_sort(&s->by_post, s->p) != ERR_OK)
        return ERR_NOMEM;
    ask(s);
    return ERR_OK;
}

static int run(struct state *s, const int64_t *price)
{
    int rc = ERR_OK;

    if (has_outcast(s))
        return ERR_OK;
    if (price == NULL)
        rc = guess(s);
    else
        memcpy(s->plan->price, price, s->p->posts * sizeof *price);
    if (rc != ERR_OK)
        return rc;
    state_seat(s);
    /* The side that has less goes first: what the other then lacks is little. */
    if (s->by_post.sorted) {
        rc = fill(s);
        s->plan->feasible = rc == ERR_OK && place(s);
        return rc;
    }
    if (!place(s))
        return ERR_OK;
    rc = fill(s);
    s->plan->feasible = rc == ERR_OK;
    return rc;
}

int solve_from(const struct problem *p, const int64_t *price, struct plan *plan)
{
    struct state s;
    int rc;

    *plan = (struct plan){0};
    for (uint32_t j = 0; price != NULL && j < p->posts; j++)
        if (price[j] < 0 || price[j] > SOLVE_PRICE_MAX)
            return ERR_LIMIT;
    rc = plan_init(plan, p);
    if (rc == ERR_OK)
        rc = state_init(&s, p, plan);
    if (rc != ERR_OK) {
        plan_release(plan);
        return rc;
    }
    rc = run(&s, price);
    state_release(&s);
    if (rc == ERR_OK && plan->feasible) {
        add_up(p, plan);
        rc = ties_break(p, plan);
    }
    if (rc != ERR_OK)
        plan_release(plan);
    return rc;
}

int solve(const struct problem *p, struct plan *plan)
{
    return solve_from(p, NULL, plan);
}
