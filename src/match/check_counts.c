/* SPDX-License-Identifier: EUPL-1.2 */
/* All is added up again from the sessions, in two ways: at once, and week by week. */
#include "match/check_counts.h"

#include "base/banned.h"

/* Breaks that a stretch of so many minutes on the spot needs at least, so many minutes having been worked before it. */
static int32_t breaks(const struct match_labour *l, int32_t before, int32_t site)
{
    int32_t n = 0;

    while (before + site - n * l->break_min > (n + 1) * l->unbroken_min)
        n++;
    return n;
}

int32_t check_counts_worked(const struct match_snapshot *s, const struct match_plan *plan, int32_t i)
{
    const struct match_labour *l = s->minor ? &s->law.minor : &s->law.adult;
    const struct match_session *x = &plan->session[i];
    int32_t first = i;
    int32_t before = 0;
    int32_t n = 0;

    if (!l->hard || l->unbroken_min == 0)
        return x->to_min - x->from_min;
    while (first > 0 && plan->session[first - 1].day == x->day &&
           plan->session[first].from_min - plan->session[first - 1].to_min < l->break_min)
        first--;
    for (; first <= i; first++) {
        const struct match_session *y = &plan->session[first];

        n = breaks(l, before, y->to_min - y->from_min);
        before += y->to_min - y->from_min - n * (l->break_min + l->unbroken_min);
        before = before < 0 ? 0 : before;
    }
    return x->to_min - x->from_min - n * l->break_min;
}

enum check_fault check_counts(const struct match_snapshot *s, const struct match_fit *f,
                              const struct match_plan *plan)
{
    int32_t minutes = 0;
    int32_t weeks = 0;
    int32_t monday = DAY_NONE;

    if (plan->n_sessions != f->sessions || plan->n_weeks != f->weeks || f->sessions < 0 || f->sessions > MATCH_SESSIONS)
        return CHECK_COUNTS;
    for (int32_t i = 0; i < plan->n_sessions; i++) {
        const struct match_session *x = &plan->session[i];
        int32_t of = x->day - day_weekday(x->day) + 1;

        minutes += check_counts_worked(s, plan, i);
        weeks += of != monday ? 1 : 0;
        monday = of;
    }
    if (minutes != f->minutes || weeks != f->weeks)
        return CHECK_COUNTS;
    for (int32_t w = 0; w < plan->n_weeks; w++) {
        for (int32_t i = 0; i < plan->n_sessions; i++)
            if (plan->session[i].day - day_weekday(plan->session[i].day) + 1 == plan->week[w].monday)
                minutes -= check_counts_worked(s, plan, i);
        minutes += plan->week[w].minutes;
    }
    if (minutes != f->minutes)
        return CHECK_COUNTS;
    if (f->first_day != (plan->n_sessions > 0 ? plan->session[0].day : DAY_NONE))
        return CHECK_COUNTS;
    return f->last_day == DAY_NONE || (plan->n_sessions > 0 && f->last_day == plan->session[plan->n_sessions - 1].day)
               ? CHECK_LAWFUL
               : CHECK_COUNTS;
}
