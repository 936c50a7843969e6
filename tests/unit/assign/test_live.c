/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A plan that follows its problem, through long chains of changes. After each, the problem is written anew, without the
 * cases that are out, and the amended plan is held against it: the full checker (which shares nothing with the
 * amending), the objective of a solve from nothing, and for small ones every plan there is: nothing is cheaper, and
 * nothing as cheap moves fewer people.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "assign/check.h"
#include "assign/live.h"
#include "assign/solve.h"
#include "base/err.h"

#include "base/banned.h"

#include "slow.h"

#define CASES_MAX 600
#define POSTS_MAX 80

/* The problem as it should be. */
struct model {
    uint32_t cases, posts;
    int64_t unmatched;
    bool out[CASES_MAX];
    uint32_t places[POSTS_MAX];
    int32_t cost[CASES_MAX][POSTS_MAX]; /* -1: no edge */
    uint32_t last[CASES_MAX];           /* the plan before; SLOW_NEW */
};

static struct model model;
static int64_t step; /* costs are multiples of it, so that ties are common */
static uint32_t kinds, density;

static uint32_t some_edges(uint32_t i, struct problem_edge *edge)
{
    uint32_t n = 0;

    for (uint32_t j = 0; j < model.posts; j++) {
        model.cost[i][j] = below(100) < density ? (int32_t)(step * below(kinds)) : -1;
        if (model.cost[i][j] >= 0)
            edge[n++] = (struct problem_edge){i, j, model.cost[i][j], 0};
    }
    for (uint32_t k = n; k > 1; k--) {
        uint32_t other = below(k);
        struct problem_edge e = edge[k - 1];

        edge[k - 1] = edge[other];
        edge[other] = e;
    }
    return n;
}

/* The model as a problem; row[i]: the case that became i. */
static void write_problem(struct problem *p, uint32_t *row)
{
    struct problem_edge *edge = calloc((size_t)model.cases * model.posts + 1, sizeof *edge);
    uint32_t n = 0, cases = 0, line;

    assert_non_null(edge);
    for (uint32_t i = 0; i < model.cases; i++) {
        if (model.out[i])
            continue;
        for (uint32_t j = 0; j < model.posts; j++)
            if (model.cost[i][j] >= 0)
                edge[n++] = (struct problem_edge){cases, j, model.cost[i][j], 0};
        row[cases++] = i;
    }
    assert_int_equal(problem_init(p, cases, model.posts, model.unmatched), ERR_OK);
    memcpy(p->places, model.places, model.posts * sizeof *p->places);
    assert_int_equal(problem_edges(p, edge, n, &line), ERR_OK);
    free(edge);
}

static void start(struct live *l, const int64_t *price)
{
    struct problem p SCOPED_PROBLEM;
    struct plan plan SCOPED_PLAN;
    uint32_t row[CASES_MAX];

    write_problem(&p, row);
    assert_int_equal(price != NULL ? solve_from(&p, price, &plan) : solve(&p, &plan), ERR_OK);
    assert_int_equal(live_begin(l, &p, &plan), ERR_OK);
    assert_null(p.first);
    assert_null(plan.price);
}

static void make_model(uint32_t cases, uint32_t posts, uint32_t places)
{
    struct problem_edge edge[POSTS_MAX];

    memset(&model, 0, sizeof model);
    model.cases = cases;
    model.posts = posts;
    model.unmatched = step * (1 + below(kinds + 3));
    for (uint32_t j = 0; j < posts; j++)
        model.places[j] = below(places);
    for (uint32_t i = 0; i < cases; i++)
        (void)some_edges(i, edge);
}

enum change { ADD, REMOVE, PLACES, COST, CHANGES };

static uint32_t some_case(void)
{
    uint32_t i = below(model.cases);

    for (uint32_t n = 0; n < model.cases && model.out[i]; n++)
        i = (i + 1) % model.cases;
    return i;
}

static uint32_t alive(void)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < model.cases; i++)
        n += !model.out[i];
    return n;
}

/* One change of the model and of n plans. False: it came to nothing. */
static bool change(enum change what, struct live *l, int n, uint32_t most)
{
    struct problem_edge edge[POSTS_MAX];
    uint32_t i = model.cases > 0 ? some_case() : 0, j = below(model.posts), edges, kase;
    int32_t cost;

    if (what == ADD) {
        if (model.cases == CASES_MAX || alive() >= most)
            return false;
        edges = some_edges(model.cases, edge);
        for (int k = 0; k < n; k++) {
            assert_int_equal(live_add(&l[k], edge, edges, &kase), ERR_OK);
            assert_int_equal(kase, model.cases);
        }
        model.last[model.cases++] = SLOW_NEW;
        return true;
    }
    if (what == PLACES) {
        model.places[j] += model.places[j] == 0 || below(2) == 0 ? 1 : UINT32_MAX;
        for (int k = 0; k < n; k++)
            assert_int_equal(live_places(&l[k], j, model.places[j]), ERR_OK);
        return true;
    }
    if (model.cases == 0 || model.out[i])
        return false;
    if (what == REMOVE) {
        model.out[i] = true;
        for (int k = 0; k < n; k++)
            assert_int_equal(live_remove(&l[k], i), ERR_OK);
        return true;
    }
    cost = (int32_t)(step * below(kinds));
    for (int k = 0; k < n; k++)
        assert_int_equal(live_cost(&l[k], i, j, cost), model.cost[i][j] < 0 ? ERR_NOTFOUND : ERR_OK);
    if (model.cost[i][j] < 0)
        return false;
    model.cost[i][j] = cost;
    return true;
}

/* The plan of the live one as a plan of the problem that was written anew. */
static void copy_plan(const struct live *l, const struct problem *p, const uint32_t *row, struct plan *plan)
{
    assert_int_equal(plan_init(plan, p), ERR_OK);
    plan->feasible = true;
    plan->objective = l->plan.objective;
    plan->matched = l->plan.matched;
    memcpy(plan->price, l->plan.price, p->posts * sizeof *plan->price);
    for (uint32_t i = 0; i < p->cases; i++) {
        plan->post_of[i] = l->plan.post_of[row[i]];
        plan->value[i] = l->plan.value[row[i]];
    }
}

/* What the last plan costs now; -1 when it cannot be any more. */
static int64_t cost_of_last(void)
{
    uint32_t load[POSTS_MAX] = {0};
    int64_t cost = 0;

    for (uint32_t i = 0; i < model.cases; i++) {
        uint32_t j = model.last[i];

        if (model.out[i])
            continue;
        if (j == SLOW_NEW || (j != PROBLEM_NONE && ++load[j] > model.places[j]))
            return -1;
        cost += j == PROBLEM_NONE ? model.unmatched : model.cost[i][j];
    }
    return cost;
}

static uint32_t count_moved(const struct live *l)
{
    const uint32_t *list;
    uint32_t n, moved = 0;

    list = live_moved(l, &n);
    for (uint32_t i = 0; i < model.cases; i++)
        if (!model.out[i] && model.last[i] != SLOW_NEW && model.last[i] != l->plan.post_of[i]) {
            assert_true(moved < n);
            assert_int_equal(list[moved], i);
            moved++;
        }
    assert_int_equal(moved, n);
    return moved;
}

/* What recheck.c leans on: by post the same edges as by case, and in order. */
static void expect_both(const struct live *l)
{
    const struct rows *r = &l->state.by_post;
    uint32_t edges = 0, arcs = 0;

    for (uint32_t i = 0; i < model.cases; i++)
        for (uint32_t j = 0; j < model.posts; j++)
            edges += !model.out[i] && model.cost[i][j] >= 0;
    for (uint32_t j = 0; j < model.posts; j++)
        for (uint32_t k = r->first[j]; k < r->end[j]; k++, arcs++) {
            assert_false(model.out[rows_case(r->arc[k])]);
            assert_int_equal(rows_cost(r->arc[k]), model.cost[rows_case(r->arc[k])][j]);
            assert_true(k == r->first[j] || r->arc[k - 1] < r->arc[k]);
        }
    assert_int_equal(arcs, edges);
}

static void expect(const struct live *l, enum change what, bool small)
{
    struct problem p SCOPED_PROBLEM;
    struct plan plan SCOPED_PLAN;
    struct plan anew SCOPED_PLAN;
    uint32_t row[CASES_MAX], before[SLOW_CASES], moved = count_moved(l);
    struct slow slow = {.p = &p, .before = before};
    bool yes = false;

    assert_true(l->certified);
    expect_both(l);
    write_problem(&p, row);
    copy_plan(l, &p, row, &plan);
    assert_int_equal(check(&p, &plan, &yes), ERR_OK);
    assert_true(yes);
    assert_int_equal(solve(&p, &anew), ERR_OK);
    assert_int_equal(anew.objective, plan.objective);
    if (cost_of_last() == plan.objective)
        assert_int_equal(moved, 0);
    for (uint32_t i = 0; i < p.cases && small; i++)
        before[i] = model.last[row[i]];
    if (!small)
        return;
    slow_find(&slow);
    assert_int_equal(slow.cost, plan.objective);
    if (what != COST)
        assert_int_equal(moved, slow.moved);
}

static void remember(const struct live *l)
{
    for (uint32_t i = 0; i < model.cases; i++)
        model.last[i] = l->plan.post_of[i];
}

static void set_kinds(uint64_t number)
{
    static const int64_t steps[] = {1, 3, 50, PROBLEM_COST_MAX / 32};

    seed = number * 0x9e3779b97f4a7c15u + 1;
    (void)below(2);
    step = steps[below(4)];
    kinds = 1 + below(9);
    density = 10 + below(80);
}

/* Who is at a post is a list; its order must not matter. */
static void shuffle_guests(struct live *l)
{
    for (uint32_t n = 2 * model.cases; n > 0; n--) {
        uint32_t i = below(model.cases), j = l->plan.post_of[i];

        state_move(&l->state, i, PROBLEM_NONE);
        state_move(&l->state, i, j);
    }
}

/* Two plans, proved by different prices, go through the same changes: unless a cost changes they stay alike. */
static void follow(uint64_t number)
{
    struct live l[2];
    int64_t price[SLOW_POSTS];

    set_kinds(number);
    make_model(below(SLOW_CASES), 1 + below(SLOW_POSTS - 1), 3);
    for (uint32_t j = 0; j < model.posts; j++)
        price[j] = below(2) * step * below(12);
    start(&l[0], NULL);
    start(&l[1], price);
    remember(&l[0]);
    for (int k = 0; k < 12; k++) {
        enum change what = (enum change)below(number % 2 == 0 ? COST : CHANGES);

        shuffle_guests(&l[1]);
        if (!change(what, l, 2, SLOW_CASES - 1))
            continue;
        expect(&l[0], what, true);
        if (number % 2 == 0)
            assert_memory_equal(l[0].plan.post_of, l[1].plan.post_of, model.cases * sizeof *l[0].plan.post_of);
        assert_int_equal(l[0].plan.objective, l[1].plan.objective);
        assert_true(l[1].certified);
        remember(&l[0]);
    }
    live_release(&l[0]);
    live_release(&l[1]);
}

static void is_best_and_moves_the_fewest(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 2500; number++)
        follow(number);
}

/* Bigger, where not every plan can be tried. */
static void stays_certified(void **state)
{
    (void)state;
    for (uint64_t number = 1; number <= 6; number++) {
        struct live l SCOPED_LIVE;

        set_kinds(number * 31);
        kinds = 3 + 10 * (uint32_t)(number % 3);
        density = 12;
        make_model(200 + below(100), POSTS_MAX - 10, number % 2 == 0 ? 9 : 6);
        start(&l, NULL);
        remember(&l);
        for (int k = 0; k < 150; k++) {
            enum change what = (enum change)below(CHANGES);

            if (change(what, &l, 1, CASES_MAX))
                expect(&l, what, false);
            remember(&l);
        }
    }
}

/* From nobody on: rows outgrow the room they have. */
static void grows_from_nothing(void **state)
{
    struct live l SCOPED_LIVE;

    (void)state;
    set_kinds(3);
    density = 95;
    make_model(0, 6, 40);
    start(&l, NULL);
    while (model.cases < 150) {
        remember(&l);
        assert_true(change(ADD, &l, 1, CASES_MAX));
        expect(&l, ADD, false);
        if (model.cases % 5 == 0) {
            remember(&l);
            assert_true(change(REMOVE, &l, 1, CASES_MAX));
            expect(&l, REMOVE, false);
        }
    }
}

/* Many places at once, to none and back. */
static void places_come_and_go_together(void **state)
{
    (void)state;
    for (uint64_t number = 1; number <= 40; number++) {
        struct live l SCOPED_LIVE;

        set_kinds(number * 7);
        make_model(60, 12, 9);
        start(&l, NULL);
        for (int k = 0; k < 12; k++) {
            uint32_t j = below(12);

            remember(&l);
            model.places[j] = below(3) == 0 ? 0 : below(30);
            assert_int_equal(live_places(&l, j, model.places[j]), ERR_OK);
            expect(&l, PLACES, false);
        }
    }
}

static void refuses_what_cannot_be(void **state)
{
    struct problem_edge edge[] = {{0, 0, 5, 0}, {0, 1, 6, 0}, {0, 0, 7, 0}};
    struct problem p SCOPED_PROBLEM;
    struct plan plan SCOPED_PLAN;
    struct live l SCOPED_LIVE;
    uint32_t row[CASES_MAX], kase;

    (void)state;
    set_kinds(5);
    make_model(4, 2, 3);
    model.places[0] = 9;
    write_problem(&p, row);
    assert_int_equal(solve(&p, &plan), ERR_OK);
    plan.objective++;
    assert_int_equal(live_begin(&l, &p, &plan), ERR_FORMAT);
    plan.objective--;
    assert_non_null(p.first);
    assert_int_equal(live_begin(&l, &p, &plan), ERR_OK);
    remember(&l);
    assert_int_equal(live_add(&l, edge, 3, &kase), ERR_CONFLICT);
    edge[2].post = 2;
    assert_int_equal(live_add(&l, edge, 3, &kase), ERR_LIMIT);
    edge[1].cost = -1;
    assert_int_equal(live_add(&l, edge, 2, &kase), ERR_LIMIT);
    assert_int_equal(live_remove(&l, 4), ERR_NOTFOUND);
    assert_int_equal(live_places(&l, 2, 1), ERR_LIMIT);
    assert_int_equal(live_cost(&l, 4, 0, 1), ERR_NOTFOUND);
    expect(&l, COST, true);
    assert_int_equal(live_remove(&l, 1), ERR_OK);
    assert_int_equal(live_remove(&l, 1), ERR_NOTFOUND);
    model.out[1] = true;
    expect(&l, REMOVE, true);
}

/* A proof that was spoiled is not believed, whatever comes after. */
static void sees_a_spoiled_proof(void **state)
{
    (void)state;
    for (int what = 0; what < 5; what++) {
        struct live l SCOPED_LIVE;
        uint32_t i = 0;

        set_kinds(11);
        step = 3;
        density = 90;
        make_model(6, 4, 3);
        model.places[1] = 2;
        start(&l, NULL);
        while (l.plan.post_of[i] == PROBLEM_NONE)
            i++;
        if (what == 0)
            l.plan.price[1]++;
        else if (what == 1)
            l.plan.value[i]++;
        else if (what == 2)
            l.plan.post_of[i] = (l.plan.post_of[i] + 1) % 4;
        else if (what == 3)
            l.plan.objective--;
        else
            l.problem.places[l.plan.post_of[i]] = 0;
        assert_false(recheck_plan(&l.recheck, &l.problem, &l.state.by_post, &l.plan, PROBLEM_NONE, false));
    }
}

/* Price and value lowered together: the sums still agree, and the case whose edge is now too cheap is as it was. */
static void looks_at_edges_of_a_post_that_got_cheaper(void **state)
{
    static const struct problem_edge edge[] = {{0, 0, 1, 0}, {1, 0, 5, 0}};
    struct problem p SCOPED_PROBLEM;
    struct plan plan SCOPED_PLAN;
    struct live l SCOPED_LIVE;
    uint32_t line;
    int64_t by;

    (void)state;
    assert_int_equal(problem_init(&p, 2, 1, 10), ERR_OK);
    p.places[0] = 1;
    assert_int_equal(problem_edges(&p, edge, 2, &line), ERR_OK);
    assert_int_equal(solve(&p, &plan), ERR_OK);
    assert_int_equal(live_begin(&l, &p, &plan), ERR_OK);
    by = l.plan.price[0] - 5;
    for (int too_far = 0; too_far < 2; too_far++) {
        l.plan.price[0] -= by;
        l.plan.value[0] -= by;
        assert_int_equal(recheck_plan(&l.recheck, &l.problem, &l.state.by_post, &l.plan, PROBLEM_NONE, false),
                         too_far == 0);
        by = 1;
    }
}

/* Two at a post for one, where places cost nothing: only the load tells. */
static void counts_who_is_there(void **state)
{
    static const struct problem_edge edge[] = {{0, 0, 1, 0}, {1, 0, 5, 0}};
    struct problem p SCOPED_PROBLEM;
    struct plan plan SCOPED_PLAN;
    struct live l SCOPED_LIVE;
    uint32_t line;

    (void)state;
    assert_int_equal(problem_init(&p, 2, 1, 10), ERR_OK);
    p.places[0] = 3;
    assert_int_equal(problem_edges(&p, edge, 2, &line), ERR_OK);
    assert_int_equal(solve(&p, &plan), ERR_OK);
    assert_int_equal(live_begin(&l, &p, &plan), ERR_OK);
    assert_int_equal(l.plan.price[0], 0);
    l.problem.places[0] = 1;
    assert_false(recheck_plan(&l.recheck, &l.problem, &l.state.by_post, &l.plan, PROBLEM_NONE, false));
    assert_int_equal(live_places(&l, 0, 3), ERR_OK);
    assert_false(l.certified);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_best_and_moves_the_fewest),
        cmocka_unit_test(stays_certified),
        cmocka_unit_test(grows_from_nothing),
        cmocka_unit_test(places_come_and_go_together),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(sees_a_spoiled_proof),
        cmocka_unit_test(counts_who_is_there),
        cmocka_unit_test(looks_at_edges_of_a_post_that_got_cheaper),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
