/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Every change leaves one case without a seat, one post with a case too many, or one place open that is too dear for
 * that: what the searches of forward.c and backward.c mend, and they touch only what is near. They make the prices; who
 * moves, chain.c finds on them. A new cost may leave both a case without a seat and a dear place; then one after the
 * other is mended.
 */
#include "assign/live.h"

#include <stdlib.h>
#include <string.h>

#include "assign/backward.h"
#include "assign/both.h"
#include "assign/forward.h"
#include "assign/grow.h"
#include "base/err.h"

#include "base/banned.h"

static int reserve(struct live *l, uint32_t cases, uint32_t edges)
{
    struct problem *p = &l->problem;
    struct plan *plan = &l->plan;

    if (cases > l->cases_max) {
        uint32_t n = cases + cases / 8;

        if (grow(&p->first, (size_t)n + 1, sizeof *p->first) != ERR_OK ||
            grow(&plan->post_of, n, sizeof *plan->post_of) != ERR_OK ||
            grow(&plan->value, n, sizeof *plan->value) != ERR_OK ||
            grow(&plan->crowd, n, sizeof *plan->crowd) != ERR_OK ||
            grow(&l->state.next, n, sizeof *l->state.next) != ERR_OK ||
            grow(&l->state.prev, n, sizeof *l->state.prev) != ERR_OK || recheck_reserve(&l->recheck, n) != ERR_OK)
            return ERR_NOMEM;
        l->cases_max = n;
    }
    if (edges > l->edges_max) {
        uint32_t n = edges + edges / 8;

        if (grow(&p->post, n, sizeof *p->post) != ERR_OK || grow(&p->cost, n, sizeof *p->cost) != ERR_OK)
            return ERR_NOMEM;
        l->edges_max = n;
    }
    return ERR_OK;
}

static void seat_all(struct live *l)
{
    struct plan *plan = &l->plan;

    for (uint32_t i = 0; i < plan->cases; i++) {
        uint32_t j = plan->post_of[i];

        plan->post_of[i] = PROBLEM_NONE;
        state_move(&l->state, i, j);
        if (plan->value[i] > l->state.top)
            l->state.top = plan->value[i];
    }
}

int live_begin(struct live *l, struct problem *p, struct plan *plan)
{
    bool yes = false;
    int rc;

    *l = (struct live){0};
    rc = recheck_init(&l->recheck, p, plan, &yes);
    if (rc == ERR_OK && (!yes || p->unmatched == PROBLEM_ALL_PLACED))
        rc = ERR_FORMAT;
    if (rc == ERR_OK)
        rc = state_init(&l->state, p, plan);
    if (rc == ERR_OK)
        rc = rows_make(&l->state.by_post, p, true);
    if (rc == ERR_OK)
        rc = rows_sort(&l->state.by_post, p);
    if (rc == ERR_OK)
        rc = chain_init(&l->chain, p->posts);
    if (rc != ERR_OK) {
        live_release(l);
        return rc;
    }
    l->problem = *p;
    l->plan = *plan;
    *p = (struct problem){0};
    *plan = (struct plan){0};
    rc = reserve(l, l->problem.cases + 1, l->problem.edges + 1); /* so that no change has to wait for that */
    if (rc != ERR_OK) {
        *p = l->problem;
        *plan = l->plan;
        l->problem = (struct problem){0};
        l->plan = (struct plan){0};
        live_release(l);
        return rc;
    }
    l->state.p = &l->problem;
    l->state.plan = &l->plan;
    l->certified = true;
    seat_all(l);
    return ERR_OK;
}

void live_release(struct live *l)
{
    state_release(&l->state);
    chain_release(&l->chain);
    recheck_release(&l->recheck);
    plan_release(&l->plan);
    problem_release(&l->problem);
    *l = (struct live){0};
}

static bool is_in(const struct live *l, uint32_t i)
{
    return i < l->problem.cases && l->recheck.counts[i];
}

/* What case i costs at post j, which may be none. */
static int64_t cost_at(const struct problem *p, uint32_t i, uint32_t j)
{
    return j == PROBLEM_NONE ? p->unmatched : p->cost[both_find(p, i, j)];
}

/* The most that case i may be worth. */
static int64_t worth(const struct live *l, uint32_t i)
{
    const struct problem *p = &l->problem;
    int64_t best = p->unmatched;

    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
        if (p->cost[k] + l->plan.price[p->post[k]] < best)
            best = p->cost[k] + l->plan.price[p->post[k]];
    return best;
}

/* Case i was at post `from`, which may be none, and no longer is. */
static void account(struct live *l, uint32_t i, uint32_t from)
{
    uint32_t to = l->plan.post_of[i];

    l->plan.objective += cost_at(&l->problem, i, to) - cost_at(&l->problem, i, from);
    l->plan.matched += (uint32_t)(to != PROBLEM_NONE) - (uint32_t)(from != PROBLEM_NONE);
}

/* A chain has walked, its steps begin with that number. */
static void account_steps(struct live *l, uint32_t first)
{
    for (; first < l->chain.step_n; first++)
        account(l, l->chain.step[first].kase, l->chain.step[first].from);
}

/* Case i has no seat. */
static void seat(struct live *l, uint32_t i)
{
    uint32_t first = l->chain.step_n;

    forward_prices(&l->state, i);
    chain_forward(&l->chain, &l->state, i);
    account_steps(l, first);
}

/* Post j, if it is one, may have a place open that is too dear for that. */
static void fill(struct live *l, uint32_t j)
{
    uint32_t first = l->chain.step_n;

    if (j == PROBLEM_NONE || l->plan.price[j] == 0 || !state_is_open(&l->state, j))
        return;
    backward_prices(&l->state, j);
    chain_backward(&l->chain, &l->state, j);
    account_steps(l, first);
}

static void certify(struct live *l, uint32_t kase, bool out)
{
    l->certified = recheck_plan(&l->recheck, &l->problem, &l->state.by_post, &l->plan, kase, out);
}

int live_add(struct live *l, const struct problem_edge *edge, uint32_t n, uint32_t *kase)
{
    struct problem *p = &l->problem;
    uint32_t i = p->cases;
    int rc;

    if (i >= PROBLEM_CASES_MAX || n > PROBLEM_EDGES_MAX - p->edges)
        return ERR_LIMIT;
    rc = reserve(l, i + 1, p->edges + n);
    if (rc == ERR_OK)
        rc = both_add(p, &l->state.by_post, edge, n);
    if (rc != ERR_OK)
        return rc;
    l->plan.cases = p->cases;
    l->plan.post_of[i] = PROBLEM_NONE;
    l->plan.crowd[i] = false;
    l->plan.objective += p->unmatched;
    l->plan.value[i] = worth(l, i);
    chain_forget(&l->chain);
    seat(l, i);
    certify(l, i, false);
    *kase = i;
    return ERR_OK;
}

int live_remove(struct live *l, uint32_t kase)
{
    const struct problem *p = &l->problem;
    uint32_t from;

    if (!is_in(l, kase))
        return ERR_NOTFOUND;
    from = l->plan.post_of[kase];
    both_remove(p, &l->state.by_post, kase);
    state_move(&l->state, kase, PROBLEM_NONE);
    account(l, kase, from);
    l->plan.objective -= p->unmatched;
    l->plan.value[kase] = 0;
    chain_forget(&l->chain);
    fill(l, from);
    certify(l, kase, true);
    return ERR_OK;
}

int live_places(struct live *l, uint32_t j, uint32_t places)
{
    struct problem *p = &l->problem;

    if (j >= p->posts || places > PROBLEM_PLACES_MAX)
        return ERR_LIMIT;
    if (p->places[j] > places && p->places[j] > l->state.load[j])
        p->places[j] = places > l->state.load[j] ? places : l->state.load[j];
    while (p->places[j] > places) {
        p->places[j]--;
        chain_forget(&l->chain);
        forward_prices_out(&l->state, j);
        chain_out(&l->chain, &l->state, j);
        account_steps(l, 0);
    }
    while (p->places[j] < places) {
        /* More places than are wanted change nothing, however many they are. */
        p->places[j] = l->plan.price[j] == 0 ? places : p->places[j] + 1;
        chain_forget(&l->chain);
        fill(l, j);
    }
    certify(l, PROBLEM_NONE, false);
    return ERR_OK;
}

/* Case i has another seat than costs just its value: it is taken out, and what it leaves is filled. When that was for
 * nothing, everybody goes back: a plan that is still cheapest is proved by any prices that prove another. */
static void place_anew(struct live *l, uint32_t i)
{
    uint32_t from = l->plan.post_of[i], matched = l->plan.matched;
    int64_t objective = l->plan.objective;

    state_move(&l->state, i, PROBLEM_NONE);
    account(l, i, from);
    seat(l, i);
    fill(l, from);
    if (l->plan.objective != objective)
        return;
    chain_undo(&l->chain, &l->state);
    state_move(&l->state, i, from);
    l->plan.matched = matched;
}

int live_cost(struct live *l, uint32_t kase, uint32_t post, int32_t cost)
{
    struct problem *p = &l->problem;
    struct plan *plan = &l->plan;
    uint32_t k = is_in(l, kase) ? both_find(p, kase, post) : PROBLEM_NONE;

    if (k == PROBLEM_NONE)
        return ERR_NOTFOUND;
    if (cost < 0 || cost > PROBLEM_COST_MAX)
        return ERR_LIMIT;
    if (plan->post_of[kase] == post)
        plan->objective += cost - p->cost[k];
    both_cost(p, &l->state.by_post, kase, k, cost);
    plan->value[kase] = worth(l, kase);
    if (plan->value[kase] > l->state.top)
        l->state.top = plan->value[kase];
    chain_forget(&l->chain);
    if (plan->value[kase] != cost_at(p, kase, plan->post_of[kase]) +
                                 (plan->post_of[kase] == PROBLEM_NONE ? 0 : plan->price[plan->post_of[kase]]))
        place_anew(l, kase);
    certify(l, kase, false);
    return ERR_OK;
}

const uint32_t *live_moved(const struct live *l, uint32_t *n)
{
    *n = l->recheck.moved_n;
    return l->recheck.moved;
}
