/* SPDX-License-Identifier: EUPL-1.2 */
/* The person's calendar inside struct match. Only files of this room call it. */
#ifndef JALON_MATCH_CALENDAR_H
#define JALON_MATCH_CALENDAR_H

#include "match/match.h"

/* Fills all of m but s and what is by week (usual.h). As match_begin. */
int calendar_begin(struct match *m) __attribute__((warn_unused_result));
/* First of m->busy on that day or later; m->n_busy when there is none. */
size_t calendar_busy_at(const struct match *m, int32_t day);

#endif
