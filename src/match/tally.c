/* SPDX-License-Identifier: EUPL-1.2 */
/* Where all windows of a week together stay within every limit that binds, none has a say in any week: each window that
 * is open and has a place gives a session from its beginning to its end. So for each window the set of weeks in which
 * it does is made by a few operations on words, and the weeks are added up until nothing is left. Limits that only warn
 * are no matter once they have warned of all that they can. Who has dated commitments, or a post that gives not one
 * session because it is full, is walked through (plan.c), which also gives the plan itself: the tests hold one against
 * the other. */
#include "match/labour.h"
#include "match/tally.h"

#include "base/banned.h"

#define WINDOWS_MOST 64 /* of both parities */

/* What weeks add up to. */
struct sum {
    int32_t minutes;
    int32_t sessions;
    int32_t job_days;
    uint64_t which; /* windows, of one week */
};

struct tally {
    const struct match *m;
    const struct windows *w;
    int lists;             /* 1: odd and even weeks have the same windows */
    uint64_t some[MATCH_WEEK_WORDS]; /* weeks with a session */
    uint64_t lack[MATCH_WEEK_WORDS]; /* weeks in which a window of theirs gives none */
    uint64_t given[WINDOWS_MOST][MATCH_WEEK_WORDS]; /* per window, those of even weeks after those of odd ones */
    uint64_t full[WINDOWS_MOST][MATCH_WEEK_WORDS];  /* weeks in which it is open, and has no place */
    uint64_t any_full;
    uint64_t open[7][MATCH_WEEK_WORDS]; /* weeks from the start on, of either parity, that are open on that weekday */
    uint64_t off[7][MATCH_WEEK_WORDS];  /* and that are not */
    int32_t minutes[WINDOWS_MOST];
    int32_t on_job[WINDOWS_MOST]; /* 1: on a day with a job */
    struct sum whole[2];          /* of all windows of odd [0] and of even weeks */
    uint32_t most;                /* warnings that there can be */
    /* the outcome */
    struct sum sum;
    int32_t weeks;
    int32_t last_day;
    bool last_full;               /* a window of the last week has no place */
    int32_t left;
    uint32_t warned;
    uint64_t seen[2];             /* windows of the last week of that parity whose warnings were looked for */
};

/* W-01 and the week of a plan, when every window is used. */
static bool stays_within(const struct match *m, const struct windows *w, int even)
{
    const struct match_law *law = &m->s->law;

    return (!m->has_job || w->minutes[even] + m->job_min[even] <= law->legal_week_min + law->over_min) &&
           (law->plan_week_min == 0 || w->minutes[even] <= law->plan_week_min);
}

static int lists_of(const struct windows *w)
{
    return w->list[0] == w->list[1] ? 1 : 2;
}

static uint64_t all_of(const struct windows *w, int even)
{
    return w->n[even] == 0 ? 0 : ~UINT64_C(0) >> (64 - w->n[even]);
}

static uint32_t most_of(const struct match *m, const struct windows *w, int even)
{
    return w->n[even] == 0 ? 0 : labour_passed(m, w, even, all_of(w, even), w->list[even][w->n[even] - 1].to);
}

bool tally_may(const struct match *m, const struct windows *w, struct tally_limits *out)
{
    int lists = lists_of(w);

    if (m->s->whole || m->n_busy > 0 || w->n[0] + (lists == 2 ? w->n[1] : 0) > WINDOWS_MOST ||
        !stays_within(m, w, 0) || (lists == 2 && !stays_within(m, w, 1)))
        return false;
    out->most = most_of(m, w, 0) | (lists == 2 ? most_of(m, w, 1) : 0);
    out->alone = labour_alone(m, w);
    return !m->labour->hard || out->most == 0;
}

static void find_days(struct tally *t, const struct match_post *p, const struct occupancy *o, int32_t start)
{
    const struct match *m = t->m;

    for (unsigned days = t->w->days[0] | t->w->days[1]; days != 0; days &= days - 1) {
        int d = __builtin_ctz(days);
        int32_t first = start - m->monday - d;
        int32_t last = m->last - m->monday - d;

        for (int i = 0; i < m->words; i++) {
            uint64_t in = occupancy_span(first > 0 ? (first + 6) / 7 : 0, last < 0 ? -1 : last / 7, i);
            uint64_t off = m->off[p->open_holidays ? 1 : 0][d][i];

            if (o->closed[i] != 0)
                off |= occupancy_closed(m, p, d, i);
            t->open[d][i] = in & ~off;
            t->off[d][i] = in & off;
        }
    }
}

/* The weeks of that parity. */
static uint64_t weeks_of(const struct tally *t, int even, int i)
{
    return t->lists == 2 ? t->m->weeks_of[even][i] : ~UINT64_C(0);
}

/* Weeks in which a window, which is number `at`, gives a session. */
static void find_weeks(struct tally *t, const struct occupancy *o, int even, const struct window *x, int at)
{
    bool may_fill = o->may_fill >> x->slot & 1;

    t->minutes[at] = x->to - x->from;
    t->on_job[at] = t->m->job_days[even] >> x->weekday & 1;
    t->whole[even].minutes += t->minutes[at];
    t->whole[even].job_days += t->on_job[at];
    t->whole[even].which |= UINT64_C(1) << t->whole[even].sessions++;
    for (int i = 0; i < t->m->words; i++) {
        uint64_t theirs = weeks_of(t, even, i);
        uint64_t in = t->open[x->weekday][i] & theirs;

        t->full[at][i] = may_fill ? in & o->full[x->slot][i] : 0;
        t->any_full |= t->full[at][i];
        t->given[at][i] = in & ~t->full[at][i];
        t->some[i] |= t->given[at][i];
        t->lack[i] |= theirs & ~t->given[at][i];
    }
}

/* Windows on days off. */
static int32_t lost(const struct tally *t)
{
    int32_t n = 0;

    for (int even = 0; even < t->lists; even++)
        for (int k = 0; k < t->w->n[even]; k++)
            for (int i = 0; i < t->m->words; i++)
                n += __builtin_popcountll(t->off[t->w->list[even][k].weekday][i] & weeks_of(t, even, i));
    return n;
}

/* Number of the first window of weeks of that parity. */
static int base_of(const struct tally *t, int even)
{
    return t->lists == 2 && even == 1 ? t->w->n[0] : 0;
}

/* The first session of a week that has one. */
static int32_t first_day(const struct tally *t, int32_t week)
{
    int even = t->m->even[week + 1];
    int i = 0;

    while (!occupancy_in(t->given[base_of(t, even) + i], week))
        i++;
    return t->m->monday + 7 * week + t->w->list[even][i].weekday;
}

/* Which windows of a week give something cannot be foreseen, so that is computed and not asked. */
static struct sum sum_of(const struct tally *t, int32_t week, int even)
{
    struct sum sum = {0, 0, 0, 0};
    int base = base_of(t, even);

    for (int i = 0; i < t->w->n[even]; i++) {
        uint64_t yes = t->given[base + i][week / 64] >> week % 64 & 1;

        sum.minutes += t->minutes[base + i] & -(int32_t)yes;
        sum.job_days += t->on_job[base + i] & (int32_t)yes;
        sum.sessions += (int32_t)yes;
        sum.which |= yes << i;
    }
    return sum;
}

/* Warns of what a week passes that uses those windows. */
static void warn(struct tally *t, int even, uint64_t which, int32_t last_to)
{
    if (t->warned != t->most)
        t->warned |= labour_passed(t->m, t->w, even, which, last_to);
}

/* The week in which what is left, which is more than nothing, comes to its end. */
static void add_last_week(struct tally *t, int32_t week, int even)
{
    const struct window *x = t->w->list[even];
    int base = base_of(t, even);
    uint64_t which = 0;
    int i = 0;

    for (; t->left > 0; i++) {
        t->last_full = t->last_full || occupancy_in(t->full[base + i], week);
        if (!occupancy_in(t->given[base + i], week))
            continue;
        t->left -= t->minutes[base + i];
        t->sum.sessions++;
        t->sum.job_days += t->on_job[base + i];
        t->last_day = t->m->monday + 7 * week + x[i].weekday;
        which |= UINT64_C(1) << i;
    }
    warn(t, even, which, x[i - 1].to + t->left);
    t->left = 0;
    t->weeks++;
}

/* Adds up the weeks of word i, while something is left. */
static void add_weeks(struct tally *t, int i)
{
    for (uint64_t rest = t->some[i]; rest != 0; rest &= rest - 1) {
        int32_t week = 64 * i + __builtin_ctzll(rest);
        int even = t->lists == 2 ? t->m->even[week + 1] : 0;
        struct sum sum = t->lack[i] & rest & -rest ? sum_of(t, week, even) : t->whole[even];

        if (sum.minutes >= t->left) {
            add_last_week(t, week, even);
            return;
        }
        if (t->warned != t->most && sum.which != t->seen[even]) {
            t->seen[even] = sum.which;
            warn(t, even, sum.which, t->w->list[even][63 - __builtin_clzll(sum.which)].to);
        }
        t->left -= sum.minutes;
        t->sum.sessions += sum.sessions;
        t->sum.job_days += sum.job_days;
        t->weeks++;
    }
}

/* Was a window full in some week up to that one? */
static bool full_until(const struct tally *t, int32_t end)
{
    int n = t->w->n[0] + (t->lists == 2 ? t->w->n[1] : 0);
    uint64_t found = 0;

    for (int at = 0; at < n; at++)
        for (int i = 0; i < t->m->words; i++)
            found |= t->full[at][i] & occupancy_span(0, end, i);
    return found != 0;
}

static void find_all(struct tally *t, const struct walk *k, const struct windows *w, uint32_t most, int32_t start)
{
    const struct match *m = k->m;

    t->m = m;
    t->w = w;
    t->lists = lists_of(w);
    t->any_full = 0;
    t->whole[0] = t->whole[1] = t->sum = (struct sum){0, 0, 0, 0};
    t->most = most;
    t->warned = k->fit->warnings & most;
    t->seen[0] = t->seen[1] = 0;
    t->weeks = 0;
    t->last_day = DAY_NONE;
    t->last_full = false;
    t->left = k->left;
    for (int i = 0; i < m->words; i++)
        t->some[i] = t->lack[i] = 0;
    find_days(t, k->p, k->o, start);
    for (int even = 0, at = 0; even < t->lists; even++)
        for (int i = 0; i < w->n[even]; i++)
            find_weeks(t, k->o, even, &w->list[even][i], at++);
}

bool tally_run(struct walk *k, const struct windows *w, const struct tally_limits *l, int32_t start)
{
    __attribute__((uninitialized)) struct tally t;
    const struct match *m = k->m;
    struct match_fit *fit = k->fit;
    int32_t first = -1;

    find_all(&t, k, w, l->most, start > m->monday + 7 * k->week ? start : m->monday + 7 * k->week);
    for (int i = m->words - 1; i >= 0; i--)
        if (t.some[i] != 0)
            first = 64 * i + __builtin_ctzll(t.some[i]);
    if (first < 0 && t.any_full != 0 && fit->sessions == 0)
        return false;
    for (int i = 0; i < m->words && t.left > 0; i++)
        add_weeks(&t, i);
    fit->warnings |= t.warned;
    if (first < 0 && fit->sessions == 0)
        k->why->lost += lost(&t); /* else nobody asks */
    if (first >= 0 && fit->sessions == 0)
        fit->first_day = first_day(&t, first);
    fit->sessions += t.sum.sessions;
    fit->job_days += t.sum.job_days;
    fit->weeks += t.weeks;
    fit->last_day = t.last_day;
    k->left = t.left;
    fit->minutes = m->s->remaining_min - k->left;
    if (t.last_full || (t.any_full != 0 && full_until(&t, k->left > 0 ? m->weeks : (t.last_day - m->monday) / 7 - 1)))
        k->why->by |= 1;
    return true;
}
