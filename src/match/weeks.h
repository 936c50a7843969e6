/* SPDX-License-Identifier: EUPL-1.2 */
/* ISO weeks by number, and as bits of sets: bit b of word i is week 64 i + b. Only files of this room call it. */
#ifndef JALON_MATCH_WEEKS_H
#define JALON_MATCH_WEEKS_H

#include <stdint.h>

#include "domain/day.h"

/* The number of the ISO week of that Monday, which is one more than that of the week before but at the end of a year.
 * week: of the week before, 0 where nobody knows. */
static inline int weeks_after(int week, int32_t monday)
{
    return week == 0 || week >= 52 ? day_week(monday, NULL) : week + 1;
}

/* What word i has of the weeks first to last; none when first is after last. */
static inline uint64_t weeks_span(int64_t first, int64_t last, int i)
{
    int64_t from = first - 64 * i > 0 ? first - 64 * i : 0;
    int64_t to = last - 64 * i < 63 ? last - 64 * i : 63;

    return from <= to && from < 64 && to >= 0 ? ~UINT64_C(0) >> (63 - to) & ~UINT64_C(0) << from : 0;
}

#endif
