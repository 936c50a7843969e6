/* SPDX-License-Identifier: EUPL-1.2 */
/* A day of the civil calendar, without time or zone. */
#ifndef JALON_DOMAIN_DAY_H
#define JALON_DOMAIN_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DAY_TEXT 10 /* "2026-11-22" */

struct day {
    int year; /* 1900 to 2199 */
    int month;
    int day;
};

/* Exactly YYYY-MM-DD and a day that exists (29 February in leap years only). ERR_OK or ERR_FORMAT. */
int day_parse(struct day *d, const char *s, size_t n) __attribute__((warn_unused_result));
/* Negative, zero or positive as a is before, the same as, or after b. */
int day_compare(const struct day *a, const struct day *b);
/* The day in UTC of an instant in microseconds since 1970. */
void day_of(struct day *d, int64_t us);
/* The day at that instant where the service works, as offer.today() counts. */
void day_in_france(struct day *d, int64_t us);

/* Days as numbers, for arithmetic: 0 is 1970-01-01. Any number within the years 1900 to 2199 and a century around. */
#define DAY_NONE INT32_MAX /* no such day, or one that never comes */

int32_t day_number(const struct day *d);
void day_from_number(struct day *d, int32_t n);
/* ISO: 1 is Monday. */
int day_weekday(int32_t n);
/* ISO week, 1 to 53; the year it belongs to into *year, which may be NULL. */
int day_week(int32_t n, int *year);
/* Fortnightly slots go by this: the parity of the ISO week. After a week 53 two odd ones follow each other. */
bool day_week_even(int32_t n);
/* As PostgreSQL adds an interval of months: the same day of that month, or its last when it has no such day. */
int32_t day_add_months(int32_t n, int months);

#endif
