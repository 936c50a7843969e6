/* SPDX-License-Identifier: EUPL-1.2 */
/* The checker says yes to a right plan, and no as soon as one thing of it is changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "assign/check.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "base/err.h"

#include "base/banned.h"

static bool accepts(const struct problem *p, const struct plan *s)
{
    bool yes = false;

    assert_int_equal(check(p, s, &yes), ERR_OK);
    return yes;
}

/* Three cases, one place at post 0 and two at post 1; case 2 stays out at 9. */
static void small(struct problem *p, struct plan *s, int64_t unmatched)
{
    static const struct problem_edge edge[] = {{0, 0, 1, 0}, {0, 1, 4, 0}, {1, 0, 2, 0}, {2, 0, 8, 0}};
    uint32_t line;

    assert_int_equal(problem_init(p, 3, 2, unmatched), ERR_OK);
    p->places[0] = 1;
    p->places[1] = 2;
    assert_int_equal(problem_edges(p, edge, 4, &line), ERR_OK);
    assert_int_equal(plan_init(s, p), ERR_OK);
    s->feasible = true;
    s->post_of[0] = 1;
    s->post_of[1] = 0;
    s->price[0] = 3;
    s->value[0] = 4;
    s->value[1] = 5;
    s->value[2] = 9;
    s->objective = 15;
    s->matched = 2;
}

static void accepts_the_best_plan(void **state)
{
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;

    (void)state;
    small(&p, &s, 9);
    assert_true(accepts(&p, &s));
    /* Another price that proves it as well. */
    s.price[0] = 4;
    s.value[1] = 6;
    assert_true(accepts(&p, &s));
}

static const struct {
    int64_t objective, price[2], value[3];
    uint32_t matched, post_of[3];
    const char *why;
} rows[] = {
    {14, {3, 0}, {4, 5, 9}, 2, {1, 0, PROBLEM_NONE}, "another objective"},
    {15, {3, 0}, {4, 5, 9}, 3, {1, 0, PROBLEM_NONE}, "another count"},
    {15, {3, 0}, {4, 5, 10}, 2, {1, 0, PROBLEM_NONE}, "a value above the unmatched cost"},
    {15, {3, 0}, {4, 5, 8}, 2, {1, 0, PROBLEM_NONE}, "an unmatched case of lower value"},
    {15, {3, 0}, {4, 6, 9}, 2, {1, 0, PROBLEM_NONE}, "a value above its edge"},
    {15, {3, 0}, {4, 4, 9}, 2, {1, 0, PROBLEM_NONE}, "a value below its own edge"},
    {15, {2, 0}, {4, 4, 9}, 2, {1, 0, PROBLEM_NONE}, "a price so low that another would come"},
    {15, {3, 1}, {5, 5, 9}, 2, {1, 0, PROBLEM_NONE}, "a price at a post with a place open"},
    {15, {-1, 0}, {0, 1, 7}, 2, {1, 0, PROBLEM_NONE}, "a negative price"},
    {15, {3, 0}, {4, 5, 9}, 2, {1, 1, PROBLEM_NONE}, "an edge that is not there"},
    {15, {3, 0}, {4, 5, 9}, 2, {1, 7, PROBLEM_NONE}, "a post that is not there"},
    {3, {0, 0}, {1, 2, 9}, 2, {0, 0, PROBLEM_NONE}, "two in one place"},
    {22, {0, 0}, {1, 2, 8}, 3, {0, 0, 0}, "three in one place"},
    {19, {3, 0}, {4, 5, 9}, 1, {0, PROBLEM_NONE, PROBLEM_NONE}, "a plan that costs more"},
};

static void refuses_each_change(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        struct problem p SCOPED_PROBLEM;
        struct plan s SCOPED_PLAN;

        small(&p, &s, 9);
        s.objective = rows[k].objective;
        s.matched = rows[k].matched;
        for (size_t j = 0; j < 2; j++)
            s.price[j] = rows[k].price[j];
        for (size_t i = 0; i < 3; i++) {
            s.value[i] = rows[k].value[i];
            s.post_of[i] = rows[k].post_of[i];
        }
        if (accepts(&p, &s))
            fail_msg("accepted: %s", rows[k].why);
    }
}

static void refuses_an_unmatched_case_where_all_must_be_placed(void **state)
{
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;

    (void)state;
    small(&p, &s, PROBLEM_ALL_PLACED);
    assert_false(accepts(&p, &s));
    s.value[2] = -1;
    s.objective = 5;
    assert_false(accepts(&p, &s));
}

static void looks_at_the_crowd_of_an_infeasible_problem(void **state)
{
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;

    (void)state;
    small(&p, &s, PROBLEM_ALL_PLACED);
    s.feasible = false;
    assert_false(accepts(&p, &s)); /* nobody */
    s.crowd[1] = true;
    assert_false(accepts(&p, &s)); /* one case, one place */
    s.crowd[2] = true;
    assert_true(accepts(&p, &s)); /* two cases, one place */
    s.crowd[0] = true;
    assert_false(accepts(&p, &s)); /* three cases, three places */
    p.unmatched = 9;
    s.crowd[0] = false;
    assert_false(accepts(&p, &s)); /* somebody may stay out: no problem is infeasible */
}

static void refuses_the_plan_of_another_problem(void **state)
{
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;

    (void)state;
    small(&p, &s, 9);
    s.cases = 2;
    assert_false(accepts(&p, &s));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_the_best_plan),
        cmocka_unit_test(refuses_each_change),
        cmocka_unit_test(refuses_an_unmatched_case_where_all_must_be_placed),
        cmocka_unit_test(looks_at_the_crowd_of_an_infeasible_problem),
        cmocka_unit_test(refuses_the_plan_of_another_problem),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
