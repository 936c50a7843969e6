/* SPDX-License-Identifier: EUPL-1.2 */
/* A profile as values: what profile.c seals is read back member by member, what was not said stays unsaid, and bytes
 * that are no sealed profile leave nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/profile.h"
#include "api/profile_facts.h"
#include "base/err.h"
#include "domain/situation.h"
#include "domain/word.h"

#define ONE "6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f"
#define TWO "7f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e50"

static struct profile p;

/* The request as it is sealed, then read. */
static void sealed(const char *body)
{
    struct json_doc d SCOPED_JSON;
    struct buf out SCOPED_BUF;

    buf_init_secret(&out, 65000);
    assert_int_equal(profile_read(&d, body, strlen(body), &out), REFUSAL_NONE);
    assert_true(profile_facts_read(out.data, out.len, &p));
}

static void nothing_said_is_nothing_known(void **state)
{
    static const struct profile none;

    (void)state;
    sealed("{\"profile\":{}}");
    assert_memory_equal(&p, &none, sizeof p);
    sealed("{\"profile\":{\"availability\":[],\"families\":[],\"avoid\":{},\"french\":{}}}");
    assert_memory_equal(&p, &none, sizeof p);
    assert_true(profile_facts_read("{}", 2, &p)); /* of a day on which there were no fields yet */
    assert_memory_equal(&p, &none, sizeof p);
}

static void all_that_is_said_is_there(void **state)
{
    (void)state;
    sealed("{\"profile\":{\"job\":{\"minutes_week\":2100,\"slots\":[{\"weekday\":1,\"from\":480,\"to\":720},"
           "{\"weekday\":5,\"from\":0,\"to\":1440,\"weeks\":\"odd\"}]},"
           "\"availability\":[{\"weekday\":6,\"from\":600,\"to\":960,\"weeks\":\"even\"}],"
           "\"commitments\":[{\"first\":\"2027-03-30\",\"last\":\"2027-04-02\"},"
           "{\"first\":\"2027-03-31\",\"from\":0,\"to\":90}],"
           "\"home\":{\"commune\":\"2A004\",\"lat\":-50632557,\"lon\":3063100},\"transport\":[\"car\"],"
           "\"max_travel_minutes\":45,\"driving_licence\":false,\"languages\":[\"fr\"],"
           "\"french\":{\"spoken\":\"some\",\"read\":\"fluent\"},\"skills\":[\"Caisse\"],"
           "\"learning_aim\":\"La peinturé\\nle jardin\",\"fitness\":{\"result\":\"fit_limits\",\"limits\":\"x\","
           "\"until\":\"2027-03-31\",\"triggers\":[\"claimed_unfit\",\"minor\",\"asked_by_director\"]},"
           "\"families\":[\"road\",\"theft\"],\"avoid\":{\"cases\":[\"" ONE "\"],\"hosts\":[\"" ONE "\",\"" TWO "\"],"
           "\"sites\":[\"" TWO "\"],\"places\":[\"L’Étang\",\"59350\"]}}}");
    assert_int_equal(p.said, (1u << PROFILE_MEMBERS) - 1);
    assert_true(p.job_min == 2100 && p.n_job == 2);
    assert_true(p.job[0].weekday == 1 && p.job[0].from_min == 480 && p.job[0].to_min == 720);
    assert_true(p.job[0].weeks == SLOT_EVERY && p.job[1].weeks == SLOT_ODD && p.job[1].to_min == 1440);
    assert_true(p.n_free == 1 && p.free[0].weekday == 6 && p.free[0].weeks == SLOT_EVEN);
    assert_true(p.n_commitments == 2 && p.commitment[0].to_min == 0);
    assert_int_equal(p.commitment[0].last - p.commitment[0].first, 3);
    assert_int_equal(p.commitment[1].first, day_number(&(struct day){2027, 3, 31}));
    assert_true(p.commitment[1].last == p.commitment[1].first && p.commitment[1].to_min == 90);
    assert_string_equal(p.commune, "2A004");
    assert_true(p.has_point && p.lat == -50632557 && p.lon == 3063100);
    assert_true(p.travel_min == 45 && !p.licence && p.means == 1u << 3);
    assert_true(p.spoken == PROFILE_LEVEL_SOME && p.read == PROFILE_LEVEL_FLUENT);
    assert_string_equal(p.aim, "La peinturé\nle jardin");
    assert_true(p.fitness == PROFILE_FIT_LIMITS && p.has_until);
    assert_int_equal(p.fit_until, day_number(&(struct day){2027, 3, 31}));
    assert_int_equal(p.triggers, PROFILE_TRIGGER_MINOR | PROFILE_TRIGGER_CLAIMED | PROFILE_TRIGGER_DIRECTOR);
    assert_int_equal(p.families, 1u << 3 | 1u << 7);
    assert_true(p.n_cases == 1 && p.n_hosts == 2 && p.n_sites == 1 && p.n_places == 2);
    assert_true(uuid_eq(&p.cases[0], &p.hosts[0]) && uuid_eq(&p.sites[0], &p.hosts[1]));
    assert_string_equal(p.place[0], "L’Étang");
    assert_string_equal(p.place[1], "59350");
}

static void some_of_it_is_said(void **state)
{
    (void)state;
    sealed("{\"profile\":{\"job\":{\"minutes_week\":0},\"home\":{\"commune\":\"59350\"},\"driving_licence\":true,"
           "\"french\":{\"read\":\"none\"},\"fitness\":{\"result\":\"not_examined\"}}}");
    assert_int_equal(p.said, 1u << PROFILE_JOB | 1u << PROFILE_HOME | 1u << PROFILE_LICENCE |
                                 1u << PROFILE_FRENCH_READ | 1u << PROFILE_FITNESS);
    assert_true(p.job_min == 0 && p.n_job == 0 && !p.has_point && p.licence && !p.has_until);
    assert_true(p.fitness == PROFILE_NOT_EXAMINED && p.read == PROFILE_LEVEL_NONE);
    assert_false(profile_says(&p, PROFILE_FRENCH_SPOKEN));
    for (int i = 0; i < PROFILE_MEMBERS; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(profile_member((enum profile_member)i), profile_member((enum profile_member)k));
    assert_string_equal(profile_member(PROFILE_MEMBERS), "");
}

/* Each code of the closed lists is the value of its place in the enum. */
static void words_are_the_values_of_their_places(void **state)
{
    char body[200];

    (void)state;
    assert_int_equal(situation_count(SITUATION_LEVEL), PROFILE_LEVEL_FLUENT + 1);
    assert_int_equal(situation_count(SITUATION_FITNESS), PROFILE_UNFIT + 1);
    assert_int_equal(1u << (situation_count(SITUATION_TRIGGER) - 1), PROFILE_TRIGGER_CLAIMED);
    assert_string_equal(situation_code(SITUATION_LEVEL, PROFILE_LEVEL_SOME), "some");
    assert_string_equal(situation_code(SITUATION_FITNESS, PROFILE_FIT), "fit");
    assert_string_equal(situation_code(SITUATION_FITNESS, PROFILE_UNFIT), "unfit");
    assert_string_equal(situation_code(SITUATION_TRIGGER, 2), "pregnancy");
    assert_string_equal(situation_code(SITUATION_TRIGGER, 6), "asked_by_director");
    for (size_t i = 0; i < situation_count(SITUATION_TRIGGER); i++) {
        (void)snprintf(body, sizeof body, "{\"profile\":{\"fitness\":{\"result\":\"fit\",\"triggers\":[\"%s\"]}}}",
                 situation_code(SITUATION_TRIGGER, i));
        sealed(body);
        assert_int_equal(p.triggers, 1u << i);
    }
    for (size_t i = 0; i < word_count(WORD_OFFENCE_FAMILY); i++) {
        (void)snprintf(body, sizeof body, "{\"profile\":{\"families\":[\"%s\"]}}", word_code(WORD_OFFENCE_FAMILY, i));
        sealed(body);
        assert_int_equal(p.families, 1u << i);
    }
}

static void what_is_no_profile_leaves_nothing(void **state)
{
    static const char *const bad[] = {
        "", "[]", "{\"profile\":{}}", "{\"skills\":[\"a\"]", "{\"x\":1}", "{\"french\":{\"read\":\"x\"}}",
        "{\"job\":{\"minutes_week\":2100,\"slots\":[{\"weekday\":8,\"from\":0,\"to\":1,\"weeks\":\"odd\"}]}}",
        ("{\"availability\":[{\"weekday\":1,\"from\":0,\"to\":60,\"weeks\":\"odd\"},"
         "{\"weekday\":1,\"from\":30,\"to\":60,\"weeks\":\"every\"}]}"),
        "{\"driving_licence\":true,\"avoid\":{\"cases\":[\"Jean\"]}}",
        "{\"family_name\":\"a\",\"first_names\":\"b\",\"birth_date\":\"2000-01-01\"}",
    };
    static const struct profile none;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        memset(&p, 7, sizeof p);
        if (profile_facts_read(bad[i], strlen(bad[i]), &p))
            fail_msg("%s is taken", bad[i]);
        assert_memory_equal(&p, &none, sizeof p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_said_is_nothing_known),
        cmocka_unit_test(all_that_is_said_is_there),
        cmocka_unit_test(some_of_it_is_said),
        cmocka_unit_test(words_are_the_values_of_their_places),
        cmocka_unit_test(what_is_no_profile_leaves_nothing),
    };

    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
