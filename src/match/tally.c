/* SPDX-License-Identifier: EUPL-1.2 */
/* Each window that is open and has a place gives a session from its beginning to its end, until the week is full:
 * W-01 or the week of a plan may cut one and leave the others out. So how much a week gives hangs on which windows
 * it has alone, and on what is left of the measure where that comes to its end. For each window the set of weeks
 * in which it gives something is made by a few operations on words (tally_sets.h). As many weeks as the measure
 * lasts through in any case, because none gives more than a whole one may, are added at once: those that lack
 * nothing are counted, the others window by window where nothing of a week is cut, else one after the other. What
 * is left then lasts for a part of that, and so on, until a week may be the last. Limits of work have no say:
 * either no week can touch one, or they only warn, and in whichever order.
 *
 * Who has dated commitments or limits that bind, or a post that gives not one session because W-01 leaves none, is
 * walked through (plan.c), which also gives the plan itself: the tests hold one against the other. */
#include "match/labour.h"
#include "match/tally.h"
#include "match/tally_sets.h"
#include "match/tally_week.h"
#include "match/weeks.h"

#include "base/banned.h"

struct tally {
    const struct match *m;
    const struct windows *w;
    const struct tally_limits *l;
    struct tally_week_rooms rooms;
    struct tally_week whole[2];   /* an odd [0] and an even week with all of its windows */
    struct tally_week last[2];    /* the last one without some of them */
    bool uncut;                   /* neither W-01 nor the week of a plan cuts any; days of a job are those of both */
    int32_t most_min;             /* no week gives more */
    struct tally_sets of;         /* the weeks of one word */
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

static uint32_t most_of(const struct match *m, const struct windows *w, int even, struct tally_limits *out)
{
    out->all = w->all[even];
    out->last_to = out->all == 0 ? 0 : w->window[63 - __builtin_clzll(out->all)].to;
    return out->all == 0 ? 0 : labour_passed(m, w, even, out->all, out->last_to);
}

/* Where the job of both weeks is one, the week with more windows is warned of as much. */
static void find_most(const struct match *m, const struct windows *w, struct tally_limits *out)
{
    bool alike = m->alike == WINDOW_WEEK && m->job_min[0] == m->job_min[1];

    if (labour_free(m, w)) {
        out->most = 0;
    } else if (alike && (w->all[0] & ~w->all[1]) == 0) {
        out->most = most_of(m, w, 1, out);
    } else if (alike && (w->all[1] & ~w->all[0]) == 0) {
        out->most = most_of(m, w, 0, out);
    } else {
        out->most = most_of(m, w, 0, out) | most_of(m, w, 1, out);
        out->all = 0;
    }
}

bool tally_may(const struct match *m, const struct windows *w, struct tally_limits *out)
{
    if (m->s->whole || m->n_busy > 0 || w->n > TALLY_WINDOWS)
        return false;
    find_most(m, w, out);
    out->alone = labour_alone(m, w);
    return !m->labour->hard || out->most == 0;
}

/* Adds some weeks of one parity that go alike, of which that week is the first. */
static void add(struct tally *t, int32_t week, int even, const struct tally_week *sum, int32_t times)
{
    t->refused = t->refused || sum->refused;
    if (sum->sessions == 0)
        return;
    if (t->warned != t->l->most && sum->which != t->seen[even]) {
        t->seen[even] = sum->which;
        t->warned = sum->which == t->l->all && sum->last_to == t->l->last_to
                        ? t->l->most
                        : t->warned | labour_passed(t->m, t->w, even, sum->which, sum->last_to);
    }
    if (t->sessions == 0)
        t->first_day = t->m->monday + 7 * week + t->w->window[__builtin_ctzll(sum->which)].weekday;
    t->left -= times * sum->minutes;
    t->sessions += times * sum->sessions;
    t->job_days += times * sum->job_days;
    t->weeks += times;
}

/* What the week gives. */
static const struct tally_week *sum_of(struct tally *t, int b, int even)
{
    uint64_t of;

    if (!(t->of.lack >> b & 1))
        return &t->whole[even];
    of = tally_sets_at(t->of.given, t->w->n, b);
    if (of != t->last[even].of)
        tally_week_of(&t->last[even], &t->rooms, even, of, INT32_MAX);
    return &t->last[even];
}

/* A week with those windows in which the measure may come to its end: bit b of word i. */
static void end(struct tally *t, int i, int b, int even, uint64_t of)
{
    struct tally_week sum;
    int last;

    tally_week_of(&sum, &t->rooms, even, of, t->left);
    add(t, 64 * i + b, even, &sum, 1);
    if (t->left > 0)
        return;
    last = 63 - __builtin_clzll(sum.which);
    t->last_day = t->m->monday + 7 * (64 * i + b) + t->w->window[last].weekday;
    if ((t->of.some_full >> b & 1) && (tally_sets_at(t->of.full, t->w->n, b) & ~(~UINT64_C(0) << last)))
        t->met_full = true;
    t->of.some_full &= ~(~UINT64_C(0) << b); /* nobody comes to those after it */
}

static void add_week(struct tally *t, int i, int b)
{
    int even = t->m->even[64 * i + b + 1];
    const struct tally_week *sum = sum_of(t, b, even);

    /* With that much more nothing of it is cut short by the end (tally_week_of). */
    if (t->left >= sum->minutes + t->m->s->law.least_session)
        add(t, 64 * i + b, even, sum, 1);
    else
        end(t, i, b, even, sum->of);
}

/* Adds weeks of which nothing is cut, window by window. */
static void add_windows(struct tally *t, uint64_t set)
{
    for (int at = 0; at < t->w->n; at++) {
        const struct window *x = &t->w->window[at];
        int32_t n = tally_sets_count(t->of.given[at] & set);

        t->left -= n * (x->to - x->from);
        t->sessions += n;
        t->job_days += n * (t->m->job_days[0] >> x->weekday & 1);
    }
    t->weeks += tally_sets_count(set);
}

/* Adds weeks of word i, with windows and after some session, in none of which the measure can come to its end. */
static void add_set(struct tally *t, int i, uint64_t set)
{
    uint64_t whole = set & ~t->of.lack;
    uint64_t lack = set & t->of.lack;

    for (int even = 0; even < 2 && whole != 0; even++) {
        uint64_t those = whole & t->m->weeks_of[1 + even][i];

        if (those != 0)
            add(t, 0, even, &t->whole[even], tally_sets_count(those));
    }
    if (t->uncut && t->warned == t->l->most && lack != 0)
        add_windows(t, lack);
    else
        for (; lack != 0; lack &= lack - 1) {
            int b = __builtin_ctzll(lack);
            int even = t->m->even[64 * i + b + 1];

            add(t, 0, even, sum_of(t, b, even), 1);
        }
}

/* Adds up the weeks of word i, while something is left. */
static void add_weeks(struct tally *t, int i)
{
    uint64_t rest = t->of.some;

    while (rest != 0 && t->left > 0) {
        int b = __builtin_ctzll(rest);
        int32_t safe = t->sessions > 0 ? (t->left - t->m->s->law.least_session) / t->most_min : 0;
        uint64_t set = safe > 1 ? rest & weeks_span(b, b + safe - 1, 0) : rest & -rest;

        if (safe > 1)
            add_set(t, i, set);
        else
            add_week(t, i, b);
        rest &= ~set;
    }
    t->met_full = t->met_full || t->of.some_full != 0;
}

/* There would be sessions, but for places: what lacks least. */
static void tell_full(struct tally *t, struct walk *k, int32_t start)
{
    const struct match *m = t->m;

    k->why->open = 1;
    for (int i = 0; i < m->words && !lack_one_place(k->why); i++) {
        tally_sets_of(&t->of, k, t->w, start, i);
        for (uint64_t rest = t->of.some_full; rest != 0 && !lack_one_place(k->why); rest &= rest - 1) {
            int b = __builtin_ctzll(rest);

            k->even = m->even[64 * i + b + 1];
            for (uint64_t of = tally_sets_at(t->of.full, t->w->n, b); of != 0; of &= of - 1) {
                const struct window *x = &t->w->window[__builtin_ctzll(of)];

                walk_full(k, x, m->monday + 7 * (64 * i + b) + x->weekday);
            }
        }
    }
}

static bool are_alike(const struct match *m, const struct windows *w)
{
    return w->all[0] == w->all[1] && m->job_min[0] == m->job_min[1] && m->job_days[0] == m->job_days[1];
}

static void begin(struct tally *t, const struct walk *k, const struct windows *w, const struct tally_limits *l)
{
    const struct match *m = k->m;

    t->m = m;
    t->w = w;
    t->l = l;
    tally_week_rooms_of(&t->rooms, m, w);
    t->left = k->left;
    t->sessions = t->job_days = t->weeks = 0;
    t->first_day = t->last_day = DAY_NONE;
    t->met_full = t->refused = false;
    t->warned = k->fit->warnings & l->most;
    t->uncut = m->job_days[0] == m->job_days[1];
    t->most_min = 0;
    for (int even = 0; even < 2; even++) {
        int32_t most = least(w->minutes[even], t->rooms.min[even]);

        t->last[even].of = t->seen[even] = 0;
        if (even == 1 && are_alike(m, w))
            t->whole[1] = t->whole[0];
        else
            tally_week_whole(&t->whole[even], &t->rooms, even);
        t->uncut = t->uncut && most == w->minutes[even];
        t->most_min = most > t->most_min ? most : t->most_min;
    }
}

bool tally_run(struct walk *k, const struct windows *w, const struct tally_limits *l, int32_t start)
{
    __attribute__((uninitialized)) struct tally t;
    const struct match *m = k->m;
    struct match_fit *fit = k->fit;

    begin(&t, k, w, l);
    start = start > m->monday + 7 * k->week ? start : m->monday + 7 * k->week;
    for (int i = 0; i < m->words && t.left > 0; i++) {
        tally_sets_of(&t.of, k, w, start, i);
        add_weeks(&t, i);
    }
    if (t.sessions == 0 && fit->sessions == 0) {
        if (t.refused)
            return false;
        if (t.met_full)
            tell_full(&t, k, start);
        else
            k->why->lost += tally_sets_lost(k, w, start); /* else nobody asks */
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
