/* SPDX-License-Identifier: EUPL-1.2 */
/* From facts, law and profile to a snapshot, and from a row to a post: each word and number lands where match/ looks
 * for it, what was not said excludes nothing, and match_begin takes what comes out. Monday 2 November 2026 is
 * tomorrow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/match_offer.h"
#include "app/match_snapshot.h"
#include "base/err.h"
#include "domain/situation.h"
#include "match/match.h"

#define AT(h, m) ((h) * 60 + (m))

static struct matching_facts facts;
static struct matching_law law;
static struct profile profile;
static struct matching_time own[MATCHING_OWN];
static struct match_snapshot_in in;
static struct match_material made;
static struct match m;

static int32_t day(int year, int month, int of_month)
{
    return day_number(&(struct day){year, month, of_month});
}

static int start(void **state)
{
    (void)state;
    facts = (struct matching_facts){.departement = "59", .kind = "main", .open = true, .ordered_min = 6300,
                                    .consent = "court", .consented = true};
    facts.today = day(2026, 11, 1);
    facts.term = day(2028, 5, 1);
    law = (struct matching_law){2100, 720, {600, 2880, 660, 6, 0, 0, 0}, {480, 2100, 720, 5, 270, 30, 1}, 2100,
                                120, 92, 30, 31,
                                {1100, 300, 20000, 1300, 360, 1320, {0, 75, 15, 60}, {5, 230, 20, 61}, {12, 330, 30, 1},
                                 {6, 550, 25, 2}}};
    memset(&profile, 0, sizeof profile);
    memset(own, 0, sizeof own);
    in = (struct match_snapshot_in){.facts = &facts, .law = &law, .profile = &profile, .own = own, .minutes = 6000};
    return 0;
}

static const struct match_snapshot *build(void)
{
    assert_int_equal(match_snapshot_build(&made, &in), ERR_OK);
    assert_int_equal(match_begin(&m, &made.s), ERR_OK);
    return &made.s;
}

static void says(enum profile_member member)
{
    profile.said |= 1u << member;
}

static void nothing_said_excludes_nothing(void **state)
{
    const struct match_snapshot *s = build();

    (void)state;
    assert_true(s->n_free == 7 && s->free[6].weekday == 7 && s->free[6].from_min == 0 && s->free[6].to_min == SLOT_DAY);
    assert_true(s->n_job == 0 && s->job_extra_min == 0 && !m.has_job);
    assert_true(!s->has_point && s->travel_max_min == 0 && s->means == 0);
    assert_true(s->can == 0 && s->families == 0 && s->aims == 0);
    assert_int_equal(s->unsure, MATCH_NEED_FRENCH_SPOKEN | MATCH_NEED_FRENCH_READ | MATCH_NEED_LICENCE |
                                    MATCH_NEED_FOOD_HYGIENE | MATCH_NEED_VACCINATION);
    assert_true(s->fitness == MATCH_FITNESS_UNKNOWN && !s->exam_first && !s->limits_in_words && !s->exam_later);
    assert_true(!s->whole && s->n_busy == 0 && s->n_away == 0);
    assert_int_equal(match_snapshot_job(&profile), -1);
    assert_int_equal(match_snapshot_job_most(&profile), -1);
}

static void the_law_lands_where_it_is_read(void **state)
{
    const struct match_law *l = &build()->law;

    (void)state;
    assert_true(l->legal_week_min == 2100 && l->over_min == 720 && l->plan_week_min == 2100 && l->least_session == 120);
    assert_true(l->fresh_days == 92 && l->warn_margin == 30 && l->warn_standing == 31);
    assert_true(l->adult.day_min == 600 && l->adult.week_min == 2880 && l->adult.rest_min == 660);
    assert_true(l->adult.week_days == 6 && !l->adult.hard && !l->adult.two_off && !l->adult.no_night);
    assert_true(l->minor.day_min == 480 && l->minor.week_min == 2100 && l->minor.rest_min == 720);
    assert_true(l->minor.week_days == 5 && l->minor.hard && l->minor.two_off && l->minor.no_night);
    assert_true(l->travel.detour_far == 1100 && l->travel.detour_near == 300 && l->travel.detour_fall_m == 20000);
    assert_true(l->travel.centre_m == 1300 && l->travel.transit_first == 360 && l->travel.transit_last == 1320);
    for (int by = 0; by < MATCH_MEANS; by++) {
        static const struct match_means_law want[MATCH_MEANS] = {
            {0, 75, 15, 60}, {5, 230, 20, 61}, {12, 330, 30, 1}, {6, 550, 25, 2}, {6, 550, 25, 2}};

        assert_memory_equal(&l->travel.means[by], &want[by], sizeof want[by]);
    }
    assert_int_equal(situation_count(SITUATION_TRANSPORT), MATCH_MEANS);
    assert_string_equal(situation_code(SITUATION_TRANSPORT, MATCH_MEANS_FOOT), "on_foot");
    assert_string_equal(situation_code(SITUATION_TRANSPORT, MATCH_MEANS_BICYCLE), "bicycle");
    assert_string_equal(situation_code(SITUATION_TRANSPORT, MATCH_MEANS_TRANSIT), "public_transport");
    assert_string_equal(situation_code(SITUATION_TRANSPORT, MATCH_MEANS_CAR), "car");
    assert_string_equal(situation_code(SITUATION_TRANSPORT, MATCH_MEANS_SCOOTER), "scooter");
}

static void the_measure_is_what_was_ordered(void **state)
{
    static const struct {
        const char *word;
        bool collected;
        enum match_consent want;
    } rows[] = {
        {"court", true, MATCH_CONSENT_GIVEN},           {"court", false, MATCH_CONSENT_GIVEN},
        {"lawyer", false, MATCH_CONSENT_GIVEN},         {"to_collect", false, MATCH_CONSENT_TO_COLLECT},
        {"to_collect", true, MATCH_CONSENT_GIVEN},      {"refused", false, MATCH_CONSENT_REFUSED},
        {"refused", true, MATCH_CONSENT_REFUSED},       {NULL, false, MATCH_CONSENT_TO_COLLECT},
    };
    const struct match_snapshot *s;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        facts.consent = rows[i].word;
        facts.consented = rows[i].collected;
        if (build()->consent != rows[i].want)
            fail_msg("consent %s, %d", rows[i].word, rows[i].collected);
    }
    facts.clock_stopped = facts.minor = true;
    in.from = day(2026, 12, 1);
    s = build();
    assert_true(s->measure_open && s->clock_stopped && s->minor && s->ordered_min == 6300 && s->remaining_min == 6000);
    assert_true(s->term == day(2028, 5, 1) && s->earliest == day(2026, 12, 1) && m.first == day(2026, 12, 1));
    in.from = day(2020, 1, 1);
    assert_int_equal(build()->earliest, day(2026, 11, 2));
    facts.open = false;
    facts.term = DAY_NONE;
    s = build();
    assert_true(!s->measure_open && s->term == DAY_NONE);
}

static void an_opinion_counts_until_its_last_day(void **state)
{
    static const struct {
        enum profile_fitness said;
        int until; /* days from tomorrow; INT32_MAX: none */
        bool asked;
        uint32_t triggers;
        enum match_fitness want;
        bool exam;
    } rows[] = {
        {PROFILE_NOT_EXAMINED, INT32_MAX, false, 0, MATCH_FITNESS_UNKNOWN, false},
        {PROFILE_NOT_EXAMINED, INT32_MAX, true, 0, MATCH_FITNESS_ASKED, true},
        {PROFILE_NOT_EXAMINED, INT32_MAX, false, PROFILE_TRIGGER_DISABILITY, MATCH_FITNESS_UNKNOWN, true},
        {PROFILE_NOT_EXAMINED, INT32_MAX, false, PROFILE_TRIGGER_PREGNANCY, MATCH_FITNESS_UNKNOWN, true},
        {PROFILE_NOT_EXAMINED, INT32_MAX, false, PROFILE_TRIGGER_DIRECTOR, MATCH_FITNESS_UNKNOWN, true},
        {PROFILE_NOT_EXAMINED, INT32_MAX, false, 0xffu & ~0x46u, MATCH_FITNESS_UNKNOWN, false},
        {PROFILE_FIT, 0, false, 0, MATCH_FITNESS_FIT, false},
        {PROFILE_FIT, -1, true, 0, MATCH_FITNESS_FIT, true},
        {PROFILE_FIT_LIMITS, INT32_MAX, false, 0, MATCH_FITNESS_LIMITED, false},
        {PROFILE_UNFIT, INT32_MAX, false, 0, MATCH_FITNESS_UNFIT, false},
        {PROFILE_UNFIT, 0, false, 0, MATCH_FITNESS_UNFIT, false},
        {PROFILE_UNFIT, -1, false, 0, MATCH_FITNESS_UNKNOWN, false},
    };

    (void)state;
    says(PROFILE_FITNESS);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct match_snapshot *s;

        profile.fitness = rows[i].said;
        profile.has_until = rows[i].until != INT32_MAX;
        profile.fit_until = profile.has_until ? day(2026, 11, 2) + rows[i].until : 0;
        profile.triggers = rows[i].triggers;
        facts.exam_asked = rows[i].asked;
        s = build();
        if (s->fitness != rows[i].want || s->exam_first != rows[i].exam ||
            s->limits_in_words != (rows[i].said == PROFILE_FIT_LIMITS) ||
            s->fit_until != (profile.has_until ? profile.fit_until : DAY_NONE))
            fail_msg("row %zu: fitness %d, exam %d", i, (int)s->fitness, s->exam_first);
    }
}

static void what_she_can_is_known_unknown_or_not(void **state)
{
    const struct match_snapshot *s;

    (void)state;
    says(PROFILE_LICENCE);
    says(PROFILE_FRENCH_SPOKEN);
    says(PROFILE_FRENCH_READ);
    profile.licence = true;
    profile.spoken = PROFILE_LEVEL_SOME;
    profile.read = PROFILE_LEVEL_NONE;
    s = build();
    assert_int_equal(s->can, MATCH_NEED_LICENCE);
    assert_int_equal(s->unsure, MATCH_NEED_FRENCH_SPOKEN | MATCH_NEED_FOOD_HYGIENE | MATCH_NEED_VACCINATION);
    profile.licence = false;
    profile.spoken = PROFILE_LEVEL_NONE;
    profile.read = PROFILE_LEVEL_FLUENT;
    profile.families = 5;
    s = build();
    assert_int_equal(s->can, MATCH_NEED_FRENCH_READ);
    assert_int_equal(s->unsure, MATCH_NEED_FOOD_HYGIENE | MATCH_NEED_VACCINATION);
    assert_int_equal(s->families, 5);
}

static void aim(const char *text, uint32_t want)
{
    memset(profile.aim, 0, sizeof profile.aim);
    memcpy(profile.aim, text, strlen(text));
    if (build()->aims != want)
        fail_msg("%s: %x", text, made.s.aims);
}

static void an_aim_names_families(void **state)
{
    (void)state;
    aim("Apprendre la PEINTURE,\npuis les espaces verts", 1u << 0 | 1u << 2);
    aim("Soin des animaux", 1u << 9);
    aim("Reprendre un rythme de travail.", 0);
}

static void home_is_a_point_or_the_middle_of_a_commune(void **state)
{
    const struct match_snapshot *s;

    (void)state;
    in.has_home = true;
    in.lat = 50632557;
    in.lon = 3063100;
    says(PROFILE_TRAVEL);
    profile.travel_min = 45;
    s = build();
    assert_true(s->has_point && s->point.lat == 50632557 && s->point.lon == 3063100);
    assert_true(s->point_rough && s->travel_max_min == 45 && s->begin_from == 0 && s->home_by == 0);
    profile.has_point = true;
    profile.lat = 1;
    profile.lon = -2;
    s = build();
    assert_true(s->has_point && s->point.lat == 1 && s->point.lon == -2 && !s->point_rough);
}

/* C-03: what is asked for stands in place of what she said, hours beside it. */
static void a_filter_stands_in_place_of_what_she_said(void **state)
{
    const struct match_snapshot *s;

    (void)state;
    profile.means = 1u << MATCH_MEANS_CAR;
    profile.travel_min = 45;
    assert_int_equal(build()->means, 1u << MATCH_MEANS_CAR);
    in.filter = (struct match_filter){.begin_from = 480, .home_by = 1080};
    s = build();
    assert_true(s->begin_from == 480 && s->home_by == 1080 && s->travel_max_min == 45);
    in.filter.travel_max_min = 60;
    in.filter.means = 1u << MATCH_MEANS_TRANSIT;
    s = build();
    assert_true(s->travel_max_min == 60 && s->means == 1u << MATCH_MEANS_TRANSIT);
}

static void a_job_has_known_times_and_others(void **state)
{
    (void)state;
    says(PROFILE_JOB);
    profile.job_min = 2100;
    assert_true(build()->job_extra_min == 2100 && m.has_job && match_snapshot_job(&profile) == 2100);
    profile.job[0] = (struct slot){1, AT(8, 0), AT(15, 0), SLOT_EVERY, 0};
    profile.job[1] = (struct slot){2, AT(8, 0), AT(18, 0), SLOT_ODD, 0};
    profile.n_job = 2; /* 7 and 17 hours: 12 in the mean */
    assert_true(build()->job_extra_min == 2100 - 720 && match_snapshot_job(&profile) == 2100);
    assert_int_equal(match_snapshot_job_most(&profile), 2100 + 300);
    assert_true(m.job_min[0] == 2100 + 300 && m.job_min[1] == 2100 - 300);
    profile.job_min = 600; /* less than its times: they count */
    assert_true(build()->job_extra_min == 0 && match_snapshot_job(&profile) == 720);
    assert_int_equal(match_snapshot_job_most(&profile), 1020);
    profile.job_min = 0;
    profile.n_job = 0;
    build();
    assert_false(m.has_job);
    assert_int_equal(match_snapshot_job(&profile), 0);
    assert_int_equal(match_snapshot_job_most(&profile), 0);
    says(PROFILE_AVAILABILITY);
    profile.free[0] = (struct slot){6, AT(8, 0), AT(12, 0), SLOT_EVEN, 0};
    profile.n_free = 1;
    assert_true(build()->n_free == 1 && made.s.free == profile.free);
}

static void placements_are_commitments_on_their_days(void **state)
{
    const struct match_snapshot *s;

    (void)state;
    own[0] = (struct matching_time){{1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}, {day(2026, 9, 1), day(2026, 11, 16)}};
    own[1] = (struct matching_time){{3, AT(13, 0), AT(16, 0), SLOT_EVEN, 0}, {day(2026, 11, 9), day(2026, 12, 10)}};
    in.n_own = 2;
    s = build();
    assert_int_equal(s->n_busy, 3 + 3);
    assert_true(s->busy[0].day == day(2026, 11, 2) && s->busy[3].day == day(2026, 11, 16));
    assert_true(s->busy[2].day == day(2026, 11, 11) && s->busy[5].day == day(2026, 12, 9)); /* weeks 46 and 50 */
    for (size_t i = 0; i < s->n_busy; i++)
        assert_true(s->busy[i].work);
    own[0].slot.weekday = 7; /* the Sunday before the first week: its rest is looked at */
    assert_int_equal(build()->busy[0].day, day(2026, 11, 1));
    for (int i = 0; i < 7; i++)
        own[i] = (struct matching_time){{i + 1, 0, 60, SLOT_EVERY, 0}, {0, DAY_NONE}};
    in.n_own = 7;
    s = build(); /* what there is no room for is not known, and nothing is looked at there */
    assert_true(s->n_busy == MATCH_BUSY && s->horizon == s->busy[MATCH_BUSY - 1].day);
    own[7] = own[6];
    own[7].slot.from_min = 60;
    own[7].slot.to_min = 120;
    in.n_own = 8;
    s = build();
    assert_true(s->n_busy <= MATCH_BUSY && s->horizon >= s->busy[s->n_busy - 1].day);
    assert_true(s->horizon - s->busy[0].day < MATCH_BUSY * 7 / 8);
}

static void days_without_work(void **state)
{
    const struct match_snapshot *s;

    (void)state;
    facts.away[0] = (struct matching_span){day(2026, 11, 1), DAY_NONE};
    facts.n_away = 1;
    s = build();
    assert_true(s->n_away == 1 && s->away[0].first == day(2026, 11, 1) && s->away[0].last == DAY_NONE);
    assert_true(s->n_holidays >= 30 && s->holidays[0] == day(2026, 11, 11) && s->holidays[1] == day(2026, 12, 25));
    assert_true(s->horizon - s->earliest >= 7 * MATCH_WEEKS && s->holidays[s->n_holidays - 1] > day(2029, 1, 1));
}

/* Whole days beside those of the measure, hours beside those of her placements, which alone are work. */
static void what_she_said_to_do_elsewhere(void **state)
{
    const struct match_snapshot *s;

    (void)state;
    facts.away[0] = (struct matching_span){day(2027, 5, 1), day(2027, 5, 9)};
    facts.n_away = 1;
    own[0] = (struct matching_time){{1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}, {day(2026, 11, 2), day(2026, 11, 2)}};
    in.n_own = 1;
    profile.commitment[0] = (struct profile_commitment){day(2026, 12, 21), day(2027, 1, 3), 0, 0};
    profile.commitment[1] = (struct profile_commitment){day(2026, 10, 29), day(2026, 11, 3), AT(8, 0), AT(9, 30)};
    profile.commitment[2] = (struct profile_commitment){day(2090, 1, 1), day(2090, 1, 2), AT(8, 0), AT(9, 30)};
    profile.n_commitments = 3;
    s = build();
    assert_true(s->n_away == 2 && s->away[0].first == day(2027, 5, 1));
    assert_true(s->away[1].first == day(2026, 12, 21) && s->away[1].last == day(2027, 1, 3));
    assert_int_equal(s->n_busy, 4); /* from the Sunday before the first week on, and not beyond what is looked at */
    assert_true(s->busy[0].day == day(2026, 11, 1) && s->busy[3].day == day(2026, 11, 3));
    for (int i = 0; i < 4; i++)
        assert_true(s->busy[i].work == (i == 2) && (i == 2 || (s->busy[i].from_min == AT(8, 0) &&
                                                               s->busy[i].to_min == AT(9, 30))));
    assert_true(s->busy[2].day == day(2026, 11, 2));
    for (int i = 0; i < PROFILE_COMMITMENTS; i++)
        profile.commitment[i] = (struct profile_commitment){day(2026, 12, 1), day(2026, 12, 1) + i, 0, 0};
    profile.n_commitments = PROFILE_COMMITMENTS;
    for (int i = 0; i < MATCHING_AWAY; i++)
        facts.away[i] = facts.away[0];
    facts.n_away = MATCHING_AWAY;
    assert_int_equal(build()->n_away, MATCHING_AWAY + PROFILE_COMMITMENTS);
}

/* --- posts ------------------------------------------------------------------------------------------------------- */

static struct slot slots[] = {{1, AT(9, 0), AT(12, 0), SLOT_EVERY, 0}, {1, AT(13, 0), AT(16, 0), SLOT_EVERY, 3}};
static struct matching_span closures[] = {{100, 200}, {300, DAY_NONE}};
static const struct matching_span habilitations[] = {{7, 8}, {20, 30}, {40, 41}};
static struct matching_post row;
static const struct matching_taken *taken_there;
static size_t n_taken_there;
static struct match_offer *offer;
static struct ready_weeks weeks;
static uint32_t places;
static struct match_post copy;
static const struct match_post *post;

/* For the person of the profile; everything that was given may go once it is made. */
static const struct match_post *built(void)
{
    build();
    match_offer_drop(offer);
    ready_weeks_from(&weeks, facts.today);
    assert_int_equal(match_offer_new(&offer, &row, taken_there, n_taken_there, &weeks), ERR_OK);
    places = 0;
    return post = match_offer_for(offer, &made, &copy, &places);
}

static void a_post(void)
{
    row = (struct matching_post){
        .id = {{2}}, .host = {{3}}, .site = {{4}}, .title = "", .host_name = "L'Épi", .insee = "59350",
        .commune = "Lille", .departement = "59", .stop = "Gare", .lines = "12", .stop_walk_min = 5,
        .car_needed = true, .transit_first = 385, .transit_last = 1290,
        .transit_saturday = {400, 0, false}, .transit_sunday = {500, 1200, false}, .rough = true, .located = true,
        .lat = 5, .lon = 6, .host_active = true,
        .needs_habilitation = true, .n_habilitations = 1, .habilitations = habilitations,
        .state = "inscribed", .inscribed_on = 9, .confirmed_on = 10, .min_min = 60, .max_min = 600, .places = 2,
        .tutor_max = 3,
        .special_risk = true, .care_setting = true, .family = 4, .needs = 8, .barred = 16, .n_slots = 2, .slots = slots,
        .n_closures = 2, .closures = closures,
    };
    taken_there = NULL;
    n_taken_there = 0;
}

static void a_row_becomes_a_post(void **state)
{
    static const struct {
        const char *state;
        enum match_inscription want;
    } states[] = {
        {"inscribed", MATCH_INSCRIPTION_RUNNING}, {"suspended", MATCH_INSCRIPTION_SUSPENDED},
        {"removed", MATCH_INSCRIPTION_REMOVED},   {"draft", MATCH_INSCRIPTION_NONE},
        {"asked", MATCH_INSCRIPTION_NONE},        {"opinions", MATCH_INSCRIPTION_NONE},
    };
    const struct match_post *p;

    (void)state;
    a_post();
    p = built();
    assert_true(p->id.b[0] == 2 && p->host.b[0] == 3 && p->site.b[0] == 4 && !p->minors && p->host_active);
    assert_true(p->needs_habilitation && p->habilitation.first == 7 && p->habilitation.last == 8);
    assert_true(p->inscribed_on == 9 && p->confirmed_on == 10 && p->min_min == 60 && p->max_min == 600);
    assert_true(p->needs == 8 && p->special_risk && p->care_setting && p->task == 4 && p->barred == 16);
    assert_true(p->has_point && p->point.lat == 5 && p->point.lon == 6 && p->places == 2 && p->n_slots == 2);
    assert_true(p->point_rough && p->car_needed && p->transit_first == 385 && p->transit_last == 1290);
    assert_true(p->transit_saturday.first == 400 && p->transit_saturday.last == 0 && p->transit_sunday.last == 1200);
    row.stop = row.lines = "gone";
    assert_string_equal(offer->post.stop, "Gare");
    assert_true(strcmp(offer->post.lines, "12") == 0 && offer->post.stop_walk_min == 5);
    assert_true(p->n_closures == 2 && p->closures[1].first == 300 && p->closures[1].last == DAY_NONE);
    assert_true(p->n_taken == 0 && !p->avoid_person && !p->avoid_place && !p->open_holidays);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        row.state = states[i].state;
        if (built()->inscription != states[i].want)
            fail_msg("%s", states[i].state);
    }
}

static void what_is_taken_counts_in_every_slot_that_it_meets(void **state)
{
    static struct matching_taken taken[] = {
        {{{2}}, {{1, AT(11, 0), AT(14, 0), SLOT_EVEN, 0}, {20000, 21000}}, 2, 0},
        {{{2}}, {{1, AT(12, 0), AT(13, 0), SLOT_EVERY, 0}, {1, 2}}, 3, 0},
        {{{2}}, {{2, AT(9, 0), AT(16, 0), SLOT_EVERY, 0}, {1, 2}}, 4, 0},
        {{{2}}, {{1, AT(15, 59), AT(18, 0), SLOT_ODD, 0}, {3, 4}}, 5, 0},
        {{{2}}, {{1, AT(15, 59), AT(18, 0), SLOT_ODD, 0}, {5, 6}}, 1, 4},
        {{{2}}, {{3, AT(9, 0), AT(18, 0), SLOT_ODD, 0}, {5, 6}}, 1, 4},
    };
    const struct match_post *p;

    (void)state;
    a_post();
    taken_there = taken;
    n_taken_there = sizeof taken / sizeof taken[0];
    p = built();
    assert_int_equal(p->n_taken, 3);
    for (int i = 0; i < 2; i++)
        assert_true(p->taken[i].slot == i && p->taken[i].weeks == SLOT_EVEN && p->taken[i].days.first == 20000 &&
                    p->taken[i].days.last == 21000 && p->taken[i].places == 1);
    assert_true(p->taken[2].slot == 1 && p->taken[2].weeks == SLOT_ODD && p->taken[2].days.last == 4);
    assert_int_equal(p->n_led, 1); /* whom the one in charge follows takes no place */
    assert_true(p->led[0].slot == 1 && p->led[0].weeks == SLOT_ODD && p->led[0].days.last == 6);
    assert_true(p->led[0].led_max == 4 && p->tutor_max == 3);
}

/* What replaces a placement takes its place from a day on, or in some weeks; until it is signed both are booked. */
static void one_of_those_that_replace_one_another_is_there_at_a_time(void **state)
{
    static struct matching_taken taken[] = {
        {{{2}}, {{1, AT(9, 0), AT(11, 0), SLOT_EVEN, 0}, {30, 50}}, 1, false},
        {{{2}}, {{1, AT(10, 0), AT(11, 0), SLOT_EVERY, 0}, {10, 90}}, 1, false},
        {{{2}}, {{1, AT(9, 0), AT(11, 0), SLOT_EVERY, 0}, {30, 50}}, 2, false},
        {{{2}}, {{1, AT(9, 0), AT(10, 0), SLOT_ODD, 0}, {20, 95}}, 1, false},
    };
    const struct match_post *p;

    (void)state;
    a_post();
    taken_there = taken;
    n_taken_there = sizeof taken / sizeof taken[0];
    p = built();
    for (int32_t on = 1; on <= 100; on++)
        for (int even = 0; even < 2; even++) {
            bool first = (on >= 10 && on <= 90) || (even == 0 && on >= 20 && on <= 95);
            int32_t full = 0;

            for (size_t i = 0; i < p->n_taken; i++)
                if (p->taken[i].slot == 0 && p->taken[i].days.first <= on && on <= p->taken[i].days.last &&
                    (p->taken[i].weeks == SLOT_EVERY || (p->taken[i].weeks == SLOT_EVEN) == (even == 1)))
                    full += p->taken[i].places;
            if (full != first + (on >= 30 && on <= 50))
                fail_msg("day %d of %s weeks: %d", (int)on, even ? "even" : "odd", (int)full);
        }
}

/* H-10: that of her first day, else the next, else the last that there was. */
static void the_habilitation_is_that_of_her_first_day(void **state)
{
    static const struct {
        int32_t from;
        int first;
    } days[] = {{7, 7}, {8, 7}, {9, 20}, {30, 20}, {31, 40}, {41, 40}, {42, 40}};

    (void)state;
    a_post();
    row.n_habilitations = 3;
    facts.today = 1;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        in.from = days[i].from;
        if (built()->habilitation.first != days[i].first)
            fail_msg("on day %d: %d", days[i].from, post->habilitation.first);
    }
    row.n_habilitations = 0;
    assert_int_equal(built()->habilitation.first, DAY_NONE);
}

static void what_is_made_of_a_row_outlives_it(void **state)
{
    char title[] = "Tri";
    struct match_offer *kept;

    (void)state;
    a_post();
    row.title = title;
    built();
    kept = match_offer_hold(offer);
    title[0] = 'x';
    a_post();
    built();
    assert_string_equal(kept->post.title, "Tri");
    assert_string_equal(kept->post.host_name, "L'Épi");
    assert_true(kept->p.slots != slots && kept->p.n_slots == 2 && kept->p.slots[1].places == 3);
    match_offer_drop(kept);
}

static void avoid(const char *place)
{
    memset(profile.place, 0, sizeof profile.place);
    memcpy(profile.place[1], place, strlen(place));
    memcpy(profile.place[0], "59000", 6);
    profile.n_places = 2;
}

static void places_and_people_to_keep_away_from(void **state)
{
    static const struct uuid met[] = {{{1}}, {{4}}};
    static const char *const here[] = {"Lille", "LILLE", " lille!", "59350"};
    static const char *const elsewhere[] = {"Lille-Sud", "Lilles", "593", "…", "Loos"};

    (void)state;
    a_post();
    for (size_t i = 0; i < sizeof here / sizeof here[0]; i++) {
        avoid(here[i]);
        if (!built()->avoid_place || places != 2)
            fail_msg("%s is not here", here[i]);
    }
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        avoid(elsewhere[i]);
        if (built()->avoid_place || places != 0)
            fail_msg("%s is here", elsewhere[i]);
    }
    in.met = met;
    in.n_met = 1;
    assert_false(built()->avoid_person);
    in.n_met = 2;
    assert_true(built()->avoid_person);
    profile.hosts[0].b[0] = 3;
    profile.n_hosts = 1;
    profile.sites[1].b[0] = 4;
    profile.n_sites = 2;
    build();
    assert_true(made.s.n_avoid_hosts == 1 && made.s.avoid_hosts[0].b[0] == 3);
    assert_true(made.s.n_avoid_sites == 2 && made.s.avoid_sites[1].b[0] == 4);
}

#define T(name) cmocka_unit_test_setup(name, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(nothing_said_excludes_nothing),
        T(the_law_lands_where_it_is_read),
        T(the_measure_is_what_was_ordered),
        T(an_opinion_counts_until_its_last_day),
        T(what_she_can_is_known_unknown_or_not),
        T(an_aim_names_families),
        T(home_is_a_point_or_the_middle_of_a_commune),
        T(a_filter_stands_in_place_of_what_she_said),
        T(a_job_has_known_times_and_others),
        T(placements_are_commitments_on_their_days),
        T(days_without_work),
        T(what_she_said_to_do_elsewhere),
        T(a_row_becomes_a_post),
        T(what_is_taken_counts_in_every_slot_that_it_meets),
        T(one_of_those_that_replace_one_another_is_there_at_a_time),
        T(the_habilitation_is_that_of_her_first_day),
        T(what_is_made_of_a_row_outlives_it),
        T(places_and_people_to_keep_away_from),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
