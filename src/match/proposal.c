/* SPDX-License-Identifier: EUPL-1.2 */
/* The planner cuts what it is given to what fits; here it must not, so what it would cut away is looked for first, from
 * one change to the next. A weekly time that lies within is planned whole (snapshot.h, whole). */
#include <string.h>

#include "base/err.h"
#include "match/proposal.h"

#include "base/banned.h"

static bool in_week(enum slot_weeks weeks, bool even)
{
    return weeks == SLOT_EVERY || (weeks == SLOT_EVEN) == even;
}

static bool covered(const struct slot *list, size_t n, int weekday, bool even, int minute)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].weekday == weekday && list[i].from_min <= minute && minute < list[i].to_min &&
            in_week(list[i].weeks, even))
            return true;
    return false;
}

static int sooner(int minute, int next, int change)
{
    return change > minute && change < next ? change : next;
}

static int next_of(const struct slot *list, size_t n, int minute, int next)
{
    for (size_t i = 0; i < n; i++)
        next = sooner(minute, sooner(minute, next, list[i].from_min), list[i].to_min);
    return next;
}

/* The first minute after this one, and before the end, at which something could be otherwise. */
static int next_change(const struct match_snapshot *s, const struct match_post *p, int minute, int end)
{
    int next = sooner(minute, sooner(minute, end, SLOT_NIGHT_ENDS), SLOT_NIGHT_BEGINS);

    next = next_of(p->slots, p->n_slots, minute, next);
    next = next_of(s->free, s->n_free, minute, next);
    return next_of(s->job, s->n_job, minute, next);
}

/* How much a session of the time that one slot of the post takes lacks to be worth coming for: the planner makes one
 * session of each, and a shorter one it would leave out. */
static int32_t short_part(const struct match_post *p, const struct slot *t, bool even, int32_t shortest)
{
    int32_t lack = 0;

    for (size_t i = 0; i < p->n_slots; i++) {
        const struct slot *s = &p->slots[i];
        int32_t from = s->from_min > t->from_min ? s->from_min : t->from_min;
        int32_t to = s->to_min < t->to_min ? s->to_min : t->to_min;

        if (s->weekday == t->weekday && in_week(s->weeks, even) && to > from && shortest - (to - from) > lack)
            lack = shortest - (to - from);
    }
    return lack;
}

/* Minutes that a time lacks: not in common, in the worse of the weeks in which it runs, or too short to come for
 * (E-02); *night: that night takes. */
static int32_t lacking(const struct match_snapshot *s, const struct match_post *p, const struct slot *t, int32_t *night)
{
    const struct match_labour *law = s->minor ? &s->law.minor : &s->law.adult;
    int32_t shortest = s->remaining_min < s->law.least_session ? s->remaining_min : s->law.least_session;
    int32_t worst = shortest > t->to_min - t->from_min ? shortest - (t->to_min - t->from_min) : 0;

    *night = 0;
    for (int even = 0; even < 2; even++) {
        int32_t lack = 0;
        int32_t dark = 0;

        for (int minute = t->from_min, next; minute < t->to_min && in_week(t->weeks, even == 1); minute = next) {
            next = next_change(s, p, minute, t->to_min);
            if (!covered(p->slots, p->n_slots, t->weekday, even == 1, minute) ||
                !covered(s->free, s->n_free, t->weekday, even == 1, minute) ||
                covered(s->job, s->n_job, t->weekday, even == 1, minute))
                lack += next - minute;
            if (law->no_night && law->hard && (minute < SLOT_NIGHT_ENDS || minute >= SLOT_NIGHT_BEGINS))
                dark += next - minute;
        }
        if (lack == 0 && in_week(t->weeks, even == 1))
            lack = short_part(p, t, even == 1, shortest);
        worst = lack > worst ? lack : worst;
        *night = dark > *night ? dark : *night;
    }
    return worst;
}

/* The first of the times that lacks something becomes the verdict, unless an earlier rule already is. */
static void judge(const struct match_snapshot *s, const struct match_post *p, const struct slot *times, size_t n,
                  struct match_fit *f)
{
    for (size_t i = 0; i < n; i++) {
        int32_t night;
        int32_t lack = lacking(s, p, &times[i], &night);
        enum match_rule rule = night > 0 ? MATCH_RULE_NIGHT : MATCH_RULE_SLOTS;

        if (lack == 0 && night == 0)
            continue;
        if (f->rule == MATCH_FITS || f->rule > rule) {
            f->rule = rule;
            f->change = MATCH_CHANGE_SLOTS;
            f->amount = night > 0 ? night : lack;
            f->limit = times[i].weekday;
            f->base = 0;
        }
    }
}

int proposal_match(struct match *m, struct match_snapshot *meant, const struct match_snapshot *s,
                   const struct match_post *p, const struct slot *times, size_t n, struct match_fit *fit,
                   struct match_plan *plan)
{
    int rc;

    memcpy(meant, s, sizeof *meant);
    meant->free = times;
    meant->n_free = n;
    meant->whole = true;
    meant->law.plan_week_min = 0;
    rc = match_begin(m, meant);
    if (rc == ERR_OK)
        rc = match_post(m, p, fit, plan);
    if (rc == ERR_OK)
        judge(s, p, times, n, fit);
    return rc;
}
