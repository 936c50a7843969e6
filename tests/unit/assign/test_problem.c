/* SPDX-License-Identifier: EUPL-1.2 */
/* Edges come in any order and leave sorted; what is out of range or stands twice is named by its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "assign/problem.h"
#include "base/err.h"

#include "base/banned.h"

static void sorts_by_case_and_post(void **state)
{
    static const struct problem_edge edge[] = {{1, 2, 5, 1}, {0, 1, 6, 2}, {1, 0, 7, 3}, {0, 0, 8, 4}, {1, 1, 9, 5}};
    struct problem p SCOPED_PROBLEM;
    uint32_t line = 0;

    (void)state;
    assert_int_equal(problem_init(&p, 3, 3, 10), ERR_OK);
    assert_int_equal(problem_edges(&p, edge, 5, &line), ERR_OK);
    assert_memory_equal(p.first, ((uint32_t[]){0, 2, 5, 5}), 4 * sizeof(uint32_t));
    assert_memory_equal(p.post, ((uint32_t[]){0, 1, 0, 1, 2}), 5 * sizeof(uint32_t));
    assert_memory_equal(p.cost, ((int32_t[]){8, 6, 7, 9, 5}), 5 * sizeof(int32_t));
}

static void edges_go_and_the_others_stay(void **state)
{
    static const struct problem_edge edge[] = {{1, 2, 5, 1}, {0, 1, 6, 2}, {1, 0, 7, 3}, {0, 0, 8, 4}, {1, 1, 9, 5}};
    struct problem p SCOPED_PROBLEM;
    uint32_t line = 0;
    int32_t cost = 0;

    (void)state;
    assert_int_equal(problem_init(&p, 3, 3, 10), ERR_OK);
    assert_int_equal(problem_edges(&p, edge, 5, &line), ERR_OK);
    assert_true(problem_has(&p, 1, 2, &cost));
    assert_int_equal(cost, 5);
    assert_false(problem_has(&p, 0, 2, &cost));
    assert_false(problem_has(&p, 2, 0, &cost));
    problem_drop(&p, (const struct problem_edge[]){{1, 1, 0, 0}, {0, 0, 0, 0}, {1, 2, 0, 0}}, 3);
    assert_false(problem_has(&p, 1, 2, &cost));
    assert_int_equal(p.edges, 2);
    assert_memory_equal(p.first, ((uint32_t[]){0, 1, 2, 2}), 4 * sizeof(uint32_t));
    assert_memory_equal(p.post, ((uint32_t[]){1, 0}), 2 * sizeof(uint32_t));
    assert_memory_equal(p.cost, ((int32_t[]){6, 7}), 2 * sizeof(int32_t));
}

static void edges_come_among_those_that_are_there(void **state)
{
    static const struct problem_edge edge[] = {{2, 0, 4, 6}, {1, 2, 5, 1}, {0, 1, 6, 2}, {1, 0, 7, 3}, {0, 0, 8, 4},
                                               {1, 1, 9, 5}};
    struct problem whole SCOPED_PROBLEM;
    uint32_t line = 0;

    (void)state;
    assert_int_equal(problem_init(&whole, 3, 3, 10), ERR_OK);
    assert_int_equal(problem_edges(&whole, edge, 6, &line), ERR_OK);
    for (uint32_t n = 0; n <= 6; n++) { /* the first so many at once, the others later */
        struct problem p SCOPED_PROBLEM;

        assert_int_equal(problem_init(&p, 3, 3, 10), ERR_OK);
        assert_int_equal(problem_edges(&p, edge, n, &line), ERR_OK);
        assert_int_equal(problem_add(&p, edge + n, 6 - n), ERR_OK);
        assert_int_equal(p.edges, 6);
        assert_memory_equal(p.first, whole.first, 4 * sizeof(uint32_t));
        assert_memory_equal(p.post, whole.post, 6 * sizeof(uint32_t));
        assert_memory_equal(p.cost, whole.cost, 6 * sizeof(int32_t));
    }
    assert_int_equal(problem_add(&whole, edge, PROBLEM_EDGES_MAX - 5), ERR_LIMIT);
}

static void names_the_first_edge_that_stands_twice(void **state)
{
    static const struct problem_edge edge[] = {
        {1, 1, 5, 11}, {0, 1, 6, 12}, {0, 0, 1, 13}, {0, 1, 6, 14}, {1, 1, 5, 15}};
    struct problem p SCOPED_PROBLEM;
    uint32_t line = 0;

    (void)state;
    assert_int_equal(problem_init(&p, 2, 2, 10), ERR_OK);
    assert_int_equal(problem_edges(&p, edge, 5, &line), ERR_CONFLICT);
    assert_int_equal(line, 14);
}

static void refuses_what_is_out_of_range(void **state)
{
    static const struct problem_edge edge[] = {
        {2, 0, 0, 1}, {0, 2, 0, 2}, {0, 0, -1, 3}, {0, 0, PROBLEM_COST_MAX + 1, 4}, {UINT32_MAX, 0, 0, 5}};

    (void)state;
    for (size_t k = 0; k < sizeof edge / sizeof edge[0]; k++) {
        struct problem p SCOPED_PROBLEM;
        uint32_t line = 0;

        assert_int_equal(problem_init(&p, 2, 2, 0), ERR_OK);
        assert_int_equal(problem_edges(&p, &edge[k], 1, &line), ERR_LIMIT);
        assert_int_equal(line, k + 1);
    }
}

static void refuses_counts_out_of_range(void **state)
{
    struct problem p SCOPED_PROBLEM;

    (void)state;
    assert_int_equal(problem_init(&p, PROBLEM_CASES_MAX + 1, 1, 0), ERR_LIMIT);
    assert_int_equal(problem_init(&p, 1, PROBLEM_POSTS_MAX + 1, 0), ERR_LIMIT);
    assert_int_equal(problem_init(&p, 1, 1, -2), ERR_LIMIT);
    assert_int_equal(problem_init(&p, 1, 1, PROBLEM_COST_MAX + 1), ERR_LIMIT);
    assert_null(p.first);
    assert_int_equal(problem_init(&p, 0, 0, PROBLEM_ALL_PLACED), ERR_OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_by_case_and_post),
        cmocka_unit_test(edges_go_and_the_others_stay),
        cmocka_unit_test(edges_come_among_those_that_are_there),
        cmocka_unit_test(names_the_first_edge_that_stands_twice),
        cmocka_unit_test(refuses_what_is_out_of_range),
        cmocka_unit_test(refuses_counts_out_of_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
