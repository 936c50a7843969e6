/* SPDX-License-Identifier: EUPL-1.2 */
/* Of a round only the posts are looked at whose people are others than in the round before, and of these only the
 * people from the first one on who is another. */
#include <string.h>

#include "app/match_places.h"
#include "app/plan_beside.h"
#include "app/plan_look.h"
#include "app/plan_settle.h"
#include "base/err.h"
#include "domain/day.h"
#include "match/occupancy.h"
#include "match/order.h"

#include "base/banned.h"

static bool in_week(enum slot_weeks weeks, bool even)
{
    return weeks == SLOT_EVERY || (weeks == SLOT_EVEN) == even;
}

/* Places that others take of slot k at some time in the span, of its weeks or not. */
static int64_t taken_in(const struct match_post *p, size_t k, int32_t first, int32_t last)
{
    int64_t taken = 0;

    for (size_t i = 0; i < p->n_taken; i++) {
        const struct match_taken *t = &p->taken[i];

        if (t->slot == (int32_t)k && t->days.first <= last && first <= t->days.last)
            taken += t->places;
    }
    return taken;
}

/* A proposal takes its times on every day of theirs, closed days and holidays too. */
static bool has_place(const struct match_post *p, size_t k, const struct slot *time, int32_t first, int32_t last)
{
    const struct slot *s = &p->slots[k];
    int32_t places = s->places > 0 ? s->places : p->places;
    int32_t day = first + (time->weekday - day_weekday(first) + 7) % 7;

    if (taken_in(p, k, first, last) < places)
        return true;
    for (; day <= last; day += 7) {
        bool even = day_week_even(day);

        if (in_week(time->weeks, even) && in_week(s->weeks, even) && occupancy_taken(p, (int)k, day, even) >= places)
            return false;
    }
    return true;
}

static bool has_places(const struct match_post *p, const struct plan_solve_line *l)
{
    for (size_t t = 0; t < l->times.n; t++)
        for (size_t k = 0; k < p->n_slots; k++)
            if (slot_overlap(&l->times.slot[t], &p->slots[k]) &&
                !has_place(p, k, &l->times.slot[t], l->meant.first_day, l->meant.last_day))
                return false;
    return true;
}

/* Is she at another post at one of its times, on days of both? A rhythm has such a time only where it has no other, and
 * the database takes none (E-05). */
static bool is_elsewhere(const struct match_material *m, const struct plan_solve_line *l)
{
    for (size_t k = 0; k < m->in->n_own; k++) {
        const struct matching_time *own = &m->in->own[k];

        for (size_t t = 0; t < l->times.n; t++)
            if (own->days.first <= l->meant.last_day && l->meant.first_day <= own->days.last &&
                slot_overlap(&own->slot, &l->times.slot[t]))
                return true;
    }
    return false;
}

/* What a person's line at post j is with n places taken there. *holds: as its edge says, and to be proposed. */
static int try_line(struct plan_work *w, size_t i, size_t j, size_t n, struct plan_solve_line *l, bool *holds)
{
    uint32_t places = 0;
    struct match_material *m;
    struct match_post p;
    int32_t cost, earliest;
    bool others; /* were booked before her */
    int rc = plan_work_begin(w, i);

    *holds = false;
    if (rc != ERR_OK)
        return rc;
    m = &w->at->material;
    p = *match_offer_for(w->people->posts->offer[j], m, &p, &places);
    others = n > p.n_taken;
    p.taken = w->taken;
    p.n_taken = n;
    if (others)
        p.ready = NULL;
    rc = match_post(&w->at->match, &p, &l->fit, &w->sessions);
    if (rc != ERR_OK || l->fit.rule != MATCH_FITS)
        return rc;
    l->cost = order_cost(&l->fit);
    if (others && (!problem_has(&w->problem, (uint32_t)i, (uint32_t)j, &cost) || l->cost != cost))
        return ERR_OK;
    match_times_of(m, &w->sessions, l->fit.last_day, &l->times);
    if (l->times.n == 0)
        return ERR_OK;
    earliest = m->s.earliest;
    m->s.earliest = l->fit.first_day;
    rc = match_times_propose(&w->proposal, &w->meant, m, &p, &l->times, &l->meant, &w->sessions);
    m->s.earliest = earliest;
    *holds = rc == ERR_OK && l->meant.rule == MATCH_FITS && has_places(&p, l) && !is_elsewhere(m, l);
    return rc;
}

/* As a proposal books it (53-placement-steps.sql): its weekly times from its first day to its last. */
static int book(struct plan_work *w, size_t i, size_t j, size_t *n)
{
    const struct plan_solve_line *l = &w->out->line[i];
    int rc = ERR_OK;

    for (size_t k = 0; k < l->times.n && rc == ERR_OK; k++) {
        struct matching_time t = {l->times.slot[k], {l->meant.first_day, l->meant.last_day}};

        rc = match_places_take(&w->people->posts->offer[j]->post, &t, w->taken, n);
    }
    return rc;
}

/* Where somebody cannot come even alone, others cannot either for the same reason, and would be given the place one
 * after the other: so some of them are tried at once, and twice as many each time. */
static int try_others(struct plan_work *w, size_t j)
{
    const struct match_post *p = &w->people->posts->offer[j]->p;
    struct plan_work_post *at = &w->post[j];
    int rc = ERR_OK;

    at->tries = 2 * at->tries + 1;
    for (size_t tries = 0; tries < at->tries && at->alone < w->people->n && rc == ERR_OK; at->alone++) {
        size_t i = at->alone;
        bool seen = plan_look_saw(w, i, j);
        struct plan_solve_line line;
        int32_t cost;
        bool holds;

        if (w->plan.post_of[i] == j || (seen && !problem_has(&w->problem, (uint32_t)i, (uint32_t)j, &cost)))
            continue;
        rc = try_line(w, i, j, p->n_taken, &line, &holds);
        if (rc != ERR_OK || line.fit.rule != MATCH_FITS)
            continue;
        tries++;
        if (!holds && seen)
            rc = plan_work_edge(&w->dropped, i, j, 0);
        else if (!holds)
            plan_look_go(w, i, j);
    }
    return rc;
}

/* Lines from this person on are not known at any post. */
static void forget(struct plan_work *w, size_t i)
{
    for (; i < w->people->n; i = w->next[i])
        w->held[i] = PLAN_SOLVE_NONE;
}

/* The people of one post, one after the other; those who come first as in the round before have their lines. *again:
 * something did not hold. */
static int settle_post(struct plan_work *w, size_t j, bool *again)
{
    const struct match_post *p = &w->people->posts->offer[j]->p;
    struct plan_work_post *at = &w->post[j];
    size_t before = PLAN_SOLVE_NONE;
    size_t n = p->n_taken;
    uint32_t kept = 0;
    bool known = true;
    bool alone = false;
    int rc = ERR_OK;

    at->lines = SIZE_MAX;
    if (n > 0)
        memcpy(w->taken, p->taken, n * sizeof *w->taken);
    for (size_t i = at->first; i < w->people->n && rc == ERR_OK; i = w->next[i]) {
        bool holds = true;

        known = known && w->held[i] == j && w->before[i] == before;
        if (!known)
            rc = try_line(w, i, j, n, &w->out->line[i], &holds);
        if (rc != ERR_OK)
            return rc;
        if (holds) {
            w->out->line[i].post = w->held[i] = j;
            w->before[i] = before;
            before = i;
            kept++;
            rc = book(w, i, j, &n);
        } else if (kept > 0) {
            *again = true;
            w->problem.places[j] = kept;
            forget(w, i);
            return alone ? try_others(w, j) : ERR_OK;
        } else {
            *again = alone = true;
            w->held[i] = PLAN_SOLVE_NONE;
            rc = plan_work_edge(&w->dropped, i, j, 0);
        }
    }
    if (!alone)
        at->lines = kept;
    return rc == ERR_OK && alone ? try_others(w, j) : rc;
}

/* Everybody of it was there in the round before, with a line that held, and nobody else: so it is as it was. */
static bool is_settled(const struct plan_work *w, size_t j)
{
    size_t n = 0;

    for (size_t i = w->post[j].first; i < w->people->n; i = w->next[i], n++)
        if (w->held[i] != j)
            return false;
    return n == w->post[j].lines;
}

int plan_settle(struct plan_work *w, bool *again)
{
    size_t n = w->people->n;
    int rc = ERR_OK;

    for (size_t j = 0; j < w->people->posts->n; j++)
        w->post[j].first = n;
    for (size_t i = n; i > 0; i--) {
        uint32_t j = w->plan.post_of[i - 1];

        w->out->line[i - 1].post = PLAN_SOLVE_NONE;
        if (w->held[i - 1] != j)
            w->held[i - 1] = PLAN_SOLVE_NONE;
        if (j == PROBLEM_NONE)
            continue;
        w->next[i - 1] = w->post[j].first;
        w->post[j].first = i - 1;
    }
    *again = false;
    w->dropped.n = 0;
    for (size_t j = 0; j < w->people->posts->n && rc == ERR_OK; j++)
        if (!is_settled(w, j))
            rc = settle_post(w, j, again);
        else
            for (size_t i = w->post[j].first; i < n; i = w->next[i])
                w->out->line[i].post = j;
    if (rc == ERR_OK && !*again)
        rc = plan_beside_settle(w, again);
    problem_drop(&w->problem, w->dropped.edge, (uint32_t)w->dropped.n);
    return rc;
}
