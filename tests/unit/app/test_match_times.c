/* SPDX-License-Identifier: EUPL-1.2 */
/* The weekly times that are proposed where nobody named any: those of the plan, cut to what holds in each of its
 * weeks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/match_times.h"
#include "base/err.h"
#include "match/match.h"

#include "../match/sample.h"

static struct sample x;
static struct profile profile;
static struct match_snapshot_in in = {.profile = &profile};
static struct match_material material;
static struct match m;
static struct match_snapshot meant;
static struct match_plan plan;
static struct match_fit fit;
static struct match_times times;

/* 36 hours of job, which leave 11 hours a week at the post, 7 of them on a Monday. */
static void start(void)
{
    sample_make(&x);
    for (int d = 2; d <= 5; d += d == 3 ? 2 : 1)
        sample_job(&x, d, AT(7, 0), AT(19, 0));
    x.s.job_extra_min = 0;
}

static void propose(void)
{
    material.s = x.s;
    material.in = &in;
    assert_int_equal(match_begin(&m, &x.s), ERR_OK);
    assert_int_equal(match_post(&m, &x.p, &fit, &plan), ERR_OK);
    assert_int_equal(fit.rule, MATCH_FITS);
    match_times_of(&material, &plan, fit.last_day, &times);
    assert_int_equal(match_times_propose(&m, &meant, &material, &x.p, &times, &fit, &plan), ERR_OK);
}

static void is(size_t i, int weekday, int from, int to)
{
    assert_int_equal(times.slot[i].weekday, weekday);
    assert_int_equal(times.slot[i].from_min, from);
    assert_int_equal(times.slot[i].to_min, to);
    assert_int_equal(times.slot[i].weeks, SLOT_EVERY);
}

static void what_her_job_leaves_of_a_week_is_proposed(void **state)
{
    (void)state;
    start();
    propose();
    assert_int_equal(fit.rule, MATCH_FITS);
    assert_int_equal(times.n, 2);
    is(0, 1, AT(9, 0), AT(16, 0));
    is(1, 4, AT(9, 0), AT(13, 0));
}

/* W-01: other work of three weeks leaves less in these; a list plans them so, a proposal means the same each week. */
static void no_week_is_over_by_what_another_one_leaves(void **state)
{
    (void)state;
    start();
    for (int w = 2; w < 5; w++)
        x.busy[x.s.n_busy++] = (struct match_busy){sample_day(2026, 11, 7) + 7 * w, AT(9, 0), AT(10, 50), true};
    propose();
    assert_int_equal(fit.rule, MATCH_FITS);
    assert_int_equal(times.n, 2);
    is(0, 1, AT(9, 0), AT(16, 0));
    is(1, 4, AT(9, 0), AT(11, 0));
}

static void times_that_somebody_named_stay_as_they_are(void **state)
{
    (void)state;
    start();
    material.s = x.s;
    material.in = &in;
    times = (struct match_times){.chosen = true, .n = 2, .slot = {{1, AT(9, 0), AT(16, 0), SLOT_EVERY, 0},
                                                                  {4, AT(9, 0), AT(14, 0), SLOT_EVERY, 0}}};
    assert_int_equal(match_times_propose(&m, &meant, &material, &x.p, &times, &fit, &plan), ERR_OK);
    assert_int_equal(fit.rule, MATCH_RULE_WEEK);
    assert_int_equal(fit.amount, 60);
    is(1, 4, AT(9, 0), AT(14, 0));
}

static void where_nothing_would_be_left_the_rule_is_told(void **state)
{
    (void)state;
    start();
    x.p.n_slots = 0;
    sample_slot(&x, 1, AT(9, 0), AT(11, 0), SLOT_EVERY);
    x.s.remaining_min = 120 * 4;
    x.busy[x.s.n_busy++] = (struct match_busy){sample_day(2026, 11, 14), AT(7, 0), AT(17, 30), true};
    propose();
    assert_int_equal(fit.rule, MATCH_RULE_WEEK);
    assert_int_equal(times.n, 1);
    is(0, 1, AT(9, 0), AT(11, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_her_job_leaves_of_a_week_is_proposed),
        cmocka_unit_test(no_week_is_over_by_what_another_one_leaves),
        cmocka_unit_test(times_that_somebody_named_stay_as_they_are),
        cmocka_unit_test(where_nothing_would_be_left_the_rule_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
