/* SPDX-License-Identifier: EUPL-1.2 */
/* The times of a fortnight that a post's slots and the person's free time have in common. Only files of this room call
 * it. */
#ifndef JALON_MATCH_WINDOW_H
#define JALON_MATCH_WINDOW_H

#include "match/match.h"
#include "match/ready.h"

/* A time that a slot of the post and the person's week have in common. */
struct window {
    int16_t from;
    int16_t to;
    int8_t weekday; /* 0 is Monday */
    uint8_t kinds;  /* bit 0: of odd weeks, bit 1: of even ones */
    int16_t slot;
};

/* The windows of each kind of week are by day, then by minute. What is said of two is of odd [0] and of even weeks. */
struct windows {
    int32_t n;
    int32_t minutes[2];
    int32_t count[2];
    int32_t first;      /* the earliest minute, the latest; SLOT_DAY and 0 where there is none */
    int32_t last;
    int32_t day_min;      /* most minutes on one weekday, of whichever weeks; without a break of the law's */
    int32_t unbroken_min;
    uint64_t all[2];    /* bit i: window i, of the first 64 */
    uint8_t days[2];    /* bit d: some window on weekday d + 1 */
    bool night;         /* some of it lies between 22:00 and 06:00 */
    bool lost_to_night; /* something would be in common but for that bar */
    struct window window[MATCH_WINDOWS];
};

#define WINDOW_WEEK 0x7f

static inline bool window_in(const struct window *x, int even)
{
    return x->kinds >> even & 1;
}

/* Earliest and latest minute of the windows on some days, bit 0 is Monday; SLOT_DAY and 0 where there is none. */
void window_reach(const struct windows *w, unsigned days, int32_t *begins, int32_t *ends);
/* Leaves of each window on some days what is within [from, to); one that is then shorter than m->needed is gone. */
void window_cut(const struct match *m, struct windows *w, unsigned days, int32_t from, int32_t to);
/* ERR_OK; ERR_FORMAT for slots that overlap. */
int window_list(const struct match *m, const struct match_ready *r, struct windows *w)
    __attribute__((warn_unused_result));

#endif
