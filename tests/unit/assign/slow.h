/* SPDX-License-Identifier: EUPL-1.2 */
/* A slow solver that tries every plan in the order of the rule of solve.h, so that the first of lowest cost is the one
 * to find; where it is told a plan of before, of those of lowest cost one with the fewest cases elsewhere. And numbers
 * at random, the same at every run. */
#ifndef JALON_TESTS_ASSIGN_SLOW_H
#define JALON_TESTS_ASSIGN_SLOW_H

#include <stdint.h>
#include <string.h>

#include "assign/problem.h"

#define SLOW_CASES 7
#define SLOW_POSTS 6
#define SLOW_NEW   (UINT32_MAX - 1) /* before: was not there, is not counted */

struct slow {
    const struct problem *p;
    const uint32_t *before; /* per case its post, or NULL */
    uint32_t left[SLOW_POSTS];
    uint32_t now[SLOW_CASES], best[SLOW_CASES];
    int64_t cost;           /* -1: none found */
    uint32_t moved;
};

static uint64_t seed;

static inline uint32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 11) % n);
}

static inline void slow_try(struct slow *s, uint32_t i, int64_t cost, uint32_t moved)
{
    const struct problem *p = s->p;

    if (s->cost >= 0 && cost > s->cost)
        return;
    if (i == p->cases) {
        if (s->cost >= 0 && (cost > s->cost || (cost == s->cost && moved >= s->moved)))
            return;
        s->cost = cost;
        s->moved = moved;
        memcpy(s->best, s->now, sizeof s->best);
        return;
    }
    for (uint32_t k = p->first[i]; k <= p->first[i + 1]; k++) {
        uint32_t j = k < p->first[i + 1] ? p->post[k] : PROBLEM_NONE;
        uint32_t step = s->before != NULL && s->before[i] != SLOW_NEW && s->before[i] != j;

        if (j == PROBLEM_NONE ? p->unmatched == PROBLEM_ALL_PLACED : s->left[j] == 0)
            continue;
        s->now[i] = j;
        if (j == PROBLEM_NONE) {
            slow_try(s, i + 1, cost + p->unmatched, moved + step);
            continue;
        }
        s->left[j]--;
        slow_try(s, i + 1, cost + p->cost[k], moved + step);
        s->left[j]++;
    }
}

/* p and before are set. */
static inline void slow_find(struct slow *s)
{
    s->cost = -1;
    s->moved = 0;
    memcpy(s->left, s->p->places, s->p->posts * sizeof *s->left);
    slow_try(s, 0, 0, 0);
}

#endif
