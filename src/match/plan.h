/* SPDX-License-Identifier: EUPL-1.2 */
/* The plan for one post: sessions from the first possible day, each as early and as long as it may be. Only files of
 * this room call it. */
#ifndef JALON_MATCH_PLAN_H
#define JALON_MATCH_PLAN_H

#include "match/lack.h"
#include "match/match.h"
#include "match/window.h"

struct occupancy;

/* Plans what remains from day start on, which is m->first or later. Fills the counts, days and labour warnings of fit,
 * and plan unless NULL. */
void plan_run(const struct match *m, const struct match_post *p, const struct windows *w, const struct occupancy *o,
              int32_t start, struct match_fit *fit, struct match_plan *plan, struct lack *why);

#endif
