/* SPDX-License-Identifier: EUPL-1.2 */
/* One week: which windows of which days give a session? Only files of this room call it. */
#ifndef JALON_MATCH_WALK_H
#define JALON_MATCH_WALK_H

#include "match/lack.h"
#include "match/occupancy.h"
#include "match/window.h"

#define WALK_FREE (1 << 20)

/* Where the walk through the weeks stands. */
struct walk {
    const struct match *m;
    const struct match_post *p;
    const struct occupancy *o;
    struct match_fit *fit;
    struct match_plan *plan; /* may be NULL */
    struct lack *why;
    int32_t left;            /* minutes of the measure not planned yet */
    int32_t week;
    int even;
    int32_t job_room;        /* minutes that W-01 and the labour limit leave of this week before the plan; WALK_FREE: */
    int32_t labour_room;     /* all of it */
    int32_t week_planned;
    int32_t week_first;      /* day of its first session */
    unsigned shut;           /* days of this week on which nothing is done: absence, holiday, closure */
    unsigned days;           /* with any work in this week */
    int32_t day;             /* of the last session */
    int32_t day_planned;
    int32_t day_end;
    int32_t unbroken;        /* minutes worked without a break when it ended */
};

/* Walks through the week k->week, on days from start on. */
void walk_week(struct walk *k, const struct windows *w, int32_t start);
/* Takes all windows of the week that are open and have a place, whole; more is left than that. Warns of nothing. */
void walk_whole(struct walk *k, const struct windows *w);
/* The window has no place on that day, in a week that is as k->even says. */
void walk_full(struct walk *k, const struct window *x, int32_t day);

#endif
