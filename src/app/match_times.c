/* SPDX-License-Identifier: EUPL-1.2 */
/* What a counsellor would choose by hand: the week of the plan, repeated. */
#include <string.h>

#include "app/match_times.h"
#include "match/timetable.h"

#include "base/banned.h"

size_t match_times_of(const struct match_material *m, const struct match_plan *plan, struct slot out[SLOT_MAX])
{
    const struct match_snapshot *s = &m->s;
    /* what is worth coming for (E-02), but for the last minutes */
    int32_t shortest = s->remaining_min < s->law.least_session ? s->remaining_min : s->law.least_session;
    struct slot times[SLOT_MAX];
    size_t all = timetable_of(plan, shortest, out);
    size_t n = all;

    memcpy(times, out, sizeof times);
    for (size_t i = 0; i < m->in->n_own; i++)
        if (m->in->own[i].days.last >= s->earliest)
            n = timetable_without(times, n, &m->in->own[i].slot, shortest);
    if (n == 0)
        return all;
    memcpy(out, times, sizeof times);
    return n;
}
