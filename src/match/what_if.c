/* SPDX-License-Identifier: EUPL-1.2 */
/* A what-if is the same snapshot with a longer list, a further way or another week, matched as any. */
#include <string.h>

#include "base/err.h"
#include "match/what_if.h"

#include "base/banned.h"

bool what_if_any(const struct what_if *w)
{
    return w->n_also > 0 || w->more_travel > 0 || w->week_min > 0;
}

int what_if_apply(struct match_snapshot *s, const struct what_if *w, struct slot free[MATCH_SLOTS])
{
    if (s->n_free + w->n_also > MATCH_SLOTS)
        return ERR_LIMIT;
    memmove(free, s->free, s->n_free * sizeof *free);
    memcpy(free + s->n_free, w->also, w->n_also * sizeof *free);
    s->free = free;
    s->n_free += w->n_also;
    if (s->travel_max_min > 0)
        s->travel_max_min += w->more_travel;
    if (w->week_min > 0)
        s->law.plan_week_min = w->week_min;
    return ERR_OK;
}

enum what_if_effect what_if_compare(const struct match_fit *was, const struct match_fit *is, int32_t *days)
{
    *days = 0;
    if (was->rule != MATCH_FITS || is->rule != MATCH_FITS)
        return was->rule == is->rule     ? WHAT_IF_SAME
               : is->rule == MATCH_FITS  ? WHAT_IF_POSSIBLE
               : was->rule == MATCH_FITS ? WHAT_IF_EXCLUDED
                                         : WHAT_IF_OTHER;
    *days = is->last_day - was->last_day;
    return *days < 0 ? WHAT_IF_SOONER : *days > 0 ? WHAT_IF_LATER : WHAT_IF_SAME;
}

bool what_if_may_help(enum match_rule r)
{
    return r >= MATCH_RULE_TRAVEL;
}

const char *what_if_effect_code(enum what_if_effect e)
{
    static const char *const codes[WHAT_IF_EFFECTS] = {"same", "possible", "sooner", "later", "excluded", "other_rule"};

    return (unsigned)e < WHAT_IF_EFFECTS ? codes[e] : "";
}
