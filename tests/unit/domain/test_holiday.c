/* SPDX-License-Identifier: EUPL-1.2 */
/* Public holidays: Easter against known dates and against its other definition (the Sunday after the full moon), the
 * days of whole years, the ends of a span, what départements have of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "domain/day.h"
#include "domain/holiday.h"

static int32_t day(const char *text)
{
    struct day d = {0};

    if (day_parse(&d, text, strlen(text)) != ERR_OK)
        fail_msg("%s is no day", text);
    return day_number(&d);
}

static void easter_is_where_calendars_have_it(void **state)
{
    static const char *const known[] = {"1913-03-23", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19",
                                        "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05",
                                        "2027-03-28", "2028-04-16", "2029-04-01", "2038-04-25", "2076-04-19",
                                        "2100-03-28", "2160-03-23", "2199-04-14"};

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct day d;

        assert_int_equal(day_parse(&d, known[i], DAY_TEXT), ERR_OK);
        if (holiday_easter(d.year) != day(known[i]))
            fail_msg("%s: %d days off", known[i], holiday_easter(d.year) - day(known[i]));
    }
}

/* Lilius: the golden number and the epact give the full moon; the Sunday after it is Easter. */
static void easter_is_the_sunday_after_the_full_moon(void **state)
{
    (void)state;
    for (int year = 1900; year <= 2199; year++) {
        int golden = year % 19 + 1;
        int century = year / 100 + 1;
        int epact = (11 * golden + 20 + (8 * century + 5) / 25 - 5 - (3 * century / 4 - 12)) % 30;
        int32_t moon;

        if ((epact == 25 && golden > 11) || epact == 24)
            epact++;
        moon = 44 - epact;
        moon = day_number(&(struct day){year, 3, 1}) - 1 + (moon < 21 ? moon + 30 : moon);
        assert_int_equal(holiday_easter(year), moon + 7 - day_weekday(moon) % 7);
        assert_int_equal(day_weekday(holiday_easter(year)), 7);
    }
}

static void lists(const char *first, const char *last, const char *departement, const char *const *want, size_t n,
                  const char *why)
{
    int32_t out[64];
    size_t got = holiday_between(day(first), day(last), departement, out, 64);

    if (got != n)
        fail_msg("%s: %zu days", why, got);
    for (size_t i = 0; i < n; i++)
        if (out[i] != day(want[i]))
            fail_msg("%s: day %zu is not %s", why, i, want[i]);
}

#define LISTS(first, last, departement, why, ...) \
    lists(first, last, departement, (const char *const[]){__VA_ARGS__}, \
          sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), why)

static void a_year_has_eleven(void **state)
{
    (void)state;
    LISTS("2026-01-01", "2026-12-31", "59", "the Nord", "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08",
          "2026-05-14", "2026-05-25", "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25");
    LISTS("2027-01-01", "2027-12-31", "", "nobody knows where", "2027-01-01", "2027-03-29", "2027-05-01", "2027-05-06",
          "2027-05-08", "2027-05-17", "2027-07-14", "2027-08-15", "2027-11-01", "2027-11-11", "2027-12-25");
    LISTS("2008-01-01", "2008-12-31", "59", "Ascension on the first of May counts once", "2008-01-01", "2008-03-24",
          "2008-05-01", "2008-05-08", "2008-05-12", "2008-07-14", "2008-08-15", "2008-11-01", "2008-11-11",
          "2008-12-25");
}

static void some_departements_have_more(void **state)
{
    (void)state;
    LISTS("2026-01-01", "2026-12-31", "67", "Alsace", "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01",
          "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11",
          "2026-12-25", "2026-12-26");
    LISTS("2026-05-02", "2026-06-30", "973", "Guyane", "2026-05-08", "2026-05-14", "2026-05-25", "2026-06-10");
    LISTS("2026-05-09", "2026-05-24", "972", "Martinique", "2026-05-14", "2026-05-22");
}

static void a_span_has_both_its_ends_and_no_more(void **state)
{
    int32_t out[2];

    (void)state;
    LISTS("2026-12-25", "2027-01-01", "59", "over the turn of a year", "2026-12-25", "2027-01-01");
    LISTS("2026-05-01", "2026-05-01", "59", "one day", "2026-05-01");
    assert_int_equal(holiday_between(day("2026-12-26"), day("2026-12-31"), "59", out, 2), 0);
    assert_int_equal(holiday_between(day("2026-12-31"), day("2026-01-01"), "59", out, 2), 0);
    assert_int_equal(holiday_between(day("2026-01-01"), day("2029-12-31"), "59", out, 2), 2);
    assert_int_equal(out[1], day("2026-04-06"));
}

/* For tests/sql/test_words.py: the database says the same. */
static void print_holidays(void)
{
    static const char *const departements[] = {"59", "57", "67", "68", "971", "972", "973", "974", "976"};

    for (size_t i = 0; i < sizeof departements / sizeof departements[0]; i++) {
        int32_t out[60 * HOLIDAY_YEAR];
        size_t n = holiday_between(day("2005-01-01"), day("2060-12-31"), departements[i], out, 60 * HOLIDAY_YEAR);

        printf("%s", departements[i]);
        for (size_t k = 0; k < n; k++) {
            struct day d;

            day_from_number(&d, out[k]);
            printf(" %04d-%02d-%02d", d.year, d.month, d.day);
        }
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_is_where_calendars_have_it),
        cmocka_unit_test(easter_is_the_sunday_after_the_full_moon),
        cmocka_unit_test(a_year_has_eleven),
        cmocka_unit_test(some_departements_have_more),
        cmocka_unit_test(a_span_has_both_its_ends_and_no_more),
    };

    if (argc == 2 && strcmp(argv[1], "--print") == 0) {
        print_holidays();
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
