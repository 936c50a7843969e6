/* SPDX-License-Identifier: EUPL-1.2 */
/* Days as people write them. Pure: today comes in as an argument. Years are bounded to what a record of this service
 * can mean, so that 0206-01-01 for 2006-01-01 is a mistake and not a date. The count of days is Howard Hinnant's
 * civil calendar arithmetic, with eras of 400 years beginning on 1 March. The hour of France is that of directive
 * 2000/84/CE: summer from the last Sunday of March to that of October, each at one o'clock UTC. */
#include <stdbool.h>

#include "base/err.h"
#include "domain/day.h"

#include "base/banned.h"

#define US_PER_DAY 86400000000LL
#define US_PER_HOUR 3600000000LL

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const unsigned char days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month];
}

static bool digits(const char *s, size_t n, int *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        *out = *out * 10 + (s[i] - '0');
    }
    return true;
}

int day_parse(struct day *d, const char *s, size_t n)
{
    if (n != DAY_TEXT || s[4] != '-' || s[7] != '-')
        return ERR_FORMAT;
    if (!digits(s, 4, &d->year) || !digits(s + 5, 2, &d->month) || !digits(s + 8, 2, &d->day))
        return ERR_FORMAT;
    if (d->year < 1900 || d->year > 2199 || d->month < 1 || d->month > 12)
        return ERR_FORMAT;
    return d->day >= 1 && d->day <= month_days(d->year, d->month) ? ERR_OK : ERR_FORMAT;
}

int day_compare(const struct day *a, const struct day *b)
{
    if (a->year != b->year)
        return a->year - b->year;
    return a->month != b->month ? a->month - b->month : a->day - b->day;
}

void day_of(struct day *d, int64_t us)
{
    day_from_number(d, (int32_t)(us / US_PER_DAY - (us % US_PER_DAY < 0 ? 1 : 0)));
}

void day_from_number(struct day *d, int32_t n)
{
    int64_t z = (int64_t)n + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;

    d->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    d->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    d->year = (int)(yoe + era * 400 + (d->month <= 2 ? 1 : 0));
}

int32_t day_number(const struct day *d)
{
    int y = d->year - (d->month <= 2 ? 1 : 0);
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (d->month > 2 ? d->month - 3 : d->month + 9) + 2) / 5 + d->day - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int day_weekday(int32_t n)
{
    int since_monday = (n % 7 + 3) % 7; /* 1970-01-01 was a Thursday */

    return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* Of a year after the first. */
static int32_t new_years_day(int year)
{
    int y = year - 1;

    return 365 * y + y / 4 - y / 100 + y / 400 - 719162;
}

/* A week belongs to the year of its Thursday. The mean year tells which one, or the one beside it. */
int day_week(int32_t n, int *year)
{
    int32_t thursday = n - day_weekday(n) + 4;
    int y = (int)(((int64_t)thursday + 719162) * 400 / 146097) + 1;

    if (thursday < new_years_day(y))
        y--;
    else if (thursday >= new_years_day(y + 1))
        y++;
    if (year != NULL)
        *year = y;
    return (thursday - new_years_day(y)) / 7 + 1;
}

bool day_week_even(int32_t n)
{
    return day_week(n, NULL) % 2 == 0;
}

int32_t day_add_months(int32_t n, int months)
{
    struct day d;
    int m;

    day_from_number(&d, n);
    m = d.year * 12 + d.month - 1 + months;
    d.year = m / 12;
    d.month = m % 12 + 1;
    if (d.day > month_days(d.year, d.month))
        d.day = month_days(d.year, d.month);
    return day_number(&d);
}

static bool is_summer(int64_t us)
{
    struct day d;
    int64_t days = us / US_PER_DAY - (us % US_PER_DAY < 0 ? 1 : 0);
    int weekday = (int)(((days + 4) % 7 + 7) % 7); /* 0: Sunday; 1970 began on a Thursday */
    int sunday;
    bool turned;

    day_of(&d, us);
    if (d.month != 3 && d.month != 10)
        return d.month > 3 && d.month < 10;
    sunday = 31 - ((weekday + 31 - d.day) % 7);
    turned = d.day > sunday || (d.day == sunday && us - days * US_PER_DAY >= US_PER_HOUR);
    return turned == (d.month == 3);
}

void day_in_france(struct day *d, int64_t us)
{
    day_of(d, us + (is_summer(us) ? 2 : 1) * US_PER_HOUR);
}
