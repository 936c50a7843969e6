/* SPDX-License-Identifier: EUPL-1.2 */
/* The times of a fortnight that a post's slots and the person's free time have in common. Only files of this room call
 * it. */
#ifndef JALON_MATCH_WINDOW_H
#define JALON_MATCH_WINDOW_H

#include "match/match.h"

/* A time that a slot of the post and the person's week have in common. */
struct window {
    int16_t from;
    int16_t to;
    int16_t weekday; /* 0 is Monday */
    int16_t slot;
};

struct windows {
    int32_t n[2]; /* in odd and in even weeks */
    int32_t minutes[2];           /* of all windows */
    uint8_t days[2];              /* bit d: some window on weekday d + 1 */
    const struct window *list[2]; /* by day, then by minute; one list for both where they are the same */
    struct window window[2][MATCH_WINDOWS / 2];
    bool night;   /* some of it lies between 22:00 and 06:00 */
    bool lost_to_night; /* something would be in common but for that bar */
};

#define WINDOW_WEEK 0x7f
/* Earliest and latest minute of the windows on some days, bit 0 is Monday; SLOT_DAY and 0 where there is none. */
void window_reach(const struct windows *w, unsigned days, int32_t *begins, int32_t *ends);
/* Leaves of each window on some days what is within [from, to); one that is then shorter than needed is gone. */
void window_cut(struct windows *w, int32_t needed, unsigned days, int32_t from, int32_t to);
/* ERR_OK; ERR_FORMAT for a slot that cannot be. *by_night: one of them lies at night, at least in part. */
int window_check(const struct match_post *p, bool *by_night) __attribute__((warn_unused_result));
/* Of a post that window_check found good. ERR_OK; ERR_FORMAT for slots that overlap; ERR_LIMIT. */
int window_list(const struct match *m, const struct match_post *p, struct windows *w)
    __attribute__((warn_unused_result));

#endif
