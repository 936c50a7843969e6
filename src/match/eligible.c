/* SPDX-License-Identifier: EUPL-1.2 */
/* In the order of outcome.h. */
#include "match/eligible.h"
#include "match/travel.h"
#include "match/verdict.h"

#include "base/banned.h"

/* H-12, H-02, H-15, H-18, B-09. */
bool eligible_offer_fails(const struct match_post *p, int32_t today, int32_t first, int32_t fresh_days,
                          struct match_fit *f)
{
    const struct match_span *h = &p->habilitation;
    int32_t age = verdict_days(p->confirmed_on, today);

    if (!p->host_active)
        return verdict_fails(f, MATCH_RULE_HOST, MATCH_CHANGE_HOST, 0, 0);
    if (p->needs_habilitation && h->first == DAY_NONE)
        return verdict_fails(f, MATCH_RULE_HABILITATION, MATCH_CHANGE_HOST, 0, DAY_NONE);
    if (p->needs_habilitation && h->last < first)
        return verdict_fails(f, MATCH_RULE_HABILITATION, MATCH_CHANGE_RENEWAL, verdict_days(h->last, first), h->last);
    if (p->inscription == MATCH_INSCRIPTION_SUSPENDED)
        return verdict_fails(f, MATCH_RULE_SUSPENDED, MATCH_CHANGE_HOST, 0, 0);
    if (p->inscription != MATCH_INSCRIPTION_RUNNING)
        return verdict_fails(f, MATCH_RULE_INSCRIPTION, MATCH_CHANGE_HOST, 0, 0);
    if (fresh_days > 0 && p->confirmed_on == DAY_NONE)
        return verdict_fails(f, MATCH_RULE_FRESH, MATCH_CHANGE_HOST, 0, DAY_NONE);
    if (fresh_days > 0 && age > fresh_days)
        return verdict_fails(f, MATCH_RULE_FRESH, MATCH_CHANGE_HOST, age - fresh_days, age);
    return false;
}

/* M-05, M-06, M-09: what the measure is by itself. */
static bool measure_fails(const struct match_snapshot *s, struct match_fit *f)
{
    if (s->consent == MATCH_CONSENT_REFUSED)
        return verdict_fails(f, MATCH_RULE_REFUSED, MATCH_CHANGE_JUDGE, 0, 0);
    if (s->consent != MATCH_CONSENT_GIVEN)
        return verdict_fails(f, MATCH_RULE_CONSENT, MATCH_CHANGE_CONSENT, 0, 0);
    if (!s->measure_open || s->remaining_min <= 0)
        return verdict_fails(f, MATCH_RULE_MEASURE, MATCH_CHANGE_JUDGE, 0, 0);
    return false;
}

static bool listed(const struct uuid *list, size_t n, const struct uuid *id)
{
    for (size_t i = 0; i < n; i++)
        if (uuid_eq(&list[i], id))
            return true;
    return false;
}

static bool in_a_zone(const struct match_snapshot *s, const struct match_post *p)
{
    for (size_t i = 0; i < s->n_avoid_zones && p->has_point; i++)
        if (travel_metres(&s->avoid_zones[i].centre, &p->point) <= s->avoid_zones[i].radius_m)
            return true;
    return false;
}

/* B-06, C-08: what must be kept apart. */
static bool apart_fails(const struct match_snapshot *s, const struct match_post *p, struct match_fit *f)
{
    if (p->barred & s->families)
        return verdict_fails(f, MATCH_RULE_FAMILY, MATCH_CHANGE_SERVICE, 0, 0);
    if (listed(s->avoid_hosts, s->n_avoid_hosts, &p->host))
        return verdict_fails(f, MATCH_RULE_AVOID_HOST, MATCH_CHANGE_OTHER_POST, 0, 0);
    if (listed(s->avoid_sites, s->n_avoid_sites, &p->site) || in_a_zone(s, p) || p->avoid_place)
        return verdict_fails(f, MATCH_RULE_AVOID_PLACE, MATCH_CHANGE_OTHER_POST, 0, 0);
    if (p->avoid_person)
        return verdict_fails(f, MATCH_RULE_AVOID_PERSON, MATCH_CHANGE_OTHER_POST, 0, 0);
    return false;
}

static int32_t lowest_bit(uint32_t bits)
{
    return (int32_t)(bits & (~bits + 1));
}

/* B-06, W-06, H-16: what the post asks for. */
static bool asked_fails(const struct match_snapshot *s, const struct match_post *p, struct match_fit *f)
{
    uint32_t missing = p->needs & ~s->can & ~s->unsure & ~(uint32_t)MATCH_NEEDS_BODY;
    uint32_t excluded = p->needs & s->fit_limits & MATCH_NEEDS_BODY;

    if (missing != 0)
        return verdict_fails(f, MATCH_RULE_NEED, MATCH_CHANGE_PERSON, lowest_bit(missing), 0);
    if (s->fitness == MATCH_FITNESS_LIMITED && excluded != 0)
        return verdict_fails(f, MATCH_RULE_LIMITED, MATCH_CHANGE_OTHER_POST, lowest_bit(excluded), 0);
    if (p->min_min > 0 && s->ordered_min < p->min_min)
        return verdict_fails(f, MATCH_RULE_HOURS, MATCH_CHANGE_HOST, p->min_min - s->ordered_min, p->min_min);
    if (p->max_min > 0 && s->ordered_min > p->max_min)
        return verdict_fails(f, MATCH_RULE_HOURS, MATCH_CHANGE_HOST, s->ordered_min - p->max_min, p->max_min);
    return false;
}

bool eligible_fails(const struct match *m, const struct match_post *p, struct match_fit *f)
{
    if (p->minors != m->s->minor) /* H-14 */
        return verdict_fails(f, MATCH_RULE_PUBLIC, MATCH_CHANGE_OTHER_POST, 0, 0);
    return eligible_offer_fails(p, m->s->today, m->first, m->s->law.fresh_days, f) || measure_fails(m->s, f) ||
           apart_fails(m->s, p, f) || asked_fails(m->s, p, f);
}

bool eligible_health_fails(const struct match *m, const struct match_post *p, bool night, struct match_fit *f)
{
    const struct match_snapshot *s = m->s;
    bool examined = (s->fitness == MATCH_FITNESS_FIT || s->fitness == MATCH_FITNESS_LIMITED) &&
                    s->fit_until >= m->first;
    int32_t why = (s->minor ? MATCH_EXAM_MINOR : 0) | (s->exam_first ? MATCH_EXAM_PERSON : 0) |
                  (night ? MATCH_EXAM_NIGHT : 0) | (p->special_risk ? MATCH_EXAM_RISK : 0) |
                  (p->care_setting ? MATCH_EXAM_CARE : 0);

    if (s->fitness == MATCH_FITNESS_UNFIT)
        return verdict_fails(f, MATCH_RULE_UNFIT, MATCH_CHANGE_JUDGE, 0, 0);
    if (why != 0 && !examined && s->exam_later)
        f->warnings |= MATCH_WARN_EXAM;
    else if (why != 0 && !examined)
        return verdict_fails(f, MATCH_RULE_EXAM, MATCH_CHANGE_EXAM, why, s->fitness == MATCH_FITNESS_ASKED ? 1 : 0);
    return false;
}
