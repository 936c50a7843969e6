/* SPDX-License-Identifier: EUPL-1.2 */
/* What is the same for every post is worked out once: the person's free time less her job for an odd and an even week,
 * job minutes of each, her commitments in order. Lists come in any order; they are sorted here, so nothing after this
 * file depends on how they came. What her weeks are like is told from it (usual.c). */
#include <string.h>

#include "base/err.h"
#include "match/calendar.h"

#include "base/banned.h"

static bool in_week(const struct slot *s, int even)
{
    return s->weeks == SLOT_EVERY || (s->weeks == SLOT_EVEN) == (even == 1);
}

/* The times of n slots on one day of an odd or even week, in order and disjoint. How many. */
static int times_of(const struct slot *slots, size_t n, int even, int weekday, struct match_minutes out[MATCH_SLOTS])
{
    int k = 0;
    int kept = 0;

    for (size_t i = 0; i < n; i++) {
        int at = k;

        if (slots[i].weekday != weekday || !in_week(&slots[i], even))
            continue;
        for (; at > 0 && out[at - 1].from > slots[i].from_min; at--)
            out[at] = out[at - 1];
        out[at] = (struct match_minutes){(int16_t)slots[i].from_min, (int16_t)slots[i].to_min};
        k++;
    }
    for (int i = 0; i < k; i++) {
        if (kept > 0 && out[i].from <= out[kept - 1].to) {
            if (out[i].to > out[kept - 1].to)
                out[kept - 1].to = out[i].to;
        } else {
            out[kept++] = out[i];
        }
    }
    return kept;
}

/* Appends free less job to m->span from index at. The new end. */
static int subtract(struct match *m, int at, const struct match_minutes *free, int n_free,
                    const struct match_minutes *job, int n_job)
{
    for (int i = 0; i < n_free; i++) {
        int16_t from = free[i].from;

        for (int k = 0; k < n_job && from < free[i].to; k++) {
            if (job[k].to <= from || job[k].from >= free[i].to)
                continue;
            if (job[k].from > from)
                m->span[at++] = (struct match_minutes){from, job[k].from};
            from = job[k].to;
        }
        if (from < free[i].to)
            m->span[at++] = (struct match_minutes){from, free[i].to};
    }
    return at;
}

static bool is_fortnightly(const struct match_snapshot *s)
{
    for (size_t i = 0; i < s->n_free; i++)
        if (s->free[i].weeks != SLOT_EVERY)
            return true;
    for (size_t i = 0; i < s->n_job; i++)
        if (s->job[i].weeks != SLOT_EVERY)
            return true;
    return false;
}

/* The even week is as the odd one, which has so many spans. */
static void weekly_again(struct match *m, int spans)
{
    m->job_min[1] = m->job_min[0];
    m->job_days[1] = m->job_days[0];
    memcpy(m->job[1], m->job[0], sizeof m->job[0]);
    memcpy(&m->span[spans], m->span, (size_t)spans * sizeof m->span[0]);
    for (int d = 0; d < 8; d++)
        m->span_of[1][d] = (int16_t)(m->span_of[0][d] + spans);
}

/* Free slots give at most one span each, job slots at most one more: MATCH_SPANS has room for both weeks. */
static void weekly(struct match *m)
{
    const struct match_snapshot *s = m->s;
    struct match_minutes free[MATCH_SLOTS];
    struct match_minutes job[MATCH_SLOTS];
    int at = 0;

    for (int even = 0; even < 2; even++) {
        if (even == 1 && !is_fortnightly(s)) {
            weekly_again(m, at);
            return;
        }
        m->job_min[even] = s->job_extra_min;
        m->job_days[even] = 0;
        for (int d = 0; d < 7; d++) {
            int n_free = times_of(s->free, s->n_free, even, d + 1, free);
            int n_job = times_of(s->job, s->n_job, even, d + 1, job);
            int minutes = 0;

            for (int i = 0; i < n_job; i++)
                minutes += job[i].to - job[i].from;
            m->job_min[even] += minutes;
            m->job_days[even] |= (uint8_t)(n_job > 0 ? 1u << d : 0);
            m->job[even][d] = (struct match_day_work){(int16_t)minutes, n_job > 0 ? job[0].from : SLOT_DAY,
                                                      n_job > 0 ? job[n_job - 1].to : 0};
            m->span_of[even][d] = (int16_t)at;
            at = subtract(m, at, free, n_free, job, n_job);
        }
        m->span_of[even][7] = (int16_t)at;
    }
}

static bool before(const struct match_busy *a, const struct match_busy *b)
{
    if (a->day != b->day)
        return a->day < b->day;
    return a->from_min != b->from_min ? a->from_min < b->from_min : a->to_min < b->to_min;
}

/* Keeps the commitments that can matter, in order. */
static void dated(struct match *m)
{
    m->n_busy = 0;
    for (size_t i = 0; i < m->s->n_busy; i++) {
        const struct match_busy *b = &m->s->busy[i];
        size_t at = m->n_busy;

        if (b->day < m->monday - 1 || b->day > m->monday + 7 * m->weeks)
            continue;
        for (; at > 0 && before(b, &m->busy[at - 1]); at--)
            m->busy[at] = m->busy[at - 1];
        m->busy[at] = *b;
        m->n_busy++;
    }
}

/* Of usual days: dated work is looked at where the days are walked through. */
static bool rest_matters(const struct match *m)
{
    int32_t first = SLOT_DAY;
    int32_t last = 0;

    for (int i = 0; i < m->span_of[1][7]; i++) {
        first = m->span[i].from < first ? m->span[i].from : first;
        last = m->span[i].to > last ? m->span[i].to : last;
    }
    for (int i = 0; i < 14; i++) {
        first = m->job[i / 7][i % 7].from < first ? m->job[i / 7][i % 7].from : first;
        last = m->job[i / 7][i % 7].to > last ? m->job[i / 7][i % 7].to : last;
    }
    return m->labour->rest_min > 0 && last + m->labour->rest_min > SLOT_DAY + first;
}

/* Day numbers far from DAY_NONE, so that no sum of ours overflows. */
static bool is_day(int32_t day)
{
    return day > -100000 && day < 200000;
}

static bool times_are_good(const struct match_snapshot *s)
{
    for (size_t i = 0; i < s->n_free; i++)
        if (slot_check(&s->free[i]) != SLOT_FINE)
            return false;
    for (size_t i = 0; i < s->n_job; i++)
        if (slot_check(&s->job[i]) != SLOT_FINE)
            return false;
    for (size_t i = 0; i < s->n_busy; i++)
        if (s->busy[i].from_min < 0 || s->busy[i].to_min <= s->busy[i].from_min || s->busy[i].to_min > SLOT_DAY)
            return false;
    return true;
}

static bool labour_is_good(const struct match_labour *l, int32_t least_session)
{
    return l->day_min >= 0 && l->day_min <= SLOT_DAY && l->week_min >= 0 && l->week_min <= 7 * SLOT_DAY &&
           l->rest_min >= 0 && l->rest_min <= SLOT_DAY && l->week_days >= 0 && l->week_days <= 7 &&
           l->break_min >= 0 && l->break_min <= SLOT_DAY &&
           (l->unbroken_min == 0 ? l->break_min == 0 : l->unbroken_min >= least_session && l->break_min > 0) &&
           l->unbroken_min <= SLOT_DAY;
}

static bool law_is_good(const struct match_law *l)
{
    return labour_is_good(&l->adult, l->least_session) && labour_is_good(&l->minor, l->least_session) &&
           l->least_session >= MATCH_LEAST_SESSION && l->least_session <= 480 &&
           (l->plan_week_min == 0 || l->plan_week_min >= 480) &&
           l->plan_week_min <= 7 * SLOT_DAY && l->legal_week_min >= 0 && l->legal_week_min <= 7 * SLOT_DAY &&
           l->over_min >= 0 && l->over_min <= 7 * SLOT_DAY && l->fresh_days >= 0 && l->fresh_days < 100000 &&
           l->warn_margin >= 0 && l->warn_margin < 100000 && l->warn_standing >= 0 && l->warn_standing < 100000;
}

int calendar_begin(struct match *m)
{
    const struct match_snapshot *s = m->s;

    if (s->n_free > MATCH_SLOTS || s->n_job > MATCH_SLOTS || s->n_busy > MATCH_BUSY || s->n_away > MATCH_AWAY ||
        s->n_holidays > MATCH_HOLIDAYS || s->n_avoid_hosts > MATCH_AVOID || s->n_avoid_sites > MATCH_AVOID ||
        s->n_avoid_zones > MATCH_AVOID || s->remaining_min > MATCH_MINUTES)
        return ERR_LIMIT;
    if (!is_day(s->today) || !is_day(s->horizon) || !law_is_good(&s->law) || !times_are_good(s) ||
        s->job_extra_min < 0 || s->job_extra_min > 7 * SLOT_DAY || (s->term != DAY_NONE && !is_day(s->term)))
        return ERR_FORMAT;

    m->labour = s->minor ? &s->law.minor : &s->law.adult;
    m->has_job = s->n_job > 0 || s->job_extra_min > 0;
    m->needed = s->remaining_min < s->law.least_session ? s->remaining_min : s->law.least_session;
    m->first = s->earliest >= s->today ? s->earliest : s->today + 1;
    if (!is_day(m->first))
        return ERR_FORMAT;
    m->monday = m->first - day_weekday(m->first) + 1;
    m->last = s->horizon < m->monday + MATCH_DAYS - 1 ? s->horizon : m->monday + MATCH_DAYS - 1;
    m->weeks = m->last < m->first ? 0 : (m->last - m->monday) / 7 + 1;
    m->words = (m->weeks + 63) / 64;

    weekly(m);
    dated(m);
    m->rest_matters = rest_matters(m);
    return ERR_OK;
}

size_t calendar_busy_at(const struct match *m, int32_t day)
{
    size_t lo = 0;
    size_t hi = m->n_busy;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (m->busy[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
