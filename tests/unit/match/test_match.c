/* SPDX-License-Identifier: EUPL-1.2 */
/* One row for each way in which a rule fails or just holds, from a sample that fits (sample.h): its id, the verdict, by
 * how much, and what would have to change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "match/check.h"

#include "sample.h"

static struct match m;
static struct match_plan plan;

/* The sample, lawful whatever the verdict, and the same where the sessions are not wanted. */
static struct match_fit fit_of(struct sample *x)
{
    struct match_fit f;
    struct match_fit quick;

    assert_int_equal(match_begin(&m, &x->s), ERR_OK);
    assert_int_equal(match_post(&m, &x->p, &f, &plan), ERR_OK);
    assert_int_equal(match_post(&m, &x->p, &quick, NULL), ERR_OK);
    assert_memory_equal(&f, &quick, sizeof f);
    assert_int_equal(check_plan(&x->s, &x->p, &f, &plan), CHECK_LAWFUL);
    return f;
}

#define CASE(name, ...)                                                                                                \
    static void name(struct sample *x)                                                                                 \
    {                                                                                                                  \
        struct match_snapshot *s = &x->s;                                                                              \
        struct match_post *p = &x->p;                                                                                  \
                                                                                                                       \
        (void)s;                                                                                                       \
        (void)p;                                                                                                       \
        __VA_ARGS__;                                                                                                   \
    }

#define TRANSIT (1u << MATCH_MEANS_TRANSIT)

CASE(as_it_is, (void)0)
CASE(for_minors, p->minors = true)
CASE(minor_alone, s->minor = true)
CASE(host_asleep, p->host_active = false)
CASE(no_habilitation, p->habilitation.first = DAY_NONE)
CASE(public_body, p->habilitation.first = DAY_NONE; p->needs_habilitation = false)
CASE(habilitation_over, p->habilitation.last = s->today)
CASE(habilitation_of_a_day, p->habilitation.last = s->today + 1)
CASE(habilitation_ends, p->habilitation.last = sample_day(2026, 12, 1))
CASE(not_inscribed, p->inscription = MATCH_INSCRIPTION_NONE)
CASE(removed, p->inscription = MATCH_INSCRIPTION_REMOVED)
CASE(suspended, p->inscription = MATCH_INSCRIPTION_SUSPENDED)
CASE(stale, p->confirmed_on = s->today - 93)
CASE(just_fresh, p->confirmed_on = s->today - 92)
CASE(never_confirmed, p->confirmed_on = DAY_NONE)
CASE(refused, s->consent = MATCH_CONSENT_REFUSED)
CASE(to_collect, s->consent = MATCH_CONSENT_TO_COLLECT)
CASE(not_open, s->measure_open = false)
CASE(all_done, s->remaining_min = 0)
CASE(barred, p->barred = 6; s->families = 4)
CASE(barred_for_others, p->barred = 6; s->families = 8)
CASE(host_avoided, x->hosts[0] = p->host; s->n_avoid_hosts = 1)
CASE(site_avoided, x->sites[1] = p->site; s->n_avoid_sites = 2)
CASE(zone_avoided, x->zones[0] = (struct match_zone){p->point, 0}; s->n_avoid_zones = 1)
CASE(zone_elsewhere, x->zones[0] = (struct match_zone){s->point, 9000}; s->n_avoid_zones = 1)
CASE(person_avoided, p->avoid_person = true)
CASE(place_avoided, p->avoid_place = true)
CASE(licence_unsure, p->needs = MATCH_NEED_LICENCE; s->unsure = MATCH_NEED_LICENCE)
CASE(exam_later, s->minor = p->minors = true; s->exam_later = true)
CASE(unfit_later, s->fitness = MATCH_FITNESS_UNFIT; s->exam_later = true)
CASE(no_licence, p->needs = MATCH_NEED_LICENCE | MATCH_NEED_FRENCH_SPOKEN; s->can = MATCH_NEED_FRENCH_SPOKEN)
CASE(heights_fit, p->needs = MATCH_NEED_HEIGHTS)
CASE(heights_limited, p->needs = MATCH_NEED_HEIGHTS; s->fitness = MATCH_FITNESS_LIMITED;
     s->fit_limits = MATCH_NEED_HEIGHTS)
CASE(other_limited, p->needs = MATCH_NEED_HEIGHTS; s->fitness = MATCH_FITNESS_LIMITED; s->fit_limits = MATCH_NEED_LOADS)
CASE(too_few, p->min_min = 4260)
CASE(just_enough, p->min_min = 4200; p->max_min = 4200)
CASE(too_many, p->max_min = 3600)
CASE(unfit, s->fitness = MATCH_FITNESS_UNFIT)
CASE(risk, p->special_risk = true)
CASE(risk_asked, p->special_risk = true; s->fitness = MATCH_FITNESS_ASKED)
CASE(risk_fit, p->special_risk = true; s->fitness = MATCH_FITNESS_FIT)
CASE(risk_fit_no_more, p->special_risk = true; s->fitness = MATCH_FITNESS_FIT; s->fit_until = s->today)
CASE(care, p->care_setting = true)
CASE(exam_person, s->exam_first = true)
CASE(exam_minor, s->minor = p->minors = true)
CASE(night_in_common, x->slots[0].from_min = AT(5, 0); x->free[0].from_min = 0)
CASE(night_of_others, x->slots[0].from_min = AT(5, 0))
/* 10,174 m, of which the way is 1.280 times: 13,026 m */
CASE(far, s->means = TRANSIT; s->travel_max_min = 30)
CASE(near, s->means = TRANSIT; s->travel_max_min = 35)
CASE(far_on_foot, s->means = 1u << MATCH_MEANS_FOOT)
CASE(far_by_any, s->means = 1u << MATCH_MEANS_FOOT | TRANSIT; s->travel_max_min = 34)
CASE(far_hers, s->means = 1u << MATCH_MEANS_FOOT | TRANSIT; s->travel_max_min = 10;
     p->point = (struct match_point){50673333, 3066667}) /* 4.4 km: 65 minutes on foot, 20 to 45 by bus */
CASE(far_means_unsaid, s->travel_max_min = 1)
CASE(nowhere, s->travel_max_min = 1; s->means = TRANSIT; p->has_point = false)
CASE(no_car, s->means = TRANSIT; p->car_needed = true)
CASE(has_scooter, s->means = TRANSIT | 1u << MATCH_MEANS_SCOOTER; p->car_needed = true)
CASE(car_unsaid, p->car_needed = true)
CASE(no_ride, s->means = TRANSIT; p->transit_first = AT(15, 1))
CASE(no_ride_home, s->means = TRANSIT; p->transit_last = AT(9, 59))
CASE(no_ride_at_times_meant, s->means = TRANSIT; p->transit_first = AT(15, 1); s->whole = true)
CASE(no_ride_unsaid, p->transit_first = AT(15, 1))
CASE(rides_a_bicycle, s->means = TRANSIT | 1u << MATCH_MEANS_BICYCLE; p->transit_first = AT(15, 1);
     p->point = (struct match_point){50650000, 3080000})
CASE(asked_late, s->begin_from = AT(15, 1))
CASE(asked_home, s->means = TRANSIT; s->home_by = AT(10, 0) + 69)
CASE(asked_home_just, s->means = TRANSIT; s->home_by = AT(10, 0) + 70)
CASE(night_only, s->minor = p->minors = true; s->fitness = MATCH_FITNESS_FIT; s->law.minor.hard = true;
     s->law.minor.no_night = true; x->slots[0] = x->slots[1] = (struct slot){1, AT(22, 0), AT(24, 0), SLOT_EVERY, 0};
     p->n_slots = 1; x->free[0].to_min = SLOT_DAY)
CASE(other_times, x->free[0].to_min = AT(8, 38); x->free[3].to_min = AT(8, 0))
CASE(other_days, s->n_free = 0; sample_free(x, 3, 0, SLOT_DAY))
CASE(job_in_the_way, sample_job(x, 1, AT(8, 0), AT(16, 0)); sample_job(x, 4, AT(8, 0), AT(15, 30)))
CASE(fortnights_miss, p->n_slots = 1; x->slots[0].weeks = SLOT_ODD; s->n_free = 1; x->free[0].weeks = SLOT_EVEN)
CASE(closed, x->closures[0] = (struct match_span){0, DAY_NONE}; p->n_closures = 1)
CASE(away, x->away[0] = (struct match_span){0, DAY_NONE}; s->n_away = 1)
CASE(begins_too_late, p->earliest = s->horizon + 1)
CASE(full, sample_take(x, 0, 0, DAY_NONE, 1); sample_take(x, 1, 0, DAY_NONE, 2))
CASE(full_of_three, sample_take(x, 0, 0, s->today + 100, 3); sample_take(x, 0, s->today + 101, s->today + 130, 1);
     sample_take(x, 0, s->today + 131, DAY_NONE, 2); sample_take(x, 1, 0, DAY_NONE, 3))
CASE(full_of_more, sample_take(x, 0, 0, s->today + 100, 4); sample_take(x, 0, s->today + 101, DAY_NONE, 3);
     sample_take(x, 1, 0, DAY_NONE, 4); x->slots[1].places = 2)
CASE(two_places, sample_take(x, 0, 0, DAY_NONE, 1); sample_take(x, 1, 0, DAY_NONE, 1); p->places = 2)
CASE(slot_has_more, sample_take(x, 0, 0, DAY_NONE, 1); sample_take(x, 1, 0, DAY_NONE, 1); x->slots[0].places = 2;
     s->remaining_min = 60)
CASE(week_full, for (int d = 2; d <= 6; d++) if (d != 4) sample_job(x, d, AT(7, 0), AT(18, 36)))
CASE(week_just, s->job_extra_min = 2820 - 60; s->remaining_min = 60)
CASE(week_over, s->job_extra_min = 2820 - 59; s->remaining_min = 60)
CASE(labour_soft, s->law.adult = (struct match_labour){.day_min = 360})
CASE(labour_day, s->law.adult = (struct match_labour){.day_min = 480, .hard = true};
     sample_job(x, 1, AT(16, 0), AT(23, 30)); p->n_slots = 1)
CASE(labour_week, s->law.adult = (struct match_labour){.week_min = 2880, .hard = true}; s->law.over_min = 2000;
     s->job_extra_min = 2850)
CASE(labour_rest, s->law.adult = (struct match_labour){.rest_min = 720, .hard = true}; p->n_slots = 1;
     sample_job(x, 7, AT(12, 0), AT(24, 0)); sample_job(x, 2, AT(0, 0), AT(4, 0)); x->slots[0].to_min = AT(18, 0))
CASE(labour_days, s->law.adult = (struct match_labour){.week_days = 2, .hard = true}; sample_job(x, 2, 0, 60);
     sample_job(x, 3, 0, 60))
CASE(labour_off, s->law.minor = (struct match_labour){.two_off = true, .hard = true}; s->minor = p->minors = true;
     s->fitness = MATCH_FITNESS_FIT; sample_job(x, 2, 0, 60); sample_job(x, 3, 0, 60); sample_job(x, 5, 0, 60);
     sample_job(x, 7, 0, 60); p->n_slots = 1; x->slots[0].weekday = 6)
CASE(horizon_near, s->horizon = s->today + 7)
CASE(term_near, s->term = sample_day(2026, 11, 30))
CASE(term_just, s->term = sample_day(2026, 12, 3))
CASE(clock_stopped, s->clock_stopped = true)

struct row {
    const char *name;
    void (*change_it)(struct sample *x);
    enum match_rule rule;
    enum match_change change;
    int32_t amount;
    int32_t limit;
};

#define NIL MATCH_CHANGE_NONE
#define OTHER MATCH_CHANGE_OTHER_POST
#define HOST MATCH_CHANGE_HOST

static const struct row rows[] = {
    {"the sample fits", as_it_is, MATCH_FITS, NIL, 0, 0},
    {"H-14 an adult at a post for minors", for_minors, MATCH_RULE_PUBLIC, OTHER, 0, 0},
    {"H-14 a minor at a post for adults", minor_alone, MATCH_RULE_PUBLIC, OTHER, 0, 0},
    {"H-12 the host takes nobody", host_asleep, MATCH_RULE_HOST, HOST, 0, 0},
    {"H-02 no habilitation", no_habilitation, MATCH_RULE_HABILITATION, HOST, 0, DAY_NONE},
    {"H-01 a public body needs none", public_body, MATCH_FITS, NIL, 0, 0},
    {"H-10 over today", habilitation_over, MATCH_RULE_HABILITATION, MATCH_CHANGE_RENEWAL, 1, 20758},
    {"H-10 over after the first day", habilitation_of_a_day, MATCH_RULE_STANDING, MATCH_CHANGE_RENEWAL, 31, 20759},
    {"H-10 over two days before the last hour", habilitation_ends, MATCH_RULE_STANDING, MATCH_CHANGE_RENEWAL, 2, 20788},
    {"H-15 not inscribed", not_inscribed, MATCH_RULE_INSCRIPTION, HOST, 0, 0},
    {"H-18 removed", removed, MATCH_RULE_INSCRIPTION, HOST, 0, 0},
    {"H-18 suspended", suspended, MATCH_RULE_SUSPENDED, HOST, 0, 0},
    {"B-09 a day too old", stale, MATCH_RULE_FRESH, HOST, 1, 93},
    {"B-09 just fresh", just_fresh, MATCH_FITS, NIL, 0, 0},
    {"B-09 never confirmed", never_confirmed, MATCH_RULE_FRESH, HOST, 0, DAY_NONE},
    {"M-05 refused", refused, MATCH_RULE_REFUSED, MATCH_CHANGE_JUDGE, 0, 0},
    {"M-06 to be collected", to_collect, MATCH_RULE_CONSENT, MATCH_CHANGE_CONSENT, 0, 0},
    {"M-09 not open", not_open, MATCH_RULE_MEASURE, MATCH_CHANGE_JUDGE, 0, 0},
    {"M-09 all hours are done", all_done, MATCH_RULE_MEASURE, MATCH_CHANGE_JUDGE, 0, 0},
    {"B-06 a barred family", barred, MATCH_RULE_FAMILY, MATCH_CHANGE_SERVICE, 0, 0},
    {"B-06 barred for others", barred_for_others, MATCH_FITS, NIL, 0, 0},
    {"C-08 the host", host_avoided, MATCH_RULE_AVOID_HOST, OTHER, 0, 0},
    {"C-08 the site, second in the list", site_avoided, MATCH_RULE_AVOID_PLACE, OTHER, 0, 0},
    {"C-08 a zone of no width", zone_avoided, MATCH_RULE_AVOID_PLACE, OTHER, 0, 0},
    {"C-08 a zone that ends before", zone_elsewhere, MATCH_FITS, NIL, 0, 0},
    {"C-08 somebody is there", person_avoided, MATCH_RULE_AVOID_PERSON, OTHER, 0, 0},
    {"C-08 a place without a point", place_avoided, MATCH_RULE_AVOID_PLACE, OTHER, 0, 0},
    {"B-06 nobody knows of a licence", licence_unsure, MATCH_FITS, NIL, 0, 0},
    {"W-05 of a proposal: due before the work begins", exam_later, MATCH_FITS, NIL, 0, 0},
    {"W-06 of a proposal: unfit", unfit_later, MATCH_RULE_UNFIT, MATCH_CHANGE_JUDGE, 0, 0},
    {"B-06 no licence", no_licence, MATCH_RULE_NEED, MATCH_CHANGE_PERSON, MATCH_NEED_LICENCE, 0},
    {"W-06 heights without a limit", heights_fit, MATCH_FITS, NIL, 0, 0},
    {"W-06 heights excluded", heights_limited, MATCH_RULE_LIMITED, OTHER, MATCH_NEED_HEIGHTS, 0},
    {"W-06 loads excluded, heights asked", other_limited, MATCH_FITS, NIL, 0, 0},
    {"H-16 an hour too few", too_few, MATCH_RULE_HOURS, HOST, 60, 4260},
    {"H-16 just the hours", just_enough, MATCH_FITS, NIL, 0, 0},
    {"H-16 ten hours too many", too_many, MATCH_RULE_HOURS, HOST, 600, 3600},
    {"W-06 unfit", unfit, MATCH_RULE_UNFIT, MATCH_CHANGE_JUDGE, 0, 0},
    {"W-05 special risk", risk, MATCH_RULE_EXAM, MATCH_CHANGE_EXAM, MATCH_EXAM_RISK, 0},
    {"W-05 special risk, opinion awaited", risk_asked, MATCH_RULE_EXAM, MATCH_CHANGE_EXAM, MATCH_EXAM_RISK, 1},
    {"W-05 special risk, fit", risk_fit, MATCH_FITS, NIL, 0, 0},
    {"W-05 special risk, fit until today", risk_fit_no_more, MATCH_RULE_EXAM, MATCH_CHANGE_EXAM, MATCH_EXAM_RISK, 0},
    {"W-05 care setting", care, MATCH_RULE_EXAM, MATCH_CHANGE_EXAM, MATCH_EXAM_CARE, 0},
    {"W-05 the person", exam_person, MATCH_RULE_EXAM, MATCH_CHANGE_EXAM, MATCH_EXAM_PERSON, 0},
    {"W-05 a minor", exam_minor, MATCH_RULE_EXAM, MATCH_CHANGE_EXAM, MATCH_EXAM_MINOR, 0},
    {"W-05 night in common", night_in_common, MATCH_RULE_EXAM, MATCH_CHANGE_EXAM, MATCH_EXAM_NIGHT, 0},
    {"W-05 night that she does not work", night_of_others, MATCH_FITS, NIL, 0, 0},
    {"C-07 too far", far, MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL, 5, 30},
    {"C-07 an hour on foot is the most", far_on_foot, MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL, 85, 60},
    {"C-07 the means that lacks least", far_by_any, MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL, 1, 34},
    {"C-07 what she may accept before what nobody is asked for", far_hers, MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL, 10,
     10},
    {"C-07 means that nobody said exclude nothing", far_means_unsaid, MATCH_FITS, NIL, 0, 0},
    {"C-07 a car is needed", no_car, MATCH_RULE_CAR, MATCH_CHANGE_TRAVEL, 0, 0},
    {"C-07 a scooter will do", has_scooter, MATCH_FITS, NIL, 0, 0},
    {"C-07 a car is needed, nobody said", car_unsaid, MATCH_FITS, NIL, 0, 0},
    {"C-07 no bus before a minute is left", no_ride, MATCH_RULE_TRANSIT, MATCH_CHANGE_TRAVEL, 361, 901},
    {"C-07 no bus home", no_ride_home, MATCH_RULE_TRANSIT, MATCH_CHANGE_TRAVEL, 361, 599},
    {"C-07 no bus at times that are meant", no_ride_at_times_meant, MATCH_FITS, NIL, 0, 0},
    {"C-07 no bus, nobody said how she comes", no_ride_unsaid, MATCH_FITS, NIL, 0, 0},
    {"C-07 no bus but a bicycle", rides_a_bicycle, MATCH_FITS, NIL, 0, 0},
    {"C-07 not before an hour", asked_late, MATCH_RULE_ASKED, MATCH_CHANGE_ASKED, 0, 0},
    {"C-07 home by a time", asked_home, MATCH_RULE_ASKED, MATCH_CHANGE_ASKED, 0, 0},
    {"C-07 home just by a time", asked_home_just, MATCH_FITS, NIL, 0, 0},
    {"C-07 just near enough", near, MATCH_FITS, NIL, 0, 0},
    {"C-07 a distance not known fails nothing", nowhere, MATCH_FITS, NIL, 0, 0},
    {"W-04 only night in common", night_only, MATCH_RULE_NIGHT, MATCH_CHANGE_SLOTS, 0, 0},
    {"C-06 leaves 22 minutes before it opens", other_times, MATCH_RULE_SLOTS, MATCH_CHANGE_SLOTS, 82, 1},
    {"C-06 no day in common", other_days, MATCH_RULE_SLOTS, MATCH_CHANGE_SLOTS, -1, 0},
    {"C-06 the job is in the way", job_in_the_way, MATCH_RULE_SLOTS, MATCH_CHANGE_JOB, 0, 1},
    {"C-06 odd weeks against even ones", fortnights_miss, MATCH_RULE_SLOTS, MATCH_CHANGE_SLOTS, -1, 0},
    {"B-05 closed for good", closed, MATCH_RULE_DAYS, MATCH_CHANGE_DATES, 174, 21365},
    {"M-12 in custody for good", away, MATCH_RULE_DAYS, MATCH_CHANGE_DATES, 174, 21365},
    {"B-05 after the horizon", begins_too_late, MATCH_RULE_DAYS, MATCH_CHANGE_DATES, 0, 21365},
    {"B-05 full", full, MATCH_RULE_CAPACITY, MATCH_CHANGE_PLACES, 1, 1},
    {"B-05 full, of one for a month", full_of_three, MATCH_RULE_CAPACITY, MATCH_CHANGE_PLACES, 1, 1},
    {"B-05 always more than one too many", full_of_more, MATCH_RULE_CAPACITY, MATCH_CHANGE_PLACES, 3, 2},
    {"B-05 a second place", two_places, MATCH_FITS, NIL, 0, 0},
    {"B-05 a slot with more places than the post", slot_has_more, MATCH_FITS, NIL, 0, 0},
    {"W-01 46 h 24 of job and a session", week_full, MATCH_RULE_WEEK, MATCH_CHANGE_JOB, 24, 2820},
    {"W-01 just 47 h", week_just, MATCH_FITS, NIL, 0, 0},
    {"W-01 a minute over 47 h", week_over, MATCH_RULE_WEEK, MATCH_CHANGE_JOB, 1, 2820},
    {"W-03 only warns", labour_soft, MATCH_FITS, NIL, 0, 0},
    {"W-03 the day, hard", labour_day, MATCH_RULE_LABOUR_DAY, MATCH_CHANGE_SLOTS, 30, 480},
    {"W-03 the week, hard", labour_week, MATCH_RULE_LABOUR_WEEK, MATCH_CHANGE_SLOTS, 30, 2880},
    {"W-03 the rest, hard", labour_rest, MATCH_RULE_LABOUR_REST, MATCH_CHANGE_SLOTS, 60, 720},
    {"W-03 the days, hard", labour_days, MATCH_RULE_LABOUR_DAYS, MATCH_CHANGE_SLOTS, 1, 2},
    {"W-04 two days off, hard", labour_off, MATCH_RULE_LABOUR_OFF, MATCH_CHANGE_SLOTS, 1, 2},
    {"M-09 the calendar ends first", horizon_near, MATCH_RULE_HORIZON, MATCH_CHANGE_SLOTS, 3360, 20765},
    {"M-09 three days after the term", term_near, MATCH_RULE_PERIOD, MATCH_CHANGE_SLOTS, 3, 20787},
    {"M-09 on the last day", term_just, MATCH_FITS, NIL, 0, 0},
    {"M-13 a clock that stands stops no work", clock_stopped, MATCH_FITS, NIL, 0, 0},
};

static void each_rule_fails_by_so_much(void **state)
{
    bool seen[MATCH_RULES] = {false};
    int bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        struct sample x;
        struct match_fit f;

        sample_make(&x);
        r->change_it(&x);
        f = fit_of(&x);
        seen[f.rule] = true;
        if (f.rule == r->rule && f.change == r->change && f.amount == r->amount && f.limit == r->limit)
            continue;
        bad++;
        print_error("%s: %s, %s, %d, %d\n", r->name, outcome_code(f.rule), outcome_change(f.change), f.amount, f.limit);
    }
    assert_int_equal(bad, 0);
    for (int r = 0; r < MATCH_RULES; r++)
        if (!seen[r])
            fail_msg("no row for %s", outcome_code((enum match_rule)r));
}

/* The sample breaks every rule before the calendar, then one after the other is mended: the order of the enum. */
static void the_first_that_fails_is_told(void **state)
{
    static void (*const breaking[])(struct sample *) = {
        for_minors, host_asleep, no_habilitation, suspended, stale, to_collect, not_open, barred, host_avoided,
        site_avoided, person_avoided, no_licence, too_few, unfit, far,
    };
    static const enum match_rule want[] = {
        MATCH_RULE_PUBLIC, MATCH_RULE_HOST, MATCH_RULE_HABILITATION, MATCH_RULE_SUSPENDED, MATCH_RULE_FRESH,
        MATCH_RULE_CONSENT, MATCH_RULE_MEASURE, MATCH_RULE_FAMILY, MATCH_RULE_AVOID_HOST, MATCH_RULE_AVOID_PLACE,
        MATCH_RULE_AVOID_PERSON, MATCH_RULE_NEED, MATCH_RULE_HOURS, MATCH_RULE_UNFIT, MATCH_RULE_TRAVEL,
    };
    size_t n = sizeof want / sizeof want[0];

    (void)state;
    for (size_t mended = 0; mended < n; mended++) {
        struct sample x;

        sample_make(&x);
        for (size_t i = mended; i < n; i++)
            breaking[i](&x);
        assert_int_equal(fit_of(&x).rule, want[mended]);
    }
}

static void a_plan_is_told_session_by_session(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    f = fit_of(&x);
    assert_int_equal(f.first_day, sample_day(2026, 11, 2));
    assert_int_equal(f.last_day, sample_day(2026, 12, 3));
    assert_int_equal(f.margin, sample_day(2027, 12, 31) - sample_day(2026, 12, 3));
    assert_true(f.sessions == 10 && f.weeks == 5 && f.minutes == 4200 && f.job_days == 0 && f.warnings == 0);
    assert_true(plan.session[1].day == sample_day(2026, 11, 5) && plan.session[1].slot == 1);
    assert_true(plan.session[9].from_min == AT(9, 0) && plan.session[9].to_min == AT(16, 0));
    assert_true(plan.n_weeks == 5 && plan.week[4].monday == sample_day(2026, 11, 30) && plan.week[4].minutes == 840);
    assert_true(f.travel_m == 10174 && f.travel_from == 35 && f.travel_to == 70);
    assert_true(f.term[MATCH_TERM_TRAVEL] == 14 && f.term[MATCH_TERM_MARGIN] == 0);
}

/* W-01: 35 hours of job leave 12 of the 14 that the slots have; the last session of each week is cut. */
static void a_week_holds_47_hours(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.s.job_extra_min = 2100;
    f = fit_of(&x);
    assert_int_equal(f.rule, MATCH_FITS);
    for (int w = 0; w < 5; w++)
        assert_int_equal(plan.week[w].minutes, 720);
    assert_int_equal(plan.session[1].to_min, AT(14, 0));
    assert_int_equal(f.weeks, 6);
    /* hours of another measure in a week count in it */
    x.busy[0] = (struct match_busy){sample_day(2026, 11, 4), AT(8, 0), AT(16, 0), true};
    x.s.n_busy = 1;
    f = fit_of(&x);
    assert_int_equal(plan.week[0].minutes, 240);
    assert_int_equal(plan.week[1].minutes, 720);
}

/* 2026 has a week 53: an odd slot runs twice in a row, an even one pauses for three weeks. */
static void fortnights_follow_iso_weeks_over_a_week_53(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.s.today = sample_day(2026, 12, 20);
    x.s.law.fresh_days = 0;
    x.p.n_slots = 0;
    sample_slot(&x, 1, AT(9, 0), AT(16, 0), SLOT_ODD);
    x.s.remaining_min = 3 * 420;
    f = fit_of(&x);
    assert_int_equal(plan.session[0].day, sample_day(2026, 12, 28));
    assert_int_equal(plan.session[1].day, sample_day(2027, 1, 4));
    assert_int_equal(plan.session[2].day, sample_day(2027, 1, 18));
    x.slots[0].weeks = SLOT_EVEN;
    f = fit_of(&x);
    assert_int_equal(plan.session[0].day, sample_day(2026, 12, 21));
    assert_int_equal(plan.session[1].day, sample_day(2027, 1, 11));
    assert_int_equal(f.last_day, sample_day(2027, 1, 25));
}

/* What moves the forecast, each by itself: closures, holidays, absences, commitments, somebody's place, a later day. */
static void the_forecast_moves_at_once(void **state)
{
    struct sample x;
    struct match_fit f;
    int32_t monday = sample_day(2026, 11, 9);

    (void)state;
    for (int what = 0; what < 6; what++) {
        sample_make(&x);
        if (what == 0)
            x.closures[x.p.n_closures++] = (struct match_span){monday, monday};
        if (what == 1)
            x.holidays[x.s.n_holidays++] = monday;
        if (what == 2)
            x.away[x.s.n_away++] = (struct match_span){monday, monday + 2};
        if (what == 3)
            x.busy[x.s.n_busy++] = (struct match_busy){monday, AT(9, 30), AT(15, 30), false};
        if (what == 4)
            sample_take(&x, 0, monday, monday, 1);
        if (what == 5)
            x.p.earliest = sample_day(2026, 11, 3);
        f = fit_of(&x);
        assert_int_equal(f.last_day, sample_day(2026, 12, 7));
    }
    /* a commitment in the middle leaves two pieces */
    sample_make(&x);
    x.busy[x.s.n_busy++] = (struct match_busy){monday, AT(12, 0), AT(13, 0), false};
    f = fit_of(&x);
    assert_true(plan.session[2].to_min == AT(12, 0) && plan.session[3].from_min == AT(13, 0));
    assert_true(f.sessions == 12 && plan.session[11].to_min - plan.session[11].from_min == 60);
    /* a host that opens on holidays */
    sample_make(&x);
    x.holidays[x.s.n_holidays++] = monday;
    x.p.open_holidays = true;
    assert_int_equal(fit_of(&x).last_day, sample_day(2026, 12, 3));
}

/* Days on which clocks change are days like others: 29 March and 25 October 2026. */
static void clocks_that_change_change_nothing(void **state)
{
    struct sample x;

    (void)state;
    sample_make(&x);
    x.s.today = sample_day(2026, 3, 27);
    x.s.law.fresh_days = 0;
    x.p.n_slots = 0;
    x.s.fitness = MATCH_FITNESS_FIT;
    x.free[6] = (struct slot){7, 0, SLOT_DAY, SLOT_EVERY, 0};
    sample_slot(&x, 7, AT(1, 0), AT(5, 0), SLOT_EVERY);
    x.s.remaining_min = 240;
    assert_int_equal(fit_of(&x).last_day, sample_day(2026, 3, 29));
    assert_int_equal(plan.session[0].to_min - plan.session[0].from_min, 240);
}

static void warnings_are_told(void **state)
{
    struct sample x;

    (void)state;
    sample_make(&x);
    x.s.law.adult = (struct match_labour){.day_min = 419, .week_min = 839, .rest_min = 1440, .week_days = 1};
    assert_int_equal(fit_of(&x).warnings, MATCH_WARN_DAY | MATCH_WARN_WEEK | MATCH_WARN_DAYS);
    x.s.law.adult = (struct match_labour){.day_min = 420, .week_min = 840, .rest_min = 660, .week_days = 2};
    assert_int_equal(fit_of(&x).warnings, 0);
    sample_job(&x, 2, 0, AT(2, 59));
    assert_int_equal(fit_of(&x).warnings, MATCH_WARN_WEEK | MATCH_WARN_REST | MATCH_WARN_DAYS);
    sample_make(&x);
    x.s.clock_stopped = true;
    x.s.term = sample_day(2027, 1, 1);
    x.p.habilitation.last = sample_day(2027, 3, 4);
    x.p.tutor_max = 2;
    for (int i = 0; i < 2; i++)
        x.led[x.p.n_led++] = (struct match_taken){i, SLOT_EVERY, {x.s.today, DAY_NONE}, 2, 2};
    x.s.has_point = false;
    assert_int_equal(fit_of(&x).warnings, MATCH_WARN_CLOCK | MATCH_WARN_MARGIN | MATCH_WARN_STANDING |
                                              MATCH_WARN_TUTOR | MATCH_WARN_DISTANCE);
    x.s.fitness = MATCH_FITNESS_FIT;
    x.s.fit_until = sample_day(2026, 12, 2);
    assert_true(fit_of(&x).warnings & MATCH_WARN_FITNESS);
}

/* C-07: transport is no law. What is not said for sure warns, and what is cut is told. */
static void the_way_warns(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    far_means_unsaid(&x);
    f = fit_of(&x);
    assert_true(f.warnings == MATCH_WARN_TRAVEL && f.travel_by == MATCH_MEANS_TRANSIT);
    assert_int_equal(f.travel_assumed, MATCH_ASSUMED_MEANS | MATCH_ASSUMED_HOURS);
    x.s.travel_max_min = 70;
    assert_int_equal(fit_of(&x).warnings, 0);
    car_unsaid(&x);
    f = fit_of(&x);
    assert_true(f.warnings == MATCH_WARN_CAR && f.travel_by == MATCH_MEANS_CAR && f.travel_to == 40);

    /* The bus comes an hour after the post opens: an hour less, told with both times, and the plan is longer. */
    sample_make(&x);
    x.s.means = 1u << MATCH_MEANS_TRANSIT;
    x.p.transit_first = AT(10, 0);
    f = fit_of(&x);
    assert_true(f.warnings == MATCH_WARN_TRANSIT && f.transit_at == AT(9, 0) && f.transit_hour == AT(10, 0));
    assert_true(plan.session[0].from_min == AT(10, 0) && f.sessions == 12 && f.travel_assumed == 0);
    x.s.means = 0; /* nobody said that she has nothing else */
    f = fit_of(&x);
    assert_true(f.warnings == MATCH_WARN_TRANSIT && plan.session[0].from_min == AT(9, 0) && f.sessions == 10);

    /* Thursday is none of the weekend; made a Sunday its own hours count, each by itself. */
    x.s.means = 1u << MATCH_MEANS_TRANSIT;
    x.p.transit_saturday = (struct transit_hours){AT(15, 0), AT(15, 30), false};
    x.p.transit_sunday = (struct transit_hours){AT(11, 0), 0, false};
    x.p.transit_first = 0;
    assert_int_equal(fit_of(&x).warnings, 0);
    x.slots[1].weekday = 7;
    f = fit_of(&x);
    assert_true(f.warnings == MATCH_WARN_TRANSIT && f.transit_at == AT(9, 0) && f.transit_hour == AT(11, 0));
    assert_true(f.transit_day == 7 && f.travel_assumed == MATCH_ASSUMED_HOURS); /* of Mondays nobody said */
    for (int32_t i = 0; i + 1 < plan.n_sessions; i++)
        assert_int_equal(plan.session[i].from_min, day_weekday(plan.session[i].day) == 7 ? AT(11, 0) : AT(9, 0));
    x.p.transit_last = AT(14, 0); /* on Sundays too, where nothing else is said */
    f = fit_of(&x);
    assert_true(f.transit_at == AT(16, 0) && f.transit_hour == AT(14, 0) && f.transit_day == 0);
    for (int32_t i = 0; i + 1 < plan.n_sessions; i++)
        assert_int_equal(plan.session[i].to_min, AT(14, 0));
    x.slots[0].weekday = 6; /* half an hour is nothing to come for */
    f = fit_of(&x);
    assert_true(f.rule == MATCH_FITS && f.transit_day == 6 && f.travel_assumed == 0);
    for (int32_t i = 0; i < plan.n_sessions; i++)
        assert_int_equal(day_weekday(plan.session[i].day), 7);

    /* Nothing runs on Saturdays: no hours of other days hold then, and what nobody said bars nothing. */
    x.slots[0].weekday = 1;
    x.slots[1].weekday = 6;
    x.p.transit_last = 0;
    x.p.transit_first = AT(6, 0);
    x.p.transit_saturday = (struct transit_hours){.none = true};
    f = fit_of(&x);
    assert_true(f.rule == MATCH_FITS && f.warnings == MATCH_WARN_TRANSIT && f.travel_assumed == 0);
    assert_true(f.transit_at == AT(9, 0) && f.transit_hour == 0 && f.transit_day == 6);
    for (int32_t i = 0; i < plan.n_sessions; i++)
        assert_int_equal(day_weekday(plan.session[i].day), 1);
    x.s.means = 0;
    f = fit_of(&x);
    assert_true(f.warnings == MATCH_WARN_TRANSIT && day_weekday(plan.session[1].day) == 6);
    x.s.means = 1u << MATCH_MEANS_TRANSIT | 1u << MATCH_MEANS_CAR;
    f = fit_of(&x);
    assert_true(f.warnings == 0 && f.travel_by == MATCH_MEANS_CAR && day_weekday(plan.session[1].day) == 6);
    x.s.means = 1u << MATCH_MEANS_TRANSIT;
    x.p.n_slots = 1;
    x.slots[0].weekday = 6;
    f = fit_of(&x);
    assert_true(f.rule == MATCH_RULE_TRANSIT && f.amount == 0 && f.limit == 0 && f.transit_day == 6);

    /* What no host stated is never cut: the last bus of the general hours. */
    sample_make(&x);
    x.s.means = 1u << MATCH_MEANS_TRANSIT;
    x.s.law.travel.transit_last = AT(15, 0);
    f = fit_of(&x);
    assert_true(f.warnings == MATCH_WARN_TRANSIT && f.transit_at == AT(16, 0) && f.transit_hour == AT(15, 0));
    assert_true(f.sessions == 10 && f.travel_assumed == MATCH_ASSUMED_HOURS);

    /* A bicycle goes at any hour, and is told although the bus is quicker. */
    sample_make(&x);
    x.p.point.lat = x.s.point.lat + 60000;
    x.p.point.lon = x.s.point.lon;
    x.s.means = 1u << MATCH_MEANS_TRANSIT | 1u << MATCH_MEANS_BICYCLE;
    f = fit_of(&x);
    assert_true(f.travel_by == MATCH_MEANS_BICYCLE || f.travel_by == MATCH_MEANS_TRANSIT);
    x.s.law.travel.means[MATCH_MEANS_TRANSIT].metres_min = 900;
    assert_int_equal(fit_of(&x).travel_by, MATCH_MEANS_TRANSIT);
    x.p.transit_first = AT(9, 1);
    f = fit_of(&x);
    assert_true(f.travel_by == MATCH_MEANS_BICYCLE && f.warnings == 0 && f.sessions == 10);

    /* Somewhere in a commune: the range is wider at both ends. */
    sample_make(&x);
    x.s.point_rough = x.p.point_rough = true;
    f = fit_of(&x);
    assert_true(f.travel_from == 25 && f.travel_to == 80 && f.travel_assumed & MATCH_ASSUMED_PLACE);
}

static void what_cannot_be_is_refused(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.free[0].weekday = 8;
    assert_int_equal(match_begin(&m, &x.s), ERR_FORMAT);
    sample_make(&x);
    x.s.law.travel.means[MATCH_MEANS_FOOT].metres_min = 0;
    assert_int_equal(match_begin(&m, &x.s), ERR_FORMAT);
    sample_make(&x);
    x.s.law.least_session = 29;
    assert_int_equal(match_begin(&m, &x.s), ERR_FORMAT);
    sample_make(&x);
    x.s.remaining_min = MATCH_MINUTES + 1;
    assert_int_equal(match_begin(&m, &x.s), ERR_LIMIT);
    sample_make(&x);
    x.s.n_free = MATCH_SLOTS + 1;
    assert_int_equal(match_begin(&m, &x.s), ERR_LIMIT);
    sample_make(&x);
    assert_int_equal(match_begin(&m, &x.s), ERR_OK);
    x.slots[1] = x.slots[0];
    assert_int_equal(match_post(&m, &x.p, &f, NULL), ERR_FORMAT);
    sample_make(&x);
    assert_int_equal(match_begin(&m, &x.s), ERR_OK);
    x.p.transit_first = SLOT_DAY + 1;
    assert_int_equal(match_post(&m, &x.p, &f, NULL), ERR_FORMAT);
    x.p.transit_first = 0;
    x.p.transit_sunday.last = SLOT_DAY + 1;
    assert_int_equal(match_post(&m, &x.p, &f, NULL), ERR_FORMAT);
    x.p.transit_sunday.last = 0;
    x.p.places = 51;
    assert_int_equal(match_post(&m, &x.p, &f, NULL), ERR_FORMAT);
    x.p.n_slots = MATCH_SLOTS + 1;
    assert_int_equal(match_post(&m, &x.p, &f, NULL), ERR_LIMIT);
}

/* The longest measure in the shortest sessions fills the plan and not more. */
static void the_longest_plan_has_room(void **state)
{
    struct sample x;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    x.s.remaining_min = x.s.ordered_min = MATCH_MINUTES;
    x.s.law.least_session = MATCH_LEAST_SESSION;
    x.s.term = DAY_NONE;
    x.s.horizon = sample_day(2040, 1, 1);
    x.p.habilitation.last = DAY_NONE;
    x.p.n_slots = 0;
    for (int i = 0; i < MATCH_SLOTS; i++)
        sample_slot(&x, 1 + i % 7, AT(7, 0) + i / 7 * 31, AT(7, 30) + i / 7 * 31, SLOT_EVERY);
    f = fit_of(&x);
    assert_int_equal(f.rule, MATCH_FITS);
    assert_int_equal(f.sessions, MATCH_SESSIONS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_fails_by_so_much),
        cmocka_unit_test(the_first_that_fails_is_told),
        cmocka_unit_test(a_plan_is_told_session_by_session),
        cmocka_unit_test(a_week_holds_47_hours),
        cmocka_unit_test(fortnights_follow_iso_weeks_over_a_week_53),
        cmocka_unit_test(the_forecast_moves_at_once),
        cmocka_unit_test(clocks_that_change_change_nothing),
        cmocka_unit_test(warnings_are_told),
        cmocka_unit_test(the_way_warns),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(the_longest_plan_has_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
