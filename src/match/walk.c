/* SPDX-License-Identifier: EUPL-1.2 */
/* Each window (window.h) of each day is asked in this order: is the day open, does a dated commitment leave anything of
 * it, is there a place, how much do the limits of the week and the day allow. A session begins with its window (or
 * after the daily rest) and takes what is left of all that; one window gives one session at most, but for the pieces
 * that commitments cut it into. */
#include "match/calendar.h"
#include "match/labour.h"
#include "match/walk.h"

#include "base/banned.h"

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

void walk_full(struct walk *k, const struct window *x, int32_t day)
{
    const struct slot *s = &k->p->slots[x->slot];

    if (!lack_one_place(k->why)) {
        int32_t places = s->places > 0 ? s->places : k->p->places;
        int64_t taken = occupancy_taken(k->p, x->slot, day, k->even == 1);

        lack_note(k->why, MATCH_RULE_CAPACITY, (int32_t)(taken - places + 1), places, 0);
    }
}

static inline bool has_place(struct walk *k, const struct window *x, int32_t day)
{
    if (!occupancy_is_full(k->o, x->slot, k->week))
        return true;
    walk_full(k, x, day);
    return false;
}

static inline void take(struct walk *k, const struct window *x, int32_t day, int32_t from, int32_t to, int32_t minutes)
{
    struct match_fit *fit = k->fit;
    int d = x->weekday;

    if (k->week_planned == 0) {
        k->week_first = day;
        if (k->plan != NULL)
            k->plan->week[fit->weeks] = (struct match_week){day - d, 0};
        fit->weeks++;
    }
    if (k->plan != NULL) {
        k->plan->session[fit->sessions] = (struct match_session){day, (int16_t)from, (int16_t)to, x->slot};
        k->plan->week[fit->weeks - 1].minutes += minutes;
    }
    if (fit->sessions++ == 0)
        fit->first_day = day;
    fit->job_days += k->m->job_days[k->even] >> d & 1;
    fit->minutes += minutes;
    if (k->m->labour->unbroken_min > 0)
        k->unbroken = labour_after(k->m->labour, labour_unbroken(k, day, from), to - from, minutes);
    k->day_planned = (k->day == day ? k->day_planned : 0) + minutes;
    k->day = day;
    k->day_end = to;
    k->days |= 1u << d;
    k->week_planned += minutes;
    k->left -= minutes;
}

/* One free piece of a window on an open day with a place. */
static inline void try_piece(struct walk *k, const struct window *x, int32_t day, int32_t from, int32_t to)
{
    const struct match_snapshot *s = k->m->s;
    const struct match_labour *l = k->m->labour;
    int32_t unbroken = labour_unbroken(k, day, from);
    int32_t whole = s->whole ? labour_whole(l, unbroken, to - from) : INT32_MAX;
    int32_t want = least(s->whole ? whole : s->law.least_session, k->left);
    int32_t most = least(k->left, whole);
    struct labour room = labour_of(k, day, x->weekday);
    int32_t minutes = to - from;

    if (k->m->has_job) {
        int32_t left = k->job_room - k->week_planned;

        if (left < want) {
            lack_note(k->why, MATCH_RULE_WEEK, want - left, s->law.legal_week_min + s->law.over_min,
                        k->m->job_min[k->even]);
            return;
        }
        most = least(most, left);
    }
    if (s->law.plan_week_min > 0)
        most = least(most, s->law.plan_week_min - k->week_planned);
    if (l->hard)
        minutes = labour_within(k, &room, &from, to, want, want == whole ? to - from : labour_site(l, unbroken, want));
    minutes = least(minutes, most);
    if (minutes <= 0 || minutes < want)
        return;
    if (!l->hard)
        k->fit->warnings |= labour_warnings(k, &room, day, from, from + minutes);
    if (minutes < whole)
        to = from + labour_site(l, unbroken, minutes);
    take(k, x, day, from, to, minutes);
}

/* A window on a day with commitments: what they leave of it, piece by piece. */
static void try_pieces(struct walk *k, const struct window *x, int32_t day)
{
    const struct match *m = k->m;
    bool counted = false;
    int32_t from = x->from;

    for (size_t i = calendar_busy_at(m, day); from < x->to; i++) {
        bool end = i == m->n_busy || m->busy[i].day != day || m->busy[i].from_min >= x->to;
        int32_t to = end ? x->to : m->busy[i].from_min;

        if (to - from >= m->needed) {
            if (!counted) {
                counted = true;
                k->why->open++;
                if (!has_place(k, x, day))
                    return;
                k->why->with_place++;
            }
            if (k->left > 0)
                try_piece(k, x, day, from, to);
        }
        if (end)
            break;
        if (m->busy[i].to_min > from)
            from = m->busy[i].to_min;
    }
    k->why->lost += counted ? 0 : 1;
}

static inline void try_window(struct walk *k, const struct window *x, int32_t day)
{
    if (k->m->busy_days[k->week] >> x->weekday & 1) {
        try_pieces(k, x, day);
    } else {
        k->why->open++;
        if (has_place(k, x, day)) {
            k->why->with_place++;
            try_piece(k, x, day, x->from, x->to);
        }
    }
}

/* Neither W-01 nor the week of a plan nor a limit that is hard, nor a commitment, can cut anything away. */
static bool may_take_all(const struct walk *k, const struct windows *w)
{
    const struct match_snapshot *s = k->m->s;

    return !k->m->labour->hard && k->m->busy_days[k->week] == 0 && w->minutes[k->even] <= k->job_room &&
           (s->law.plan_week_min == 0 || w->minutes[k->even] <= s->law.plan_week_min);
}

static void begin(struct walk *k)
{
    const struct match *m = k->m;
    const struct match_law *law = &m->s->law;
    int32_t other = m->job_min[k->even] + m->work_min[k->week];

    k->days = m->job_days[k->even] | m->work_days[k->week];
    k->week_planned = 0;
    k->job_room = m->has_job ? law->legal_week_min + law->over_min - other : WALK_FREE;
    k->labour_room = m->labour->week_min > 0 ? m->labour->week_min - other : WALK_FREE;
}

/* Each window with a place is taken whole, the last as far as something is left. Nobody wants to see the sessions. */
static void take_all(struct walk *k, const struct windows *w, int32_t start, bool warns)
{
    int32_t monday = k->m->monday + 7 * k->week;
    struct match_fit *fit = k->fit;
    int32_t before = fit->sessions;
    int32_t left = k->left;

    for (int i = 0; i < w->n && left > 0; i++) {
        const struct window *x = &w->window[i];
        int32_t day = monday + x->weekday;
        int32_t to = least(x->to, x->from + left);

        if (!window_in(x, k->even) || day < start || day > k->m->last)
            continue;
        if (k->shut >> x->weekday & 1) {
            k->why->lost++;
            continue;
        }
        k->why->open++;
        if (!has_place(k, x, day))
            continue;
        if (warns) {
            struct labour room = labour_of(k, day, x->weekday);

            fit->warnings |= labour_warnings(k, &room, day, x->from, to);
            if (k->m->labour->unbroken_min > 0)
                k->unbroken = labour_unbroken(k, day, x->from) + to - x->from;
            k->days |= 1u << x->weekday;
            k->day_planned = (k->day == day ? k->day_planned : 0) + to - x->from;
            k->week_planned += to - x->from;
        }
        if (fit->sessions++ == before)
            k->week_first = day;
        fit->job_days += k->m->job_days[k->even] >> x->weekday & 1;
        left -= to - x->from;
        k->day = day;
        k->day_end = to;
    }
    if (fit->sessions == before)
        return;
    if (before == 0)
        fit->first_day = k->week_first;
    k->why->with_place += fit->sessions - before;
    fit->minutes += k->left - left;
    fit->weeks++;
    k->left = left;
}

void walk_week(struct walk *k, const struct windows *w, int32_t start)
{
    const struct match *m = k->m;
    int32_t monday = m->monday + 7 * k->week;

    begin(k);
    if (k->plan == NULL && may_take_all(k, w)) {
        take_all(k, w, start, true);
        return;
    }
    for (int i = 0; i < w->n && k->left > 0; i++) {
        const struct window *x = &w->window[i];
        int32_t day = monday + x->weekday;

        if (!window_in(x, k->even) || day < start || day > m->last)
            continue;
        if (k->shut >> x->weekday & 1)
            k->why->lost++;
        else
            try_window(k, x, day);
    }
}

void walk_whole(struct walk *k, const struct windows *w)
{
    take_all(k, w, k->m->first, false);
}
