/* SPDX-License-Identifier: EUPL-1.2 */
/* What a counsellor would choose by hand: the week of the plan, repeated. */
#include <string.h>

#include "app/match_times.h"
#include "base/err.h"
#include "match/proposal.h"
#include "match/timetable.h"

#include "base/banned.h"

/* What is worth coming for (E-02), but for the last minutes. */
static int32_t shortest_session(const struct match_snapshot *s)
{
    return s->remaining_min < s->law.least_session ? s->remaining_min : s->law.least_session;
}

/* Whether any was left out. */
static bool leave_out_own(const struct match_material *m, int32_t last_day, struct match_times *times)
{
    const struct match_snapshot *s = &m->s;
    struct slot left[SLOT_MAX];
    size_t n = times->n;

    memcpy(left, times->slot, sizeof left);
    for (size_t i = 0; i < m->in->n_own; i++)
        if (m->in->own[i].days.last >= s->earliest && m->in->own[i].days.first <= last_day)
            n = timetable_without(left, n, &m->in->own[i].slot, shortest_session(s));
    if (n == 0 || (n == times->n && memcmp(left, times->slot, n * sizeof left[0]) == 0))
        return false;
    memcpy(times->slot, left, sizeof left);
    times->n = n;
    return true;
}

void match_times_of(const struct match_material *m, const struct match_plan *plan, int32_t last_day,
                    struct match_times *out)
{
    out->chosen = false;
    out->n = timetable_of(plan, shortest_session(&m->s), out->slot);
    (void)leave_out_own(m, last_day, out);
}

/* Cut by what they are over in some week; nothing where nothing would be left. */
static bool shorten(const struct match_material *m, const struct match_fit *fit, struct match_times *times)
{
    struct slot left[SLOT_MAX];
    size_t n;

    if (fit->rule != MATCH_RULE_WEEK && fit->rule != MATCH_RULE_LABOUR_WEEK)
        return false;
    memcpy(left, times->slot, sizeof left);
    n = timetable_less(left, times->n, fit->amount, shortest_session(&m->s));
    if (n == 0)
        return false;
    memcpy(times->slot, left, sizeof left);
    times->n = n;
    return true;
}

/* Are they others now, because those before could not be proposed as they were? */
static bool change(const struct match_material *m, const struct match_fit *fit, struct match_times *times)
{
    return fit->rule == MATCH_FITS ? leave_out_own(m, fit->last_day, times) : shorten(m, fit, times);
}

int match_times_propose(struct match *match, struct match_snapshot *meant, const struct match_material *m,
                        const struct match_post *p, struct match_times *times, struct match_fit *fit,
                        struct match_plan *plan)
{
    int rc;

    do
        rc = proposal_match(match, meant, &m->s, p, times->slot, times->n, fit, plan);
    while (rc == ERR_OK && !times->chosen && change(m, fit, times));
    return rc;
}
