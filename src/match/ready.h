/* SPDX-License-Identifier: EUPL-1.2 */
/* What of a post is the same for everybody, made once where it is kept in memory: its slots in order, and the weeks in
 * which each of them is open and has a place. */
#ifndef JALON_MATCH_READY_H
#define JALON_MATCH_READY_H

#include "match/snapshot.h"

#define READY_WORDS (MATCH_WEEK_WORDS + 2) /* of a set of weeks that is kept: the longest calendar, begun within a year
                                            * or two */

/* Weeks that are numbered from one Monday on: bit w % 64 of word w / 64 of a set is week w. */
struct ready_weeks {
    int32_t monday;
    int32_t words; /* at most READY_WORDS */
    uint64_t even[READY_WORDS];
};

struct ready_slot {
    int16_t from;
    int16_t to;
    int8_t weekday; /* 0 is Monday */
    uint8_t kinds;  /* bit 0: it runs in odd weeks, bit 1: in even ones */
    int16_t slot;   /* index in match_post.slots */
};

/* Sets of a word, one after the other: weeks with some closed day; weeks in which an open slot has even more people
 * than places; by index of slot, weeks in which it runs, is open on its day and has a place; and where some slot is
 * ever full, those in which it runs, is open and has none. */
enum ready_set {
    READY_CLOSED,
    READY_OVER,
    READY_OPEN
};

struct match_ready {
    int32_t monday;
    int16_t words;
    int16_t sets;    /* of a word */
    int16_t n_slots;
    bool fills;      /* some slot may be full */
    bool by_night;   /* some slot lies at night, at least in part */
    const struct ready_slot *slot; /* by weekday, then by minute */
    const uint64_t *weeks; /* set k of word i at [i * sets + k] */
};

/* Words that the sets of a post of so many slots need at most. */
#define READY_SETS(n_slots, words) ((words) * (READY_OPEN + 2 * (n_slots)))

/* READY_WORDS words from the week of that day on, which is within the years of domain/day.h. */
void ready_weeks_from(struct ready_weeks *out, int32_t day);
/* slot has room for p->n_slots, sets for READY_SETS words; out borrows both, which had best lie together. Does not look
 * at p->ready. ERR_OK; ERR_FORMAT for a slot or places that cannot be, or who takes less than no place; ERR_LIMIT. */
int ready_make(const struct match_post *p, const struct ready_weeks *w, struct ready_slot *slot, uint64_t *sets,
               struct match_ready *out) __attribute__((warn_unused_result));

#endif
