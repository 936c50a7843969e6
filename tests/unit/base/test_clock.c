/* SPDX-License-Identifier: EUPL-1.2 */
/* Instants go to text and back, and what no calendar has is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"

#include "base/banned.h"


#define DAY INT64_C(86400000000)

static const struct {
    int64_t us;
    const char *text;
} known[] = {
    {0, "1970-01-01T00:00:00.000000Z"},
    {1, "1970-01-01T00:00:00.000001Z"},
    {INT64_C(951782399999999), "2000-02-28T23:59:59.999999Z"},
    {INT64_C(951782400000000), "2000-02-29T00:00:00.000000Z"},
    {INT64_C(951868800000000), "2000-03-01T00:00:00.000000Z"},
    {INT64_C(1234567890123456), "2009-02-13T23:31:30.123456Z"},
    {INT64_C(4107542400000000), "2100-03-01T00:00:00.000000Z"},
    {INT64_C(253402300799999999), "9999-12-31T23:59:59.999999Z"},
};

static void known_instants(void **state)
{
    char text[CLOCK_TEXT + 1];
    int64_t us;

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        clock_format(known[i].us, text);
        assert_string_equal(text, known[i].text);
        assert_int_equal(clock_parse(text, CLOCK_TEXT, &us), ERR_OK);
        assert_true(us == known[i].us);
    }
}

/* Each day of four hundred years, and as the C library has it. */
static void every_day_agrees_with_the_c_library(void **state)
{
    char text[CLOCK_TEXT + 1], want[64];

    (void)state;
    for (int64_t day = 0; day < 146097 + 366; day++) {
        time_t t = (time_t)(day * 86400 + day % 86400);
        struct tm tm;
        int64_t us;

        clock_format((int64_t)t * 1000000 + day, text);
        assert_non_null(gmtime_r(&t, &tm));
        assert_int_not_equal(strftime(want, sizeof want, "%Y-%m-%dT%H:%M:%S.", &tm), 0);
        assert_memory_equal(text, want, 20);
        assert_int_equal(clock_parse(text, CLOCK_TEXT, &us), ERR_OK);
        assert_true(us == (int64_t)t * 1000000 + day);
    }
}

static void what_is_no_instant_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "2026-11-22T19:44:31Z",
        "2026-11-22T19:44:31.123456",
        "2026-11-22T19:44:31.1234567",
        "2026-11-22T19:44:31.123456+",
        "2026-11-22t19:44:31.123456Z",
        "2026-11-22T19:44:31.123456z",
        "2026-11-22 19:44:31.123456Z",
        "2026-11-22T19:44:31,123456Z",
        "2026-02-29T00:00:00.000000Z",
        "2100-02-29T00:00:00.000000Z",
        "2026-04-31T00:00:00.000000Z",
        "2026-00-01T00:00:00.000000Z",
        "2026-13-01T00:00:00.000000Z",
        "2026-01-00T00:00:00.000000Z",
        "2026-01-01T24:00:00.000000Z",
        "2026-01-01T23:60:00.000000Z",
        "2026-12-31T23:59:60.000000Z",
        "1969-12-31T23:59:59.999999Z",
        "+026-11-22T19:44:31.123456Z",
        "2026-11-22T19:44:31.12345 Z",
    };
    int64_t us = 77;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (clock_parse(bad[i], strlen(bad[i]), &us) != ERR_FORMAT)
            fail_msg("\"%s\" was read", bad[i]);
    assert_int_equal(us, 77);
}

static void an_instant_may_have_an_offset(void **state)
{
    static const struct {
        const char *text, *same; /* NULL: none */
    } rows[] = {
        {"2026-11-22T19:44:31.123456Z", "2026-11-22T19:44:31.123456Z"},
        {"2026-11-22T19:44:31Z", "2026-11-22T19:44:31.000000Z"},
        {"2026-11-22T19:44:31.5Z", "2026-11-22T19:44:31.500000Z"},
        {"2026-11-22T20:44:31+01:00", "2026-11-22T19:44:31.000000Z"},
        {"2026-11-22T23:59:59.25-02:30", "2026-11-23T02:29:59.250000Z"},
        {"2027-01-01T00:00:00+02:00", "2026-12-31T22:00:00.000000Z"},
        {"1970-01-01T01:00:00+01:00", "1970-01-01T00:00:00.000000Z"},
        {"1970-01-01T00:00:00+01:00", NULL},
        {"9999-12-31T23:59:59-01:00", NULL},
        {"2026-11-22T19:44:31", NULL},
        {"2026-11-22T19:44:31.Z", NULL},
        {"2026-11-22T19:44:31.1234567Z", NULL},
        {"2026-11-22T19:44:31z", NULL},
        {"2026-11-22t19:44:31Z", NULL},
        {"2026-11-22 19:44:31Z", NULL},
        {"2026-11-22T19:44:31+24:00", NULL},
        {"2026-11-22T19:44:31+01:60", NULL},
        {"2026-11-22T19:44:31+0100", NULL},
        {"2026-11-22T19:44:31Z ", NULL},
        {"2026-02-30T19:44:31Z", NULL},
        {"2026-11-22", NULL},
        {"", NULL},
    };
    int64_t us;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[CLOCK_TEXT + 1] = "";

        if (clock_parse_offset(rows[i].text, strlen(rows[i].text), &us) == ERR_OK)
            clock_format(us, text);
        if (strcmp(text, rows[i].same == NULL ? "" : rows[i].same) != 0)
            fail_msg("\"%s\" is read as \"%s\"", rows[i].text, text);
    }
}

static void what_text_cannot_say_becomes_the_nearest(void **state)
{
    char text[CLOCK_TEXT + 1];

    (void)state;
    clock_format(-1, text);
    assert_string_equal(text, "1970-01-01T00:00:00.000000Z");
    clock_format(INT64_MIN, text);
    assert_string_equal(text, "1970-01-01T00:00:00.000000Z");
    clock_format(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999999Z");
}

static void clocks_run(void **state)
{
    int64_t mono = clock_mono_ms(), now = clock_now_us();
    struct timespec nap = {0, 3000000};

    (void)state;
    assert_true(now / DAY > 19000);
    (void)nanosleep(&nap, NULL);
    assert_true(clock_mono_ms() >= mono + 2);
    assert_true(clock_now_us() != now);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_instants),
        cmocka_unit_test(every_day_agrees_with_the_c_library),
        cmocka_unit_test(what_is_no_instant_is_refused),
        cmocka_unit_test(an_instant_may_have_an_offset),
        cmocka_unit_test(what_text_cannot_say_becomes_the_nearest),
        cmocka_unit_test(clocks_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
