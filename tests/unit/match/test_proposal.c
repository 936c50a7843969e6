/* SPDX-License-Identifier: EUPL-1.2 */
/* A timetable that somebody means is taken whole: at the limit of each rule it stands, a minute over it does not, and
 * the verdict says by how much. Monday and Thursday from nine to four, unless a test says otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "match/check.h"
#include "match/explain.h"
#include "match/proposal.h"
#include "match/tutor.h"

#include "sample.h"

#define NB "\xc2\xa0"

static struct match m;
static struct match_snapshot meant;
static struct match_plan plan;

static struct match_fit proposed(const struct sample *x, const struct slot *times, size_t n)
{
    struct match_fit f;

    assert_int_equal(proposal_match(&m, &meant, &x->s, &x->p, times, n, &f, &plan), ERR_OK);
    if (f.rule == MATCH_FITS)
        assert_int_equal(check_plan(&meant, &x->p, &f, &plan), CHECK_LAWFUL);
    return f;
}

#define PROPOSED(x, ...) \
    proposed(x, (const struct slot[]){__VA_ARGS__}, sizeof((const struct slot[]){__VA_ARGS__}) / sizeof(struct slot))

static const char *said(struct buf *b, const struct match_fit *f)
{
    buf_reset(b);
    explain_fit(b, f);
    return buf_cstr(b);
}

static void it_is_planned_whole_to_the_last_minutes(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.s.remaining_min = 3 * 420 + 60;
    f = PROPOSED(&x, {1, AT(9, 0), AT(16, 0), SLOT_EVERY, 0}, {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    assert_int_equal(f.sessions, 4);
    for (int i = 0; i < 3; i++)
        assert_int_equal(plan.session[i].to_min - plan.session[i].from_min, 420);
    assert_int_equal(plan.session[3].to_min - plan.session[3].from_min, 60);
    f = PROPOSED(&x, {4, AT(10, 0), AT(12, 0), SLOT_ODD, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    assert_int_equal(f.sessions, 11);
}

static void the_week_of_the_design(void **state)
{
    struct buf b SCOPED_BUF;
    struct sample x;
    struct match_fit f;

    (void)state;
    buf_init(&b, 500);
    sample_make(&x);
    x.s.job_extra_min = 2100;
    f = PROPOSED(&x, {1, AT(9, 0), AT(16, 0), SLOT_EVERY, 0}, {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_string_equal(said(&b, &f), "tient 47" NB "h" NB ": 35" NB "h d’emploi + 14" NB "h = 49" NB "h");
    assert_int_equal(f.change, MATCH_CHANGE_JOB);
    f = PROPOSED(&x, {1, AT(9, 0), AT(15, 0), SLOT_EVERY, 0}, {4, AT(9, 0), AT(15, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    f = PROPOSED(&x, {1, AT(9, 0), AT(15, 0), SLOT_EVERY, 0}, {4, AT(9, 0), AT(15, 15), SLOT_EVERY, 0});
    assert_string_equal(said(&b, &f),
                        "tient 47" NB "h" NB ": 35" NB "h d’emploi + 12" NB "h" NB "15 = 47" NB "h" NB "15");
    /* one day in an odd week and the other in an even one is no week of fourteen hours */
    f = PROPOSED(&x, {1, AT(9, 0), AT(16, 0), SLOT_ODD, 0}, {4, AT(9, 0), AT(16, 0), SLOT_EVEN, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    /* what is left of the measure is less than the timetable has */
    x.s.remaining_min = 720;
    f = PROPOSED(&x, {1, AT(9, 0), AT(16, 0), SLOT_EVERY, 0}, {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    /* another TIG of that week counts */
    x.busy[0] = (struct match_busy){sample_day(2026, 11, 4), AT(8, 0), AT(9, 0), true};
    x.s.n_busy = 1;
    f = PROPOSED(&x, {1, AT(9, 0), AT(15, 0), SLOT_EVERY, 0}, {4, AT(9, 0), AT(15, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_RULE_WEEK);
    assert_int_equal(f.amount, 60);
}

static void times_lie_in_the_post_and_in_what_she_has(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    f = PROPOSED(&x, {4, AT(8, 45), AT(12, 0), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_SLOTS && f.amount == 15 && f.limit == 4);
    f = PROPOSED(&x, {1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}, {2, AT(9, 0), AT(12, 0), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_SLOTS && f.amount == 180 && f.limit == 2);
    x.free[3].to_min = AT(15, 0);
    f = PROPOSED(&x, {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_SLOTS && f.amount == 60 && f.limit == 4);
    x.free[3].to_min = AT(20, 0);
    sample_job(&x, 4, AT(15, 30), AT(20, 0));
    f = PROPOSED(&x, {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_SLOTS && f.amount == 30 && f.limit == 4);
    x.job[0].weeks = SLOT_EVEN;
    f = PROPOSED(&x, {4, AT(9, 0), AT(16, 0), SLOT_ODD, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    x.slots[1].weeks = SLOT_EVEN;
    f = PROPOSED(&x, {4, AT(9, 0), AT(15, 0), SLOT_ODD, 0});
    assert_int_equal(f.rule, MATCH_RULE_SLOTS);
    /* two slots that adjoin carry one time, a session of its own in each (E-02: an hour) */
    sample_slot(&x, 1, AT(16, 0), AT(19, 0), SLOT_EVERY);
    f = PROPOSED(&x, {1, AT(13, 0), AT(18, 0), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_FITS && plan.session[0].day == plan.session[1].day);
    assert_true(plan.session[0].to_min == AT(16, 0) && plan.session[1].from_min == AT(16, 0) &&
                plan.session[1].to_min == AT(18, 0));
    f = PROPOSED(&x, {1, AT(13, 0), AT(17, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    f = PROPOSED(&x, {1, AT(13, 0), AT(16, 45), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_SLOTS && f.amount == 15 && f.limit == 1);
    x.slots[2].from_min = AT(16, 30);
    f = PROPOSED(&x, {1, AT(13, 0), AT(18, 0), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_SLOTS && f.amount == 30 && f.limit == 1);
    x.slots[2].from_min = AT(16, 0);
    f = PROPOSED(&x, {1, AT(13, 0), AT(16, 0), SLOT_EVERY, 0}, {1, AT(16, 0), AT(18, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    f = PROPOSED(&x, {4, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}); /* that slot runs in even weeks */
    assert_true(f.rule == MATCH_RULE_SLOTS && f.amount == 180 && f.limit == 4);
    /* nobody comes for half an hour, but for the last one (E-02) */
    f = PROPOSED(&x, {4, AT(9, 0), AT(12, 0), SLOT_EVEN, 0}, {1, AT(9, 0), AT(9, 30), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_SLOTS && f.amount == 30 && f.limit == 1);
    x.s.remaining_min = 30;
    f = PROPOSED(&x, {1, AT(9, 0), AT(9, 30), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
}

static void an_earlier_rule_is_told_first(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.p.inscription = MATCH_INSCRIPTION_SUSPENDED;
    f = PROPOSED(&x, {2, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_RULE_SUSPENDED);
}

static void a_place_on_every_day(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    sample_take(&x, 1, sample_day(2026, 11, 19), sample_day(2026, 11, 19), 1);
    f = PROPOSED(&x, {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_CAPACITY && f.amount == 1 && f.limit == 1);
    f = PROPOSED(&x, {1, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    x.s.remaining_min = 420; /* done before that day */
    f = PROPOSED(&x, {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
}

static void limits_of_minors_cut_nothing(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.s.minor = x.p.minors = true;
    x.s.exam_later = true;
    x.s.law.minor = (struct match_labour){.day_min = 480, .week_min = 2100, .rest_min = 720, .week_days = 5,
                                           .two_off = true, .no_night = true, .unbroken_min = 270, .break_min = 30,
                                           .hard = true};
    x.s.law.plan_week_min = 480; /* a default of plans, not of what is meant */
    x.slots[0] = (struct slot){1, AT(5, 0), AT(23, 0), SLOT_EVERY, 0};
    x.free[0] = (struct slot){1, 0, SLOT_DAY, SLOT_EVERY, 0};
    f = PROPOSED(&x, {1, AT(9, 0), AT(17, 0), SLOT_EVERY, 0}, {4, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    assert_true(f.warnings & MATCH_WARN_EXAM);
    f = PROPOSED(&x, {1, AT(9, 0), AT(17, 30), SLOT_EVERY, 0}); /* half an hour of it is a break */
    assert_int_equal(f.rule, MATCH_FITS);
    f = PROPOSED(&x, {1, AT(9, 0), AT(17, 31), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_LABOUR_DAY && f.amount == 1 && f.limit == 480);
    f = PROPOSED(&x, {1, AT(16, 0), AT(22, 15), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_NIGHT && f.amount == 15 && f.limit == 1);
    sample_job(&x, 2, AT(8, 0), AT(12, 0));
    f = PROPOSED(&x, {1, AT(13, 0), AT(20, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    f = PROPOSED(&x, {1, AT(14, 0), AT(21, 0), SLOT_EVERY, 0});
    assert_true(f.rule == MATCH_RULE_LABOUR_REST && f.amount == 60 && f.limit == 720);
}

/* W-04: a session is on the spot with its break, which is neither worked nor counted. Where the limit only warns there
 * is none. */
static void breaks_of_minors(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.s.minor = x.p.minors = x.s.exam_later = true;
    x.s.law.minor = (struct match_labour){.unbroken_min = 270, .break_min = 30, .hard = true};
    x.s.remaining_min = 3 * 330 + 200;
    f = PROPOSED(&x, {1, AT(9, 0), AT(15, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    assert_int_equal(f.sessions, 4);
    assert_int_equal(f.minutes, x.s.remaining_min);
    assert_int_equal(plan.week[0].minutes, 330);
    assert_int_equal(plan.session[0].to_min, AT(15, 0));
    assert_int_equal(plan.session[3].to_min, AT(12, 20)); /* 200 minutes need none */
    plan.session[0].to_min--;
    assert_int_equal(check_plan(&meant, &x.p, &f, &plan), CHECK_COUNTS);
    f = PROPOSED(&x, {1, AT(9, 0), AT(13, 30), SLOT_EVERY, 0}); /* to the minute */
    assert_int_equal(plan.week[0].minutes, 270);
    f = PROPOSED(&x, {1, AT(9, 0), AT(13, 31), SLOT_EVERY, 0}); /* she stays, with her break */
    assert_int_equal(plan.week[0].minutes, 241);
    assert_int_equal(plan.session[0].to_min, AT(13, 31));
    x.slots[0].to_min = AT(12, 0); /* two slots that touch are one stretch of work, and after a break of half an hour */
    sample_slot(&x, 1, AT(12, 0), AT(16, 0), SLOT_EVERY);
    f = PROPOSED(&x, {1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}, {1, AT(12, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(plan.week[0].minutes, 390);
    f = PROPOSED(&x, {1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}, {1, AT(12, 30), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(plan.week[0].minutes, 390);
    assert_int_equal(f.warnings, MATCH_WARN_EXAM);
    x.s.law.minor.hard = false;
    f = PROPOSED(&x, {1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}, {1, AT(12, 29), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(plan.week[0].minutes, 391);
    assert_int_equal(f.warnings, MATCH_WARN_EXAM | MATCH_WARN_BREAK);
    f = PROPOSED(&x, {1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}, {1, AT(12, 30), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(f.warnings, MATCH_WARN_EXAM);
}

static void what_is_soft_warns(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.s.law.adult = (struct match_labour){.day_min = 360};
    f = PROPOSED(&x, {1, AT(9, 0), AT(16, 0), SLOT_EVERY, 0});
    assert_int_equal(f.rule, MATCH_FITS);
    assert_int_equal(f.warnings, MATCH_WARN_DAY);
    x.p.needs = MATCH_NEED_LICENCE;
    x.s.unsure = MATCH_NEED_LICENCE;
    x.s.fitness = MATCH_FITNESS_LIMITED;
    x.s.limits_in_words = true;
    x.s.term = DAY_NONE;
    f = PROPOSED(&x, {1, AT(9, 0), AT(15, 0), SLOT_EVERY, 0});
    assert_int_equal(f.warnings, MATCH_WARN_NEED | MATCH_WARN_LIMITS | MATCH_WARN_TERM);
}

static void no_times_are_no_proposal(void **state)
{
    struct slot bad = {1, AT(9, 0), AT(9, 0), SLOT_EVERY, 0};
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    f = proposed(&x, x.slots, 0);
    assert_int_equal(f.rule, MATCH_RULE_SLOTS);
    assert_int_equal(proposal_match(&m, &meant, &x.s, &x.p, &bad, 1, &f, &plan), ERR_FORMAT);
}

static uint32_t any(uint32_t n)
{
    static uint64_t s = 88172645463325252u;

    s ^= s << 13;
    s ^= s >> 7;
    s ^= s << 17;
    return (uint32_t)(s >> 20) % n;
}

static bool is_time(const struct match_session *x, const struct slot *t)
{
    return t->weekday == day_weekday(x->day) && t->from_min == x->from_min && t->to_min == x->to_min &&
           (t->weeks == SLOT_EVERY || (t->weeks == SLOT_EVEN) == day_week_even(x->day));
}

static void follow_some(struct sample *x)
{
    x->p.tutor_max = 1 + (int32_t)any(3);
    x->p.n_led = any(6);
    for (size_t i = 0; i < x->p.n_led; i++) {
        int32_t first = x->s.today - 20 + (int32_t)any(120);

        x->led[i] = (struct match_taken){.slot = (int32_t)any(3), .weeks = (enum slot_weeks)any(3), .places = 1,
                                         .days = {first, first + (int32_t)any(90)}, .led_max = x->p.tutor_max};
    }
}

/* C-11: of what was stored the same load and the same warning come as of the proposal. */
static bool same_load(const struct sample *x, const struct slot *times, size_t n, const struct match_fit *f)
{
    struct match_fit stored = {.first_day = f->first_day, .last_day = f->last_day};

    tutor_look_at(&x->p, times, n, &stored);
    assert_int_equal(stored.led, f->led);
    assert_int_equal(stored.led_max, f->led_max);
    assert_int_equal(stored.warnings, f->warnings & MATCH_WARN_TUTOR);
    return f->led > 1 && f->warnings & MATCH_WARN_TUTOR;
}

/* What fits has only whole times in it, none is left out on an open day, and no week is over 47 hours. */
static void what_fits_is_what_was_meant(void **state)
{
    int fits = 0;
    int weeks = 0;
    int full = 0;

    (void)state;
    for (int round = 0; round < 4000; round++) {
        struct slot times[3];
        struct sample x;
        struct match_fit f;
        size_t n = 1 + any(3);

        sample_make(&x);
        sample_slot(&x, 6, AT(8, 0), AT(18, 0), SLOT_EVERY);
        x.s.job_extra_min = any(2) ? 60 * (int32_t)(30 + any(14)) : 0;
        x.s.remaining_min = 60 * (int32_t)(1 + any(70));
        follow_some(&x);
        if (any(3) == 0)
            sample_take(&x, (int)any(3), sample_day(2026, 11, 1) + (int32_t)any(40), DAY_NONE, 1);
        for (size_t i = 0; i < n; i++) {
            const struct slot *s = &x.slots[i];
            int from = s->from_min + 30 * (int)any(6);

            times[i] = (struct slot){s->weekday, from, from + 30 * (2 + (int)any(9)),
                                     any(4) ? SLOT_EVERY : SLOT_ODD, 0};
            if (times[i].to_min > s->to_min && any(3))
                times[i].to_min = s->to_min;
        }
        f = proposed(&x, times, n);
        weeks += f.rule == MATCH_RULE_WEEK;
        if (f.rule != MATCH_FITS)
            continue;
        fits++;
        full += same_load(&x, times, n, &f);
        for (int32_t i = 0; i + 1 < plan.n_sessions; i++) {
            bool whole = false;

            for (size_t k = 0; k < n; k++)
                whole = whole || is_time(&plan.session[i], &times[k]);
            assert_true(whole);
        }
        for (int32_t w = 0; w < plan.n_weeks && x.s.job_extra_min > 0; w++)
            assert_true(plan.week[w].minutes + x.s.job_extra_min <= 2820);
        for (int32_t day = f.first_day; day < f.last_day; day++)
            for (size_t k = 0; k < n; k++) {
                struct match_session there = {day, (int16_t)times[k].from_min, (int16_t)times[k].to_min, 0};
                bool found = !is_time(&there, &times[k]);

                for (int32_t i = 0; i < plan.n_sessions && !found; i++)
                    found = plan.session[i].day == day && plan.session[i].from_min == times[k].from_min;
                assert_true(found);
            }
    }
    assert_true(fits > 500 && weeks > 50 && full > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_planned_whole_to_the_last_minutes),
        cmocka_unit_test(the_week_of_the_design),
        cmocka_unit_test(times_lie_in_the_post_and_in_what_she_has),
        cmocka_unit_test(an_earlier_rule_is_told_first),
        cmocka_unit_test(a_place_on_every_day),
        cmocka_unit_test(limits_of_minors_cut_nothing),
        cmocka_unit_test(breaks_of_minors),
        cmocka_unit_test(what_is_soft_warns),
        cmocka_unit_test(no_times_are_no_proposal),
        cmocka_unit_test(what_fits_is_what_was_meant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
