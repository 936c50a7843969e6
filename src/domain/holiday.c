/* SPDX-License-Identifier: EUPL-1.2 */
/* The days of each year are put in order; a few comparisons, so nobody need know where the moving ones fall. Easter by
 * the algorithm that Meeus gives for the Gregorian calendar. */
#include <string.h>

#include "domain/day.h"
#include "domain/holiday.h"

#include "base/banned.h"

struct fixed {
    char departement[4]; /* "": everywhere */
    int month;
    int day;
};

static const struct fixed fixed[] = {
    {"", 1, 1},    {"", 5, 1},    {"", 5, 8},   {"", 7, 14},    {"", 8, 15},    {"", 11, 1},
    {"", 11, 11},  {"", 12, 25},  {"57", 12, 26}, {"67", 12, 26}, {"68", 12, 26}, {"971", 5, 27},
    {"972", 5, 22}, {"973", 6, 10}, {"974", 12, 20}, {"976", 4, 27},
};
/* Days after Easter Sunday; Good Friday only in Alsace-Moselle. */
static const struct {
    char departement[4];
    int after;
} moving[] = {{"", 1}, {"", 39}, {"", 50}, {"57", -2}, {"67", -2}, {"68", -2}};

static int32_t at(int year, int month, int day)
{
    return day_number(&(struct day){year, month, day});
}

int32_t holiday_easter(int year)
{
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int g = (8 * b + 13) / 25;
    int h = (19 * a + b - b / 4 - g + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 19 * l) / 433;
    int month = (h + l - 7 * m + 90) / 25;
    int day = (h + l - 7 * m + 33 * month + 19) % 32;

    return at(year, month, day);
}

/* Two of them may fall on one day (Ascension on 1 or 8 May): it is said once. */
static size_t insert(int32_t list[HOLIDAY_YEAR], size_t n, int32_t day)
{
    size_t i = n;

    for (; i > 0 && list[i - 1] >= day; i--)
        if (list[i - 1] == day)
            return n;
    memmove(&list[i + 1], &list[i], (n - i) * sizeof list[0]);
    list[i] = day;
    return n + 1;
}

static size_t of_year(int year, const char *departement, int32_t out[HOLIDAY_YEAR])
{
    int32_t easter = holiday_easter(year);
    size_t n = 0;

    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        if (fixed[i].departement[0] == '\0' || strcmp(fixed[i].departement, departement) == 0)
            n = insert(out, n, at(year, fixed[i].month, fixed[i].day));
    for (size_t i = 0; i < sizeof moving / sizeof moving[0]; i++)
        if (moving[i].departement[0] == '\0' || strcmp(moving[i].departement, departement) == 0)
            n = insert(out, n, easter + moving[i].after);
    return n;
}

size_t holiday_between(int32_t first, int32_t last, const char *departement, int32_t *out, size_t max)
{
    struct day from, to;
    size_t n = 0;

    day_from_number(&from, first);
    day_from_number(&to, last);
    for (int year = from.year; year <= to.year && n < max; year++) {
        int32_t days[HOLIDAY_YEAR];
        size_t k = of_year(year, departement, days);

        for (size_t i = 0; i < k && n < max; i++)
            if (first <= days[i] && days[i] <= last)
                out[n++] = days[i];
    }
    return n;
}
