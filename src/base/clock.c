/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Reads the two clocks and writes instants as RFC 3339. Dates are computed here and not by the C library: no time
 * zone file, no locale, and the same answer on every machine that verifies a log.
 */
#include "base/clock.h"

#include <stdbool.h>
#include <time.h>

#include "base/err.h"
#include "base/num.h"

#include "base/banned.h"

#define US_PER_S INT64_C(1000000)
#define US_PER_DAY (INT64_C(86400) * US_PER_S)
#define LAST_US (INT64_C(253402300800) * US_PER_S - 1) /* 9999-12-31T23:59:59.999999Z */

int64_t clock_now_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * US_PER_S + t.tv_nsec / 1000;
}

int64_t clock_mono_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t month_days(int64_t year, int64_t month)
{
    static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && leap(year) ? 1 : 0);
}

/* Days from 1970-01-01 to the first day of the year. */
static int64_t year_start(int64_t year)
{
    int64_t y = year - 1;

    return year * 365 + y / 4 - y / 100 + y / 400 - (1970 * 365 + 1969 / 4 - 1969 / 100 + 1969 / 400);
}

/* A number of so many digits and what stands behind it. Not by snprintf: a page and an entry have dozens of these. */
static void put_digits(char *out, int digits, int64_t n, char behind)
{
    out[digits] = behind;
    for (; digits > 0; n /= 10)
        out[--digits] = (char)('0' + n % 10);
}

void clock_format(int64_t us, char out[CLOCK_TEXT + 1])
{
    int64_t day, s, year, month = 1;

    if (us < 0)
        us = 0;
    if (us > LAST_US)
        us = LAST_US;
    day = us / US_PER_DAY;
    us %= US_PER_DAY;
    s = us / US_PER_S;
    year = 1970 + day / 366;
    while (year_start(year + 1) <= day)
        year++;
    day -= year_start(year);
    while (day >= month_days(year, month))
        day -= month_days(year, month++);
    put_digits(out, 4, year, '-');
    put_digits(out + 5, 2, month, '-');
    put_digits(out + 8, 2, day + 1, 'T');
    put_digits(out + 11, 2, s / 3600, ':');
    put_digits(out + 14, 2, s / 60 % 60, ':');
    put_digits(out + 17, 2, s % 60, '.');
    put_digits(out + 20, 6, us % US_PER_S, 'Z');
    out[CLOCK_TEXT] = 0;
}

static bool digits(const char *s, int n, int64_t lo, int64_t hi, int64_t *out)
{
    int64_t v = 0;

    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        v = v * 10 + (s[i] - '0');
    }
    *out = v;
    return v >= lo && v <= hi;
}

int clock_parse(const char *s, size_t len, int64_t *us)
{
    int64_t year, month, day, hour, minute, second, micro, days;

    if (len != CLOCK_TEXT || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' ||
        s[19] != '.' || s[26] != 'Z')
        return ERR_FORMAT;
    if (!digits(s, 4, 1970, 9999, &year) || !digits(s + 5, 2, 1, 12, &month) ||
        !digits(s + 8, 2, 1, month_days(year, month), &day) || !digits(s + 11, 2, 0, 23, &hour) ||
        !digits(s + 14, 2, 0, 59, &minute) || !digits(s + 17, 2, 0, 59, &second) ||
        !digits(s + 20, 6, 0, 999999, &micro))
        return ERR_FORMAT;
    days = year_start(year) + day - 1;
    for (int64_t m = 1; m < month; m++)
        days += month_days(year, m);
    *us = days * US_PER_DAY + ((hour * 60 + minute) * 60 + second) * US_PER_S + micro;
    return ERR_OK;
}

/* "Z", or "+02:00" as microseconds. */
static bool offset(const char *s, size_t len, int64_t *us)
{
    int64_t hours, minutes;

    *us = 0;
    if (len == 1 && s[0] == 'Z')
        return true;
    if (len != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':' || !digits(s + 1, 2, 0, 23, &hours) ||
        !digits(s + 4, 2, 0, 59, &minutes))
        return false;
    *us = (hours * 60 + minutes) * 60 * US_PER_S * (s[0] == '-' ? -1 : 1);
    return true;
}

int clock_parse_offset(const char *s, size_t len, int64_t *us)
{
    char text[CLOCK_TEXT] = "0000-00-00T00:00:00.000000Z";
    int64_t local, ahead;
    size_t at = 19;

    if (len < at)
        return ERR_FORMAT;
    for (size_t i = 0; i < at; i++)
        text[i] = s[i];
    if (at < len && s[at] == '.') {
        size_t first = ++at;

        while (at < len && at - first < 6 && s[at] >= '0' && s[at] <= '9') {
            text[20 + at - first] = s[at];
            at++;
        }
        if (at == first)
            return ERR_FORMAT;
    }
    if (!offset(s + at, len - at, &ahead) || clock_parse(text, CLOCK_TEXT, &local) != ERR_OK ||
        local - ahead < 0 || local - ahead > LAST_US)
        return ERR_FORMAT;
    *us = local - ahead;
    return ERR_OK;
}
