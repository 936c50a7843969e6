/* SPDX-License-Identifier: EUPL-1.2 */
/* What is asked where there is no session. */
#include "match/occupancy.h"
#include "match/tally_sets.h"
#include "match/weeks.h"

#include "base/banned.h"

int32_t tally_sets_lost(const struct walk *k, const struct windows *w, int32_t start)
{
    const struct match *m = k->m;
    int32_t n = 0;

    for (int at = 0; at < w->n; at++)
        for (int i = 0; i < m->words; i++) {
            const struct window *x = &w->window[at];
            int32_t last = m->last - m->monday - x->weekday;
            uint64_t in = tally_sets_from(m, start, x->weekday, i) & weeks_span(0, last < 0 ? -1 : last / 7, i) &
                          m->weeks_of[x->kinds][i];

            n += tally_sets_count(in & ~(m->may[k->p->open_holidays ? 1 : 0][x->weekday][i] &
                                         (occupancy_open(k->o, x->slot, i) | occupancy_full(k->o, x->slot, i))));
        }
    return n;
}
