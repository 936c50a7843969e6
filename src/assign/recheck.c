/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Why it is enough. What check.c asks of each edge hangs on its cost, the value of its case and the price of its post;
 * of each case on that, its seat and the cost of being unmatched; of each post on its price, places and load. Whatever
 * hangs on nothing that changed was true at the last look and is true now. Nobody is asked what changed: all seats,
 * values, prices and places are compared with the copy, which is little beside the edges, and only the edges of a case
 * or a post that is not as it was are walked through. Cost and bound are sums; they follow the differences.
 *
 * Like check.c this file shares no code with the solver. It leans on one thing more than check.c does: that the edges
 * by post are those by case. They are at first, being made from them, and every change makes the same step in both.
 */
#include "assign/recheck.h"

#include <stdlib.h>

#include "assign/check.h"
#include "assign/grow.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "assign/rows.h"
#include "base/err.h"

#include "base/banned.h"

int recheck_reserve(struct recheck *r, uint32_t cases)
{
    if (grow(&r->post_of, cases, sizeof *r->post_of) != ERR_OK || grow(&r->value, cases, sizeof *r->value) != ERR_OK ||
        grow(&r->cost, cases, sizeof *r->cost) != ERR_OK || grow(&r->counts, cases, sizeof *r->counts) != ERR_OK ||
        grow(&r->moved, cases, sizeof *r->moved) != ERR_OK)
        return ERR_NOMEM;
    return ERR_OK;
}

/* No edge of case i is cheaper than its value, its own is equal: as in check.c. *cost is that of its seat. */
static bool look_case(const struct problem *p, const struct plan *plan, uint32_t i, int32_t *cost)
{
    bool found = false;

    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++) {
        __int128 here = (__int128)p->cost[k] + plan->price[p->post[k]];

        if (plan->value[i] > here)
            return false;
        if (p->post[k] != plan->post_of[i])
            continue;
        if (found || plan->value[i] != here)
            return false;
        found = true;
        *cost = p->cost[k];
    }
    if (found)
        return plan->value[i] <= p->unmatched;
    *cost = (int32_t)p->unmatched;
    return plan->post_of[i] == PROBLEM_NONE && plan->value[i] == p->unmatched;
}

static void count(struct recheck *r, uint32_t j, int by)
{
    if (j == PROBLEM_NONE)
        return;
    r->load[j] += (uint32_t)by;
    r->matched += (uint32_t)by;
    r->touched[j] = true;
}

static bool look_at_case(struct recheck *r, const struct problem *p, const struct plan *plan, uint32_t i)
{
    int32_t cost = 0;

    if (!look_case(p, plan, i, &cost))
        return false;
    count(r, r->post_of[i], -1);
    count(r, plan->post_of[i], 1);
    r->sum += cost - r->cost[i];
    r->bound += plan->value[i] - r->value[i];
    r->post_of[i] = plan->post_of[i];
    r->value[i] = plan->value[i];
    r->cost[i] = cost;
    return true;
}

/* Every edge of a post whose price is another: for those who are there, equal. */
static bool look_at_row(const struct rows *by_post, const struct plan *plan, uint32_t j)
{
    for (uint32_t k = by_post->first[j]; k < by_post->end[j]; k++) {
        uint32_t i = rows_case(by_post->arc[k]);
        __int128 here = (__int128)rows_cost(by_post->arc[k]) + plan->price[j];

        if (plan->value[i] > here || (plan->post_of[i] == j && plan->value[i] != here))
            return false;
    }
    return true;
}

static bool look_at_post(struct recheck *r, const struct problem *p, const struct rows *by_post,
                         const struct plan *plan, uint32_t j)
{
    if (plan->price[j] < 0 || r->load[j] > p->places[j] || (plan->price[j] > 0 && r->load[j] != p->places[j]))
        return false;
    if (plan->price[j] != r->price[j] && !look_at_row(by_post, plan, j))
        return false;
    r->bound -= (__int128)plan->price[j] * p->places[j] - (__int128)r->price[j] * r->places[j];
    r->price[j] = plan->price[j];
    r->places[j] = p->places[j];
    r->touched[j] = false;
    return true;
}

/* A case that came or went. */
static void look_at_list(struct recheck *r, uint32_t i, bool out)
{
    if (i == PROBLEM_NONE)
        return;
    if (i == r->cases) {
        r->post_of[i] = PROBLEM_NONE;
        r->value[i] = r->cost[i] = 0;
        r->counts[i] = true;
        r->cases++;
    }
    if (!out)
        return;
    count(r, r->post_of[i], -1);
    r->sum -= r->cost[i];
    r->bound -= r->value[i];
    r->post_of[i] = PROBLEM_NONE;
    r->counts[i] = false;
}

bool recheck_plan(struct recheck *r, const struct problem *p, const struct rows *by_post, const struct plan *plan,
                  uint32_t i, bool out)
{
    uint32_t known = r->cases;

    r->moved_n = 0;
    look_at_list(r, i, out);
    r->failed = r->failed || r->cases != p->cases;
    for (uint32_t k = 0; k < r->cases && !r->failed; k++) {
        if (!r->counts[k]) {
            r->failed = plan->post_of[k] != PROBLEM_NONE;
            continue;
        }
        if (k != i && plan->post_of[k] == r->post_of[k] && plan->value[k] == r->value[k])
            continue;
        if (k < known && plan->post_of[k] != r->post_of[k])
            r->moved[r->moved_n++] = k;
        r->failed = !look_at_case(r, p, plan, k);
    }
    for (uint32_t j = 0; j < p->posts && !r->failed; j++)
        if (r->touched[j] || plan->price[j] != r->price[j] || p->places[j] != r->places[j])
            r->failed = !look_at_post(r, p, by_post, plan, j);
    r->failed = r->failed || r->sum != r->bound || r->sum != plan->objective || r->matched != plan->matched;
    return !r->failed;
}

int recheck_init(struct recheck *r, const struct problem *p, const struct plan *plan, bool *yes)
{
    size_t n = (size_t)p->posts + 1;

    *r = (struct recheck){.price = calloc(n, sizeof *r->price), .places = calloc(n, sizeof *r->places),
                          .load = calloc(n, sizeof *r->load), .touched = calloc(n, sizeof *r->touched)};
    if (r->price == NULL || r->places == NULL || r->load == NULL || r->touched == NULL ||
        recheck_reserve(r, p->cases) != ERR_OK || check(p, plan, yes) != ERR_OK) {
        recheck_release(r);
        return ERR_NOMEM;
    }
    if (!*yes || p->unmatched == PROBLEM_ALL_PLACED)
        return ERR_OK;
    for (uint32_t i = 0; i < p->cases; i++) {
        look_at_list(r, i, false);
        *yes = *yes && look_at_case(r, p, plan, i);
    }
    for (uint32_t j = 0; j < p->posts; j++) {
        r->bound -= (__int128)plan->price[j] * p->places[j];
        r->price[j] = plan->price[j];
        r->places[j] = p->places[j];
        r->touched[j] = false;
    }
    return ERR_OK;
}

void recheck_release(struct recheck *r)
{
    free(r->post_of);
    free(r->value);
    free(r->cost);
    free(r->counts);
    free(r->moved);
    free(r->price);
    free(r->places);
    free(r->load);
    free(r->touched);
    *r = (struct recheck){0};
}
