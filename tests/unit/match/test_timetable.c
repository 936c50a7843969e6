/* SPDX-License-Identifier: EUPL-1.2 */
/* The rhythm of a plan: which week says it, and that its times can be proposed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "match/proposal.h"
#include "match/timetable.h"

#include "sample.h"

static struct sample x;
static struct match m;
static struct match_snapshot meant;
static struct match_plan plan;
static struct match_fit fit;
static struct slot times[SLOT_MAX];

static size_t rhythm(void)
{
    assert_int_equal(match_begin(&m, &x.s), ERR_OK);
    assert_int_equal(match_post(&m, &x.p, &fit, &plan), ERR_OK);
    assert_int_equal(fit.rule, MATCH_FITS);
    return timetable_of(&plan, x.s.law.least_session, times);
}

static void is(size_t i, int weekday, int from, int to, enum slot_weeks weeks)
{
    assert_int_equal(times[i].weekday, weekday);
    assert_int_equal(times[i].from_min, from);
    assert_int_equal(times[i].to_min, to);
    assert_int_equal(times[i].weeks, weeks);
    assert_int_equal(slot_check(&times[i]), SLOT_FINE);
}

/* What the rhythm gives, taken whole, is lawful and no later than the plan that it comes from. */
static void can_be_proposed(size_t n)
{
    int32_t last = fit.last_day;

    assert_int_equal(slot_clash(times, n), n);
    assert_int_equal(proposal_match(&m, &meant, &x.s, &x.p, times, n, &fit, &plan), ERR_OK);
    assert_int_equal(fit.rule, MATCH_FITS);
    assert_true(fit.last_day <= last);
}

static void the_same_times_each_week_are_times_of_every_week(void **state)
{
    size_t n;

    (void)state;
    sample_make(&x);
    n = rhythm();
    assert_int_equal(n, 2);
    is(0, 1, AT(9, 0), AT(16, 0), SLOT_EVERY);
    is(1, 4, AT(9, 0), AT(16, 0), SLOT_EVERY);
    can_be_proposed(n);
}

static void a_week_that_is_cut_does_not_say_it(void **state)
{
    size_t n;

    (void)state;
    sample_make(&x);
    x.s.today = sample_day(2026, 11, 3); /* the first week has its Thursday only */
    x.s.remaining_min = 4200 - 300;      /* and the last session is short */
    n = rhythm();
    assert_int_equal(n, 2);
    is(0, 1, AT(9, 0), AT(16, 0), SLOT_EVERY);
    is(1, 4, AT(9, 0), AT(16, 0), SLOT_EVERY);
    can_be_proposed(n);
}

static void even_and_odd_weeks_are_told_apart(void **state)
{
    size_t n;

    (void)state;
    sample_make(&x);
    x.p.n_slots = 0;
    sample_slot(&x, 4, AT(9, 0), AT(16, 0), SLOT_ODD);
    sample_slot(&x, 1, AT(13, 0), AT(17, 0), SLOT_EVERY);
    sample_slot(&x, 1, AT(9, 0), AT(12, 0), SLOT_EVEN);
    n = rhythm();
    assert_int_equal(n, 3);
    is(0, 1, AT(9, 0), AT(12, 0), SLOT_EVEN);
    is(1, 1, AT(13, 0), AT(17, 0), SLOT_EVERY);
    is(2, 4, AT(9, 0), AT(16, 0), SLOT_ODD);
    can_be_proposed(n);
}

static void a_plan_of_one_week_is_of_its_parity(void **state)
{
    size_t n;

    (void)state;
    sample_make(&x);
    x.s.remaining_min = 600;
    n = rhythm();
    assert_int_equal(n, 2);
    is(0, 1, AT(9, 0), AT(16, 0), day_week_even(sample_day(2026, 11, 2)) ? SLOT_EVEN : SLOT_ODD);
    is(1, 4, AT(9, 0), AT(12, 0), day_week_even(sample_day(2026, 11, 2)) ? SLOT_EVEN : SLOT_ODD);
    can_be_proposed(n);
}

/* E-02: the last minutes of a short plan are no time of each week. */
static void nobody_comes_for_the_last_minutes_each_week(void **state)
{
    size_t n;

    (void)state;
    sample_make(&x);
    x.s.remaining_min = 420 + 45;
    n = rhythm();
    assert_int_equal(fit.sessions, 2);
    assert_int_equal(n, 1);
    is(0, 1, AT(9, 0), AT(16, 0), day_week_even(sample_day(2026, 11, 2)) ? SLOT_EVEN : SLOT_ODD);
    assert_int_equal(proposal_match(&m, &meant, &x.s, &x.p, times, n, &fit, &plan), ERR_OK);
    assert_int_equal(fit.rule, MATCH_FITS);
}

/* W-01, W-03: the week that the plan keeps to is the one that is proposed, not all times of all its weeks together. */
static void no_more_in_a_week_than_the_plan_had(void **state)
{
    size_t n;
    int minutes = 0;

    (void)state;
    sample_make(&x);
    x.s.today = sample_day(2026, 11, 3);
    x.s.law.plan_week_min = 1200;
    x.p.n_slots = 0;
    for (int d = 1; d <= 5; d++)
        sample_slot(&x, d, AT(9, 0), AT(16, 0), SLOT_EVERY);
    n = rhythm();
    for (size_t i = 0; i < n; i++)
        minutes += times[i].weeks == SLOT_ODD ? 0 : slot_minutes(&times[i]);
    assert_int_equal(minutes, 1200);
    assert_int_equal(slot_clash(times, n), n);
}

static void nothing_has_no_rhythm(void **state)
{
    (void)state;
    memset(&plan, 0, sizeof plan);
    assert_int_equal(timetable_of(&plan, 1, times), 0);
}

static void what_is_taken_elsewhere_is_taken_out(void **state)
{
    static const struct {
        struct slot other;
        int from[2], to[2]; /* pieces of a Thursday from 9 to 14, noughts: none */
        enum slot_weeks weeks;
    } rows[] = {
        {{4, AT(10, 0), AT(11, 30), SLOT_EVERY, 0}, {AT(11, 30), 0}, {AT(14, 0), 0}, SLOT_EVERY},
        {{4, AT(11, 0), AT(12, 0), SLOT_EVERY, 0}, {AT(9, 0), AT(12, 0)}, {AT(11, 0), AT(14, 0)}, SLOT_EVERY},
        {{4, AT(11, 0), AT(20, 0), SLOT_EVEN, 0}, {AT(9, 0), 0}, {AT(11, 0), 0}, SLOT_EVERY},
        {{4, AT(8, 0), AT(14, 0), SLOT_EVERY, 0}, {0, 0}, {0, 0}, SLOT_EVERY},
        {{4, AT(14, 0), AT(15, 0), SLOT_EVERY, 0}, {AT(9, 0), 0}, {AT(14, 0), 0}, SLOT_EVERY},
        {{3, AT(9, 0), AT(14, 0), SLOT_EVERY, 0}, {AT(9, 0), 0}, {AT(14, 0), 0}, SLOT_EVERY},
        {{4, AT(9, 0), AT(14, 0), SLOT_EVEN, 0}, {AT(9, 0), 0}, {AT(14, 0), 0}, SLOT_ODD},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t want = rows[i].to[1] != 0 ? 2 : rows[i].to[0] != 0 ? 1 : 0;

        times[0] = (struct slot){4, AT(9, 0), AT(14, 0), rows[i].weeks, 0};
        assert_int_equal(timetable_without(times, 1, &rows[i].other, 120), want);
        for (size_t k = 0; k < want; k++)
            is(k, 4, rows[i].from[k], rows[i].to[k], rows[i].weeks);
    }
    assert_int_equal(timetable_without(times, 0, &rows[0].other, 120), 0);
}

static void a_week_ends_earlier_by_quarters_of_an_hour(void **state)
{
    static const struct slot week[] = {{1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0},
                                       {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0}};
    static const struct {
        int minutes;
        size_t n;
        int last_to;
    } rows[] = {{1, 2, AT(15, 45)},  {15, 2, AT(15, 45)}, {16, 2, AT(15, 30)}, {300, 2, AT(11, 0)},
                {301, 1, AT(12, 0)}, {900, 1, AT(12, 0)}, {0, 2, AT(15, 45)}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memcpy(times, week, sizeof week);
        assert_int_equal(timetable_less(times, 2, rows[i].minutes, 120), rows[i].n);
        assert_int_equal(times[rows[i].n - 1].to_min, rows[i].last_to);
    }
    assert_int_equal(timetable_less(times, 0, 1, 120), 0);
}

static void never_more_than_a_timetable_holds(void **state)
{
    size_t n;

    (void)state;
    memset(&plan, 0, sizeof plan);
    for (int w = 0; w < 2; w++) {
        plan.week[plan.n_weeks++] = (struct match_week){sample_day(2026, 11, 2) + 7 * w, 1000};
        for (int i = 0; i < 30; i++)
            plan.session[plan.n_sessions++] = (struct match_session){
                plan.week[w].monday + i / 5, (int16_t)(60 * (i % 5)), (int16_t)(60 * (i % 5) + 30 + w), 0};
    }
    n = timetable_of(&plan, 1, times);
    assert_int_equal(n, SLOT_MAX);
    assert_int_equal(slot_clash(times, n), n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_times_each_week_are_times_of_every_week),
        cmocka_unit_test(a_week_that_is_cut_does_not_say_it),
        cmocka_unit_test(even_and_odd_weeks_are_told_apart),
        cmocka_unit_test(a_plan_of_one_week_is_of_its_parity),
        cmocka_unit_test(nobody_comes_for_the_last_minutes_each_week),
        cmocka_unit_test(no_more_in_a_week_than_the_plan_had),
        cmocka_unit_test(nothing_has_no_rhythm),
        cmocka_unit_test(what_is_taken_elsewhere_is_taken_out),
        cmocka_unit_test(a_week_ends_earlier_by_quarters_of_an_hour),
        cmocka_unit_test(never_more_than_a_timetable_holds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
