/* SPDX-License-Identifier: EUPL-1.2 */
/* W-03, W-04: what the general limits of work leave of a day. Job, this TIG and other work count together. A break is
 * looked for within this TIG alone, those of a job are between her and who employs her; it is not worked and not
 * counted, as in a report of hours. Rest is
 * looked for on both sides of the day: from the last minute of the day before, and to the first of the day after as the
 * job and commitments have it. Only files of this room call it. */
#ifndef JALON_MATCH_LABOUR_H
#define JALON_MATCH_LABOUR_H

#include "match/walk.h"

struct labour {
    int32_t week;  /* minutes left in the week and in the day; much when there is no limit */
    int32_t day;
    int32_t rest_from; /* the daily rest lasts until here, and begins again here */
    int32_t rest_to;
    bool too_many_days;
    bool no_two_off;
    int32_t on;        /* the day */
};

/* Minutes worked without a break by the sessions that end less than a break before this minute. */
static inline int32_t labour_unbroken(const struct walk *k, int32_t day, int32_t from)
{
    return k->day == day && from - k->day_end < k->m->labour->break_min ? k->unbroken : 0;
}

/* The breaks that so many minutes of work need after so many without one, as late as may be: how many. */
static inline int32_t labour_breaks(const struct match_labour *l, int32_t unbroken, int32_t work)
{
    int32_t n = 0;

    while (l->hard && l->unbroken_min > 0 && work > (n + 1) * l->unbroken_min - unbroken)
        n++;
    return n;
}

/* The minutes on the spot that so many minutes of work take. */
static inline int32_t labour_site(const struct match_labour *l, int32_t unbroken, int32_t work)
{
    return work + labour_breaks(l, unbroken, work) * l->break_min;
}

/* d is the weekday of day, 0 is Monday. */
static inline struct labour labour_of(const struct walk *k, int32_t day, int d)
{
    const struct match_labour *l = k->m->labour;
    const struct match_room *room = &k->m->room[k->m->room_of[k->week]][d];
    int32_t rest = k->day == day - 1 ? k->day_end + l->rest_min - SLOT_DAY : 0;
    struct labour r = {k->labour_room - k->week_planned, room->minutes - (k->day == day ? k->day_planned : 0),
                       rest > room->from ? rest : room->from, room->to, false, false, day};

    if (!(k->days >> d & 1)) {
        unsigned off = ~(k->days | 1u << d) & 0x7f;

        r.too_many_days = l->week_days > 0 && __builtin_popcount(off) < 7 - l->week_days;
        r.no_two_off = l->two_off && (off & off >> 1) == 0;
    }
    return r;
}

/* All limits that a usual week of that parity can pass, as bits of enum match_warning, when those of the first 64
 * windows, of such weeks, are used and no other: each whole, but for the last, which ends at last_to. Less work never
 * passes more. */
uint32_t labour_passed(const struct match *m, const struct windows *w, int even, uint64_t which, int32_t last_to);
/* Is it known at a glance that no usual week of either parity can pass any? */
bool labour_free(const struct match *m, const struct windows *w);
/* Does a week pass all of those, whatever lies beside it? Else some of them perhaps. */
bool labour_alone(const struct match *m, const struct windows *w);
/* Minutes of work in all of that time, with as few breaks as make it lawful. */
int32_t labour_whole(const struct match_labour *l, int32_t unbroken, int32_t site);
/* Minutes without a break at the end of a session of so many of work, the breaks in it as late as may be. */
int32_t labour_after(const struct match_labour *l, int32_t unbroken, int32_t site, int32_t work);
/* Minutes of work that limits which are hard leave of [*from, to), and from where; 0 and mostly a refusal when less
 * than want, which takes site minutes on the spot. */
int32_t labour_within(struct walk *k, const struct labour *r, int32_t *from, int32_t to, int32_t want, int32_t site);

/* Limits that are not hard let the session be, and are told: bits of enum match_warning. */
static inline uint32_t labour_warnings(const struct walk *k, const struct labour *r, int32_t day, int32_t from,
                                       int32_t to)
{
    const struct match_labour *l = k->m->labour;

    return (r->week < to - from ? MATCH_WARN_WEEK : 0) | (r->day < to - from ? MATCH_WARN_DAY : 0) |
           (from < r->rest_from || to > r->rest_to ? MATCH_WARN_REST : 0) |
           (l->unbroken_min > 0 && labour_unbroken(k, day, from) + to - from > l->unbroken_min ? MATCH_WARN_BREAK : 0) |
           (r->too_many_days ? MATCH_WARN_DAYS : 0) | (r->no_two_off ? MATCH_WARN_OFF : 0) |
           (l->no_night && (from < SLOT_NIGHT_ENDS || to > SLOT_NIGHT_BEGINS) ? MATCH_WARN_NIGHT : 0);
}

#endif
