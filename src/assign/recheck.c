/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Why it is enough. A plan costs no less than the bound when no edge is cheaper than its case is worth, nobody is worth
 * more than being unmatched costs, no price is below 0 and no post has more cases than places; that it costs just the
 * bound is then the whole proof, and both are sums that follow the differences. What was true at the last look and
 * hangs on nothing that changed is true now. Nobody is asked what changed: all seats, values, prices and places are
 * compared with the copy, which is little beside the edges. An edge can have become too cheap only when its case is
 * worth more, or its post has come down: so all edges are walked through of such a case, of such a post, and of a case
 * whose edges are others. Of any other case that is not as it was only the cost of its seat is found.
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

/* What its seat costs case i, which is an edge of it, or that it is unmatched. */
static bool look_seat(const struct recheck *r, const struct problem *p, const struct plan *plan, uint32_t i,
                      int32_t *cost)
{
    uint32_t j = plan->post_of[i], k = p->first[i];

    *cost = j == PROBLEM_NONE ? (int32_t)p->unmatched : r->cost[i];
    if (j == PROBLEM_NONE || j == r->post_of[i])
        return true;
    while (k < p->first[i + 1] && p->post[k] != j)
        k++;
    if (k == p->first[i + 1])
        return false;
    *cost = p->cost[k];
    return true;
}

static void count(struct recheck *r, uint32_t j, int by)
{
    if (j == PROBLEM_NONE)
        return;
    r->load[j] += (uint32_t)by;
    r->matched += (uint32_t)by;
    r->touched[j] = true;
}

/* whole: its edges may be others. */
static bool look_at_case(struct recheck *r, const struct problem *p, const struct plan *plan, uint32_t i, bool whole)
{
    int32_t cost = 0;

    if (whole || plan->value[i] > r->value[i] ? !look_case(p, plan, i, &cost) : !look_seat(r, p, plan, i, &cost))
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

/* Every edge of a post that has come down. */
static bool look_at_row(const struct rows *by_post, const struct plan *plan, uint32_t j)
{
    for (uint32_t k = by_post->first[j]; k < by_post->end[j]; k++) {
        uint32_t i = rows_case(by_post->arc[k]);

        if (plan->value[i] > (__int128)rows_cost(by_post->arc[k]) + plan->price[j])
            return false;
    }
    return true;
}

static bool look_at_post(struct recheck *r, const struct problem *p, const struct rows *by_post,
                         const struct plan *plan, uint32_t j)
{
    if (plan->price[j] < 0 || r->load[j] > p->places[j] || (plan->price[j] > 0 && r->load[j] != p->places[j]))
        return false;
    if (plan->price[j] < r->price[j] && !look_at_row(by_post, plan, j))
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
        r->failed = !look_at_case(r, p, plan, k, k == i);
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
        *yes = *yes && look_at_case(r, p, plan, i, true);
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
