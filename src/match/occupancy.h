/* SPDX-License-Identifier: EUPL-1.2 */
/* In which weeks of the person's calendar a post is closed on some day, or has a slot without a free place. But for
 * occupancy_taken only files of this room call it. */
#ifndef JALON_MATCH_OCCUPANCY_H
#define JALON_MATCH_OCCUPANCY_H

#include "match/match.h"

/* Sets of weeks as in struct match, m->words of each. */
struct occupancy {
    uint64_t closed[MATCH_WEEK_WORDS];
    uint64_t some_full[MATCH_WEEK_WORDS]; /* some slot is full on its day */
    uint64_t over[MATCH_WEEK_WORDS];      /* some slot has even more people than places */
    uint64_t may_fill; /* bit of each slot that could be full in some week; the others' sets are unset */
    uint64_t full[MATCH_SLOTS][MATCH_WEEK_WORDS];
};

static inline bool occupancy_in(const uint64_t set[MATCH_WEEK_WORDS], int32_t week)
{
    return set[week / 64] >> week % 64 & 1;
}

static inline bool occupancy_is_full(const struct occupancy *o, int slot, int32_t week)
{
    return (o->may_fill >> slot & 1) && occupancy_in(o->full[slot], week);
}

/* What word i has of the weeks first to last; none when first is after last. */
static inline uint64_t occupancy_span(int64_t first, int64_t last, int i)
{
    int64_t from = first - 64 * i > 0 ? first - 64 * i : 0;
    int64_t to = last - 64 * i < 63 ? last - 64 * i : 63;

    return from <= to && from < 64 && to >= 0 ? ~UINT64_C(0) >> (63 - to) & ~UINT64_C(0) << from : 0;
}

/* ERR_OK; ERR_FORMAT when somebody takes less than no place. The post's slots are good (window_check looked). */
int occupancy_of(const struct match *m, const struct match_post *p, struct occupancy *o)
    __attribute__((warn_unused_result));
/* Days of the week of that Monday on which the post is closed: bit d is weekday d + 1. */
unsigned occupancy_closed_days(const struct match_post *p, int32_t monday);
/* What word i has of the weeks in which it is closed on the weekday d (0 is Monday). */
uint64_t occupancy_closed(const struct match *m, const struct match_post *p, int d, int i);
/* Places of a slot that are taken on that day, which is in an even week or not. */
int64_t occupancy_taken(const struct match_post *p, int slot, int32_t day, bool even);

#endif
