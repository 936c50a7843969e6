/* SPDX-License-Identifier: EUPL-1.2 */
/* Which posts people are matched with. plan_solve's own, not for others. */
#ifndef JALON_APP_PLAN_LOOK_H
#define JALON_APP_PLAN_LOOK_H

#include "app/plan_work.h"

/* Everybody against the posts nearest to her: an edge in w->found for each that fits, and what her line tells of the
 * others. */
int plan_look_nearest(struct plan_work *w) __attribute__((warn_unused_result));
/* Everybody against those posts that could be as cheap for her as what the plan gives her. *more: there were any, and
 * they are in the problem, so that it is to be solved again. */
int plan_look_widen(struct plan_work *w, bool *more) __attribute__((warn_unused_result));
/* Was it looked at whether post j fits person i? Posts that are out of the question were. */
bool plan_look_saw(const struct plan_work *w, size_t i, size_t j);
void plan_look_go(struct plan_work *w, size_t i, size_t j); /* marks such a pair, not yet looked at, as gone */

#endif
