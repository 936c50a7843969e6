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
    int8_t weekday; /* 0 is Monday */
    bool may_fill;  /* placements and reservations could take all its places */
    int16_t slot;
    int16_t places;
};

struct windows {
    int32_t n[2]; /* in odd and in even weeks */
    struct window window[2][MATCH_WINDOWS / 2];
    bool night;   /* some of it lies between 22:00 and 06:00 */
    bool lost_to_night; /* something would be in common but for that bar */
};

/* ERR_OK; ERR_FORMAT for a slot that cannot be or that overlaps another; ERR_LIMIT. */
int window_list(const struct match *m, const struct match_post *p, struct windows *w)
    __attribute__((warn_unused_result));

#endif
