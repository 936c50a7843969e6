/* SPDX-License-Identifier: EUPL-1.2 */
/* The person's calendar inside struct match. Only files of this room call it. */
#ifndef JALON_MATCH_CALENDAR_H
#define JALON_MATCH_CALENDAR_H

#include "match/match.h"

enum calendar_flag {
    CALENDAR_AWAY = 1,
    CALENDAR_HOLIDAY = 2,
    CALENDAR_BUSY = 4, /* some commitment */
    CALENDAR_WORK = 8  /* one of them is work */
};

/* Work other than the plan's on one day: minutes, first minute, minute after the last. None: 0, SLOT_DAY, 0. */
struct calendar_work {
    int32_t minutes;
    int32_t from;
    int32_t to;
};

/* Fills all of m but s. As match_begin. */
int calendar_begin(struct match *m) __attribute__((warn_unused_result));
/* Flags of a day from a day before week 0 to a day after the last week. */
unsigned calendar_flags(const struct match *m, int32_t day);
/* Job and dated work of such a day. */
struct calendar_work calendar_work(const struct match *m, int32_t day);
/* First of m->busy on that day or later; m->n_busy when there is none. */
size_t calendar_busy_at(const struct match *m, int32_t day);

#endif
