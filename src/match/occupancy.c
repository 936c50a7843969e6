/* SPDX-License-Identifier: EUPL-1.2 */
/* What is asked of single weeks and days. */
#include "match/occupancy.h"

#include "base/banned.h"

unsigned occupancy_closed_days(const struct match_post *p, int32_t monday)
{
    unsigned days = 0;

    for (size_t i = 0; i < p->n_closures; i++) {
        const struct match_span *c = &p->closures[i];

        if (c->first <= monday + 6 && c->last >= monday && c->first <= c->last)
            days |= 0x7fu << (c->first > monday ? c->first - monday : 0) &
                    0x7fu >> (c->last < monday + 6 ? monday + 6 - c->last : 0);
    }
    return days;
}

int64_t occupancy_taken(const struct match_post *p, int slot, int32_t day, bool even)
{
    int64_t taken = 0;

    for (size_t i = 0; i < p->n_taken; i++) {
        const struct match_taken *t = &p->taken[i];

        if (t->slot == slot && t->days.first <= day && day <= t->days.last &&
            (t->weeks == SLOT_EVERY || (t->weeks == SLOT_EVEN) == even))
            taken += t->places;
    }
    return taken;
}
