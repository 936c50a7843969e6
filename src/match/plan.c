/* SPDX-License-Identifier: EUPL-1.2 */
/* The weeks are walked through, and each window of each day gives a session or not (walk.c). Nothing is looked ahead
 * for: the earliest plan is the plan.
 *
 * Most weeks of a year go like the last one of their parity. How a week goes hangs on which windows of it are open and
 * have a place, on when the person stopped on the Sunday before, and on what is left of the measure where that is less
 * than the week could take; all else that could be different makes a week unusual (match.h). So a usual week is walked
 * through once and remembered, with what it hangs on, and from then on added up again, many at once where nothing
 * happens in between. Where all of its windows gave whole sessions, so do those that are left in a week with a holiday
 * or a full slot: less work before never makes a limit tighter, nor warns of more. A plan that is wanted session by
 * session, and times that are taken whole, are walked through week by week: the tests hold one against the other. */
#include "match/occupancy.h"
#include "match/plan.h"
#include "match/tally.h"
#include "match/walk.h"

#include "base/banned.h"

#define WINDOWS_SEEN 64 /* with more in a week nothing is remembered */

/* What weeks add up to. */
struct sum {
    int32_t minutes;
    int32_t sessions;
    int32_t job_days;
    int32_t lost;
    int32_t open;
    int32_t with_place;
};

/* A usual week without days off: what it hangs on, and what came of it. */
struct memory {
    bool known;
    bool whole;         /* each window with a place gave a session from its beginning to its end */
    uint64_t full;      /* windows without a place */
    int32_t sunday_end; /* of the session on the day before; 0: there was none */
    struct sum sum;
    int32_t first_day;  /* of its sessions, counted from its Monday */
    int32_t last_day;
    int32_t last_end;
};

/* What is not so in a week: windows on days off, and windows without a place. */
struct gaps {
    uint64_t off;
    uint64_t full;
};

static struct gaps gaps_of(const struct walk *k, const struct windows *w)
{
    struct gaps g = {0, 0};
    const struct window *x = w->window;

    if (k->shut == 0 && k->o->full == 0)
        return g;
    for (int i = 0; i < w->n; i++)
        if (!window_in(&x[i], k->even))
            continue;
        else if (k->shut >> x[i].weekday & 1)
            g.off |= UINT64_C(1) << i;
        else if (occupancy_is_full(k->o, x[i].slot, k->week))
            g.full |= UINT64_C(1) << i;
    return g;
}

static struct sum sum_of(const struct walk *k)
{
    return (struct sum){k->fit->minutes, k->fit->sessions, k->fit->job_days,
                        k->why->lost,    k->why->open,     k->why->with_place};
}

static int32_t minutes_of(const struct windows *w, int even, uint64_t which)
{
    int32_t sum = 0;

    for (int i = 0; i < w->n; i++)
        if (which >> i & window_in(&w->window[i], even))
            sum += w->window[i].to - w->window[i].from;
    return sum;
}

/* Walks through a usual week and remembers it, if as much as that is left afterwards. */
static void learn(struct walk *k, const struct windows *w, int32_t start, int32_t enough, struct memory *y)
{
    struct sum a = sum_of(k);
    struct sum b;
    int32_t monday = k->m->monday + 7 * k->week;

    walk_week(k, w, start);
    b = sum_of(k);
    y->sum = (struct sum){b.minutes - a.minutes, b.sessions - a.sessions, b.job_days - a.job_days,
                          b.lost - a.lost,       b.open - a.open,         b.with_place - a.with_place};
    y->first_day = k->week_first - monday;
    y->last_day = k->day - monday;
    y->last_end = k->day_end;
    y->known = k->left >= enough;
    y->whole = y->sum.minutes == minutes_of(w, k->even, ~y->full) && y->sum.sessions == y->sum.with_place;
}

/* Adds that many weeks like the one remembered, of which this week is the last. */
static void repeat(struct walk *k, const struct memory *y, int32_t times)
{
    struct match_fit *fit = k->fit;
    int32_t monday = k->m->monday + 7 * k->week;

    k->why->lost += times * y->sum.lost;
    k->why->open += times * y->sum.open;
    k->why->with_place += times * y->sum.with_place;
    if (y->sum.sessions == 0)
        return;
    if (fit->sessions == 0)
        fit->first_day = monday + y->first_day;
    fit->sessions += times * y->sum.sessions;
    fit->minutes += times * y->sum.minutes;
    fit->job_days += times * y->sum.job_days;
    fit->weeks += times;
    k->left -= times * y->sum.minutes;
    k->day = monday + y->last_day;
    k->day_end = y->last_end;
}

static int32_t sunday_end(const struct walk *k)
{
    return k->day == k->m->monday + 7 * k->week - 1 ? k->day_end : 0;
}

/* A usual week; y remembers the last of its parity. True when y is now how it went. */
static bool usual_week(struct walk *k, const struct windows *w, int32_t start, struct memory *y)
{
    int32_t enough = k->m->s->law.least_session; /* with that much left nothing is cut short by the end */
    struct gaps g = gaps_of(k, w);
    bool known = y->known && k->left >= y->sum.minutes + enough;
    int32_t end = sunday_end(k);

    if (known && g.off == 0 && g.full == y->full && end == y->sunday_end) {
        repeat(k, y, 1);
        return true;
    }
    if (known && y->whole && ((g.off | g.full) & y->full) == y->full && end <= y->sunday_end) {
        walk_whole(k, w);
        return false;
    }
    if (g.off == 0) {
        y->full = g.full;
        y->sunday_end = end;
        learn(k, w, start, enough, y);
        return y->known;
    }
    walk_week(k, w, start);
    return false;
}

/* Are there too many people in some slot, by another number than was seen before? */
static bool tells_more(const struct walk *k)
{
    return occupancy_in(k->o, READY_OVER, k->week) && !lack_one_place(k->why);
}

/* Weeks that go like the second week before them: usual, nothing off, and the same slots full. */
static void still_weeks(const struct match *m, const struct match_post *p, const struct occupancy *o,
                        uint64_t still[MATCH_WEEK_WORDS])
{
    const uint64_t *quiet = m->quiet[p->open_holidays ? 1 : 0];

    for (int i = 0; i < m->words; i++)
        still[i] = quiet[i] & ~occupancy_word(o, READY_CLOSED, i) & ~occupancy_word(o, READY_OVER, i);
    for (size_t s = 0; s < p->n_slots && o->full != 0; s++)
        for (int i = 0; i < m->words; i++) {
            uint64_t full = occupancy_full(o, (int)s, i);

            still[i] &= ~(full ^ (full << 2 | (i > 0 ? occupancy_full(o, (int)s, i - 1) >> 62 : 0)));
        }
}

/* How many of a set of weeks follow one another from week on. */
static int32_t run_of(const struct match *m, const uint64_t set[MATCH_WEEK_WORDS], int32_t week)
{
    int32_t n = 0;

    for (int32_t i = week / 64, at = week % 64; i < m->words; i++, at = 0) {
        uint64_t not = ~(set[i] >> at);
        int32_t here = not == 0 ? 64 : __builtin_ctzll(not);

        n += here < 64 - at ? here : 64 - at;
        if (here < 64 - at)
            break;
    }
    return n;
}

static int32_t end_on_sunday(const struct memory *y)
{
    return y->sum.sessions > 0 && y->last_day == 6 ? y->last_end : 0;
}

/* The two weeks before are in memory, and as many as run from this one on go like them: takes as many pairs of weeks as
 * nothing is cut short in. False: none. */
static bool many_weeks(struct walk *k, int32_t run, const struct memory *a, const struct memory *b)
{
    int32_t minutes = a->sum.minutes + b->sum.minutes;
    int32_t pairs = run / 2;

    if (a->sunday_end != sunday_end(k) || b->sunday_end != end_on_sunday(a))
        return false;
    if (minutes > 0 && pairs > (k->left - k->m->s->law.least_session) / minutes)
        pairs = (k->left - k->m->s->law.least_session) / minutes;
    if (pairs <= 0)
        return false;
    k->week += 2 * pairs - 2;
    repeat(k, a, pairs);
    k->week++;
    repeat(k, b, pairs);
    return true;
}

void plan_run(const struct match *m, const struct match_post *p, const struct windows *w, const struct occupancy *o,
              int32_t start, struct match_fit *fit, struct match_plan *plan, struct lack *why)
{
    struct walk k = {.m = m, .p = p, .o = o, .fit = fit, .plan = plan, .why = why, .left = m->s->remaining_min,
                     .day = DAY_NONE};
    __attribute__((uninitialized)) struct memory memory[2];
    __attribute__((uninitialized)) uint64_t still[MATCH_WEEK_WORDS];
    const uint8_t *holidays = p->open_holidays ? NULL : m->holidays;
    bool remembers = plan == NULL && !m->s->whole && w->n <= WINDOWS_SEEN;
    int32_t exact = 0; /* so many weeks before this one are in memory as they went */
    struct tally_limits limits;
    bool tally = plan == NULL && tally_may(m, w, &limits);

    memory[0].known = memory[1].known = false;
    why->lost = why->open = why->with_place = 0;
    why->by = 0;
    k.week = start > m->last ? m->weeks : (start - m->monday) / 7;
    if (tally && (limits.most == 0 || limits.alone) && tally_run(&k, w, &limits, start))
        return;
    still_weeks(m, p, o, still);
    for (; k.week < m->weeks && k.left > 0; k.week++) {
        bool usual = remembers && m->usual[k.week] && start <= m->monday + 7 * k.week;

        if (tally && limits.most != 0 && (fit->warnings & limits.most) == limits.most) {
            if (tally_run(&k, w, &limits, start))
                return;
            tally = false;
        }
        k.even = m->even[k.week + 1];
        exact = still[k.week / 64] >> k.week % 64 & 1 ? exact : 0;
        if (exact >= 2 && many_weeks(&k, run_of(m, still, k.week), &memory[k.even], &memory[1 - k.even]))
            continue;
        k.shut = m->away_days[k.week] | (holidays != NULL ? holidays[k.week] : 0u);
        if (occupancy_in(o, READY_CLOSED, k.week))
            k.shut |= occupancy_closed_days(p, m->monday + 7 * k.week);
        k.shut &= w->days[k.even];
        if (!usual || tells_more(&k)) {
            walk_week(&k, w, start);
            exact = 0;
        } else if (k.shut != 0 && k.shut == w->days[k.even]) {
            why->lost += w->count[k.even];
            exact = 0;
        } else {
            exact = usual_week(&k, w, start, &memory[k.even]) ? exact + 1 : 0;
        }
    }
    if (k.left == 0 && fit->sessions > 0)
        fit->last_day = k.day;
    if (plan != NULL) {
        plan->n_sessions = fit->sessions;
        plan->n_weeks = fit->weeks;
    }
}
