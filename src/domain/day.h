/* SPDX-License-Identifier: EUPL-1.2 */
/* A day of the civil calendar, without time or zone. */
#ifndef JALON_DOMAIN_DAY_H
#define JALON_DOMAIN_DAY_H

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

#endif
