/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Why a plan that passes is the cheapest. Any plan's cost is the sum over its edges of cost, and of the cost of the
 * unmatched. As value <= cost + price on every edge and value <= cost of being unmatched, it is at least the sum of the
 * values less price times places of each post: that is the bound, and it speaks of no plan. This plan's edges are equal
 * there, its posts with a price are full, its unmatched have the full value: it costs exactly the bound.
 *
 * A plan that says that there is none shows a crowd: more cases than all the places that any of them may have.
 * This file shares no code with the solver. Products and sums that could leave 64 bits are made in 128.
 */
#include "assign/check.h"

#include <stdint.h>
#include <stdlib.h>

#include "assign/plan.h"
#include "assign/problem.h"
#include "base/err.h"

#include "base/banned.h"

/* One case: no edge is cheaper than its value, its own is equal. Adds to cost, bound and the load of its post. */
static bool check_case(const struct problem *p, const struct plan *s, uint32_t i, uint32_t *load, __int128 *cost)
{
    uint32_t j = s->post_of[i];
    bool found = false;

    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++) {
        __int128 here = (__int128)p->cost[k] + s->price[p->post[k]];

        if (s->value[i] > here)
            return false;
        if (p->post[k] != j)
            continue;
        if (found || s->value[i] != here)
            return false;
        found = true;
        *cost += p->cost[k];
    }
    if (p->unmatched != PROBLEM_ALL_PLACED && s->value[i] > p->unmatched)
        return false;
    if (j != PROBLEM_NONE) {
        if (found)
            load[j]++;
        return found;
    }
    *cost += p->unmatched;
    return p->unmatched != PROBLEM_ALL_PLACED && s->value[i] == p->unmatched;
}

static bool check_best(const struct problem *p, const struct plan *s, uint32_t *load)
{
    __int128 cost = 0, bound = 0;
    uint32_t matched = 0;

    for (uint32_t i = 0; i < p->cases; i++) {
        if (!check_case(p, s, i, load, &cost))
            return false;
        bound += s->value[i];
        matched += s->post_of[i] != PROBLEM_NONE;
    }
    for (uint32_t j = 0; j < p->posts; j++) {
        if (load[j] > p->places[j] || s->price[j] < 0 || (s->price[j] > 0 && load[j] != p->places[j]))
            return false;
        bound -= (__int128)s->price[j] * p->places[j];
    }
    return cost == bound && cost == s->objective && matched == s->matched;
}

static bool check_crowd(const struct problem *p, const struct plan *s, uint32_t *seen)
{
    uint64_t people = 0, places = 0;

    for (uint32_t i = 0; i < p->cases; i++) {
        if (!s->crowd[i])
            continue;
        people++;
        for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++) {
            if (seen[p->post[k]] == 0)
                places += p->places[p->post[k]];
            seen[p->post[k]] = 1;
        }
    }
    return p->unmatched == PROBLEM_ALL_PLACED && people > places;
}

int check(const struct problem *p, const struct plan *s, bool *yes)
{
    uint32_t *mark;

    *yes = false;
    if (s->cases != p->cases || s->posts != p->posts)
        return ERR_OK;
    mark = calloc((size_t)p->posts + 1, sizeof *mark);
    if (mark == NULL)
        return ERR_NOMEM;
    *yes = s->feasible ? check_best(p, s, mark) : check_crowd(p, s, mark);
    free(mark);
    return ERR_OK;
}
