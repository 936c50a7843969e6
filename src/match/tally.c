/* SPDX-License-Identifier: EUPL-1.2 */
/* Where all windows of a week together stay within every limit, no limit has a say in any week: each window that is open
 * and has a place gives a session from its beginning to its end. So for each window the set of weeks in which it does is
 * made by a few operations on words, and the weeks are added up until nothing is left. Who has dated commitments, or a
 * post that gives not one session because it is full, is walked through (plan.c), which also gives the plan itself: the
 * tests hold one against the other. */
#include "match/tally.h"

#include "base/banned.h"

#define WINDOWS_MOST 64 /* of both parities */

struct tally {
    const struct match *m;
    const struct windows *w;
    int lists;             /* 1: odd and even weeks have the same windows */
    uint64_t some[MATCH_WEEK_WORDS]; /* weeks with a session */
    uint64_t given[WINDOWS_MOST][MATCH_WEEK_WORDS]; /* per window, those of even weeks after those of odd ones */
    uint64_t full[WINDOWS_MOST][MATCH_WEEK_WORDS];  /* weeks in which it is open, and has no place */
    uint64_t any_full;
    int32_t lost;          /* windows on days off */
};

/* W-01, the week of a plan, and the limits of work by week and by day, with the job, when every window is used. */
static bool stays_within(const struct match *m, const struct windows *w, int even)
{
    const struct match_law *law = &m->s->law;
    const struct match_labour *l = m->labour;
    int32_t week = w->minutes[even] + m->job_min[even];
    unsigned off = ~(unsigned)(w->days[even] | m->job_days[even]) & 0x7f;
    int32_t minutes = 0;
    int32_t day = -1;

    if ((m->has_job && week > law->legal_week_min + law->over_min) || (l->week_min > 0 && week > l->week_min) ||
        (law->plan_week_min > 0 && w->minutes[even] > law->plan_week_min) ||
        (l->week_days > 0 && 7 - __builtin_popcount(off) > l->week_days) || (l->two_off && (off & off >> 1) == 0))
        return false;
    for (int i = 0; i < w->n[even]; i++) {
        const struct window *x = &w->list[even][i];

        if (x->weekday != day) {
            day = x->weekday;
            minutes = m->job[even][day].minutes;
        }
        minutes += x->to - x->from;
        if ((l->day_min > 0 && minutes > l->day_min) ||
            (l->rest_min > 0 && (x->to > m->rest_to || x->from < m->rest_from)))
            return false;
    }
    return true;
}

/* Rest between the last and the first minute of any two days on which she works here. */
static bool rests(const struct match *m, const struct windows *w)
{
    int32_t from = SLOT_DAY;
    int32_t to = 0;

    for (int even = 0; even < 2; even++)
        for (int i = 0; i < w->n[even]; i++) {
            from = w->list[even][i].from < from ? w->list[even][i].from : from;
            to = w->list[even][i].to > to ? w->list[even][i].to : to;
        }
    return from + SLOT_DAY - to >= m->labour->rest_min;
}

static bool no_limit(const struct match *m, const struct windows *w, int lists)
{
    if (m->s->whole || m->n_busy > 0 || w->n[0] + (lists == 2 ? w->n[1] : 0) > WINDOWS_MOST ||
        (m->labour->no_night && w->night) || !rests(m, w))
        return false;
    return stays_within(m, w, 0) && (lists == 1 || stays_within(m, w, 1));
}

/* Weeks in which window i of its list, which is number `at`, gives a session. */
static void find_weeks(struct tally *t, const struct match_post *p, const struct occupancy *o, int32_t start, int even,
                       const struct window *x, int at)
{
    const struct match *m = t->m;
    int d = x->weekday;
    int32_t first = start - m->monday - d;
    int32_t last = m->last - m->monday - d;
    bool may_fill = o->may_fill >> x->slot & 1;

    first = first > 0 ? (first + 6) / 7 : 0;
    last = last < 0 ? -1 : last / 7;
    for (int i = 0; i < m->words; i++) {
        uint64_t in = occupancy_span(first, last, i);
        uint64_t off = m->off[p->open_holidays ? 1 : 0][d][i];

        if (t->lists == 2)
            in &= m->weeks_of[even][i];
        if (o->closed[i] != 0)
            off |= occupancy_closed(m, p, d, i);
        t->lost += __builtin_popcountll(in & off);
        in &= ~off;
        t->full[at][i] = may_fill ? in & o->full[x->slot][i] : 0;
        t->any_full |= t->full[at][i];
        t->given[at][i] = in & ~t->full[at][i];
        t->some[i] |= t->given[at][i];
    }
}

/* Adds a week up, or as much of it as is left to its end; the minutes then left. */
static int32_t add_week(const struct tally *t, int32_t week, int32_t left, struct match_fit *fit,
                        struct plan_refusals *why)
{
    const struct match *m = t->m;
    int even = m->even[week + 1];
    const struct window *x = t->w->list[even];
    int base = t->lists == 2 && even == 1 ? t->w->n[0] : 0;
    int32_t monday = m->monday + 7 * week;

    for (int i = 0; i < t->w->n[even] && left > 0; i++) {
        if (t->any_full != 0 && occupancy_in(t->full[base + i], week))
            why->by |= 1;
        if (!occupancy_in(t->given[base + i], week))
            continue;
        if (fit->sessions++ == 0)
            fit->first_day = monday + x[i].weekday;
        fit->job_days += m->job_days[even] >> x[i].weekday & 1;
        left -= x[i].to - x[i].from;
        if (left <= 0)
            fit->last_day = monday + x[i].weekday;
    }
    fit->weeks++;
    return left > 0 ? left : 0;
}

/* Was a window full in a week in which no other gave a session, before the end? */
static bool full_before(const struct tally *t, int32_t end)
{
    int n = t->w->n[0] + (t->lists == 2 ? t->w->n[1] : 0);
    uint64_t found = 0;

    for (int at = 0; at < n; at++)
        for (int i = 0; i < t->m->words; i++)
            found |= t->full[at][i] & occupancy_span(0, end, i);
    return found != 0;
}

bool tally_run(const struct match *m, const struct match_post *p, const struct windows *w, const struct occupancy *o,
               int32_t start, struct match_fit *fit, struct plan_refusals *why)
{
    __attribute__((uninitialized)) struct tally t;
    int32_t left = m->s->remaining_min;
    uint64_t any = 0;

    t.m = m;
    t.w = w;
    t.lists = w->list[0] == w->list[1] ? 1 : 2;
    if (!no_limit(m, w, t.lists))
        return false;
    t.any_full = 0;
    t.lost = 0;
    for (int i = 0; i < m->words; i++)
        t.some[i] = 0;
    for (int even = 0, at = 0; even < t.lists; even++)
        for (int i = 0; i < w->n[even]; i++)
            find_weeks(&t, p, o, start, even, &w->list[even][i], at++);
    for (int i = 0; i < m->words; i++)
        any |= t.some[i];
    if (any == 0 && t.any_full != 0)
        return false;
    why->lost = t.lost;
    why->open = why->with_place = any != 0;
    why->by = 0;
    for (int i = 0; i < m->words; i++)
        for (uint64_t rest = t.some[i]; rest != 0 && left > 0; rest &= rest - 1)
            left = add_week(&t, 64 * i + __builtin_ctzll(rest), left, fit, why);
    fit->minutes = m->s->remaining_min - left;
    if (t.any_full != 0 && why->by == 0 && full_before(&t, left > 0 ? m->weeks : (fit->last_day - m->monday) / 7 - 1))
        why->by = 1;
    return true;
}
