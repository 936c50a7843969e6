/* SPDX-License-Identifier: EUPL-1.2 */
/* Time: the wall clock for what is written down, the monotonic clock for how long to wait. */
#ifndef JALON_BASE_CLOCK_H
#define JALON_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define CLOCK_TEXT 27 /* "2026-11-22T19:44:31.123456Z" */

int64_t clock_now_us(void);  /* microseconds since 1970-01-01 UTC */
int64_t clock_mono_ms(void); /* milliseconds since some fixed point; never goes back */
/* RFC 3339 in UTC with microseconds. Years 1970 to 9999. */
void clock_format(int64_t us, char out[CLOCK_TEXT + 1]);
/* Exactly the form of clock_format. ERR_OK or ERR_FORMAT. */
int clock_parse(const char *s, size_t len, int64_t *us) __attribute__((warn_unused_result));
/* Any RFC 3339 instant with a capital T: a fraction of at most six digits, Z or an offset. ERR_OK or ERR_FORMAT. */
int clock_parse_offset(const char *s, size_t len, int64_t *us) __attribute__((warn_unused_result));

#endif
