/* SPDX-License-Identifier: EUPL-1.2 */
/* What plan_solve works on: its own, not for others. */
#ifndef JALON_APP_PLAN_WORK_H
#define JALON_APP_PLAN_WORK_H

#include "app/match_times.h"
#include "app/plan_solve.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "match/match.h"

/* All that is worked on; secret. */
struct plan_work {
    const struct plan_people *people;
    struct plan_solve *out;
    struct problem problem;
    struct plan plan;
    size_t *next; /* per person, the next one at the same post in this round */
    struct match_material material;
    struct match match;
    struct match_snapshot meant;
    struct match_plan sessions;
    struct match_taken taken[MATCH_TAKEN]; /* of one post, with the lines before */
};

/* Makes person i ready for posts: material and match. */
int plan_work_begin(struct plan_work *w, size_t i) __attribute__((warn_unused_result));
/* Everybody against every post: the problem with an edge for each that fits, and what her line tells of the others. */
int plan_work_look(struct plan_work *w) __attribute__((warn_unused_result));

#endif
