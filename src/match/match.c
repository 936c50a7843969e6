/* SPDX-License-Identifier: EUPL-1.2 */
/* The rules in their order. First those that need no calendar, then what the times in common say, then the plan and
 * what it must keep within. The first that fails is told with its numbers and ends the look; the file has no other
 * memory than the fit. Order at the end: a total one, because no two posts have one id. */
#include <string.h>

#include "base/err.h"
#include "match/calendar.h"
#include "match/eligible.h"
#include "match/journey.h"
#include "match/match.h"
#include "match/occupancy.h"
#include "match/plan.h"
#include "match/ready.h"
#include "match/travel.h"
#include "match/tutor.h"
#include "match/usual.h"
#include "match/verdict.h"
#include "match/window.h"

#include "base/banned.h"

static bool is_minute(int32_t minute)
{
    return minute >= 0 && minute <= SLOT_DAY;
}

static bool are_hours(const struct transit_hours *h)
{
    return is_minute(h->first) && is_minute(h->last);
}

int match_begin(struct match *m, const struct match_snapshot *s)
{
    int err;

    m->s = s;
    if (!travel_law_fits(&s->law.travel) || s->means >> MATCH_MEANS != 0 || s->travel_max_min < 0 ||
        !is_minute(s->begin_from) || !is_minute(s->home_by))
        return ERR_FORMAT;
    err = calendar_begin(m);
    if (err == ERR_OK)
        usual_weeks(m);
    return err;
}

/* C-07. */
static bool journey_fails(const struct journey_no *no, struct match_fit *f)
{
    return no->rule != MATCH_FITS && verdict_fails(f, no->rule, no->change, no->amount, no->limit);
}

/* C-06 failed: how far the nearest two times are from a session. Where a job takes what they share, that is said. */
static bool slots_fail(const struct match *m, const struct match_post *p, struct match_fit *f)
{
    const struct match_snapshot *s = m->s;
    int32_t lack = INT32_MAX;
    int32_t weekday = 0;

    for (size_t i = 0; i < s->n_free; i++)
        for (size_t k = 0; k < p->n_slots; k++) {
            const struct slot *a = &s->free[i];
            const struct slot *b = &p->slots[k];
            int32_t from = a->from_min > b->from_min ? a->from_min : b->from_min;
            int32_t to = a->to_min < b->to_min ? a->to_min : b->to_min;
            int32_t less = m->needed > to - from ? m->needed - (to - from) : 0;

            if (a->weekday != b->weekday || (a->weeks != b->weeks && a->weeks != SLOT_EVERY && b->weeks != SLOT_EVERY))
                continue;
            if (less < lack || (less == lack && a->weekday < weekday)) {
                lack = less;
                weekday = a->weekday;
            }
        }
    if (lack == INT32_MAX)
        return verdict_fails(f, MATCH_RULE_SLOTS, MATCH_CHANGE_SLOTS, -1, 0);
    return verdict_fails(f, MATCH_RULE_SLOTS, lack == 0 ? MATCH_CHANGE_JOB : MATCH_CHANGE_SLOTS, lack, weekday);
}

/* Not one session, or one of a timetable refused: which of the reasons stands first in the order. */
static bool nothing_planned(const struct match *m, const struct lack *why, struct match_fit *f)
{
    static const enum match_change changes[] = {
        MATCH_CHANGE_PLACES, MATCH_CHANGE_JOB,  MATCH_CHANGE_SLOTS, MATCH_CHANGE_SLOTS,
        MATCH_CHANGE_SLOTS,  MATCH_CHANGE_SLOTS, MATCH_CHANGE_SLOTS,
    };

    if (why->open == 0)
        return verdict_fails(f, MATCH_RULE_DAYS, MATCH_CHANGE_DATES, why->lost, m->last);
    for (int i = why->with_place == 0 || m->s->whole ? 0 : 1; i < LACK_RULES; i++)
        if (why->by & 1u << i) {
            f->base = why->base[i];
            return verdict_fails(f, (enum match_rule)(MATCH_RULE_CAPACITY + i), changes[i], why->amount[i],
                                 why->limit[i]);
        }
    return verdict_fails(f, MATCH_RULE_DAYS, MATCH_CHANGE_DATES, why->lost, m->last);
}

/* H-10, M-09: does the plan come to its end, and in time? */
static bool plan_fails(const struct match *m, const struct match_post *p, const struct lack *why,
                       struct match_fit *f)
{
    const struct match_snapshot *s = m->s;
    enum match_change sooner = why->by & 1u   ? MATCH_CHANGE_PLACES
                               : why->by & 2u ? MATCH_CHANGE_JOB
                                              : MATCH_CHANGE_SLOTS;

    if (f->sessions == 0 || (s->whole && why->by != 0))
        return nothing_planned(m, why, f);
    if (f->last_day == DAY_NONE)
        return verdict_fails(f, MATCH_RULE_HORIZON, sooner, s->remaining_min - f->minutes, m->last);
    if (p->needs_habilitation && f->last_day > p->habilitation.last)
        return verdict_fails(f, MATCH_RULE_STANDING, MATCH_CHANGE_RENEWAL, f->last_day - p->habilitation.last,
                     p->habilitation.last);
    if (s->term != DAY_NONE && f->last_day > s->term)
        return verdict_fails(f, MATCH_RULE_PERIOD, sooner, f->last_day - s->term, s->term);
    return false;
}

/* The first day on which work could begin at this post. */
static int32_t start_of(const struct match *m, const struct match_post *p)
{
    int32_t start = m->first;

    if (p->needs_habilitation && p->habilitation.first > start)
        start = p->habilitation.first;
    if (p->inscribed_on > start)
        start = p->inscribed_on;
    return p->earliest > start ? p->earliest : start;
}

static void terms(const struct match_snapshot *s, const struct match_post *p, struct match_fit *f)
{
    int32_t safe = 7 * MATCH_SAFE_WEEKS;

    if (f->last_day != DAY_NONE && s->term != DAY_NONE)
        f->margin = s->term - f->last_day;
    f->term[MATCH_TERM_MARGIN] = f->margin < safe ? (safe - f->margin + 6) / 7 : 0;
    f->term[MATCH_TERM_TRAVEL] = f->travel_to < 0 ? MATCH_FAR : f->travel_to / TRAVEL_STEP;
    f->term[MATCH_TERM_JOB] = f->job_days;
    f->term[MATCH_TERM_AIM] = p->task & s->aims ? 0 : 1;
    f->term[MATCH_TERM_WEEKS] = f->weeks;
}

static void warn(const struct match_snapshot *s, const struct match_post *p, const struct windows *w,
                 struct match_fit *f)
{
    const struct match_span *h = &p->habilitation;

    if (f->margin >= 0 && f->margin < s->law.warn_margin)
        f->warnings |= MATCH_WARN_MARGIN;
    if (s->term == DAY_NONE)
        f->warnings |= MATCH_WARN_TERM;
    if (s->clock_stopped)
        f->warnings |= MATCH_WARN_CLOCK;
    if (p->needs_habilitation && verdict_days(f->last_day, h->last) < s->law.warn_standing)
        f->warnings |= MATCH_WARN_STANDING;
    if ((s->fitness == MATCH_FITNESS_FIT || s->fitness == MATCH_FITNESS_LIMITED) && s->fit_until < f->last_day)
        f->warnings |= MATCH_WARN_FITNESS;
    if (p->needs & s->unsure & ~s->can)
        f->warnings |= MATCH_WARN_NEED;
    if (s->fitness == MATCH_FITNESS_LIMITED && s->limits_in_words)
        f->warnings |= MATCH_WARN_LIMITS;
    tutor_look(p, w, f);
}

/* Everything that hangs on the times of the post, which is made ready. */
static int look(const struct match *m, const struct match_post *p, const struct match_ready *r, struct occupancy *o,
                struct match_fit *f, struct match_plan *plan)
{
    /* Large, and written before they are read. */
    __attribute__((uninitialized)) struct windows w;
    __attribute__((uninitialized)) struct lack why;
    struct journey journey;
    int err;

    journey_way(m, p, f, &journey);
    /* Most posts are too far. Where no night can be in common its times are not needed to say so. */
    if (!r->by_night && journey.way.rule != MATCH_FITS) {
        if (!eligible_health_fails(m, p, false, f))
            (void)journey_fails(&journey.way, f);
        return ERR_OK;
    }
    err = window_list(m, r, &w);
    if (err != ERR_OK)
        return err;
    journey_hours(m, p, &w, f, &journey);
    if (eligible_health_fails(m, p, w.night, f) || journey_fails(&journey.way, f))
        return ERR_OK;
    if (w.n == 0) {
        if (journey_fails(&journey.hours, f))
            return ERR_OK;
        if (w.lost_to_night)
            verdict_fails(f, MATCH_RULE_NIGHT, MATCH_CHANGE_SLOTS, 0, 0);
        else
            slots_fail(m, p, f);
        return ERR_OK;
    }
    plan_run(m, p, &w, o, start_of(m, p), f, plan, &why);
    terms(m->s, p, f);
    if (!plan_fails(m, p, &why, f))
        warn(m->s, p, &w, f);
    return ERR_OK;
}

#define WORDS (MATCH_WEEK_WORDS + 1) /* of her calendar, and the one behind it (occupancy.h) */

/* A post that nobody made ready is made so for her weeks. */
static int make_and_look(const struct match *m, const struct match_post *p, struct match_fit *f,
                         struct match_plan *plan)
{
    __attribute__((uninitialized)) struct ready_slot slot[MATCH_SLOTS];
    __attribute__((uninitialized)) uint64_t sets[READY_SETS(MATCH_SLOTS, WORDS)];
    struct match_ready r;
    struct ready_weeks weeks = {.monday = m->monday, .words = m->words + 1};
    struct occupancy o;
    int err;

    memcpy(weeks.even, m->weeks_of[2], sizeof m->weeks_of[2]);
    err = ready_make(p, &weeks, slot, sets, &r);
    if (err != ERR_OK)
        return err;
    return occupancy_of(m, &r, &o) ? look(m, p, &r, &o, f, plan) : ERR_FORMAT;
}

int match_check(const struct match_post *p)
{
    if (p->n_slots > MATCH_SLOTS || p->n_closures > MATCH_CLOSURES || p->n_taken > MATCH_TAKEN ||
        p->n_led > MATCH_TAKEN)
        return ERR_LIMIT;
    return is_minute(p->transit_first) && is_minute(p->transit_last) && are_hours(&p->transit_saturday) &&
                   are_hours(&p->transit_sunday)
               ? ERR_OK
               : ERR_FORMAT;
}

int match_post(const struct match *m, const struct match_post *p, struct match_fit *f, struct match_plan *plan)
{
    struct occupancy o;
    int err = match_check(p);

    verdict_begin(f, &p->id, m->s->minor);
    if (plan != NULL)
        plan->n_sessions = plan->n_weeks = 0;
    if (err != ERR_OK)
        return err;
    if (eligible_fails(m, p, f))
        return ERR_OK;
    return occupancy_of(m, p->ready, &o) ? look(m, p, p->ready, &o, f, plan) : make_and_look(m, p, f, plan);
}
