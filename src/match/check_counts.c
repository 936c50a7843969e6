/* SPDX-License-Identifier: EUPL-1.2 */
/* All is added up again from the sessions, in two ways: at once, and week by week. */
#include "match/check_counts.h"

#include "base/banned.h"

enum check_fault check_counts(const struct match_fit *f, const struct match_plan *plan)
{
    int32_t minutes = 0;
    int32_t weeks = 0;
    int32_t monday = DAY_NONE;

    if (plan->n_sessions != f->sessions || plan->n_weeks != f->weeks || f->sessions < 0 || f->sessions > MATCH_SESSIONS)
        return CHECK_COUNTS;
    for (int32_t i = 0; i < plan->n_sessions; i++) {
        const struct match_session *x = &plan->session[i];
        int32_t of = x->day - day_weekday(x->day) + 1;

        minutes += x->to_min - x->from_min;
        weeks += of != monday ? 1 : 0;
        monday = of;
    }
    if (minutes != f->minutes || weeks != f->weeks)
        return CHECK_COUNTS;
    for (int32_t w = 0; w < plan->n_weeks; w++) {
        for (int32_t i = 0; i < plan->n_sessions; i++)
            if (plan->session[i].day - day_weekday(plan->session[i].day) + 1 == plan->week[w].monday)
                minutes -= plan->session[i].to_min - plan->session[i].from_min;
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
