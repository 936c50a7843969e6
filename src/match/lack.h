/* SPDX-License-Identifier: EUPL-1.2 */
/* What kept sessions from being, by rule: the least that it lacked, with the limit it lacked to. Only files of this
 * room call it. */
#ifndef JALON_MATCH_LACK_H
#define JALON_MATCH_LACK_H

#include "match/outcome.h"

#define LACK_RULES (MATCH_RULE_LABOUR_OFF - MATCH_RULE_CAPACITY + 1)

struct lack {
    int32_t lost;       /* windows lost to closures, holidays, absences, commitments */
    int32_t open;       /* windows that were not */
    int32_t with_place;
    uint32_t by;        /* bit r - MATCH_RULE_CAPACITY for each rule met; the rest is unset without it */
    int32_t amount[LACK_RULES];
    int32_t limit[LACK_RULES];
    int32_t base[LACK_RULES];
};

/* Rule r, from MATCH_RULE_CAPACITY to MATCH_RULE_LABOUR_OFF, kept a session from being: that is remembered where it
 * lacks less than before. */
static inline void lack_note(struct lack *why, enum match_rule r, int32_t amount, int32_t limit, int32_t base)
{
    int i = (int)r - MATCH_RULE_CAPACITY;

    if ((why->by & 1u << i) && why->amount[i] <= amount)
        return;
    why->by |= 1u << i;
    why->amount[i] = amount;
    why->limit[i] = limit;
    why->base[i] = base;
}

/* Was there a slot that lacks one place? None lacks less. */
static inline bool lack_one_place(const struct lack *why)
{
    return (why->by & 1u) && why->amount[0] == 1;
}

#endif
