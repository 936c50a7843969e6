/* SPDX-License-Identifier: EUPL-1.2 */
/* Weeks that no limit of work can touch, added up without walking through each day. Only files of this room call it. */
#ifndef JALON_MATCH_TALLY_H
#define JALON_MATCH_TALLY_H

#include "match/walk.h"

/* Could it be one? *most: what must have been warned of before (bits of enum match_warning). */
bool tally_may(const struct match *m, const struct windows *w, uint32_t *most);
/* Takes the walk from week k->week to its end; sessions and why are then those of plan_run, but for counts that nobody
 * asks for where there are sessions. False: not so, and nothing was done. */
bool tally_run(struct walk *k, const struct windows *w, int32_t start);

#endif
