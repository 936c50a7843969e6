/* SPDX-License-Identifier: EUPL-1.2 */
/* Each question is asked of the snapshot itself, list by list, for every session: minutes, days and weeks are added up
 * again. No table is prepared, so nothing that the planner prepared wrongly is believed. */
#include "match/check.h"
#include "match/check_counts.h"
#include "match/check_journey.h"
#include "match/travel.h"

#include "base/banned.h"

static bool runs(enum slot_weeks weeks, int32_t day)
{
    return weeks == SLOT_EVERY || (weeks == SLOT_EVEN) == day_week_even(day);
}

static bool covers(const struct slot *s, int32_t day, int32_t minute)
{
    return s->from_min <= minute && minute < s->to_min && s->weekday == day_weekday(day) && runs(s->weeks, day);
}

static bool any_covers(const struct slot *s, size_t n, int32_t day, int32_t minute)
{
    for (size_t i = 0; i < n; i++)
        if (covers(&s[i], day, minute))
            return true;
    return false;
}

static bool busy_at(const struct match_snapshot *s, int32_t day, int32_t minute)
{
    for (size_t i = 0; i < s->n_busy; i++)
        if (s->busy[i].day == day && s->busy[i].from_min <= minute && minute < s->busy[i].to_min)
            return true;
    return false;
}

static bool in_span(const struct match_span *list, size_t n, int32_t day)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].first <= day && day <= list[i].last)
            return true;
    return false;
}

/* Job and other work of a day, and with them the sessions of the plan that come before index upto. */
struct day_work {
    int32_t minutes;
    int32_t from; /* SLOT_DAY when there is none */
    int32_t to;
};

static void mark(unsigned char at[SLOT_DAY], unsigned char bit, int32_t from, int32_t to)
{
    for (int32_t minute = from; minute < to; minute++)
        at[minute] |= bit;
}

static struct day_work work_of(const struct match_snapshot *s, const struct match_plan *plan, int32_t upto, int32_t day)
{
    unsigned char at[SLOT_DAY] = {0}; /* 1: job, 2: other work, 4: session */
    struct day_work w = {0, SLOT_DAY, 0};

    for (size_t i = 0; i < s->n_job; i++)
        if (covers(&s->job[i], day, s->job[i].from_min))
            mark(at, 1, s->job[i].from_min, s->job[i].to_min);
    for (size_t i = 0; i < s->n_busy; i++)
        if (s->busy[i].day == day && s->busy[i].work)
            mark(at, 2, s->busy[i].from_min, s->busy[i].to_min);
    for (int32_t i = 0; i < upto; i++)
        if (plan->session[i].day == day) {
            mark(at, 4, plan->session[i].from_min, plan->session[i].to_min);
            w.minutes += check_counts_worked(s, plan, i);
        }
    for (int32_t minute = 0; minute < SLOT_DAY; minute++) {
        w.minutes += (at[minute] & 1) + (at[minute] >> 1 & 1);
        if (at[minute] != 0) {
            w.from = minute < w.from ? minute : w.from;
            w.to = minute + 1;
        }
    }
    return w;
}

/* The rules that need no calendar, in one sentence; their numbers are no matter here. */
static bool may_stand(const struct match_snapshot *s, const struct match_post *p)
{
    bool fit = (s->fitness == MATCH_FITNESS_FIT || s->fitness == MATCH_FITNESS_LIMITED);
    bool exam = s->minor || s->exam_first || p->special_risk || p->care_setting;
    uint32_t body = MATCH_NEEDS_BODY;

    for (size_t i = 0; i < s->n_avoid_hosts; i++)
        if (uuid_eq(&s->avoid_hosts[i], &p->host))
            return false;
    for (size_t i = 0; i < s->n_avoid_sites; i++)
        if (uuid_eq(&s->avoid_sites[i], &p->site))
            return false;
    for (size_t i = 0; i < s->n_avoid_zones; i++)
        if (p->has_point && travel_metres(&p->point, &s->avoid_zones[i].centre) <= s->avoid_zones[i].radius_m)
            return false;
    if (!check_journey_comes(s, p))
        return false;
    if (s->law.fresh_days > 0 && (p->confirmed_on == DAY_NONE || s->today - p->confirmed_on > s->law.fresh_days))
        return false;
    return s->minor == p->minors && p->host_active && p->inscription == MATCH_INSCRIPTION_RUNNING &&
           (!p->needs_habilitation || p->habilitation.first != DAY_NONE) && s->consent == MATCH_CONSENT_GIVEN &&
           s->measure_open && s->remaining_min > 0 && (s->families & p->barred) == 0 && !p->avoid_person &&
           !p->avoid_place && (p->needs & ~body & ~s->can & ~s->unsure) == 0 &&
           (s->fitness != MATCH_FITNESS_LIMITED || (p->needs & body & s->fit_limits) == 0) &&
           s->ordered_min >= p->min_min && (p->max_min == 0 || s->ordered_min <= p->max_min) &&
           s->fitness != MATCH_FITNESS_UNFIT && (fit || !exam || s->exam_later);
}

static int32_t week_minutes(const struct match_snapshot *s, const struct match_plan *plan, int32_t upto, int32_t monday)
{
    int32_t sum = s->job_extra_min;

    for (int32_t day = monday; day < monday + 7; day++)
        sum += work_of(s, plan, upto, day).minutes;
    return sum;
}

/* Limits of the week after session i, with all sessions up to it. */
static enum check_fault week_fault(const struct match_snapshot *s, const struct match_plan *plan, int32_t i)
{
    const struct match_labour *l = s->minor ? &s->law.minor : &s->law.adult;
    int32_t day = plan->session[i].day;
    int32_t monday = day - day_weekday(day) + 1;
    int32_t sum = week_minutes(s, plan, i + 1, monday);
    bool worked[8] = {false};
    bool two_off = false;
    int days = 0;

    if ((s->n_job > 0 || s->job_extra_min > 0) && sum > s->law.legal_week_min + s->law.over_min)
        return CHECK_WEEK;
    if (!l->hard)
        return CHECK_LAWFUL;
    for (int d = 0; d < 7; d++) {
        worked[d] = work_of(s, plan, i + 1, monday + d).to > 0;
        days += worked[d] ? 1 : 0;
        two_off = two_off || (d > 0 && !worked[d] && !worked[d - 1]);
    }
    if (l->week_min > 0 && sum > l->week_min)
        return CHECK_LABOUR;
    /* Who works every day as it is may do more on such a day, but not open another one. */
    if (work_of(s, plan, i, day).to == 0 &&
        ((l->week_days > 0 && days > l->week_days) || (l->two_off && !two_off)))
        return CHECK_LABOUR;
    return CHECK_LAWFUL;
}

static enum check_fault labour_fault(const struct match_snapshot *s, const struct match_plan *plan, int32_t i)
{
    const struct match_labour *l = s->minor ? &s->law.minor : &s->law.adult;
    const struct match_session *x = &plan->session[i];

    if (!l->hard)
        return CHECK_LAWFUL;
    if (l->no_night && (x->from_min < 360 || x->to_min > 1320))
        return CHECK_LABOUR;
    if (l->day_min > 0 && work_of(s, plan, i + 1, x->day).minutes > l->day_min)
        return CHECK_LABOUR;
    if (l->rest_min > 0) {
        struct day_work before = work_of(s, plan, i, x->day - 1);
        struct day_work after = work_of(s, plan, 0, x->day + 1);

        if (before.to > 0 && x->from_min + SLOT_DAY - before.to < l->rest_min)
            return CHECK_LABOUR;
        if (after.from < SLOT_DAY && after.from + SLOT_DAY - x->to_min < l->rest_min)
            return CHECK_LABOUR;
    }
    return CHECK_LAWFUL;
}

static bool has_place(const struct match_post *p, const struct match_session *x)
{
    const struct slot *s = &p->slots[x->slot];
    int64_t free = s->places > 0 ? s->places : p->places;

    for (size_t i = 0; i < p->n_taken; i++)
        if (p->taken[i].slot == x->slot && in_span(&p->taken[i].days, 1, x->day) && runs(p->taken[i].weeks, x->day))
            free -= p->taken[i].places;
    return free > 0;
}

static bool is_holiday(const struct match_snapshot *s, int32_t day)
{
    for (size_t i = 0; i < s->n_holidays; i++)
        if (s->holidays[i] == day)
            return true;
    return false;
}

static enum check_fault session_fault(const struct match_snapshot *s, const struct match_post *p,
                                      const struct match_plan *plan, int32_t i)
{
    const struct match_session *x = &plan->session[i];
    const struct match_session *last = i > 0 ? x - 1 : NULL;

    if (x->from_min < 0 || x->from_min >= x->to_min || x->to_min > SLOT_DAY)
        return CHECK_LENGTH;
    if (last != NULL && (x->day < last->day || (x->day == last->day && x->from_min < last->to_min)))
        return CHECK_ORDER;
    if (x->day < s->earliest || (s->earliest < s->today && x->day <= s->today) || x->day < p->earliest ||
        x->day < p->inscribed_on ||
        (p->needs_habilitation && x->day < p->habilitation.first) || x->day > s->horizon ||
        in_span(s->away, s->n_away, x->day) || in_span(p->closures, p->n_closures, x->day) ||
        (is_holiday(s, x->day) && !p->open_holidays))
        return CHECK_DAY;
    if (x->slot < 0 || (size_t)x->slot >= p->n_slots)
        return CHECK_SLOT;
    for (int32_t minute = x->from_min; minute < x->to_min; minute++) {
        if (!covers(&p->slots[x->slot], x->day, minute))
            return CHECK_SLOT;
        if (!any_covers(s->free, s->n_free, x->day, minute) || any_covers(s->job, s->n_job, x->day, minute) ||
            busy_at(s, x->day, minute))
            return CHECK_FREE;
    }
    if (!has_place(p, x))
        return CHECK_PLACE;
    if (check_counts_worked(s, plan, i) < s->law.least_session && i + 1 < plan->n_sessions)
        return CHECK_LENGTH;
    return CHECK_LAWFUL;
}

static enum check_fault verdict_fault(const struct match_snapshot *s, const struct match_post *p,
                                      const struct match_fit *f, const struct match_plan *plan)
{
    bool night = false;

    for (int32_t i = 0; i < plan->n_sessions; i++)
        night = night || plan->session[i].from_min < 360 || plan->session[i].to_min > 1320;
    if ((unsigned)f->rule >= MATCH_RULES || (f->sessions > 0 && !may_stand(s, p)))
        return CHECK_VERDICT;
    if (night && !s->exam_later && s->fitness != MATCH_FITNESS_FIT && s->fitness != MATCH_FITNESS_LIMITED)
        return CHECK_VERDICT;
    if (f->rule != MATCH_FITS)
        return f->minutes > 0 && f->minutes > s->remaining_min ? CHECK_REMAINING : CHECK_LAWFUL;
    if (!may_stand(s, p) || f->last_day == DAY_NONE)
        return CHECK_VERDICT;
    if (f->minutes != s->remaining_min)
        return CHECK_REMAINING;
    if (p->needs_habilitation && f->last_day > p->habilitation.last)
        return CHECK_STANDING;
    return s->term != DAY_NONE && f->last_day > s->term ? CHECK_PERIOD : CHECK_LAWFUL;
}

static enum check_fault terms_fault(const struct match_snapshot *s, const struct match_post *p,
                                    const struct match_fit *f, const struct match_plan *plan)
{
    int32_t jobs = 0;
    int32_t lack = 0;

    for (int32_t i = 0; i < plan->n_sessions; i++) {
        bool job = false;

        for (int32_t minute = 0; minute < SLOT_DAY && !job; minute++)
            job = any_covers(s->job, s->n_job, plan->session[i].day, minute);
        jobs += job ? 1 : 0;
    }
    for (int32_t margin = s->term == DAY_NONE ? 7 * MATCH_SAFE_WEEKS : s->term - f->last_day;
         margin < 7 * MATCH_SAFE_WEEKS; margin += 7)
        lack++;
    return f->term[MATCH_TERM_MARGIN] == lack && f->term[MATCH_TERM_JOB] == jobs && f->job_days == jobs &&
                   f->term[MATCH_TERM_WEEKS] == plan->n_weeks &&
                   f->term[MATCH_TERM_AIM] == ((p->task & s->aims) != 0 ? 0 : 1) &&
                   f->term[MATCH_TERM_TRAVEL] == (f->travel_to < 0 ? MATCH_FAR : f->travel_to / TRAVEL_STEP)
               ? CHECK_LAWFUL
               : CHECK_TERMS;
}

enum check_fault check_plan(const struct match_snapshot *s, const struct match_post *p, const struct match_fit *f,
                            const struct match_plan *plan)
{
    enum check_fault fault = check_counts(s, f, plan);

    for (int32_t i = 0; i < plan->n_sessions && fault == CHECK_LAWFUL; i++) {
        fault = check_journey_in_hours(s, p, f, &plan->session[i]) ? session_fault(s, p, plan, i) : CHECK_FREE;
        if (fault == CHECK_LAWFUL)
            fault = week_fault(s, plan, i);
        if (fault == CHECK_LAWFUL)
            fault = labour_fault(s, plan, i);
    }
    if (fault == CHECK_LAWFUL)
        fault = verdict_fault(s, p, f, plan);
    return fault == CHECK_LAWFUL && f->rule == MATCH_FITS ? terms_fault(s, p, f, plan) : fault;
}
