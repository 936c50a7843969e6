/* SPDX-License-Identifier: EUPL-1.2 */
/* The plan for one post: sessions from the first possible day, each as early and as long as it may be. Only files of
 * this room call it. */
#ifndef JALON_MATCH_PLAN_H
#define JALON_MATCH_PLAN_H

#include "match/match.h"
#include "match/window.h"

struct occupancy;

#define PLAN_REFUSALS (MATCH_RULE_LABOUR_OFF - MATCH_RULE_CAPACITY + 1)

/* What kept sessions from being, by rule: the least that it lacked, with the limit it lacked to. */
struct plan_refusals {
    int32_t lost;       /* windows lost to closures, holidays, absences, commitments */
    int32_t open;       /* windows that were not */
    int32_t with_place;
    uint32_t by;        /* bit r - MATCH_RULE_CAPACITY for each rule met; the rest is unset without it */
    int32_t amount[PLAN_REFUSALS];
    int32_t limit[PLAN_REFUSALS];
    int32_t base[PLAN_REFUSALS];
};

/* Rule r kept a session from being: that is remembered where it lacks less than before. */
static inline void plan_refuse(struct plan_refusals *why, enum match_rule r, int32_t amount, int32_t limit,
                               int32_t base)
{
    int i = (int)r - MATCH_RULE_CAPACITY;

    if ((why->by & 1u << i) && why->amount[i] <= amount)
        return;
    why->by |= 1u << i;
    why->amount[i] = amount;
    why->limit[i] = limit;
    why->base[i] = base;
}

/* Plans what remains from day start on, which is m->first or later. Fills the counts, days and labour warnings of fit,
 * and plan unless NULL. */
void plan_run(const struct match *m, const struct match_post *p, const struct windows *w, const struct occupancy *o,
              int32_t start, struct match_fit *fit, struct match_plan *plan, struct plan_refusals *why);

#endif
