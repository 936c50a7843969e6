/* SPDX-License-Identifier: EUPL-1.2 */
/* Something more that she might accept: what it changes of a post, what would make one fit, and how it is said. That a
 * remedy holds for anybody is tried in test_random.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "match/what_if_words.h"

#include "sample.h"

#define TRANSIT (1u << MATCH_MEANS_TRANSIT) /* 35 to 70 minutes */
#define NB "\xc2\xa0"

static struct sample x;
static struct match m;
static struct what_if_search search;
static struct what_if found;
static struct buf text;

static struct match_fit look(const struct match_snapshot *s)
{
    struct match_fit fit;

    assert_int_equal(match_begin(&m, s), ERR_OK);
    assert_int_equal(match_post(&m, &x.p, &fit, NULL), ERR_OK);
    return fit;
}

static struct match_fit with(const struct what_if *w)
{
    static struct slot free[MATCH_SLOTS];
    struct match_snapshot s = x.s;

    assert_int_equal(what_if_apply(&s, w, free), ERR_OK);
    return look(&s);
}

/* The rule that excludes the post, what would have to change, and whether an acceptance is found that makes it fit. */
static bool remedy(enum match_rule rule, enum match_change change)
{
    const struct what_if nothing = {0};
    const struct match_fit fit = look(&x.s);
    bool yes;

    assert_int_equal(fit.rule, rule);
    assert_int_equal(fit.change, change);
    assert_int_equal(what_if_find(&search, &x.s, &x.p, &fit, &nothing, &found, &yes), ERR_OK);
    if (yes)
        assert_int_equal(with(&found).rule, MATCH_FITS);
    return yes;
}

static void says(const char *words)
{
    buf_reset(&text);
    what_if_words(&text, &found);
    assert_string_equal(buf_cstr(&text), words);
}

static void only_mondays(void)
{
    x.s.n_free = 0;
    sample_free(&x, 1, AT(7, 0), AT(20, 0));
}

static void way(void **state)
{
    (void)state;
    sample_make(&x);
    x.s.means = TRANSIT;
    x.s.travel_max_min = 26;
    assert_true(remedy(MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL));
    assert_int_equal(found.n_also, 0);
    says("9" NB "min de trajet de plus");
    found.more_travel--;
    assert_int_equal(with(&found).rule, MATCH_RULE_TRAVEL);
    x.s.travel_max_min = 1; /* nobody is asked for hours */
    x.p.point.lat += 1000000;
    assert_false(remedy(MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL));
    sample_make(&x); /* nobody is asked to walk for longer than an hour, whatever she accepts */
    x.s.means = 1u << MATCH_MEANS_FOOT;
    x.s.travel_max_min = 120;
    assert_false(remedy(MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL));
    x.s.means |= TRANSIT;
    x.s.travel_max_min = 26;
    assert_true(remedy(MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL));
    says("9" NB "min de trajet de plus");
    x.p.car_needed = true; /* nor is a car a thing to accept */
    assert_false(remedy(MATCH_RULE_CAR, MATCH_CHANGE_TRAVEL));
}

static void way_and_times(void **state)
{
    (void)state;
    sample_make(&x);
    x.s.means = TRANSIT;
    x.s.travel_max_min = 26;
    x.s.n_free = 0;
    sample_free(&x, 6, AT(8, 0), AT(18, 0));
    assert_true(remedy(MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL));
    assert_int_equal(found.more_travel, 9);
    says("accepter aussi le lundi de 9" NB "h à 16" NB "h" NB "; 9" NB "min de trajet de plus");
}

static void times(void **state)
{
    (void)state;
    sample_make(&x);
    x.s.n_free = 0;
    sample_free(&x, 6, AT(8, 0), AT(18, 0));
    assert_true(remedy(MATCH_RULE_SLOTS, MATCH_CHANGE_SLOTS));
    says("accepter aussi le lundi de 9" NB "h à 16" NB "h"); /* one of the two is enough */
    x.s.term = look(&x.s).last_day;
    x.s.term = with(&found).last_day - 1;
    assert_true(remedy(MATCH_RULE_SLOTS, MATCH_CHANGE_SLOTS));
    says("accepter aussi le lundi de 9" NB "h à 16" NB "h, le jeudi de 9" NB "h à 16" NB "h");
    x.slots[0] = (struct slot){1, AT(9, 0), AT(16, 30), SLOT_EVEN, 0};
    x.p.n_slots = 1;
    x.s.term = DAY_NONE;
    assert_true(remedy(MATCH_RULE_SLOTS, MATCH_CHANGE_SLOTS));
    says("accepter aussi le lundi de 9" NB "h à 16" NB "h" NB "30 (semaines paires)");
}

static void times_beside_the_job(void **state)
{
    (void)state;
    sample_make(&x);
    only_mondays();
    sample_job(&x, 1, AT(9, 0), AT(16, 0));
    assert_true(remedy(MATCH_RULE_SLOTS, MATCH_CHANGE_JOB));
    says("accepter aussi le jeudi de 9" NB "h à 16" NB "h");
    sample_job(&x, 4, AT(9, 0), AT(16, 0)); /* a job is a fact */
    assert_false(remedy(MATCH_RULE_SLOTS, MATCH_CHANGE_JOB));
}

static void times_with_a_place(void **state)
{
    (void)state;
    sample_make(&x);
    only_mondays();
    sample_take(&x, 0, x.s.today, DAY_NONE, 1);
    assert_true(remedy(MATCH_RULE_CAPACITY, MATCH_CHANGE_PLACES));
    says("accepter aussi le jeudi de 9" NB "h à 16" NB "h");
    sample_take(&x, 1, x.s.today, DAY_NONE, 1);
    assert_false(remedy(MATCH_RULE_CAPACITY, MATCH_CHANGE_PLACES));
}

static void times_of_other_days(void **state)
{
    (void)state;
    sample_make(&x);
    only_mondays();
    for (int32_t i = 0; i < 90; i++)
        x.busy[i % 64] = (struct match_busy){x.s.today + 1 + 7 * (i % 64), AT(8, 0), AT(18, 0), false};
    x.s.n_busy = 64;
    x.s.horizon = x.s.today + 7 * 60;
    assert_true(remedy(MATCH_RULE_DAYS, MATCH_CHANGE_DATES));
    says("accepter aussi le jeudi de 9" NB "h à 16" NB "h");
    x.closures[x.p.n_closures++] = (struct match_span){x.s.today, DAY_NONE};
    assert_false(remedy(MATCH_RULE_DAYS, MATCH_CHANGE_DATES));
}

static void sooner_for_a_habilitation(void **state)
{
    (void)state;
    sample_make(&x);
    only_mondays();
    x.p.habilitation.last = x.s.today + 50;
    assert_true(remedy(MATCH_RULE_STANDING, MATCH_CHANGE_RENEWAL));
    says("accepter aussi le jeudi de 9" NB "h à 16" NB "h");
}

static void a_longer_week(void **state)
{
    (void)state;
    sample_make(&x);
    x.s.law.plan_week_min = 480;
    x.s.law.adult.week_min = 2880;
    x.s.term = x.s.today + 36; /* 4200 minutes in six weeks */
    assert_true(remedy(MATCH_RULE_PERIOD, MATCH_CHANGE_SLOTS));
    says("jusqu’à 13" NB "h de TIG par semaine");
    found.week_min -= 60;
    assert_int_equal(with(&found).rule, MATCH_RULE_PERIOD);
    x.s.term = x.s.today + 20;
    assert_false(remedy(MATCH_RULE_PERIOD, MATCH_CHANGE_SLOTS));
}

static void a_longer_week_with_other_times(void **state)
{
    (void)state;
    sample_make(&x);
    only_mondays();
    x.s.law.plan_week_min = 480;
    x.s.law.adult.week_min = 2880;
    x.s.term = x.s.today + 36; /* 4200 minutes in six weeks: 700 a week of the 840 of both days */
    assert_true(remedy(MATCH_RULE_PERIOD, MATCH_CHANGE_SLOTS));
    says("accepter aussi le jeudi de 9" NB "h à 16" NB "h" NB "; jusqu’à 13" NB "h de TIG par semaine");
    x.s.law.adult.week_min = 720; /* W-03: none beyond the law */
    assert_false(remedy(MATCH_RULE_PERIOD, MATCH_CHANGE_SLOTS));
    x.s.law.adult.week_min = 780;
    assert_true(remedy(MATCH_RULE_PERIOD, MATCH_CHANGE_SLOTS));
    x.s.law.plan_week_min = 0; /* nobody holds the week short */
    assert_true(remedy(MATCH_RULE_PERIOD, MATCH_CHANGE_SLOTS));
    says("accepter aussi le jeudi de 9" NB "h à 16" NB "h");
    x.s.means = TRANSIT; /* and all three of it */
    x.s.travel_max_min = 26;
    x.s.law.plan_week_min = 480;
    assert_true(remedy(MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL));
    says("accepter aussi le jeudi de 9" NB "h à 16" NB "h" NB "; 9" NB "min de trajet de plus" NB "; jusqu’à 13" NB
         "h de TIG par semaine");
}

static void what_others_decide(void **state)
{
    (void)state;
    sample_make(&x);
    x.p.host_active = false;
    assert_false(remedy(MATCH_RULE_HOST, MATCH_CHANGE_HOST));
    sample_make(&x);
    x.s.consent = MATCH_CONSENT_TO_COLLECT;
    assert_false(remedy(MATCH_RULE_CONSENT, MATCH_CHANGE_CONSENT));
    sample_make(&x);
    x.s.exam_first = true;
    assert_false(remedy(MATCH_RULE_EXAM, MATCH_CHANGE_EXAM));
    sample_make(&x);
    x.s.job_extra_min = 2800;
    assert_false(remedy(MATCH_RULE_WEEK, MATCH_CHANGE_JOB));
}

/* What is asked for already stays in the remedy. */
static void on_top(void **state)
{
    struct what_if asked = {.n_also = 1, .also = {{7, AT(8, 0), AT(12, 0), SLOT_EVERY, 0}}, .more_travel = 2};
    static struct slot free[MATCH_SLOTS];
    struct match_snapshot s;
    struct match_fit fit;
    bool yes;

    (void)state;
    sample_make(&x);
    x.s.means = TRANSIT;
    x.s.travel_max_min = 26;
    x.s.n_free = 0;
    s = x.s;
    assert_int_equal(what_if_apply(&s, &asked, free), ERR_OK);
    fit = look(&s);
    assert_int_equal(what_if_find(&search, &s, &x.p, &fit, &asked, &found, &yes), ERR_OK);
    assert_true(yes);
    says("accepter aussi le dimanche de 8" NB "h à 12" NB "h, le lundi de 9" NB "h à 16" NB "h" NB "; 9" NB
         "min de trajet de plus");
    assert_int_equal(with(&found).rule, MATCH_FITS);
}

static void limits(void **state)
{
    static struct slot free[MATCH_SLOTS];
    struct what_if w = {.n_also = 1, .also = {{7, AT(8, 0), AT(12, 0), SLOT_EVERY, 0}}, .more_travel = 30};
    struct match_snapshot s;

    (void)state;
    sample_make(&x);
    s = x.s;
    s.n_free = MATCH_SLOTS;
    assert_int_equal(what_if_apply(&s, &w, free), ERR_LIMIT);
    s = x.s;
    assert_int_equal(what_if_apply(&s, &w, free), ERR_OK);
    assert_int_equal(s.travel_max_min, 0); /* who has no limit has none then */
    assert_int_equal(s.n_free, 8);
}

static void effect(const struct match_fit *was, const struct match_fit *is, enum what_if_effect e, const char *words)
{
    int32_t days;

    assert_int_equal(what_if_compare(was, is, &days), e);
    buf_reset(&text);
    what_if_words_effect(&text, was, is);
    assert_string_equal(buf_cstr(&text), words);
}

static void what_became_of_a_post(void **state)
{
    struct match_fit both;
    struct match_fit one;
    struct match_fit none;
    struct match_fit full;

    (void)state;
    sample_make(&x);
    both = look(&x.s);
    only_mondays();
    one = look(&x.s);
    sample_take(&x, 0, x.s.today, DAY_NONE, 1);
    full = look(&x.s);
    x.s.n_free = 0;
    sample_free(&x, 6, AT(8, 0), AT(18, 0));
    none = look(&x.s);
    effect(&one, &both, WHAT_IF_SOONER, "dernière heure 32" NB "jours plus tôt");
    effect(&both, &one, WHAT_IF_LATER, "dernière heure 32" NB "jours plus tard");
    effect(&one, &one, WHAT_IF_SAME, "rien ne change");
    effect(&none, &none, WHAT_IF_SAME, "rien ne change");
    effect(&none, &one, WHAT_IF_POSSIBLE, "devient possible" NB ": sinon, aucun jour en commun");
    effect(&none, &full, WHAT_IF_OTHER, "reste exclu" NB ": sinon, aucun jour en commun");
    buf_reset(&text);
    what_if_words_effect(&text, &one, &full);
    assert_non_null(strstr(buf_cstr(&text), "n’est plus possible" NB ": sinon, convient" NB ": "));
    assert_string_equal(what_if_effect_code(WHAT_IF_EFFECTS), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(way),
        cmocka_unit_test(way_and_times),
        cmocka_unit_test(times),
        cmocka_unit_test(times_beside_the_job),
        cmocka_unit_test(times_with_a_place),
        cmocka_unit_test(times_of_other_days),
        cmocka_unit_test(sooner_for_a_habilitation),
        cmocka_unit_test(a_longer_week),
        cmocka_unit_test(a_longer_week_with_other_times),
        cmocka_unit_test(what_others_decide),
        cmocka_unit_test(on_top),
        cmocka_unit_test(limits),
        cmocka_unit_test(what_became_of_a_post),
    };

    buf_init(&text, 4096);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
