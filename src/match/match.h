/* SPDX-License-Identifier: EUPL-1.2 */
/* Which posts fit one person, why, and until when: pure. A person decides; this explains. Same input in any order of
 * its lists and of the posts, same bytes out. */
#ifndef JALON_MATCH_MATCH_H
#define JALON_MATCH_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/outcome.h"
#include "match/snapshot.h"

struct match_minutes {
    int16_t from;
    int16_t to;
};

/* Job and dated work on one day: minutes, first minute, minute after the last. None: 0, SLOT_DAY, 0. */
struct match_day_work {
    int16_t minutes;
    int16_t from;
    int16_t to;
};

/* What the limits of work leave of one day beside the plan: minutes (INT16_MAX: no limit), and the first minute and the
 * one after the last between the daily rests. */
struct match_room {
    int16_t minutes;
    int16_t from;
    int16_t to;
};

/* One snapshot made ready for many posts: her calendar by week and day. About 26 KB of the caller's; const while posts
 * are matched, so threads may share it. The fields are the room's own (calendar.c). */
struct match {
    const struct match_snapshot *s;
    const struct match_labour *labour; /* W-03 or W-04 */
    bool has_job;
    int32_t first;                     /* tomorrow, or the earliest day asked for */
    int32_t monday;                    /* of the week of first, which is week 0 */
    int32_t last;                      /* day looked at last */
    int32_t weeks;
    int32_t words;                     /* of a set of weeks: bit w % 64 of word w / 64; those after them are unset */
    int32_t needed;                    /* shortest session that counts */
    int32_t job_min[2];                /* in an odd [0] and in an even week [1], unknown times included */
    uint8_t job_days[2];               /* bit d: weekday d + 1 */
    struct match_day_work job[2][7];
    int16_t span_of[2][8];             /* spans of weekday d + 1: from span_of[p][d] to before span_of[p][d + 1] */
    struct match_minutes span[MATCH_SPANS]; /* free time less job, disjoint, in order */
    uint8_t alike;                     /* bit d: weekday d + 1 is the same in odd and even weeks, job and free time */
    uint8_t even[MATCH_WEEKS + 2];     /* parity of week w at [w + 1] */
    uint64_t weeks_of[4][MATCH_WEEK_WORDS]; /* the odd [1], the even [2] and all weeks [3] */
    uint8_t work_days[MATCH_WEEKS];    /* dated work in each week; bit d as above, here and in the next three */
    int32_t work_min[MATCH_WEEKS];
    uint8_t away_days[MATCH_WEEKS];
    uint8_t holidays[MATCH_WEEKS];
    uint8_t busy_days[MATCH_WEEKS];    /* some commitment */
    bool usual[MATCH_WEEKS];           /* all of it looked at, nothing dated in it or beside it: it goes like any other
                                        * such week of its parity, but for days off */
    uint8_t room_of[MATCH_WEEKS];      /* row of room of each week */
    uint64_t may[2][7][MATCH_WEEK_WORDS]; /* weeks in which weekday d + 1 is looked at and no day off; [1]: holidays
                                        * are none */
    uint64_t quiet[2][MATCH_WEEK_WORDS]; /* usual, of another parity than the week before, no day off; [1]: holidays
                                        * are none */
    struct match_room room[MATCH_WEEKS + 2][7]; /* of a usual odd [0] and even [1] week, then of each that is another */
    bool rest_matters;                  /* work that ends as late as it can and begins as early is too near */
    size_t n_busy;
    struct match_busy busy[MATCH_BUSY]; /* by day, then by minute */
};

/* ERR_OK; ERR_LIMIT over a maximum of limits.h; ERR_FORMAT for a time or a law that cannot be. s stays borrowed. */
int match_begin(struct match *m, const struct match_snapshot *s) __attribute__((warn_unused_result, nonnull));
/* ERR_OK; ERR_LIMIT or ERR_FORMAT for a post that cannot be, but for its slots, which are looked at where it is made
 * ready. */
int match_check(const struct match_post *p) __attribute__((warn_unused_result, nonnull));
/* ERR_OK with fit filled, and plan where it is not NULL; ERR_LIMIT or ERR_FORMAT for a post that cannot be. */
int match_post(const struct match *m, const struct match_post *p, struct match_fit *fit, struct match_plan *plan)
    __attribute__((warn_unused_result, nonnull(1, 2, 3)));

#endif
