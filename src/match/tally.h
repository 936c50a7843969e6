/* SPDX-License-Identifier: EUPL-1.2 */
/* Plans that no limit of work can touch, added up without walking through each day. Only files of this room call it. */
#ifndef JALON_MATCH_TALLY_H
#define JALON_MATCH_TALLY_H

#include "match/occupancy.h"
#include "match/plan.h"

/* As plan_run without a plan to fill. False: this is none of those, and nothing was done. */
bool tally_run(const struct match *m, const struct match_post *p, const struct windows *w, const struct occupancy *o,
               int32_t start, struct match_fit *fit, struct plan_refusals *why);

#endif
