/* SPDX-License-Identifier: EUPL-1.2 */
/* The least that makes a post fit. Nothing is guessed from the numbers of a refusal but where to begin: each remedy is
 * matched before it is told. Work is bounded: times are tried in sets of one, two and more, so many at most; a longer
 * week by the hour, and together with times only where the longest would do. What is found is the least where the post
 * has at most six times that she does not give, for then every set of them is tried; of more, sets of one and of two
 * are, and then none that can be left out is among them. */
#include <string.h>

#include "base/err.h"
#include "match/what_if.h"

#include "base/banned.h"

#define TRIES (WHAT_IF_SLOTS * (WHAT_IF_SLOTS + 1) / 2) /* each of the most times alone, and each pair of them */

static bool hangs_on_times(enum match_rule r)
{
    return r > MATCH_RULE_TRAVEL;
}

/* Where a plan comes to its end too late: all that a longer week can change. */
static bool is_late(enum match_rule r)
{
    return r == MATCH_RULE_HORIZON || r == MATCH_RULE_STANDING || r == MATCH_RULE_PERIOD;
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

/* Some of the times, bit i is the i-th. */
static int look_with(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                     const struct what_if *all, uint32_t some, struct what_if *more, struct match_fit *fit)
{
    more->n_also = 0;
    for (size_t i = 0; i < all->n_also; i++)
        if (some & 1u << i)
            more->also[more->n_also++] = all->also[i];
    return look(t, s, p, more, fit);
}

/* The next set of as many, in the order of numbers. */
static uint32_t next_set(uint32_t some)
{
    uint32_t lowest = some & (~some + 1);
    uint32_t ripple = some + lowest;

    return ripple | ((some ^ ripple) / lowest) >> 2;
}

/* As few as will do, the first of the week among as many. *some: which; stays where none fewer was found. */
static int find_fewest(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                       const struct what_if *all, uint32_t *some)
{
    const uint32_t end = 1u << all->n_also;
    struct what_if more = *all;
    int tries = TRIES;

    for (size_t k = 1; k < all->n_also; k++)
        for (uint32_t set = (1u << k) - 1; set < end; set = next_set(set)) {
            struct match_fit fit;
            int rc;

            if (tries-- == 0)
                return ERR_OK;
            rc = look_with(t, s, p, all, set, &more, &fit);
            if (rc == ERR_OK && fit.rule == MATCH_FITS)
                *some = set;
            if (rc != ERR_OK || fit.rule == MATCH_FITS)
                return rc;
        }
    return ERR_OK;
}

/* Of many more than are tried by number: without each of which it fits as well, the end of the week first. */
static int leave_out(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                     const struct what_if *all, uint32_t *some)
{
    struct what_if more = *all;
    int rc = ERR_OK;

    for (size_t i = all->n_also; i > 0 && rc == ERR_OK; i--) {
        uint32_t fewer = *some & ~(1u << (i - 1));
        struct match_fit fit;

        if (fewer == *some || fewer == 0)
            continue;
        rc = look_with(t, s, p, all, fewer, &more, &fit);
        if (rc == ERR_OK && fit.rule == MATCH_FITS) {
            *some = fewer;
            i = all->n_also + 1; /* one that it could not do without may have been for the sake of this one */
        }
    }
    return rc;
}

/* Keeps of the times those that do not bring by themselves what no acceptance moves: a night, before which she would
 * have to be examined (W-05). fit: with those, where *more is not empty. */
static int drop_barred(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                       struct what_if *more, struct match_fit *fit)
{
    const struct what_if all = *more;
    uint32_t kept = 0;
    int rc = ERR_OK;

    for (size_t i = 0; i < all.n_also && rc == ERR_OK; i++) {
        rc = look_with(t, s, p, &all, 1u << i, more, fit);
        kept |= what_if_may_help(fit->rule) || fit->rule == MATCH_FITS ? 1u << i : 0;
    }
    more->n_also = 0;
    return rc == ERR_OK && kept != 0 ? look_with(t, s, p, &all, kept, more, fit) : rc;
}

/* All of these times come to their end too late. Might some of them do? What a plan takes of a week ends where less is
 * left than anybody comes for (least_session), and fewer times may leave less of it; so not where a week that is longer
 * by that much would be no help either. */
static int near(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                const struct what_if *all, bool *out)
{
    struct match_fit fit;
    int rc;

    memcpy(&t->s, s, sizeof t->s);
    rc = what_if_apply(&t->s, all, t->free);
    t->s.law.plan_week_min += s->law.least_session;
    (s->minor ? &t->s.law.minor : &t->s.law.adult)->week_min += s->law.least_session;
    if (rc == ERR_OK)
        rc = match_begin(&t->match, &t->s);
    if (rc == ERR_OK)
        rc = match_post(&t->match, p, &fit, NULL);
    *out = rc == ERR_OK && fit.rule == MATCH_FITS;
    return rc;
}

/* Times of the post, with the way and the week that *more has: all that lack and may be taken; else fewer. fit: with
 * *more. */
static int find_times(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                      size_t most, struct what_if *more, struct match_fit *fit)
{
    uint32_t every, some;
    struct what_if all;
    bool fits, worth;
    int rc;

    missing(s, p, most, more);
    if (more->n_also == 0)
        return ERR_OK;
    rc = look(t, s, p, more, fit);
    if (rc == ERR_OK && fit->rule != MATCH_FITS && !what_if_may_help(fit->rule))
        rc = drop_barred(t, s, p, more, fit);
    fits = worth = fit->rule == MATCH_FITS;
    if (rc == ERR_OK && is_late(fit->rule) && s->law.plan_week_min > 0)
        rc = near(t, s, p, more, &worth);
    if (rc != ERR_OK || !worth)
        return rc;
    all = *more;
    every = some = (1u << all.n_also) - 1;
    rc = find_fewest(t, s, p, &all, &some);
    if (rc == ERR_OK && fits && some == every)
        rc = leave_out(t, s, p, &all, &some);
    return rc == ERR_OK && some != every ? look_with(t, s, p, &all, some, more, fit) : rc;
}

/* The hours by which a week may be longer; 0: the plan knows no week. */
static int32_t longest_week(const struct match_snapshot *s)
{
    const struct match_labour *l = s->minor ? &s->law.minor : &s->law.adult;
    int32_t plan = s->law.plan_week_min;

    return plan > 0 && l->week_min > plan ? plan + (l->week_min - plan) / 60 * 60 : plan;
}

/* The shortest longer week, by the hour. */
static int find_week(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                     struct what_if *more, struct match_fit *fit)
{
    int rc = ERR_OK;

    more->n_also = 0;
    for (int32_t week = s->law.plan_week_min + 60; week <= longest_week(s) && rc == ERR_OK; week += 60) {
        more->week_min = week;
        rc = look(t, s, p, more, fit);
        if (fit->rule == MATCH_FITS)
            break;
    }
    return rc;
}

/* The shortest longer week with which other times make it fit, and those. The longest is tried first: where that does
 * not, none is looked for. */
static int find_both(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p, size_t most,
                     struct what_if *more, struct match_fit *fit)
{
    int rc;

    more->week_min = longest_week(s);
    if (more->week_min == s->law.plan_week_min)
        return ERR_OK;
    rc = find_times(t, s, p, most, more, fit);
    if (rc != ERR_OK || fit->rule != MATCH_FITS)
        return rc;
    more->week_min = s->law.plan_week_min;
    do {
        more->week_min += 60;
        rc = find_times(t, s, p, most, more, fit);
    } while (rc == ERR_OK && fit->rule != MATCH_FITS);
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
    struct match_fit own; /* at her own times, by the way that she would accept */
    int rc = ERR_OK;

    *found = false;
    if (fit.rule == MATCH_RULE_TRAVEL) {
        more.more_travel = fit.amount;
        if (asked->more_travel + more.more_travel > WHAT_IF_TRAVEL)
            return ERR_OK;
        rc = look(t, s, p, &more, &fit);
    }
    own = fit;
    if (rc == ERR_OK && hangs_on_times(own.rule))
        rc = find_times(t, s, p, room, &more, &fit);
    if (rc == ERR_OK && fit.rule != MATCH_FITS && is_late(own.rule))
        rc = find_week(t, s, p, &more, &fit);
    if (rc == ERR_OK && fit.rule != MATCH_FITS && hangs_on_times(own.rule))
        rc = find_both(t, s, p, room, &more, &fit);
    *found = rc == ERR_OK && f->rule != MATCH_FITS && fit.rule == MATCH_FITS;
    if (*found)
        add(asked, &more, out);
    return rc;
}
