/* SPDX-License-Identifier: EUPL-1.2 */
/* Weeks that no limit of work can touch, added up without walking through each day. Only files of this room call it. */
#ifndef JALON_MATCH_TALLY_H
#define JALON_MATCH_TALLY_H

#include "match/walk.h"

/* What a plan could be warned of. */
struct tally_limits {
    uint32_t most; /* bits of enum match_warning */
    uint64_t all;  /* the windows of a week that is warned of all of these, until the last ends; 0: not known */
    int32_t last_to;
    bool alone;    /* each week for itself, whatever was before it and comes after */
};

/* Could it be one? */
bool tally_may(const struct match *m, const struct windows *w, struct tally_limits *out);
/* Takes the walk, which was warned of all or each week of which is so for itself, from week k->week to its end;
 * sessions and why are then those of plan_run, but for counts that nobody asks for where there are sessions. False: not
 * so, and nothing was done. */
bool tally_run(struct walk *k, const struct windows *w, const struct tally_limits *l, int32_t start);

#endif
