/* SPDX-License-Identifier: EUPL-1.2 */
/* The weeks are walked through, and each window (window.h) of each day is asked in this order: is the day open, does a
 * dated commitment leave anything of it, is there a place, how much do the limits of the week and the day allow. A
 * session begins with its window (or after the daily rest) and takes what is left of all that; one window gives one
 * session at most, but for the pieces that commitments cut it into. Nothing is looked ahead for: the earliest plan is
 * the plan. */
#include <string.h>

#include "match/calendar.h"
#include "match/plan.h"

#include "base/banned.h"

#define NIGHT_ENDS   360
#define NIGHT_BEGINS 1320

/* Where the walk stands. */
struct walk {
    const struct match *m;
    const struct match_post *p;
    struct match_fit *fit;
    struct match_plan *plan; /* may be NULL */
    struct plan_refusals *why;
    int32_t left;            /* minutes of the measure not planned yet */
    int32_t week;
    int even;
    int32_t week_planned;
    unsigned days;           /* with any work in this week */
    int32_t day;             /* of the last session */
    int32_t day_planned;
    int32_t day_end;
};

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static void refuse(struct walk *k, enum match_rule r, int32_t amount, int32_t limit, int32_t base)
{
    int i = (int)r - MATCH_RULE_CAPACITY;
    struct plan_refusals *why = k->why;

    if ((why->by & 1u << i) && why->amount[i] <= amount)
        return;
    why->by |= 1u << i;
    why->amount[i] = amount;
    why->limit[i] = limit;
    why->base[i] = base;
}

static bool closed(const struct match_post *p, int32_t day)
{
    for (size_t i = 0; i < p->n_closures; i++)
        if (p->closures[i].first <= day && day <= p->closures[i].last)
            return true;
    return false;
}

static bool has_place(struct walk *k, const struct window *x, int32_t day)
{
    int64_t taken = 0;

    if (x->may_fill)
        for (size_t i = 0; i < k->p->n_taken; i++) {
            const struct match_taken *t = &k->p->taken[i];

            if (t->slot == x->slot && t->days.first <= day && day <= t->days.last &&
                (t->weeks == SLOT_EVERY || (t->weeks == SLOT_EVEN) == (k->even == 1)))
                taken += t->places;
        }
    if (taken < x->places)
        return true;
    refuse(k, MATCH_RULE_CAPACITY, (int32_t)(taken - x->places + 1), x->places, 0);
    return false;
}

static int count_bits(unsigned v)
{
    int n = 0;

    for (; v != 0; v &= v - 1)
        n++;
    return n;
}

/* What the labour limits leave of one day. */
struct room {
    int32_t week;  /* minutes left in the week and in the day; INT32_MAX: no limit */
    int32_t day;
    int32_t rest_from; /* the daily rest lasts until here, and begins again here */
    int32_t rest_to;
    bool too_many_days;
    bool no_two_off;
};

static struct room labour_room(const struct walk *k, int32_t day, int d)
{
    const struct match_labour *l = k->m->labour;
    const struct match_day_work *work = &k->m->work[day - k->m->monday + 1];
    unsigned days = k->days | 1u << d;
    unsigned off = ~days & 0x7f;
    struct room r = {INT32_MAX, INT32_MAX, 0, SLOT_DAY, false, false};

    if (l->week_min > 0)
        r.week = l->week_min - k->m->job_min[k->even] - k->m->work_min[k->week] - k->week_planned;
    if (l->day_min > 0)
        r.day = l->day_min - work->minutes - (k->day == day ? k->day_planned : 0);
    if (l->rest_min > 0) {
        int32_t end = work[-1].to;

        if (k->day == day - 1 && k->day_end > end)
            end = k->day_end;
        r.rest_from = end > 0 && end + l->rest_min > SLOT_DAY ? end + l->rest_min - SLOT_DAY : 0;
        r.rest_to = least(SLOT_DAY, SLOT_DAY - l->rest_min + work[1].from);
    }
    if (days != k->days) {
        r.too_many_days = l->week_days > 0 && count_bits(days) > l->week_days;
        r.no_two_off = l->two_off && (off & off >> 1) == 0;
    }
    return r;
}

/* Minutes that limits which are hard leave of [*from, to), and from where; 0 and a refusal when less than want. */
static int32_t within_labour(struct walk *k, const struct room *r, int32_t *from, int32_t to, int32_t want)
{
    const struct match_labour *l = k->m->labour;
    int32_t base = k->m->job_min[k->even];
    int32_t a = *from > r->rest_from ? *from : r->rest_from;
    int32_t b = least(to, r->rest_to);

    if (r->week < want) {
        refuse(k, MATCH_RULE_LABOUR_WEEK, want - r->week, l->week_min, base);
    } else if (r->day < want) {
        refuse(k, MATCH_RULE_LABOUR_DAY, want - r->day, l->day_min, 0);
    } else if (b - a < want) {
        refuse(k, MATCH_RULE_LABOUR_REST, want - (b - a), l->rest_min, 0);
    } else if (r->too_many_days) {
        refuse(k, MATCH_RULE_LABOUR_DAYS, 1, l->week_days, 0);
    } else if (r->no_two_off) {
        refuse(k, MATCH_RULE_LABOUR_OFF, 1, 2, 0);
    } else {
        *from = a;
        return least(b - a, least(r->week, r->day));
    }
    return 0;
}

/* Limits that are not hard let the session be, and are told. */
static void warn(struct walk *k, const struct room *r, int32_t from, int32_t to)
{
    uint32_t w = 0;

    w |= r->week < to - from ? MATCH_WARN_WEEK : 0;
    w |= r->day < to - from ? MATCH_WARN_DAY : 0;
    w |= from < r->rest_from || to > r->rest_to ? MATCH_WARN_REST : 0;
    w |= r->too_many_days ? MATCH_WARN_DAYS : 0;
    w |= r->no_two_off ? MATCH_WARN_OFF : 0;
    w |= k->m->labour->no_night && (from < NIGHT_ENDS || to > NIGHT_BEGINS) ? MATCH_WARN_NIGHT : 0;
    k->fit->warnings |= w;
}

static void take(struct walk *k, const struct window *x, int32_t day, int32_t from, int32_t to)
{
    struct match_fit *fit = k->fit;
    int d = x->weekday;

    if (k->week_planned == 0) {
        if (k->plan != NULL)
            k->plan->week[fit->weeks] = (struct match_week){day - d, 0};
        fit->weeks++;
    }
    if (k->plan != NULL) {
        k->plan->session[fit->sessions] = (struct match_session){day, (int16_t)from, (int16_t)to, x->slot};
        k->plan->week[fit->weeks - 1].minutes += to - from;
    }
    if (fit->sessions++ == 0)
        fit->first_day = day;
    fit->job_days += k->m->job_days[k->even] >> d & 1;
    fit->minutes += to - from;
    k->day_planned = (k->day == day ? k->day_planned : 0) + to - from;
    k->day = day;
    k->day_end = to;
    k->days |= 1u << d;
    k->week_planned += to - from;
    k->left -= to - from;
}

/* One free piece of a window on an open day with a place. */
static void try_piece(struct walk *k, const struct window *x, int32_t day, int32_t from, int32_t to)
{
    const struct match_snapshot *s = k->m->s;
    int32_t want = least(s->whole ? to - from : s->law.least_session, k->left);
    int32_t most = k->left;
    struct room room = labour_room(k, day, x->weekday);
    int32_t minutes = to - from;

    if (k->m->has_job) {
        int32_t limit = s->law.legal_week_min + s->law.over_min;
        int32_t left = limit - k->m->job_min[k->even] - k->m->work_min[k->week] - k->week_planned;

        if (left < want) {
            refuse(k, MATCH_RULE_WEEK, want - left, limit, k->m->job_min[k->even]);
            return;
        }
        most = least(most, left);
    }
    if (s->law.plan_week_min > 0)
        most = least(most, s->law.plan_week_min - k->week_planned);
    if (k->m->labour->hard)
        minutes = within_labour(k, &room, &from, to, want);
    minutes = least(minutes, most);
    if (minutes <= 0 || minutes < want)
        return;
    if (!k->m->labour->hard)
        warn(k, &room, from, from + minutes);
    take(k, x, day, from, from + minutes);
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

static void try_window(struct walk *k, const struct window *x, int32_t day)
{
    unsigned flags = k->m->flag[day - k->m->monday + 1];

    if ((flags & CALENDAR_AWAY) || ((flags & CALENDAR_HOLIDAY) && !k->p->open_holidays) || closed(k->p, day)) {
        k->why->lost++;
    } else if (flags & CALENDAR_BUSY) {
        try_pieces(k, x, day);
    } else {
        k->why->open++;
        if (has_place(k, x, day)) {
            k->why->with_place++;
            try_piece(k, x, day, x->from, x->to);
        }
    }
}

void plan_run(const struct match *m, const struct match_post *p, const struct windows *w, int32_t start,
              struct match_fit *fit, struct match_plan *plan, struct plan_refusals *why)
{
    struct walk k = {.m = m, .p = p, .fit = fit, .plan = plan, .why = why, .left = m->s->remaining_min,
                     .day = DAY_NONE};
    int32_t first_week = start > m->last ? m->weeks : (start - m->monday) / 7;

    memset(why, 0, sizeof *why);
    for (k.week = first_week; k.week < m->weeks && k.left > 0; k.week++) {
        int32_t monday = m->monday + 7 * k.week;

        k.even = m->even[k.week + 1];
        k.days = m->job_days[k.even] | m->work_days[k.week];
        k.week_planned = 0;
        for (int i = 0; i < w->n[k.even] && k.left > 0; i++) {
            const struct window *x = &w->window[k.even][i];
            int32_t day = monday + x->weekday;

            if (day >= start && day <= m->last)
                try_window(&k, x, day);
        }
    }
    if (k.left == 0 && fit->sessions > 0)
        fit->last_day = k.day;
    if (plan != NULL) {
        plan->n_sessions = fit->sessions;
        plan->n_weeks = fit->weeks;
    }
}
