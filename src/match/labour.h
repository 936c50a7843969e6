/* SPDX-License-Identifier: EUPL-1.2 */
/* W-03, W-04: what the general limits of work leave of a day. Job, this TIG and other work count together. Rest is
 * looked for on both sides of the day: from the last minute of the day before, and to the first of the day after as the
 * job and commitments have it. Only files of this room call it. */
#ifndef JALON_MATCH_LABOUR_H
#define JALON_MATCH_LABOUR_H

#include "match/walk.h"

#define NIGHT_ENDS   360
#define NIGHT_BEGINS 1320

struct labour {
    int32_t week;  /* minutes left in the week and in the day; much when there is no limit */
    int32_t day;
    int32_t rest_from; /* the daily rest lasts until here, and begins again here */
    int32_t rest_to;
    bool too_many_days;
    bool no_two_off;
};

/* d is the weekday of day, 0 is Monday. */
static inline struct labour labour_of(const struct walk *k, int32_t day, int d)
{
    const struct match_labour *l = k->m->labour;
    const struct match_room *room = &k->m->room[day - k->m->monday];
    int32_t rest = k->day == day - 1 ? k->day_end + l->rest_min - SLOT_DAY : 0;
    struct labour r = {k->labour_room - k->week_planned, room->minutes - (k->day == day ? k->day_planned : 0),
                       rest > room->from ? rest : room->from, room->to, false, false};

    if (!(k->days >> d & 1)) {
        unsigned off = ~(k->days | 1u << d) & 0x7f;

        r.too_many_days = l->week_days > 0 && __builtin_popcount(off) < 7 - l->week_days;
        r.no_two_off = l->two_off && (off & off >> 1) == 0;
    }
    return r;
}

/* All limits that a usual week of that parity can pass, as bits of enum match_warning: those that it passes when every
 * window is used whole, because less work never passes more. */
uint32_t labour_most(const struct match *m, const struct windows *w, int even);
/* Minutes that limits which are hard leave of [*from, to), and from where; 0 and a refusal when less than want. */
int32_t labour_within(struct walk *k, const struct labour *r, int32_t *from, int32_t to, int32_t want);

/* Limits that are not hard let the session be, and are told: bits of enum match_warning. */
static inline uint32_t labour_warnings(const struct walk *k, const struct labour *r, int32_t from, int32_t to)
{
    return (r->week < to - from ? MATCH_WARN_WEEK : 0) | (r->day < to - from ? MATCH_WARN_DAY : 0) |
           (from < r->rest_from || to > r->rest_to ? MATCH_WARN_REST : 0) |
           (r->too_many_days ? MATCH_WARN_DAYS : 0) | (r->no_two_off ? MATCH_WARN_OFF : 0) |
           (k->m->labour->no_night && (from < NIGHT_ENDS || to > NIGHT_BEGINS) ? MATCH_WARN_NIGHT : 0);
}

#endif
