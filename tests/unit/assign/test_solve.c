/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The solver against a slow one that tries every plan in the order of the rule, so that the first plan of lowest
 * cost is the one to find: thousands of small problems, with ties, too few places, too many, none; edges shuffled,
 * other prices to begin from. Every answer is certified as well.
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
#include "assign/plan.h"
#include "assign/problem.h"
#include "assign/solve.h"
#include "base/err.h"

#include "base/banned.h"

#include "slow.h"

#define CASES SLOW_CASES
#define POSTS SLOW_POSTS

static void shuffle(struct problem_edge *edge, uint32_t n)
{
    for (uint32_t k = n; k > 1; k--) {
        uint32_t other = below(k);
        struct problem_edge e = edge[k - 1];

        edge[k - 1] = edge[other];
        edge[other] = e;
    }
}

static void make(struct problem *p, uint32_t cases, const uint32_t *places, uint32_t posts, int64_t unmatched,
                 const struct problem_edge *edge, uint32_t n)
{
    uint32_t line;

    assert_int_equal(problem_init(p, cases, posts, unmatched), ERR_OK);
    memcpy(p->places, places, posts * sizeof *places);
    assert_int_equal(problem_edges(p, edge, n, &line), ERR_OK);
}

/* Compares with the slow one and looks at the proof. */
static void expect(const struct problem *p, const struct plan *s, const struct slow *slow)
{
    bool yes = false;

    assert_int_equal(check(p, s, &yes), ERR_OK);
    assert_true(yes);
    assert_int_equal(s->feasible, slow->cost >= 0);
    if (!s->feasible)
        return;
    assert_int_equal(s->objective, slow->cost);
    assert_memory_equal(s->post_of, slow->best, p->cases * sizeof *s->post_of);
}

static void one(uint64_t number)
{
    static const int64_t steps[] = {1, 1, 3, 50, 1000, PROBLEM_COST_MAX / 8};
    struct problem_edge edge[CASES * POSTS];
    uint32_t cases, posts, n = 0, places[POSTS] = {0}, density, kinds;
    int64_t step, price[POSTS], unmatched;
    struct slow slow = {0};

    seed = number * 0x9e3779b97f4a7c15u + 1;
    (void)below(2);
    cases = 1 + below(CASES);
    posts = 1 + below(POSTS);
    density = 1 + below(10);
    kinds = 1 + below(8);
    step = steps[below(6)];
    unmatched = below(3) == 0 ? PROBLEM_ALL_PLACED : step * below(9);
    for (uint32_t j = 0; j < posts; j++) {
        places[j] = below(4) == 0 ? below(4) : below(2);
        price[j] = below(2) * step * below(12);
    }
    for (uint32_t i = 0; i < cases; i++)
        for (uint32_t j = 0; j < posts; j++)
            if (below(10) < density)
                edge[n++] = (struct problem_edge){i, j, (int32_t)(step * below(kinds)), 0};
    for (int turn = 0; turn < 3; turn++) {
        struct problem p SCOPED_PROBLEM;
        struct plan s SCOPED_PLAN;

        make(&p, cases, places, posts, unmatched, edge, n);
        slow.p = &p;
        if (turn == 0)
            slow_find(&slow);
        assert_int_equal(turn == 1 ? solve_from(&p, price, &s) : solve(&p, &s), ERR_OK);
        expect(&p, &s, &slow);
        shuffle(edge, n);
    }
}

static void agrees_with_the_slow_one(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 20000; number++)
        one(number);
}

/* Bigger, where the slow one is out of reach: any order of the edges and any prices to begin from give the same. */
static void depends_on_the_problem_alone(void **state)
{
    enum { N = 300, M = 90, DEGREE = 12 };
    struct problem_edge *edge = calloc(N * DEGREE, sizeof *edge);

    (void)state;
    assert_non_null(edge);
    for (uint64_t number = 1; number <= 40; number++) {
        struct problem p SCOPED_PROBLEM;
        struct plan first SCOPED_PLAN;
        uint32_t places[M], n = 0, kinds;
        int64_t price[M];

        seed = number * 77777;
        kinds = 1 + below(9);
        for (uint32_t j = 0; j < M; j++) {
            places[j] = below(number % 2 == 0 ? 9 : 6);
            price[j] = below(40);
        }
        for (uint32_t i = 0; i < N; i++)
            for (uint32_t k = 0, j = below(M); k < DEGREE; k++, j = (j + 1 + below(M / DEGREE)) % M)
                if (k == 0 || (n > 0 && j > edge[n - 1].post))
                    edge[n++] = (struct problem_edge){i, j, (int32_t)(5 * below(kinds)), 0};
        make(&p, N, places, M, number % 3 == 0 ? 20 : 2000, edge, n);
        assert_int_equal(solve(&p, &first), ERR_OK);
        for (int turn = 0; turn < 3; turn++) {
            struct problem q SCOPED_PROBLEM;
            struct plan s SCOPED_PLAN;
            bool yes = false;

            shuffle(edge, n);
            make(&q, N, places, M, p.unmatched, edge, n);
            assert_int_equal(turn == 0 ? solve_from(&q, price, &s) : solve(&q, &s), ERR_OK);
            assert_int_equal(check(&q, &s, &yes), ERR_OK);
            assert_true(yes);
            assert_int_equal(s.objective, first.objective);
            assert_int_equal(s.matched, first.matched);
            assert_memory_equal(s.post_of, first.post_of, N * sizeof *s.post_of);
        }
    }
    free(edge);
}

static void solves_nothing(void **state)
{
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;
    bool yes = false;

    (void)state;
    make(&p, 0, (uint32_t[]){0}, 0, PROBLEM_ALL_PLACED, (struct problem_edge[]){{0, 0, 0, 0}}, 0);
    assert_int_equal(solve(&p, &s), ERR_OK);
    assert_true(s.feasible);
    assert_int_equal(s.objective, 0);
    assert_int_equal(check(&p, &s, &yes), ERR_OK);
    assert_true(yes);
}

/* Two cases want the one place; the dearer second choice decides. */
static void gives_way_where_it_costs_less(void **state)
{
    static const struct problem_edge edge[] = {{0, 0, 1, 0}, {0, 1, 4, 0}, {1, 0, 2, 0}, {1, 1, 9, 0}};
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;

    (void)state;
    make(&p, 2, (uint32_t[]){1, 1}, 2, PROBLEM_ALL_PLACED, edge, 4);
    assert_int_equal(solve(&p, &s), ERR_OK);
    assert_int_equal(s.objective, 6);
    assert_int_equal(s.post_of[0], 1);
    assert_int_equal(s.post_of[1], 0);
}

/* All plans cost the same: the rule alone decides, also that having a place goes before having none. */
static void breaks_ties_by_index(void **state)
{
    static const struct problem_edge edge[] = {{0, 2, 3, 0}, {0, 1, 3, 0}, {1, 1, 3, 0}, {2, 1, 3, 0}};
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;

    (void)state;
    make(&p, 3, (uint32_t[]){1, 1, 1}, 3, 3, edge, 4);
    assert_int_equal(solve(&p, &s), ERR_OK);
    assert_int_equal(s.objective, 9);
    assert_int_equal(s.matched, 1);
    assert_int_equal(s.post_of[0], 1);
    assert_int_equal(s.post_of[1], PROBLEM_NONE);
    assert_int_equal(s.post_of[2], PROBLEM_NONE);
}

/* The largest costs in a chain in which each case pushes the next one on: sums far beyond 32 bits. */
static void adds_up_beyond_32_bits(void **state)
{
    enum { N = 2000 };
    struct problem_edge *edge = calloc(2 * N, sizeof *edge);
    uint32_t *places = calloc(N, sizeof *places), n = 0;
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;
    bool yes = false;

    (void)state;
    assert_true(edge != NULL && places != NULL);
    for (uint32_t i = 0; i < N; i++) {
        places[i] = 1;
        edge[n++] = (struct problem_edge){i, i, i == 0 ? PROBLEM_COST_MAX : 0, 0};
        if (i + 1 < N)
            edge[n++] = (struct problem_edge){i, i + 1, PROBLEM_COST_MAX, 0};
    }
    /* The last case can only take the first post, so all others move on by one. */
    edge[n - 1] = (struct problem_edge){N - 1, 0, 1, 0};
    make(&p, N, places, N, PROBLEM_ALL_PLACED, edge, n);
    assert_int_equal(solve(&p, &s), ERR_OK);
    assert_int_equal(s.objective, 1 + (int64_t)(N - 1) * PROBLEM_COST_MAX);
    assert_int_equal(check(&p, &s, &yes), ERR_OK);
    assert_true(yes);
    free(edge);
    free(places);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_slow_one),
        cmocka_unit_test(depends_on_the_problem_alone),
        cmocka_unit_test(solves_nothing),
        cmocka_unit_test(gives_way_where_it_costs_less),
        cmocka_unit_test(breaks_ties_by_index),
        cmocka_unit_test(adds_up_beyond_32_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
