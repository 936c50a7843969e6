/* SPDX-License-Identifier: EUPL-1.2 */
/* A what-if is the same snapshot with a longer list, a further way or another week, matched as any: nothing is guessed
 * from the numbers of a refusal but where to begin. The search tries all times of the post at once and then takes
 * away what it can do without, the end of the week first; where all together do not help, each alone. */
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

static bool hangs_on_times(enum match_rule r)
{
    return r > MATCH_RULE_TRAVEL;
}

/* What match_post says of p when s is asked for *more. */
static int look(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                const struct what_if *more, struct match_fit *fit)
{
    int rc;

    memcpy(&t->s, s, sizeof t->s);
    rc = what_if_apply(&t->s, more, t->free);
    if (rc == ERR_OK)
        rc = match_begin(&t->match, &t->s);
    return rc == ERR_OK ? match_post(&t->match, p, fit, NULL) : rc;
}

static bool within(const struct slot *a, const struct slot *b)
{
    return a->weekday == b->weekday && b->from_min <= a->from_min && a->to_min <= b->to_min &&
           (b->weeks == SLOT_EVERY || a->weeks == b->weeks);
}

static bool gives(const struct match_snapshot *s, const struct slot *x)
{
    for (size_t i = 0; i < s->n_free; i++)
        if (within(x, &s->free[i]))
            return true;
    return false;
}

static int32_t order(const struct slot *a, const struct slot *b)
{
    int32_t by = a->weekday - b->weekday;

    by = by != 0 ? by : a->from_min - b->from_min;
    return by != 0 ? by : (int32_t)a->weeks - (int32_t)b->weeks;
}

/* Slots of the post that she does not give yet, the first `most` of the week. */
static void missing(const struct match_snapshot *s, const struct match_post *p, size_t most, struct what_if *more)
{
    more->n_also = 0;
    for (size_t i = 0; i < p->n_slots && most > 0; i++) {
        struct slot x = p->slots[i];
        size_t at = more->n_also;

        x.places = 0;
        if (gives(s, &x) || (at == most && order(&more->also[most - 1], &x) <= 0))
            continue;
        if (at < most)
            more->n_also++;
        else
            at = most - 1;
        for (; at > 0 && order(&more->also[at - 1], &x) > 0; at--)
            more->also[at] = more->also[at - 1];
        more->also[at] = x;
    }
}

static void without(const struct what_if *w, size_t i, struct what_if *out)
{
    *out = *w;
    out->n_also--;
    memmove(out->also + i, w->also + i + 1, (out->n_also - i) * sizeof out->also[0]);
}

/* One of the times alone, where all of them together bring something that forbids the post: a night, a full week. */
static int find_one(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                    struct what_if *more, struct match_fit *fit)
{
    const struct what_if all = *more;
    int rc = ERR_OK;

    more->n_also = 1;
    for (size_t i = 0; i < all.n_also && rc == ERR_OK && fit->rule != MATCH_FITS; i++) {
        more->also[0] = all.also[i];
        rc = look(t, s, p, more, fit);
    }
    return rc;
}

/* Times of the post: all that lack, then without each of which it fits as well. fit: with *more. */
static int find_times(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                      size_t most, struct what_if *more, struct match_fit *fit)
{
    int rc;

    missing(s, p, most, more);
    if (more->n_also == 0)
        return ERR_OK;
    rc = look(t, s, p, more, fit);
    if (rc == ERR_OK && fit->rule != MATCH_FITS && more->n_also > 1)
        return find_one(t, s, p, more, fit);
    for (size_t i = more->n_also; i > 0 && more->n_also > 1 && rc == ERR_OK && fit->rule == MATCH_FITS; i--) {
        struct what_if fewer; /* without any it was refused */
        struct match_fit with;

        without(more, i - 1, &fewer);
        rc = look(t, s, p, &fewer, &with);
        if (rc == ERR_OK && with.rule == MATCH_FITS) {
            *more = fewer;
            i = more->n_also + 1; /* one that it could not do without may have been for the sake of this one */
        }
    }
    return rc;
}

/* A longer week, by the hour, where a plan comes to its end too late. */
static int find_week(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                     struct what_if *more, struct match_fit *fit)
{
    const struct match_labour *l = s->minor ? &s->law.minor : &s->law.adult;
    int rc = ERR_OK;

    if (s->law.plan_week_min == 0)
        return ERR_OK;
    for (int32_t week = s->law.plan_week_min + 60; week <= l->week_min && fit->rule != MATCH_FITS && rc == ERR_OK;
         week += 60) {
        more->week_min = week;
        rc = look(t, s, p, more, fit);
    }
    return rc;
}

static void add(const struct what_if *asked, const struct what_if *more, struct what_if *out)
{
    *out = *asked;
    memcpy(out->also + out->n_also, more->also, more->n_also * sizeof out->also[0]);
    out->n_also += more->n_also;
    out->more_travel += more->more_travel;
    if (more->week_min > 0)
        out->week_min = more->week_min;
}

int what_if_find(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                 const struct match_fit *f, const struct what_if *asked, struct what_if *out, bool *found)
{
    size_t room = MATCH_SLOTS - s->n_free < WHAT_IF_SLOTS - asked->n_also ? MATCH_SLOTS - s->n_free
                                                                           : WHAT_IF_SLOTS - asked->n_also;
    struct what_if more = {0};
    struct match_fit fit = *f;
    int rc = ERR_OK;

    *found = false;
    if (fit.rule == MATCH_RULE_TRAVEL) {
        more.more_travel = fit.amount;
        if (asked->more_travel + more.more_travel > WHAT_IF_TRAVEL)
            return ERR_OK;
        rc = look(t, s, p, &more, &fit);
    }
    if (rc == ERR_OK && hangs_on_times(fit.rule))
        rc = find_times(t, s, p, room, &more, &fit);
    if (rc == ERR_OK && fit.rule != MATCH_FITS && hangs_on_times(fit.rule)) {
        more.n_also = 0;
        rc = find_week(t, s, p, &more, &fit);
    }
    *found = rc == ERR_OK && f->rule != MATCH_FITS && fit.rule == MATCH_FITS;
    if (*found)
        add(asked, &more, out);
    return rc;
}

const char *what_if_effect_code(enum what_if_effect e)
{
    static const char *const codes[WHAT_IF_EFFECTS] = {"same", "possible", "sooner", "later", "excluded", "other_rule"};

    return (unsigned)e < WHAT_IF_EFFECTS ? codes[e] : "";
}
