/* SPDX-License-Identifier: EUPL-1.2 */
/* A post that was made ready (ready.h) as the weeks of one person's calendar have it. But for occupancy_taken only
 * files of this room call it. */
#ifndef JALON_MATCH_OCCUPANCY_H
#define JALON_MATCH_OCCUPANCY_H

#include "match/match.h"
#include "match/ready.h"

/* Borrowed from r. Week 0 of the calendar is bit `shift` of the first word. */
struct occupancy {
    const uint64_t *weeks;
    int32_t shift;
    int32_t sets;
    int32_t full; /* the first set of full weeks; 0: no slot is ever full */
};

/* False: the sets of r, which may be NULL, do not reach over all of her weeks. */
static inline bool occupancy_of(const struct match *m, const struct match_ready *r, struct occupancy *o)
{
    int32_t weeks;

    if (r == NULL || m->monday < r->monday)
        return false;
    weeks = (m->monday - r->monday) / 7;
    if (weeks / 64 + m->words >= r->words) /* the word behind is looked into */
        return false;
    *o = (struct occupancy){r->weeks + weeks / 64 * r->sets, weeks % 64, r->sets,
                            r->fills ? READY_OPEN + r->n_slots : 0};
    return true;
}

/* Word i of a set, as in struct match. */
static inline uint64_t occupancy_word(const struct occupancy *o, int set, int i)
{
    const uint64_t *at = o->weeks + i * o->sets + set;

    return at[0] >> o->shift | at[o->sets] << 1 << (63 - o->shift);
}

static inline bool occupancy_in(const struct occupancy *o, int set, int32_t week)
{
    int32_t at = week + o->shift;

    return o->weeks[at / 64 * o->sets + set] >> at % 64 & 1;
}

/* Weeks in which the slot is open and has a place. */
static inline uint64_t occupancy_open(const struct occupancy *o, int slot, int i)
{
    return occupancy_word(o, READY_OPEN + slot, i);
}

/* Weeks in which it is open and has none. */
static inline uint64_t occupancy_full(const struct occupancy *o, int slot, int i)
{
    return o->full == 0 ? 0 : occupancy_word(o, o->full + slot, i);
}

static inline bool occupancy_is_full(const struct occupancy *o, int slot, int32_t week)
{
    return o->full != 0 && occupancy_in(o, o->full + slot, week);
}

/* Days of the week of that Monday on which the post is closed: bit d is weekday d + 1. */
unsigned occupancy_closed_days(const struct match_post *p, int32_t monday);
/* Places of a slot that are taken on that day, which is in an even week or not. */
int64_t occupancy_taken(const struct match_post *p, int slot, int32_t day, bool even);

#endif
