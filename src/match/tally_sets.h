/* SPDX-License-Identifier: EUPL-1.2 */
/* In which of 64 weeks the windows of a post are given. Only files of this room call it. */
#ifndef JALON_MATCH_TALLY_SETS_H
#define JALON_MATCH_TALLY_SETS_H

#include "match/occupancy.h"
#include "match/tally_week.h"
#include "match/walk.h"

/* Weeks of one word of the calendar (match.h): bit b is week 64 i + b. */
struct tally_sets {
    uint64_t given[TALLY_WINDOWS]; /* by window: open, and with a place */
    uint64_t full[TALLY_WINDOWS];  /* open, and without one */
    uint64_t some;                 /* with a window that is given */
    uint64_t lack;                 /* in which a window of theirs is not */
    uint64_t some_full;
};

/* What word i has of the weeks whose weekday d is the day start or later. */
static inline uint64_t tally_sets_from(const struct match *m, int32_t start, int d, int i)
{
    int32_t days = start - m->monday - d;
    int32_t first = (days > 0 ? (days + 6) / 7 : 0) - 64 * i;

    return first <= 0 ? ~UINT64_C(0) : first < 64 ? ~UINT64_C(0) << first : 0;
}

/* Those of word i; days before start are none. A few operations for each window. */
static inline void tally_sets_of(struct tally_sets *t, const struct walk *k, const struct windows *w, int32_t start,
                                 int i)
{
    const struct match *m = k->m;

    t->some = t->lack = t->some_full = 0;
    for (int at = 0; at < w->n; at++) {
        const struct window *x = &w->window[at];
        uint64_t theirs = m->weeks_of[x->kinds][i];
        uint64_t may = m->may[k->p->open_holidays ? 1 : 0][x->weekday][i] & theirs;

        if (start > m->first)
            may &= tally_sets_from(m, start, x->weekday, i);
        t->given[at] = may & occupancy_open(k->o, x->slot, i);
        t->full[at] = may & occupancy_full(k->o, x->slot, i);
        t->some |= t->given[at];
        t->lack |= theirs & ~t->given[at];
        t->some_full |= t->full[at];
    }
}

/* In how many weeks of the whole calendar windows are on days off. */
int32_t tally_sets_lost(const struct walk *k, const struct windows *w, int32_t start);

/* How many weeks are in a set. */
static inline int32_t tally_sets_count(uint64_t set)
{
    set -= set >> 1 & 0x5555555555555555;
    set = (set & 0x3333333333333333) + (set >> 2 & 0x3333333333333333);
    set = (set + (set >> 4)) & 0x0f0f0f0f0f0f0f0f;
    return (int32_t)(set * 0x0101010101010101 >> 56);
}

/* The windows in whose sets week b is. */
static inline uint64_t tally_sets_at(const uint64_t set[TALLY_WINDOWS], int32_t n, int b)
{
    uint64_t of = 0;

    for (int at = 0; at < n; at++)
        of |= (set[at] >> b & 1) << at;
    return of;
}

#endif
