/* SPDX-License-Identifier: EUPL-1.2 */
/* Random people and posts, the same at every run: the matcher, the slow one (slow.h) and the check agree; and the order
 * of lists and posts is no matter. The environment variable MATCH_ROUNDS makes it other numbers of rounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "match/check.h"
#include "match/glance.h"
#include "match/order.h"
#include "match/ready.h"
#include "match/travel.h"
#include "match/what_if.h"

#include "sample.h"
#include "slow.h"

#ifdef JAIL_OFF_SANITIZER /* several times slower: fewer of the same */
#define ROUNDS 4000
#define LONG_ROUNDS 2000
#define ENOUGH INT32_MAX
#else
#define ROUNDS 20000
#define LONG_ROUNDS 6000
#define ENOUGH ROUNDS
#endif


static uint64_t state_of;

static uint32_t any(uint32_t n)
{
    state_of ^= state_of << 13;
    state_of ^= state_of >> 7;
    state_of ^= state_of << 17;
    return (uint32_t)(state_of >> 20) % n;
}

static bool once_in(uint32_t n)
{
    return any(n) == 0;
}

static int between(int lo, int hi)
{
    return lo + (int)any((uint32_t)(hi - lo + 1));
}

static enum slot_weeks some_weeks(void)
{
    return once_in(3) ? (once_in(2) ? SLOT_EVEN : SLOT_ODD) : SLOT_EVERY;
}

static struct slot some_slot(void)
{
    int from = once_in(8) ? between(0, 1380) : 30 * between(12, 36);
    int to = from + (once_in(4) ? between(1, 600) : 60 * between(1, 9));

    to = to > SLOT_DAY ? SLOT_DAY : to;
    return (struct slot){between(1, 7), from, to, some_weeks(), once_in(4) ? between(1, 2) : 0};
}

static struct match_span some_days(int32_t from)
{
    int32_t first = from + between(-20, 60);

    return (struct match_span){first, once_in(20) ? DAY_NONE : first + between(0, 14)};
}

static struct match_labour some_labour(bool minor)
{
    struct match_labour l = {
        .day_min = once_in(4) ? 0 : minor ? 480 : 600,
        .week_min = once_in(4) ? 0 : between(20, 48) * 60,
        .rest_min = once_in(4) ? 0 : minor ? 720 : 660,
        .week_days = once_in(4) ? 0 : between(2, 6),
        .two_off = minor ? !once_in(4) : once_in(6),
        .no_night = minor ? !once_in(4) : once_in(6),
        .hard = once_in(2),
    };

    if (minor ? !once_in(4) : once_in(6)) {
        l.unbroken_min = once_in(2) ? 270 : between(60, 300);
        l.break_min = once_in(2) ? 30 : between(1, 90);
    }
    return l;
}

static void some_times(struct sample *x)
{
    int n_slots = between(1, 6);

    x->s.n_free = x->p.n_slots = 0;
    for (int d = 1; d <= 7; d++)
        if (!once_in(3))
            sample_free(x, d, 30 * between(0, 20), 30 * between(24, 48));
    for (int i = between(0, 4); i > 0; i--)
        x->free[x->s.n_free++] = some_slot();
    for (int i = once_in(2) ? between(1, 6) : 0; i > 0; i--)
        x->job[x->s.n_job++] = some_slot();
    x->s.job_extra_min = once_in(6) ? between(0, 3000) : 0;
    while (n_slots-- > 0) {
        x->slots[x->p.n_slots] = some_slot();
        if (slot_clash(x->slots, x->p.n_slots + 1) == x->p.n_slots + 1)
            x->p.n_slots++;
    }
    for (int i = once_in(2) ? between(1, 20) : 0; i > 0; i--) {
        struct slot s = some_slot();

        x->busy[x->s.n_busy++] = (struct match_busy){x->s.today + between(-6, 60), s.from_min, s.to_min, once_in(3)};
    }
    for (int i = once_in(3) ? between(1, 3) : 0; i > 0; i--)
        x->away[x->s.n_away++] = some_days(x->s.today);
    for (int i = once_in(3) ? between(1, 10) : 0; i > 0; i--)
        x->holidays[x->s.n_holidays++] = x->s.today + between(0, 60);
}

/* C-11: from some day on somebody else leads. */
static void follow_some(struct sample *x)
{
    const int32_t change = x->s.today + between(-20, 60);
    const int32_t most[] = {between(0, 3), between(0, 3)};

    x->p.tutor_max = most[0];
    for (int i = once_in(3) ? 0 : between(1, 12); i > 0; i--) {
        struct match_taken t = {between(0, 5), some_weeks(), some_days(x->s.today), between(0, 2), 0};
        bool later = t.days.first >= change || (t.days.last >= change && once_in(2));

        t.days.first = later && t.days.first < change ? change : t.days.first;
        t.days.last = !later && t.days.last >= change ? change - 1 : t.days.last;
        t.led_max = most[later];
        if (t.led_max > 0)
            x->led[x->p.n_led++] = t;
    }
}

static void some_post(struct sample *x)
{
    struct match_post *p = &x->p;

    for (int i = once_in(2) ? between(1, 4) : 0; i > 0; i--)
        x->closures[p->n_closures++] = some_days(x->s.today);
    for (int i = once_in(2) ? between(1, 8) : 0; i > 0; i--)
        x->taken[p->n_taken++] =
            (struct match_taken){between(0, 6), some_weeks(), some_days(x->s.today), between(0, 2), 0};
    p->places = between(once_in(20) ? 0 : 1, 3);
    p->minors = x->s.minor != once_in(40);
    p->host_active = !once_in(60);
    p->needs_habilitation = once_in(2);
    p->habilitation.first = once_in(30) ? DAY_NONE : x->s.today + between(-900, once_in(5) ? 60 : 0);
    p->habilitation.last = once_in(20) ? DAY_NONE : x->s.today + between(once_in(10) ? -10 : 10, 200);
    p->inscription = once_in(30) ? (enum match_inscription)any(4) : MATCH_INSCRIPTION_RUNNING;
    p->inscribed_on = x->s.today + between(-300, once_in(10) ? 40 : 0);
    p->confirmed_on = once_in(60) ? DAY_NONE : x->s.today - between(0, once_in(20) ? 120 : 80);
    p->earliest = once_in(5) ? x->s.today + between(0, 40) : 0;
    p->min_min = once_in(10) ? between(0, 3000) : 0;
    p->max_min = once_in(10) ? between(600, 6000) : 0;
    p->needs = once_in(4) ? any(128) : 0;
    p->special_risk = once_in(20);
    p->care_setting = once_in(20);
    p->task = 1u << any(12);
    p->barred = once_in(20) ? any(512) : 0;
    p->avoid_person = once_in(50);
    p->avoid_place = once_in(60);
    p->open_holidays = once_in(3);
    p->has_point = !once_in(10);
    p->point.lat = x->s.point.lat + between(-150000, 150000);
    p->point.lon = x->s.point.lon + between(-200000, 200000);
    p->point_rough = once_in(3);
    p->car_needed = once_in(10);
    p->transit_first = once_in(2) ? between(240, once_in(4) ? 1400 : 540) : 0;
    p->transit_last = once_in(2) ? between(once_in(4) ? 300 : 900, SLOT_DAY) : 0;
    p->transit_saturday.first = once_in(3) ? between(240, once_in(4) ? 1400 : 700) : 0;
    p->transit_saturday.last = once_in(3) ? between(once_in(4) ? 300 : 900, SLOT_DAY) : 0;
    p->transit_saturday.none = once_in(8);
    p->transit_sunday.none = once_in(8);
    p->transit_sunday.first = once_in(3) ? between(240, once_in(4) ? 1400 : 700) : 0;
    p->transit_sunday.last = once_in(3) ? between(once_in(4) ? 300 : 900, SLOT_DAY) : 0;
    follow_some(x);
    p->host.b[0] = (unsigned char)any(8);
    p->site.b[0] = (unsigned char)any(8);
}

static void some_sample(struct sample *x)
{
    struct match_snapshot *s = &x->s;

    sample_make(x);
    s->today = sample_day(2026, 9, 1) + between(0, 600);
    s->horizon = s->today + between(once_in(30) ? -3 : 30, 140);
    s->law.adult = some_labour(false);
    s->law.minor = some_labour(true);
    s->law.plan_week_min = once_in(3) ? 60 * between(8, 35) : 0;
    s->law.least_session = once_in(3) ? between(30, 240) : 60;
    for (struct match_labour *l = &s->law.adult; l != NULL; l = l == &s->law.adult ? &s->law.minor : NULL)
        if (l->unbroken_min > 0 && l->unbroken_min < s->law.least_session)
            l->unbroken_min = s->law.least_session;
    s->measure_open = !once_in(60);
    s->clock_stopped = once_in(10);
    s->consent = once_in(30) ? (enum match_consent)any(3) : MATCH_CONSENT_GIVEN;
    s->ordered_min = between(20, 60) * 60;
    s->remaining_min = once_in(60) ? 0 : once_in(10) ? between(1, 100) : between(60, s->ordered_min);
    s->term = once_in(10) ? DAY_NONE : s->today + between(once_in(20) ? -5 : 20, 250);
    s->earliest = once_in(4) ? s->today + between(0, 30) : 0;
    s->minor = once_in(4);
    s->exam_first = once_in(20);
    s->fitness = once_in(10) ? MATCH_FITNESS_UNKNOWN : once_in(20) ? (enum match_fitness)any(5) : MATCH_FITNESS_FIT;
    s->fitness = once_in(10) ? MATCH_FITNESS_LIMITED : s->fitness;
    s->fit_until = once_in(5) ? s->today + between(-5, 100) : DAY_NONE;
    s->fit_limits = once_in(2) ? any(128) : 0;
    s->can = once_in(3) ? any(128) : 127;
    s->unsure = once_in(3) ? any(128) : 0;
    s->exam_later = once_in(5);
    s->families = once_in(2) ? any(512) : 0;
    s->aims = any(4096);
    s->has_point = !once_in(10);
    s->point_rough = once_in(3);
    s->means = once_in(4) ? 0 : once_in(2) ? 1u << any(MATCH_MEANS) : any(1u << MATCH_MEANS);
    s->travel_max_min = once_in(2) ? between(10, 120) : 0;
    s->begin_from = once_in(10) ? between(1, 900) : 0;
    s->home_by = once_in(10) ? between(500, 1440) : 0;
    for (int i = once_in(10) ? between(1, 3) : 0; i > 0; i--) {
        x->hosts[s->n_avoid_hosts++].b[0] = (unsigned char)any(8);
        x->sites[s->n_avoid_sites++].b[0] = (unsigned char)any(8);
        x->zones[s->n_avoid_zones++] =
            (struct match_zone){{s->point.lat + between(-100000, 100000), s->point.lon}, 3000};
    }
    for (size_t i = 0; i < s->n_avoid_hosts; i++) {
        x->hosts[i] = (struct uuid){{x->hosts[i].b[0]}};
        x->sites[i] = (struct uuid){{x->sites[i].b[0]}};
    }
    some_times(x);
    some_post(x);
}

static struct match m;
static struct match_plan plan;

/* MATCH_ROUNDS=100000: as many as that, once in a while. */
static int rounds_of(int usual)
{
    const char *wanted = getenv("MATCH_ROUNDS");

    return wanted != NULL ? (int)strtol(wanted, NULL, 10) : usual;
}

/* As a list is made: of a post that was made ready, months before or out of reach at times, without the plan. */
static void match_quickly(const struct sample *x, struct match_fit *fit)
{
    static struct ready_slot slot[MATCH_SLOTS];
    static uint64_t sets[READY_SETS(MATCH_SLOTS, READY_WORDS)];
    struct match_ready r;
    struct match_post ready = x->p;
    struct ready_weeks weeks;

    ready_weeks_from(&weeks, x->s.today - (int32_t)(x->s.today * 7 % 900));
    assert_int_equal(ready_make(&x->p, &weeks, slot, sets, &r), ERR_OK);
    ready.ready = &r;
    assert_int_equal(match_post(&m, &ready, fit, NULL), ERR_OK);
}

#define WAY (MATCH_WARN_DISTANCE | MATCH_WARN_TRAVEL | MATCH_WARN_CAR | MATCH_WARN_TRANSIT)

/* C-07: by which means, how long and with which warnings. */
static void same_way(int round, const struct match_fit *fit, const struct slow *slow)
{
    if (fit->travel_by != slow->by || fit->travel_from != slow->from || fit->travel_to != slow->to ||
        (fit->warnings & WAY) != slow->warnings)
        fail_msg("round %d (%s): by %d in %d to %d min, %x, but slowly by %d in %d to %d, %x", round,
                 outcome_code(fit->rule), fit->travel_by, fit->travel_from, fit->travel_to, fit->warnings & WAY,
                 slow->by, slow->from, slow->to, slow->warnings);
}

static void three_matchers_agree(void **state)
{
    int rounds = rounds_of(ROUNDS);
    int seen[MATCH_RULES] = {0};
    int led = 0;
    int others = 0;
    uint32_t warned = 0;

    (void)state;
    state_of = 88172645463325252u;
    for (int i = 0; i < rounds; i++) {
        struct sample x;
        struct slow slow;
        struct match_fit fit;
        struct match_fit quick;
        enum match_rule want;
        enum check_fault fault;

        some_sample(&x);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        assert_int_equal(match_post(&m, &x.p, &fit, &plan), ERR_OK);
        match_quickly(&x, &quick);
        if (memcmp(&fit, &quick, sizeof fit) != 0)
            fail_msg("round %d: not the same without the plan", i);
        want = slow_match(&slow, &x.s, &x.p);
        if (fit.rule != want)
            fail_msg("round %d: %s, but slowly %s", i, outcome_code(fit.rule), outcome_code(want));
        if (fit.minutes != slow.minutes || fit.last_day != slow.last_day || fit.first_day != slow.first_day ||
            fit.sessions != slow.sessions)
            fail_msg("round %d (%s): %d min in %d sessions from %d to %d, but slowly %d in %d from %d to %d", i,
                     outcome_code(fit.rule), fit.minutes, fit.sessions, fit.first_day, fit.last_day, slow.minutes,
                     slow.sessions, slow.first_day, slow.last_day);
        if (fit.rule == MATCH_FITS || fit.rule >= MATCH_RULE_UNFIT) {
            same_way(i, &fit, &slow);
            warned |= fit.warnings;
        }
        fault = check_plan(&x.s, &x.p, &fit, &plan);
        if (fault != CHECK_LAWFUL)
            fail_msg("round %d (%s): fault %d", i, outcome_code(fit.rule), (int)fault);
        if (fit.rule == MATCH_FITS) {
            const struct slow_load load = slow_led(&slow);

            if (fit.led != load.people || fit.led_max != load.most)
                fail_msg("round %d: in charge of %d people of %d, but slowly of %d of %d", i, fit.led, fit.led_max,
                         load.people, load.most);
            assert_int_equal((fit.warnings & MATCH_WARN_TUTOR) != 0, load.most > 0 && load.people >= load.most);
            led += load.people > 0;
            others += load.most != x.p.tutor_max;
        }
        seen[fit.rule]++;
    }
    assert_true(rounds < ENOUGH || (led > rounds / 100 && others > rounds / 200));
    for (int r = 0; r < MATCH_RULES && rounds >= ENOUGH; r++)
        if (seen[r] == 0)
            fail_msg("%s never happened: the samples are too tame", outcome_code((enum match_rule)r));
    assert_true(rounds < ENOUGH || (warned & WAY) == WAY);
    printf("# %d rounds, %d fit, %d planned and excluded\n", rounds, seen[MATCH_FITS],
           seen[MATCH_RULE_HORIZON] + seen[MATCH_RULE_STANDING] + seen[MATCH_RULE_PERIOD]);
}

/* What happens, happens anywhere in the year and a half or more that is looked at. */
static void spread(struct sample *x)
{
    struct match_snapshot *s = &x->s;

    s->horizon = s->today + between(140, once_in(3) ? 600 : MATCH_DAYS + 20);
    s->term = once_in(4) ? DAY_NONE : s->today + between(200, 1200);
    s->remaining_min = s->ordered_min = between(once_in(3) ? 60 : MATCH_MINUTES / 2, MATCH_MINUTES);
    s->law.plan_week_min = once_in(2) ? 60 * between(8, 12) : 0;
    s->n_busy = once_in(2) ? 0 : s->n_busy;
    s->n_holidays = 12;
    for (size_t i = 0; i < s->n_holidays; i++)
        x->holidays[i] = s->today + between(0, 1100);
    for (size_t i = 0; i < s->n_busy; i++)
        x->busy[i].day += once_in(2) ? between(0, 1000) : 0;
    for (size_t i = 0; i < s->n_away; i++)
        x->away[i] = some_days(s->today + between(0, 1000));
    for (size_t i = 0; i < x->p.n_closures; i++)
        x->closures[i] = some_days(s->today + between(0, 1000));
    for (size_t i = 0; i < x->p.n_taken; i++)
        if (once_in(2))
            x->taken[i].days.last = x->taken[i].days.first + between(0, 700);
    x->p.habilitation.last = s->today + 2000;
}

/* Months and years: with the plan every week is walked through, without it most are added up. */
static void long_calendars_agree(void **state)
{
    int rounds = rounds_of(LONG_ROUNDS);
    int long_plans = 0;

    (void)state;
    state_of = 123456789;
    for (int i = 0; i < rounds; i++) {
        struct sample x;
        struct slow slow;
        struct match_fit fit;
        struct match_fit quick;

        some_sample(&x);
        spread(&x);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        assert_int_equal(match_post(&m, &x.p, &fit, &plan), ERR_OK);
        match_quickly(&x, &quick);
        if (memcmp(&fit, &quick, sizeof fit) != 0)
            fail_msg("round %d (%s): %d minutes in %d sessions, %d weeks, but added up %d in %d, %d (%s)", i,
                     outcome_code(fit.rule), fit.minutes, fit.sessions, fit.weeks, quick.minutes, quick.sessions,
                     quick.weeks, outcome_code(quick.rule));
        long_plans += fit.weeks > 70;
        if (i % 50 != 0)
            continue;
        assert_int_equal(fit.rule, slow_match(&slow, &x.s, &x.p));
        assert_int_equal(fit.minutes, slow.minutes);
        assert_int_equal(fit.last_day, slow.last_day);
        assert_int_equal(fit.sessions, slow.sessions);
    }
    assert_true(rounds < 1000 || long_plans > rounds / 50);
    printf("# %d rounds, %d of more than 70 weeks\n", rounds, long_plans);
}

#define BESIDE 8

/* Several posts, of which some have the timetable of another, made ready for weeks from a day on. */
struct beside {
    struct sample x;
    struct match_post p;
    struct match_ready r;
    struct ready_slot slot[MATCH_SLOTS];
    uint64_t sets[READY_SETS(MATCH_SLOTS, READY_WORDS)];
    struct glance_post glance;
};

static void make_beside(struct beside *b, const struct beside *first, bool minor, int32_t day,
                        struct glance_timetables *all)
{
    struct ready_weeks weeks;

    some_sample(&b->x);
    if (once_in(2))
        spread(&b->x);
    if (b != first && once_in(2)) {
        memcpy(b->x.slots, first->x.slots, sizeof b->x.slots);
        b->x.p.n_slots = first->x.p.n_slots;
    }
    b->p = b->x.p;
    b->p.minors = minor != once_in(40);
    ready_weeks_from(&weeks, day);
    assert_int_equal(ready_make(&b->p, &weeks, b->slot, b->sets, &b->r), ERR_OK);
    b->p.ready = &b->r;
    glance_make(&b->p, &weeks, all, &b->glance);
}

/* What is passed at a glance is a fit, and behind the worst that the last of those that are kept may be. */
static void what_is_passed_fits_and_is_behind(void **state)
{
    static struct beside b[BESIDE];
    static struct glance g;
    static struct glance_timetables all;
    int rounds = rounds_of(ROUNDS);
    int passed = 0, by_transit = 0, behind = 0;

    (void)state;
    state_of = 521288629;
    for (int i = 0; i < rounds; i++) {
        struct match_fit last = {.rule = MATCH_FITS};
        struct sample x;

        some_sample(&x);
        if (once_in(2))
            spread(&x);
        x.s.n_busy = once_in(4) ? x.s.n_busy : 0;
        if (once_in(200)) /* now and then it was full */
            memset(&all, 0, sizeof all);
        x.s.begin_from = once_in(4) ? x.s.begin_from : 0;
        x.s.home_by = once_in(4) ? x.s.home_by : 0;
        for (int k = 0; k < BESIDE; k++)
            make_beside(&b[k], &b[0], x.s.minor, x.s.today - between(0, once_in(3) ? 900 : 100),
                        &all);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        glance_begin(&g, &m, &all, 0);
        for (int k = 0; k < BESIDE; k++)
            assert_int_not_equal(glance_look(&g, &b[k].glance), GLANCE_PASSED);
        glance_begin(&g, &m, &all, 0);
        memset(last.post.b, 0xff, sizeof last.post.b);
        last.term[MATCH_TERM_MARGIN] = once_in(10) ? 1 : 0;
        last.term[MATCH_TERM_TRAVEL] = between(0, 20);
        for (int t = MATCH_TERM_TRAVEL + 1; t < MATCH_TERMS; t++)
            last.term[t] = INT32_MAX;
        glance_last(&g, &last);
        for (int k = 0; k < BESIDE; k++) {
            struct match_fit fit;
            enum glance_seen seen = glance_look(&g, &b[k].glance);
            bool yes = seen == GLANCE_PASSED;

            assert_int_equal(match_post(&m, &b[k].p, &fit, NULL), ERR_OK);
            if (yes && (fit.rule != MATCH_FITS || order_compare(&last, &fit) >= 0))
                fail_msg("round %d: %s, its way %d after %d, was passed", i, outcome_code(fit.rule), fit.travel_to,
                         last.term[MATCH_TERM_TRAVEL] * TRAVEL_STEP);
            if (seen == GLANCE_NEAR)
                assert_int_equal(fit.rule, MATCH_FITS);
            if (seen == GLANCE_EXCLUDED)
                assert_memory_equal(&g.excluded, &fit, sizeof fit);
            passed += yes;
            by_transit += yes && fit.travel_by == MATCH_MEANS_TRANSIT;
            behind += fit.rule == MATCH_FITS && order_compare(&last, &fit) < 0;
        }
    }
    printf("# %d rounds, %d passed, %d of them by public transport, of %d fits behind\n", rounds, passed, by_transit,
           behind);
    assert_true(rounds < ENOUGH || (passed > behind / 8 && by_transit > passed / 10));
}

/* Of several posts the first few are kept: those passed stand behind as many others. */
static void what_is_passed_is_behind_as_many_as_are_kept(void **state)
{
    static struct beside b[BESIDE];
    static struct glance g;
    static struct glance_timetables all;
    int rounds = rounds_of(ROUNDS / 2);
    int at_once = 0, later = 0;

    (void)state;
    state_of = 1013904223;
    for (int i = 0; i < rounds; i++) {
        struct match_fit fit[BESIDE];
        enum glance_seen seen[BESIDE];
        struct sample x;
        int keeps = between(1, 3);

        memset(&all, 0, sizeof all);
        some_sample(&x);
        x.s.n_busy = 0;
        x.s.begin_from = x.s.home_by = 0;
        x.s.term = once_in(4) ? x.s.term : once_in(4) ? DAY_NONE : x.s.today + between(150, 400);
        x.s.horizon = x.s.today + between(100, 300);
        for (int k = 0; k < BESIDE; k++)
            make_beside(&b[k], &b[0], x.s.minor, x.s.today, &all);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        glance_begin(&g, &m, &all, (size_t)keeps);
        for (int k = 0; k < BESIDE; k++) {
            memcpy(&b[k].glance.p.id, &k, sizeof k);
            memcpy(&b[k].p.id, &k, sizeof k);
            seen[k] = glance_look(&g, &b[k].glance);
            assert_int_equal(match_post(&m, &b[k].p, &fit[k], NULL), ERR_OK);
        }
        for (int k = 0; k < BESIDE; k++) {
            bool waited = seen[k] == GLANCE_NEAR && glance_passes(&g, &b[k].glance);
            int before = 0;

            at_once += seen[k] == GLANCE_PASSED;
            later += waited;
            for (int o = 0; o < BESIDE; o++)
                before += fit[o].rule == MATCH_FITS && order_compare(&fit[o], &fit[k]) < 0;
            if ((seen[k] == GLANCE_PASSED || waited) && (fit[k].rule != MATCH_FITS || before < keeps))
                fail_msg("round %d: %s, behind %d of %d", i, outcome_code(fit[k].rule), before, keeps);
        }
    }
    printf("# %d rounds, %d passed at once, %d later\n", rounds, at_once, later);
    assert_true(rounds < ENOUGH / 2 || (at_once > 100 && later > 100));
}

/* With a remedy put into the snapshot the post fits, also slowly; without one of its times, or with less of the way or
 * of the week, it does not. */
static void a_remedy_makes_it_fit(const struct sample *x, const struct what_if *w, enum match_rule rule, int round)
{
    static struct slot free[MATCH_SLOTS];
    static struct slow slow;
    struct match_fit fit;

    for (size_t i = 0; i <= w->n_also; i++) {
        struct match_snapshot s = x->s;
        struct what_if without = *w;

        if (i > 0) {
            without.also[i - 1] = without.also[w->n_also - 1];
            without.n_also--;
        }
        assert_int_equal(what_if_apply(&s, &without, free), ERR_OK);
        assert_int_equal(match_begin(&m, &s), ERR_OK);
        assert_int_equal(match_post(&m, &x->p, &fit, &plan), ERR_OK);
        if ((fit.rule == MATCH_FITS) != (i == 0))
            fail_msg("round %d (%s): %s without time %zu of %zu", round, outcome_code(rule), outcome_code(fit.rule), i,
                     w->n_also);
        if (i == 0) {
            assert_int_equal(slow_match(&slow, &s, &x->p), MATCH_FITS);
            assert_int_equal(check_plan(&s, &x->p, &fit, &plan), CHECK_LAWFUL);
        }
    }
    if (w->more_travel > 0)
        assert_true(fit.travel_from > x->s.travel_max_min + w->more_travel - 1);
}

static void what_she_might_accept_makes_posts_fit(void **state)
{
    static struct what_if_search search;
    int rounds = rounds_of(ROUNDS);
    int found[MATCH_CHANGES] = {0};

    (void)state;
    state_of = 2463534242u;
    for (int i = 0; i < rounds; i++) {
        const struct what_if nothing = {0};
        struct sample x;
        struct match_fit fit;
        struct what_if w;
        bool yes;

        some_sample(&x);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        assert_int_equal(match_post(&m, &x.p, &fit, NULL), ERR_OK);
        assert_int_equal(what_if_find(&search, &x.s, &x.p, &fit, &nothing, &w, &yes), ERR_OK);
        if (!yes)
            continue;
        assert_true(what_if_may_help(fit.rule) && what_if_any(&w));
        a_remedy_makes_it_fit(&x, &w, fit.rule, i);
        found[fit.change]++;
    }
    for (int c = 0; c < MATCH_CHANGES && rounds >= ENOUGH; c++)
        if ((found[c] > 0) != (c == MATCH_CHANGE_TRAVEL || c == MATCH_CHANGE_SLOTS || c == MATCH_CHANGE_JOB ||
                               c == MATCH_CHANGE_DATES || c == MATCH_CHANGE_PLACES || c == MATCH_CHANGE_RENEWAL ||
                               c == MATCH_CHANGE_ASKED))
            fail_msg("%d remedies where %s would have to change", found[c], outcome_change((enum match_change)c));
    printf("# %d rounds, remedies: %d travel, %d slots, %d job, %d dates, %d places, %d renewal\n", rounds,
           found[MATCH_CHANGE_TRAVEL], found[MATCH_CHANGE_SLOTS], found[MATCH_CHANGE_JOB], found[MATCH_CHANGE_DATES],
           found[MATCH_CHANGE_PLACES], found[MATCH_CHANGE_RENEWAL]);
}

static int in_order(const void *a, const void *b)
{
    return order_compare(a, b);
}

#define SHUFFLE(list, n)                                                                                               \
    for (size_t i_ = (n); i_ > 1; i_--) {                                                                              \
        size_t k_ = any((uint32_t)i_);                                                                                 \
        __typeof__((list)[0]) t_ = (list)[i_ - 1];                                                                     \
        (list)[i_ - 1] = (list)[k_];                                                                                   \
        (list)[k_] = t_;                                                                                               \
    }

/* Every list of the snapshot and of the post in another order; slots keep theirs, because they are named by it. */
static void shuffle(struct sample *x)
{
    SHUFFLE(x->free, x->s.n_free)
    SHUFFLE(x->job, x->s.n_job)
    SHUFFLE(x->busy, x->s.n_busy)
    SHUFFLE(x->away, x->s.n_away)
    SHUFFLE(x->holidays, x->s.n_holidays)
    SHUFFLE(x->hosts, x->s.n_avoid_hosts)
    SHUFFLE(x->sites, x->s.n_avoid_sites)
    SHUFFLE(x->zones, x->s.n_avoid_zones)
    SHUFFLE(x->closures, x->p.n_closures)
    SHUFFLE(x->taken, x->p.n_taken)
    SHUFFLE(x->led, x->p.n_led)
}

static void lists_may_come_in_any_order(void **state)
{
    (void)state;
    state_of = 362436069;
    for (int i = 0; i < 3000; i++) {
        struct sample x;
        struct match_fit fit[2];

        some_sample(&x);
        for (int k = 0; k < 2; k++) {
            assert_int_equal(match_begin(&m, &x.s), ERR_OK);
            assert_int_equal(match_post(&m, &x.p, &fit[k], NULL), ERR_OK);
            shuffle(&x);
        }
        assert_memory_equal(&fit[0], &fit[1], sizeof fit[0]);
    }
}

static void posts_may_come_in_any_order(void **state)
{
    enum { N = 500 };
    static struct match_fit fits[N];
    static struct match_fit first[N];
    struct sample x;

    (void)state;
    state_of = 521288629;
    for (int i = 0; i < N; i++) {
        some_sample(&x);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        assert_int_equal(match_post(&m, &x.p, &fits[i], NULL), ERR_OK);
        fits[i].post = (struct uuid){{(unsigned char)(i / 256), (unsigned char)i}};
    }
    for (int round = 0; round < 20; round++) {
        SHUFFLE(fits, (size_t)N)
        qsort(fits, N, sizeof *fits, in_order);
        for (int i = 1; i < N; i++)
            assert_true(order_compare(&fits[i - 1], &fits[i]) < 0);
        if (round == 0)
            memcpy(first, fits, sizeof fits);
        assert_memory_equal(first, fits, sizeof fits);
    }
}

/* Terms of which a key has fewer bits than they could have. */
static void large_terms_keep_the_order(void **state)
{
    enum { N = 400 };
    static const int32_t large[] = {0, 1, 255, 256, 1023, 1024, 65535, 65536, INT32_MAX};
    static struct match_fit fits[N];

    (void)state;
    state_of = 88675123;
    memset(fits, 0, sizeof fits);
    for (int i = 0; i < N; i++) {
        fits[i].post = (struct uuid){{0, 0, (unsigned char)any(2), (unsigned char)(i / 256), (unsigned char)i}};
        fits[i].rule = once_in(3) ? (enum match_rule)any(3) : MATCH_FITS;
        fits[i].amount = once_in(2) ? -large[any(9)] : large[any(9)];
        for (int t = 0; t < MATCH_TERMS; t++)
            fits[i].term[t] = large[any(9)];
    }
    qsort(fits, N, sizeof *fits, in_order);
    for (int i = 1; i < N; i++)
        assert_true(order_compare(&fits[i - 1], &fits[i]) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_matchers_agree),
        cmocka_unit_test(long_calendars_agree),
        cmocka_unit_test(what_is_passed_fits_and_is_behind),
        cmocka_unit_test(what_is_passed_is_behind_as_many_as_are_kept),
        cmocka_unit_test(what_she_might_accept_makes_posts_fit),
        cmocka_unit_test(lists_may_come_in_any_order),
        cmocka_unit_test(posts_may_come_in_any_order),
        cmocka_unit_test(large_terms_keep_the_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
