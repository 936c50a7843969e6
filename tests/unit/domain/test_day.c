/* SPDX-License-Identifier: EUPL-1.2 */
/* Days of the calendar: which exist, in what order, and which one an instant belongs to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/err.h"
#include "domain/day.h"

static void days_that_exist_are_read_and_no_others(void **state)
{
    static const struct {
        const char *text;
        int want;
        const char *why;
    } rows[] = {
        {"2026-11-22", ERR_OK, "an ordinary day"},
        {"2000-02-29", ERR_OK, "a century that is a leap year"},
        {"1900-02-29", ERR_FORMAT, "a century that is not"},
        {"1900-02-28", ERR_OK, "its last day of February"},
        {"2024-02-29", ERR_OK, "a leap year"},
        {"2023-02-29", ERR_FORMAT, "not a leap year"},
        {"2026-04-31", ERR_FORMAT, "April has thirty days"},
        {"2026-12-31", ERR_OK, "the last of the year"},
        {"2026-13-01", ERR_FORMAT, "no thirteenth month"},
        {"2026-00-01", ERR_FORMAT, "no month nought"},
        {"2026-01-00", ERR_FORMAT, "no day nought"},
        {"1899-12-31", ERR_FORMAT, "before what a record can mean"},
        {"2200-01-01", ERR_FORMAT, "after it"},
        {"26-11-22", ERR_FORMAT, "short year"},
        {"2026-11-2", ERR_FORMAT, "short day"},
        {"2026/11/22", ERR_FORMAT, "other separators"},
        {"22-11-2026", ERR_FORMAT, "other order"},
        {" 2026-11-2", ERR_FORMAT, "a blank"},
        {"+026-11-22", ERR_FORMAT, "a sign"},
        {"2026-11-22T", ERR_FORMAT, "something behind"},
        {"", ERR_FORMAT, "nothing"},
    };
    struct day d;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (day_parse(&d, rows[i].text, strlen(rows[i].text)) != rows[i].want)
            fail_msg("%s: %s", rows[i].text, rows[i].why);
}

static void days_are_ordered(void **state)
{
    static const char *const order[] = {"1999-12-31", "2000-01-01", "2000-01-02", "2000-02-01", "2001-01-01"};
    struct day a, b;

    (void)state;
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++) {
            assert_int_equal(day_parse(&a, order[i], 10), ERR_OK);
            assert_int_equal(day_parse(&b, order[j], 10), ERR_OK);
            assert_int_equal((day_compare(&a, &b) > 0) - (day_compare(&a, &b) < 0), (i > j) - (i < j));
        }
}

/* Against the C library, a day at a time over two centuries. */
static void every_day_of_two_centuries_is_the_library_s(void **state)
{
    (void)state;
    for (int64_t n = 0; n < 84000; n++) {
        time_t t = (time_t)(n * 86400 + 43200);
        struct tm tm;
        struct day d;

        assert_non_null(gmtime_r(&t, &tm));
        day_of(&d, (int64_t)t * 1000000);
        assert_int_equal(d.year, tm.tm_year + 1900);
        assert_int_equal(d.month, tm.tm_mon + 1);
        assert_int_equal(d.day, tm.tm_mday);
    }
}

static void a_day_ends_with_its_last_microsecond(void **state)
{
    struct day d;

    (void)state;
    day_of(&d, 86400000000LL - 1);
    assert_int_equal(d.day, 1);
    day_of(&d, 86400000000LL);
    assert_int_equal(d.day, 2);
    day_of(&d, -1);
    assert_int_equal(d.year, 1969);
    assert_int_equal(d.day, 31);
}

static int32_t number(const char *text)
{
    struct day d;

    assert_int_equal(day_parse(&d, text, strlen(text)), ERR_OK);
    return day_number(&d);
}

/* Every day of the years a record can have, one after the other, against the C library. */
static void days_have_numbers_and_back(void **state)
{
    int32_t last = number("2199-12-31");

    (void)state;
    assert_int_equal(number("1970-01-01"), 0);
    for (int32_t n = number("1900-01-01"); n <= last; n++) {
        time_t t = (time_t)n * 86400;
        struct tm tm;
        struct day d;
        char week[4];
        char year[8];
        char want_week[4];
        char want_year[8];
        int of;

        assert_non_null(gmtime_r(&t, &tm));
        day_from_number(&d, n);
        assert_true(d.year == tm.tm_year + 1900 && d.month == tm.tm_mon + 1 && d.day == tm.tm_mday);
        assert_int_equal(day_number(&d), n);
        assert_int_equal(day_weekday(n), tm.tm_wday == 0 ? 7 : tm.tm_wday);
        assert_true(strftime(want_week, sizeof want_week, "%V", &tm) == 2);
        assert_true(strftime(want_year, sizeof want_year, "%G", &tm) == 4);
        (void)snprintf(week, sizeof week, "%02d", day_week(n, &of) % 100);
        (void)snprintf(year, sizeof year, "%d", of % 10000);
        assert_string_equal(week, want_week);
        assert_string_equal(year, want_year);
        assert_int_equal(day_week_even(n), day_week(n, NULL) % 2 == 0);
    }
}

static void weeks_at_the_ends_of_years(void **state)
{
    static const struct {
        const char *day;
        int week;
        int year;
        int weekday;
        const char *why;
    } rows[] = {
        {"2026-12-31", 53, 2026, 4, "2026 has a week 53"},
        {"2027-01-03", 53, 2026, 7, "which ends in the next year"},
        {"2027-01-04", 1, 2027, 1, "and is followed by week 1: odd after odd"},
        {"2024-12-30", 1, 2025, 1, "a week 1 that begins in the old year"},
        {"2024-02-29", 9, 2024, 4, "a leap day"},
        {"2020-12-31", 53, 2020, 4, "a leap year with a week 53"},
        {"2021-01-01", 53, 2020, 5, "New Year in the old week"},
        {"2000-01-02", 52, 1999, 7, "a century"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int year;
        int32_t n = number(rows[i].day);

        if (day_week(n, &year) != rows[i].week || year != rows[i].year || day_weekday(n) != rows[i].weekday)
            fail_msg("%s", rows[i].why);
    }
    assert_false(day_week_even(number("2027-01-03")));
    assert_false(day_week_even(number("2027-01-04")));
}

static void months_are_added_as_postgresql_does(void **state)
{
    static const struct {
        const char *from;
        int months;
        const char *to;
        const char *why;
    } rows[] = {
        {"2026-01-31", 1, "2026-02-28", "the end of a short month"},
        {"2024-01-31", 1, "2024-02-29", "in a leap year"},
        {"2026-01-31", 2, "2026-03-31", "a longer one keeps the day"},
        {"2024-02-29", 12, "2025-02-28", "a leap day a year later"},
        {"2024-02-29", 48, "2028-02-29", "and four years later"},
        {"2025-08-31", 18, "2027-02-28", "the eighteen months of M-09"},
        {"2026-12-15", 1, "2027-01-15", "over the end of a year"},
        {"2026-03-31", -1, "2026-02-28", "backwards"},
        {"2026-01-15", -1, "2025-12-15", "backwards over the end of a year"},
        {"2026-05-05", 0, "2026-05-05", "none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (day_add_months(number(rows[i].from), rows[i].months) != number(rows[i].to))
            fail_msg("%s", rows[i].why);
}

static void the_day_of_france_turns_with_its_clocks(void **state)
{
    /* utc: the hour of each row, counted on from 1970; the last column is the day in France */
    static const struct {
        int64_t utc;
        int year, month, day;
        const char *why;
    } rows[] = {
        {1767221999, 2025, 12, 31, "winter, a second before midnight"},
        {1767222000, 2026, 1, 1, "winter: midnight is 23 h UTC"},
        {1774738799, 2026, 3, 28, "28 March 2026, the last evening of winter"},
        {1774738800, 2026, 3, 29, "and midnight of the Sunday that turns is still 23 h UTC"},
        {1774821599, 2026, 3, 29, "the evening after it: 21 h 59 min 59 s UTC"},
        {1774821600, 2026, 3, 30, "summer: midnight is 22 h UTC"},
        {1792879199, 2026, 10, 24, "the last evening of summer"},
        {1792879200, 2026, 10, 25, "midnight of the Sunday that turns back is 22 h UTC"},
        {1792969199, 2026, 10, 25, "its evening: 22 h 59 min 59 s UTC"},
        {1792969200, 2026, 10, 26, "winter again"},
        {1690840800, 2023, 8, 1, "July ends at 22 h UTC"},
        {-3600, 1970, 1, 1, "before 1970 the same rule is carried back"},
    };
    struct day d;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        day_in_france(&d, rows[i].utc * 1000000);
        if (d.year != rows[i].year || d.month != rows[i].month || d.day != rows[i].day)
            fail_msg("%s: %04d-%02d-%02d", rows[i].why, d.year, d.month, d.day);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_have_numbers_and_back),
        cmocka_unit_test(weeks_at_the_ends_of_years),
        cmocka_unit_test(months_are_added_as_postgresql_does),
        cmocka_unit_test(days_that_exist_are_read_and_no_others),
        cmocka_unit_test(days_are_ordered),
        cmocka_unit_test(every_day_of_two_centuries_is_the_library_s),
        cmocka_unit_test(a_day_ends_with_its_last_microsecond),
        cmocka_unit_test(the_day_of_france_turns_with_its_clocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
