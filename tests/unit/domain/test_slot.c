/* SPDX-License-Identifier: EUPL-1.2 */
/* Times of the week: which are some, which meet, which are night, evening, weekend. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/slot.h"

#define AT(h, m) ((h) * 60 + (m))
#define MONDAY 1
#define FRIDAY 5

static void a_slot_lies_within_one_day_of_the_week(void **state)
{
    static const struct {
        struct slot slot;
        enum slot_fault want;
        const char *why;
    } rows[] = {
        {{MONDAY, AT(8, 0), AT(12, 0), SLOT_EVERY, 0}, SLOT_FINE, "a morning with the post's places"},
        {{1, 0, 1, SLOT_EVERY, 1}, SLOT_FINE, "the first minute of the week, one place"},
        {{7, 1439, 1440, SLOT_ODD, 50}, SLOT_FINE, "the last minute of the week, most places"},
        {{1, 0, 1440, SLOT_EVEN, 0}, SLOT_FINE, "a whole day"},
        {{0, 0, 60, SLOT_EVERY, 0}, SLOT_BAD_WEEKDAY, "no day nought"},
        {{8, 0, 60, SLOT_EVERY, 0}, SLOT_BAD_WEEKDAY, "no eighth day"},
        {{1, -1, 60, SLOT_EVERY, 0}, SLOT_BAD_FROM, "before the day"},
        {{1, 1440, 1441, SLOT_EVERY, 0}, SLOT_BAD_FROM, "after the day"},
        {{1, 60, 60, SLOT_EVERY, 0}, SLOT_BAD_TO, "no time at all"},
        {{1, AT(22, 0), AT(2, 0), SLOT_EVERY, 0}, SLOT_BAD_TO, "over midnight: that is two"},
        {{1, 60, 1441, SLOT_EVERY, 0}, SLOT_BAD_TO, "into the next day"},
        {{1, 60, 120, SLOT_WEEKS, 0}, SLOT_BAD_WEEKS, "no such weeks"},
        {{1, 60, 120, SLOT_EVERY, -1}, SLOT_BAD_PLACES, "fewer than no places"},
        {{1, 60, 120, SLOT_EVERY, 51}, SLOT_BAD_PLACES, "more than a post can have"},
        {{0, -1, -1, SLOT_WEEKS, -1}, SLOT_BAD_WEEKDAY, "the first fault is told"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (slot_check(&rows[i].slot) != rows[i].want)
            fail_msg("%s", rows[i].why);
}

static void slots_overlap_in_an_instant_of_some_week(void **state)
{
    static const struct {
        struct slot a;
        struct slot b;
        bool want;
        const char *why;
    } rows[] = {
        {{1, 480, 720, SLOT_EVERY, 0}, {1, 480, 720, SLOT_EVERY, 0}, true, "twice the same"},
        {{1, 480, 720, SLOT_EVERY, 0}, {1, 600, 660, SLOT_EVERY, 9}, true, "one within the other"},
        {{1, 480, 720, SLOT_EVERY, 0}, {1, 719, 800, SLOT_EVERY, 0}, true, "by a minute"},
        {{1, 480, 720, SLOT_EVERY, 0}, {1, 720, 800, SLOT_EVERY, 0}, false, "they touch"},
        {{1, 480, 720, SLOT_EVERY, 0}, {1, 400, 480, SLOT_EVERY, 0}, false, "they touch the other way round"},
        {{1, 480, 720, SLOT_EVERY, 0}, {2, 480, 720, SLOT_EVERY, 0}, false, "on two days"},
        {{1, 480, 720, SLOT_EVEN, 0}, {1, 480, 720, SLOT_ODD, 0}, false, "in even and in odd weeks"},
        {{1, 480, 720, SLOT_EVEN, 0}, {1, 480, 720, SLOT_EVEN, 0}, true, "in the same fortnight"},
        {{1, 480, 720, SLOT_EVEN, 0}, {1, 600, 720, SLOT_EVERY, 0}, true, "every week has even ones"},
        {{1, 480, 720, SLOT_ODD, 0}, {1, 600, 720, SLOT_EVERY, 0}, true, "and odd ones"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (slot_overlap(&rows[i].a, &rows[i].b) != rows[i].want ||
            slot_overlap(&rows[i].b, &rows[i].a) != rows[i].want)
            fail_msg("%s", rows[i].why);
}

/* Against minutes written into two weeks, one even and one odd. */
static void overlap_is_what_a_calendar_of_minutes_says(void **state)
{
    static const struct slot some[] = {
        {1, 0, 1, SLOT_EVERY, 0},      {1, 0, 1440, SLOT_EVEN, 0},     {1, 1, 60, SLOT_ODD, 0},
        {1, 60, 120, SLOT_EVERY, 0},   {1, 59, 61, SLOT_EVEN, 0},      {2, 60, 120, SLOT_EVERY, 0},
        {2, 119, 1440, SLOT_ODD, 0},   {2, 120, 121, SLOT_EVEN, 0},    {7, 1320, 1440, SLOT_EVERY, 0},
        {7, 1439, 1440, SLOT_EVEN, 0}, {6, 1439, 1440, SLOT_EVERY, 0}, {7, 0, 1320, SLOT_ODD, 0},
    };
    static unsigned char minutes[2 * 7 * SLOT_DAY];
    size_t n = sizeof some / sizeof some[0];

    (void)state;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            bool met = false;

            memset(minutes, 0, sizeof minutes);
            for (int round = 0; round < 2; round++) {
                const struct slot *s = round == 0 ? &some[i] : &some[k];

                for (int w = 0; w < 2; w++)
                    for (int m = s->from_min; m < s->to_min && s->weeks != (w == 0 ? SLOT_ODD : SLOT_EVEN); m++) {
                        unsigned char *at = &minutes[(w * 7 + s->weekday - 1) * SLOT_DAY + m];

                        met = met || (round == 1 && *at != 0);
                        *at = 1;
                    }
            }
            assert_int_equal(slot_overlap(&some[i], &some[k]), met);
        }
}

static void the_first_slot_in_the_way_of_another_is_named(void **state)
{
    static const struct slot good[] = {
        {1, 480, 720, SLOT_EVERY, 0}, {1, 720, 900, SLOT_EVEN, 0}, {1, 720, 900, SLOT_ODD, 0},
        {2, 480, 720, SLOT_EVERY, 0},
    };
    struct slot bad[4];

    (void)state;
    assert_int_equal(slot_clash(good, 0), 0);
    assert_int_equal(slot_clash(good, 1), 1);
    assert_int_equal(slot_clash(good, 4), 4);
    memcpy(bad, good, sizeof bad);
    bad[2].weeks = SLOT_EVERY;
    assert_int_equal(slot_clash(bad, 4), 2);
    assert_int_equal(slot_clash(bad, 2), 2);
    bad[1] = bad[0];
    assert_int_equal(slot_clash(bad, 4), 1);
}

/* W-02, W-04, W-05: night is 22:00 to 06:00. */
static void night_evening_and_weekend(void **state)
{
    static const struct {
        struct slot slot;
        bool night;
        bool evening;
        bool weekend;
        const char *why;
    } rows[] = {
        {{MONDAY, AT(6, 0), AT(18, 0), SLOT_EVERY, 0}, false, false, false, "a day from six to six"},
        {{MONDAY, AT(5, 59), AT(9, 0), SLOT_EVERY, 0}, true, false, false, "a minute of the night's end"},
        {{MONDAY, 0, AT(6, 0), SLOT_EVEN, 0}, true, false, false, "the end of a night"},
        {{FRIDAY, AT(17, 0), AT(18, 1), SLOT_EVERY, 0}, false, true, false, "a minute of the evening"},
        {{FRIDAY, AT(18, 0), AT(22, 0), SLOT_EVERY, 0}, false, true, false, "the evening before the night"},
        {{FRIDAY, AT(20, 0), AT(22, 1), SLOT_ODD, 0}, true, true, false, "a minute of the night"},
        {{FRIDAY, AT(22, 0), AT(24, 0), SLOT_EVERY, 0}, true, true, false, "the beginning of a night"},
        {{6, AT(8, 0), AT(12, 0), SLOT_EVERY, 0}, false, false, true, "Saturday morning"},
        {{7, AT(17, 0), AT(19, 0), SLOT_EVERY, 0}, false, false, true, "Sunday has no evening of a workday"},
        {{7, AT(0, 0), AT(24, 0), SLOT_EVERY, 0}, true, false, true, "all of Sunday"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (slot_is_night(&rows[i].slot) != rows[i].night || slot_is_evening(&rows[i].slot) != rows[i].evening ||
            slot_is_weekend(&rows[i].slot) != rows[i].weekend)
            fail_msg("%s", rows[i].why);
    assert_int_equal(slot_minutes(&rows[0].slot), 720);
    assert_int_equal(slot_minutes(&rows[9].slot), SLOT_DAY);
}

static void weeks_have_their_words_and_back(void **state)
{
    (void)state;
    for (int w = 0; w < SLOT_WEEKS; w++) {
        const char *name = slot_weeks_name((enum slot_weeks)w);

        assert_true(strlen(name) >= 3);
        assert_int_equal(slot_weeks_parse(name, strlen(name)), w);
        assert_int_equal(slot_weeks_parse(name, strlen(name) - 1), SLOT_WEEKS);
    }
    assert_string_equal(slot_weeks_name(SLOT_WEEKS), "");
    assert_int_equal(slot_weeks_parse("", 0), SLOT_WEEKS);
    assert_int_equal(slot_weeks_parse("Even", 4), SLOT_WEEKS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slot_lies_within_one_day_of_the_week),
        cmocka_unit_test(slots_overlap_in_an_instant_of_some_week),
        cmocka_unit_test(overlap_is_what_a_calendar_of_minutes_says),
        cmocka_unit_test(the_first_slot_in_the_way_of_another_is_named),
        cmocka_unit_test(night_evening_and_weekend),
        cmocka_unit_test(weeks_have_their_words_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
