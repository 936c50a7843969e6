/* SPDX-License-Identifier: EUPL-1.2 */
/* Each window that is open and has a place gives a session from its beginning to its end, until the week is full: W-01
 * or the week of a plan may cut one and leave the others out. So how much a week gives hangs on which windows it has
 * alone, and on what is left of the measure where that comes to its end. For each window the set of weeks in which it
 * gives something is made by a few operations on words; what a week gives is worked out where it has other windows than
 * the last one of its parity, and the weeks are added up. Limits of work have no say: either no week can touch one, or
 * they only warn.
 *
 * Who has dated commitments or limits that bind, or a post that gives not one session because it is full or W-01 leaves
 * none, is walked through (plan.c), which also gives the plan itself: the tests hold one against the other. */
#include "match/labour.h"
#include "match/tally.h"

#include "base/banned.h"

#define WINDOWS_MOST 64

/* What one week gives. */
struct sum {
    uint64_t of;      /* windows that it has */
    uint64_t which;   /* and those that give a session: whole, but for the last one perhaps */
    int32_t minutes;
    int32_t sessions;
    int32_t job_days;
    int32_t last_to;  /* when the last session ends */
    bool refused;     /* W-01 left less than a session */
};

struct tally {
    const struct match *m;
    const struct windows *w;
    uint32_t most;                /* warnings that there can be */
    int32_t job_room[2];          /* what W-01 leaves of an odd [0] and an even week */
    int32_t room[2];              /* what that and the week of a plan do */
    struct sum whole[2];          /* such a week with all of its windows */
    struct sum last[2];           /* the last one without some of them */
    /* of 64 weeks, by window */
    uint64_t given[WINDOWS_MOST]; /* weeks in which it is open and has a place */
    uint64_t full[WINDOWS_MOST];  /* weeks in which it is open and has none */
    uint64_t some;                /* weeks with a window that is given */
    uint64_t lack;                /* weeks in which a window of theirs is not */
    uint64_t some_full;
    /* the outcome */
    int32_t left;
    int32_t sessions;
    int32_t job_days;
    int32_t weeks;
    int32_t first_day;
    int32_t last_day;
    bool met_full;
    bool refused;
    uint32_t warned;
    uint64_t seen[2];             /* sessions of the last week of that parity whose warnings were looked for */
};

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Is an odd week like an even one? */
static bool are_alike(const struct match *m, const struct windows *w)
{
    return w->count[0] == w->n && w->count[1] == w->n && m->alike == WINDOW_WEEK && m->job_min[0] == m->job_min[1];
}

static uint64_t all_of(const struct windows *w, int even)
{
    uint64_t all = 0;

    for (int at = 0; at < w->n; at++)
        all |= (uint64_t)window_in(&w->window[at], even) << at;
    return all;
}

static uint32_t most_of(const struct match *m, const struct windows *w, int even)
{
    uint64_t all = all_of(w, even);

    return all == 0 ? 0 : labour_passed(m, w, even, all, w->window[63 - __builtin_clzll(all)].to);
}

bool tally_may(const struct match *m, const struct windows *w, struct tally_limits *out)
{
    if (m->s->whole || m->n_busy > 0 || w->n > WINDOWS_MOST)
        return false;
    out->most = most_of(m, w, 0);
    if (!are_alike(m, w))
        out->most |= most_of(m, w, 1);
    out->alone = labour_alone(m, w);
    return !m->labour->hard || out->most == 0;
}

/* What a week with those windows gives when so much is left: one after the other, as try_piece of walk.c has it. */
static struct sum take(const struct tally *t, int even, uint64_t of, int32_t left)
{
    int32_t least_session = t->m->s->law.least_session;
    struct sum sum = {.of = of};

    for (uint64_t rest = of; rest != 0 && sum.minutes < left; rest &= rest - 1) {
        const struct window *x = &t->w->window[__builtin_ctzll(rest)];
        int32_t want = least(least_session, left - sum.minutes);
        int32_t minutes = least(least(x->to - x->from, left - sum.minutes), t->room[even] - sum.minutes);

        if (t->job_room[even] - sum.minutes < want)
            sum.refused = true;
        if (minutes < want)
            break; /* for want of room, which the others would want too: no window is shorter */
        sum.minutes += minutes;
        sum.sessions++;
        sum.job_days += t->m->job_days[even] >> x->weekday & 1;
        sum.which |= rest & -rest;
        sum.last_to = x->from + minutes;
    }
    return sum;
}

/* What a week with all of its windows gives, when as much is left. */
static struct sum take_all(const struct tally *t, int even)
{
    const struct windows *w = t->w;
    uint64_t all = all_of(w, even);
    int job_days = 0;

    if (all == 0 || w->minutes[even] > t->room[even])
        return take(t, even, all, INT32_MAX);
    for (int at = 0; t->m->job_days[even] != 0 && at < w->n; at++)
        job_days += window_in(&w->window[at], even) & t->m->job_days[even] >> w->window[at].weekday & 1;
    return (struct sum){.of = all, .which = all, .minutes = w->minutes[even], .sessions = w->count[even],
                        .job_days = job_days, .last_to = w->window[63 - __builtin_clzll(all)].to};
}

/* What word i has of the weeks whose weekday d is the day start or later. */
static uint64_t from_on(const struct match *m, int32_t start, int d, int i)
{
    int32_t days = start - m->monday - d;
    int32_t first = (days > 0 ? (days + 6) / 7 : 0) - 64 * i;

    return first <= 0 ? ~UINT64_C(0) : first < 64 ? ~UINT64_C(0) << first : 0;
}

/* In which weeks of word i the windows are given. */
static void find_weeks(struct tally *t, const struct walk *k, int32_t start, int i)
{
    const struct match *m = t->m;

    t->some = t->lack = t->some_full = 0;
    for (int at = 0; at < t->w->n; at++) {
        const struct window *x = &t->w->window[at];
        uint64_t theirs = m->weeks_of[x->kinds][i];
        uint64_t may = m->may[k->p->open_holidays ? 1 : 0][x->weekday][i] & theirs;

        if (start > m->first)
            may &= from_on(m, start, x->weekday, i);
        t->given[at] = may & occupancy_open(k->o, x->slot, i);
        t->full[at] = may & occupancy_full(k->o, x->slot, i);
        t->some |= t->given[at];
        t->lack |= theirs & ~t->given[at];
        t->some_full |= t->full[at];
    }
}

static uint64_t windows_of(const struct tally *t, const uint64_t set[WINDOWS_MOST], int week)
{
    uint64_t of = 0;

    for (int at = 0; at < t->w->n; at++)
        of |= (set[at] >> week & 1) << at;
    return of;
}

/* The week is over, and something of it perhaps. */
static void add(struct tally *t, int32_t week, int even, const struct sum *sum)
{
    t->refused = t->refused || sum->refused;
    if (sum->sessions == 0)
        return;
    if (t->warned != t->most && sum->which != t->seen[even]) {
        t->seen[even] = sum->which;
        t->warned |= labour_passed(t->m, t->w, even, sum->which, sum->last_to);
    }
    if (t->sessions == 0)
        t->first_day = t->m->monday + 7 * week + t->w->window[__builtin_ctzll(sum->which)].weekday;
    t->left -= sum->minutes;
    t->sessions += sum->sessions;
    t->job_days += sum->job_days;
    t->weeks++;
}

/* A week in which the measure may come to its end: bit b of word i. */
static void end(struct tally *t, int i, int b, int even)
{
    struct sum sum = take(t, even, windows_of(t, t->given, b), t->left);
    int last;

    add(t, 64 * i + b, even, &sum);
    if (t->left > 0)
        return;
    last = 63 - __builtin_clzll(sum.which);
    t->last_day = t->m->monday + 7 * (64 * i + b) + t->w->window[last].weekday;
    if (windows_of(t, t->full, b) & ~(~UINT64_C(0) << last))
        t->met_full = true;
    t->some_full &= ~(~UINT64_C(0) << b); /* nobody comes to those after it */
}

static const struct sum *sum_of(struct tally *t, int b, int even)
{
    uint64_t of;

    if (!(t->lack >> b & 1))
        return &t->whole[even];
    of = windows_of(t, t->given, b);
    if (of != t->last[even].of)
        t->last[even] = take(t, even, of, INT32_MAX);
    return &t->last[even];
}

/* With that much more than a week gives nothing of it is cut short by the end (take). */
static bool is_enough(const struct tally *t, const struct sum *sum)
{
    return t->left >= sum->minutes + t->m->s->law.least_session;
}

/* Whole weeks of word i that follow the first of rest, while nothing of them is cut short and they warn of nothing new:
 * the rest with the last of them in front. */
static uint64_t add_whole(struct tally *t, int i, uint64_t rest)
{
    for (uint64_t next = rest & (rest - 1); next != 0 && !(t->lack & next & -next); next &= next - 1) {
        int even = t->m->even[64 * i + __builtin_ctzll(next) + 1];
        const struct sum *sum = &t->whole[even];

        if (!is_enough(t, sum) || sum->sessions == 0 || (t->warned != t->most && sum->which != t->seen[even]))
            break;
        t->refused = t->refused || sum->refused;
        t->left -= sum->minutes;
        t->sessions += sum->sessions;
        t->job_days += sum->job_days;
        t->weeks++;
        rest = next;
    }
    return rest;
}

/* Adds up the weeks of word i, while something is left. */
static void add_weeks(struct tally *t, int i)
{
    for (uint64_t rest = t->some; rest != 0 && t->left > 0; rest &= rest - 1) {
        int b = __builtin_ctzll(rest);
        int even = t->m->even[64 * i + b + 1];
        const struct sum *sum = sum_of(t, b, even);

        if (!is_enough(t, sum)) {
            end(t, i, b, even);
            continue;
        }
        add(t, 64 * i + b, even, sum);
        if (t->sessions > 0)
            rest = add_whole(t, i, rest);
    }
    t->met_full = t->met_full || t->some_full != 0;
}

/* Windows on days off. */
static int32_t lost(const struct tally *t, const struct walk *k, int32_t start)
{
    const struct match *m = t->m;
    int32_t n = 0;

    for (int at = 0; at < t->w->n; at++)
        for (int i = 0; i < m->words; i++) {
            const struct window *x = &t->w->window[at];
            int32_t last = m->last - m->monday - x->weekday;
            uint64_t in = from_on(m, start, x->weekday, i) & ready_span(0, last < 0 ? -1 : last / 7, i) &
                          m->weeks_of[x->kinds][i];

            n += __builtin_popcountll(in & ~(m->may[k->p->open_holidays ? 1 : 0][x->weekday][i] &
                                             (occupancy_open(k->o, x->slot, i) | occupancy_full(k->o, x->slot, i))));
        }
    return n;
}

static void begin(struct tally *t, const struct walk *k, const struct windows *w, uint32_t most)
{
    const struct match *m = k->m;
    const struct match_law *law = &m->s->law;

    t->m = m;
    t->w = w;
    t->most = most;
    t->left = k->left;
    t->sessions = t->job_days = t->weeks = 0;
    t->first_day = t->last_day = DAY_NONE;
    t->met_full = t->refused = false;
    t->warned = k->fit->warnings & most;
    for (int even = 0; even < 2; even++) {
        t->job_room[even] = m->has_job ? law->legal_week_min + law->over_min - m->job_min[even] : WALK_FREE;
        t->room[even] = law->plan_week_min > 0 ? least(law->plan_week_min, t->job_room[even]) : t->job_room[even];
        t->last[even].of = t->seen[even] = 0;
        t->whole[even] = even == 1 && are_alike(m, w) ? t->whole[0] : take_all(t, even);
    }
}

bool tally_run(struct walk *k, const struct windows *w, const struct tally_limits *l, int32_t start)
{
    __attribute__((uninitialized)) struct tally t;
    const struct match *m = k->m;
    struct match_fit *fit = k->fit;

    begin(&t, k, w, l->most);
    start = start > m->monday + 7 * k->week ? start : m->monday + 7 * k->week;
    for (int i = 0; i < m->words && t.left > 0; i++) {
        find_weeks(&t, k, start, i);
        add_weeks(&t, i);
    }
    if (t.sessions == 0 && fit->sessions == 0) {
        if (t.met_full || t.refused)
            return false;
        k->why->lost += lost(&t, k, start); /* else nobody asks */
    }
    fit->warnings |= t.warned;
    if (fit->sessions == 0)
        fit->first_day = t.first_day;
    fit->sessions += t.sessions;
    fit->job_days += t.job_days;
    fit->weeks += t.weeks;
    fit->last_day = t.last_day;
    k->left = t.left;
    fit->minutes = m->s->remaining_min - k->left;
    k->why->by |= (t.met_full ? 1u : 0) | (t.refused ? 2u : 0);
    return true;
}
