/* SPDX-License-Identifier: EUPL-1.2 */
/* The proof that looks only where something changed, against the one that looks at everything: plans that are proved
 * are spoiled at random, or changed into others as cheap, mostly so that the sums still agree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "assign/both.h"
#include "assign/check.h"
#include "assign/live.h"
#include "assign/solve.h"
#include "base/err.h"

#include "base/banned.h"

#include "slow.h"

#define CASES 7
#define POSTS 4
#define TRIES 60000

static void start(struct live *l)
{
    struct problem p SCOPED_PROBLEM;
    struct plan plan SCOPED_PLAN;
    struct problem_edge edge[CASES * POSTS];
    uint32_t cases = 1 + below(CASES), posts = 1 + below(POSTS), n = 0, line;

    assert_int_equal(problem_init(&p, cases, posts, 1 + below(12)), ERR_OK);
    for (uint32_t j = 0; j < posts; j++)
        p.places[j] = below(4);
    for (uint32_t i = 0; i < cases; i++)
        for (uint32_t j = 0; j < posts; j++)
            if (below(4) > 0)
                edge[n++] = (struct problem_edge){i, j, (int32_t)below(10), 0};
    assert_int_equal(problem_edges(&p, edge, n, &line), ERR_OK);
    assert_int_equal(solve(&p, &plan), ERR_OK);
    assert_int_equal(live_begin(l, &p, &plan), ERR_OK);
}

/* Up or down. */
static int64_t some(void)
{
    return (below(2) ? 1 : -1) * (int64_t)(1 + below(3));
}

/* A post, and who is there with it: the sums agree where all of its places are taken. */
static void shift(struct live *l, uint32_t j, int64_t by)
{
    l->plan.price[j] += by;
    for (uint32_t i = 0; i < l->plan.cases; i++)
        l->plan.value[i] += l->plan.post_of[i] == j ? by : 0;
}

static void swap(struct plan *plan, uint32_t i, uint32_t k)
{
    uint32_t j = plan->post_of[i];

    plan->post_of[i] = plan->post_of[k];
    plan->post_of[k] = j;
}

/* One edge costs something else; which case it is one of, or PROBLEM_NONE when there is no edge. */
static uint32_t change_cost(struct live *l)
{
    struct problem *p = &l->problem;
    uint32_t i = below(p->cases);

    if (p->first[i] == p->first[i + 1])
        return PROBLEM_NONE;
    both_cost(p, &l->state.by_post, i, p->first[i] + below(p->first[i + 1] - p->first[i]), (int32_t)below(10));
    return i;
}

/* The case whose edges changed, or PROBLEM_NONE. */
static uint32_t spoil(struct live *l)
{
    struct plan *plan = &l->plan;
    uint32_t kase = PROBLEM_NONE;

    for (uint32_t n = 1 + below(3); n > 0; n--) {
        uint32_t what = below(8), i = below(plan->cases), j = below(plan->posts);

        if (what < 3)
            shift(l, j, some());
        else if (what == 3)
            plan->value[i] += some();
        else if (what == 4)
            plan->price[j] += some();
        else if (what == 5)
            swap(plan, i, below(plan->cases));
        else if (what == 6)
            plan->post_of[i] = below(3) ? j : PROBLEM_NONE;
        else if (kase == PROBLEM_NONE)
            kase = change_cost(l);
    }
    return kase;
}

/* Makes the plan say what it costs, nearly always, and balances values and prices by the value of one case, or not. */
static void agree(struct live *l)
{
    const struct problem *p = &l->problem;
    struct plan *plan = &l->plan;
    int64_t bound = 0;

    plan->objective = plan->matched = 0;
    for (uint32_t i = 0; i < plan->cases; i++) {
        uint32_t k = plan->post_of[i] == PROBLEM_NONE ? PROBLEM_NONE : both_find(p, i, plan->post_of[i]);

        plan->objective += k == PROBLEM_NONE ? p->unmatched : p->cost[k];
        plan->matched += plan->post_of[i] != PROBLEM_NONE;
        bound += plan->value[i];
    }
    for (uint32_t j = 0; j < plan->posts; j++)
        bound -= plan->price[j] * p->places[j];
    assert_true(plan->cases > 0);
    if (below(2))
        plan->value[below(plan->cases)] += plan->objective - bound;
    plan->objective -= below(20) == 0;
    plan->matched += below(20) == 0;
}

static void says_what_the_whole_proof_says(void **state)
{
    uint32_t fine = 0;

    (void)state;
    seed = 42;
    for (uint32_t n = 0; n < TRIES; n++) {
        struct live l SCOPED_LIVE;
        uint32_t kase;
        bool yes;

        start(&l);
        kase = spoil(&l);
        agree(&l);
        assert_int_equal(check(&l.problem, &l.plan, &yes), ERR_OK);
        assert_int_equal(recheck_plan(&l.recheck, &l.problem, &l.state.by_post, &l.plan, kase, false), yes);
        fine += yes;
    }
    assert_true(fine > TRIES / 20 && fine < TRIES / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_the_whole_proof_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
