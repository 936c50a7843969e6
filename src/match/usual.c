/* SPDX-License-Identifier: EUPL-1.2 */
/* A week that is all looked at, with nothing dated in it or beside it, goes like any other such week of its parity but
 * for days off. Rest is counted from the Sunday before and to the Monday after, so where these are not the same in odd
 * and even weeks, the weeks beside it must be as they mostly are, of the other parity. Nearly all weeks of a calendar
 * are such, so that what is worked out one by one is the others. */
#include <string.h>

#include "match/calendar.h"
#include "match/usual.h"
#include "match/weeks.h"

#include "base/banned.h"

#define EVENS UINT64_C(0x5555555555555555)

#define TEN 0, 1, 0, 1, 0, 1, 0, 1, 0, 1

/* Up to week 52 of a year odd and even ones take turns. */
static void parities(struct match *m)
{
    static const uint8_t turns[] = {TEN, TEN, TEN, TEN, TEN, 0, 1, 0};

    for (int32_t w = -1, n; w <= m->weeks; w += n) {
        int week = day_week(m->monday + 7 * w, NULL);
        uint64_t even = (w ^ week) & 1 ? ~EVENS : EVENS;

        n = week > 52 ? 1 : 53 - week;
        if (n > m->weeks + 1 - w)
            n = m->weeks + 1 - w;
        memcpy(m->even + w + 1, turns + (~week & 1), (size_t)n);
        for (int i = 0; i < m->words; i++)
            m->weeks_of[2][i] |= even & weeks_span(w, w + n - 1 < m->weeks ? w + n - 1 : m->weeks - 1, i);
    }
    for (int i = 0; i < m->words; i++) {
        m->weeks_of[3][i] = weeks_span(0, m->weeks - 1, i);
        m->weeks_of[1][i] = m->weeks_of[3][i] & ~m->weeks_of[2][i];
    }
}

static bool same_work(const struct match_day_work *a, const struct match_day_work *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Days of which the two weeks have the same spans and the same job. */
static uint8_t alike(const struct match *m)
{
    uint8_t days = 0;

    for (int d = 0; d < 7; d++) {
        int n = m->span_of[0][d + 1] - m->span_of[0][d];

        if (m->span_of[1][d + 1] - m->span_of[1][d] == n && same_work(&m->job[0][d], &m->job[1][d]) &&
            memcmp(&m->span[m->span_of[0][d]], &m->span[m->span_of[1][d]], (size_t)n * sizeof m->span[0]) == 0)
            days |= (uint8_t)(1u << d);
    }
    return days;
}

/* The work of the usual nine days from the Sunday before a week to the Monday after it, by the parities of the three
 * weeks. */
static void nine_days(const struct match *m, int before, int even, int after, struct match_day_work work[9])
{
    work[0] = m->job[before][6];
    memcpy(&work[1], m->job[even], sizeof m->job[0]);
    work[8] = m->job[after][0];
}

static void put_room(const struct match_labour *l, const struct match_day_work work[9], struct match_room room[7])
{
    for (int d = 0; d < 7; d++) {
        int32_t from = work[d].to + l->rest_min - SLOT_DAY;
        int32_t to = SLOT_DAY - l->rest_min + work[d + 2].from;

        room[d].minutes = (int16_t)(l->day_min > 0 ? l->day_min - work[d + 1].minutes : INT16_MAX);
        room[d].from = (int16_t)(from > 0 ? from : 0);
        room[d].to = (int16_t)(to < SLOT_DAY ? to : SLOT_DAY);
    }
}

/* The commitments of those nine days, work among them counted once where it overlaps. */
static void add_dated(struct match *m, int32_t w, struct match_day_work work[9])
{
    int32_t sunday = m->monday + 7 * w - 1;
    int32_t counted_day = DAY_NONE;
    int32_t counted_to = 0;

    for (size_t i = calendar_busy_at(m, sunday); i < m->n_busy && m->busy[i].day <= sunday + 8; i++) {
        const struct match_busy *b = &m->busy[i];
        int32_t at = b->day - sunday;
        int32_t from = b->day == counted_day && b->from_min < counted_to ? counted_to : b->from_min;
        uint8_t day = (uint8_t)(at >= 1 && at <= 7 ? 1u << (at - 1) : 0);

        m->busy_days[w] |= day;
        if (!b->work || b->to_min <= from)
            continue;
        work[at].minutes = (int16_t)(work[at].minutes + b->to_min - from);
        work[at].from = (int16_t)(b->from_min < work[at].from ? b->from_min : work[at].from);
        work[at].to = (int16_t)(b->to_min > work[at].to ? b->to_min : work[at].to);
        counted_day = b->day;
        counted_to = b->to_min;
        m->work_days[w] |= day;
        m->work_min[w] += day != 0 ? b->to_min - from : 0;
    }
}

/* The week with this day, counted from the first Monday, goes like no other. */
static void mark(const struct match *m, int32_t day, uint64_t other[MATCH_WEEK_WORDS])
{
    if (day >= 0 && day < 7 * m->weeks)
        other[day / 7 / 64] |= UINT64_C(1) << day / 7 % 64;
}

/* Weeks that something dated or a week beside it makes unlike others; `turns`: of another parity than the week
 * before. */
static void find_others(const struct match *m, const uint64_t turns[MATCH_WEEK_WORDS],
                        uint64_t other[MATCH_WEEK_WORDS])
{
    bool beside = same_work(&m->job[0][6], &m->job[1][6]) && same_work(&m->job[0][0], &m->job[1][0]);

    for (size_t i = 0; i < m->n_busy; i++) {
        int32_t day = m->busy[i].day - m->monday;

        mark(m, day - 1, other);
        mark(m, day, other);
        mark(m, day + 1, other);
    }
    if (beside)
        return;
    if (m->weeks > 0 && m->even[m->weeks] == m->even[m->weeks + 1])
        mark(m, 7 * m->weeks - 1, other);
    for (int i = 0; i < m->words; i++)
        for (uint64_t same = m->weeks_of[3][i] & ~turns[i]; same != 0; same &= same - 1) {
            int32_t day = 7 * (64 * i + __builtin_ctzll(same));

            mark(m, day - 1, other);
            mark(m, day, other);
        }
}

/* What each week is like but for days off. */
static void tell_weeks(struct match *m, const uint64_t other[MATCH_WEEK_WORDS])
{
    struct match_day_work work[9];
    uint8_t rows = 2;

    for (int even = 0; even < 2; even++) {
        nine_days(m, 1 - even, even, 1 - even, work);
        put_room(m->labour, work, m->room[even]);
    }
    memset(m->usual, true, sizeof m->usual);
    memcpy(m->room_of, m->even + 1, sizeof m->room_of);
    for (int i = 0; i < m->words; i++)
        for (uint64_t left = other[i]; left != 0; left &= left - 1) {
            int32_t w = 64 * i + __builtin_ctzll(left);

            nine_days(m, m->even[w], m->even[w + 1], m->even[w + 2], work);
            add_dated(m, w, work);
            m->usual[w] = false;
            m->room_of[w] = rows;
            put_room(m->labour, work, m->room[rows++]);
        }
    if (m->weeks > 0 && m->first > m->monday)
        m->usual[0] = false;
    if (m->weeks > 0 && m->monday + 7 * m->weeks - 1 > m->last)
        m->usual[m->weeks - 1] = false;
}

/* The days that are looked at, as if none were off. */
static void look_at_all(struct match *m)
{
    int32_t end = m->weeks - 1;

    if (m->weeks == 0)
        return;
    for (int d = 0; d < 7; d++)
        memcpy(m->may[0][d], m->weeks_of[3], sizeof m->may[0][d]);
    for (int32_t d = 0; d < m->first - m->monday; d++)
        m->may[0][d][0] &= ~UINT64_C(1);
    for (int32_t d = m->last - m->monday - 7 * end + 1; d < 7; d++)
        m->may[0][d][end / 64] &= ~(UINT64_C(1) << end % 64);
    memcpy(m->may[1], m->may[0], sizeof m->may[0]);
}

/* A day off, counted from the first Monday; a holiday is one unless the post is open on it. */
static void put_off(struct match *m, int32_t day, bool holiday)
{
    uint8_t *days = holiday ? m->holidays : m->away_days;
    uint64_t others = ~(UINT64_C(1) << day / 7 % 64);

    days[day / 7] |= (uint8_t)(1u << day % 7);
    m->may[0][day % 7][day / 7 / 64] &= others;
    if (!holiday)
        m->may[1][day % 7][day / 7 / 64] &= others;
}

static void days_off(struct match *m)
{
    const struct match_snapshot *s = m->s;
    int32_t end = m->monday + 7 * m->weeks;

    for (size_t i = 0; i < s->n_holidays; i++)
        if (s->holidays[i] >= m->monday && s->holidays[i] < end)
            put_off(m, s->holidays[i] - m->monday, true);
    for (size_t i = 0; i < s->n_away; i++) {
        int32_t from = s->away[i].first > m->monday ? s->away[i].first : m->monday;

        for (int32_t d = from; d < end && d <= s->away[i].last; d++)
            put_off(m, d - m->monday, false);
    }
}

/* Weeks that are fully looked at have all of their days in `may` but those off. */
static void find_quiet(struct match *m, const uint64_t turns[MATCH_WEEK_WORDS],
                       const uint64_t other[MATCH_WEEK_WORDS])
{
    for (int open = 0; open < 2; open++)
        for (int i = 0; i < m->words; i++) {
            uint64_t quiet = m->weeks_of[3][i] & turns[i] & ~other[i];

            for (int d = 0; d < 7; d++)
                quiet &= m->may[open][d][i];
            m->quiet[open][i] = quiet;
        }
}

void usual_weeks(struct match *m)
{
    uint64_t turns[MATCH_WEEK_WORDS] = {0};
    uint64_t other[MATCH_WEEK_WORDS] = {0};

    memset(m->weeks_of, 0, sizeof m->weeks_of);
    memset(m->quiet, 0, sizeof m->quiet);
    memset(m->work_min, 0, sizeof m->work_min);
    memset(m->work_days, 0, sizeof m->work_days);
    memset(m->away_days, 0, sizeof m->away_days);
    memset(m->holidays, 0, sizeof m->holidays);
    memset(m->busy_days, 0, sizeof m->busy_days);
    parities(m);
    for (int i = 0; i < m->words; i++) {
        const uint64_t *even = m->weeks_of[2];

        turns[i] = even[i] ^ (even[i] << 1 | (i > 0 ? even[i - 1] >> 63 : m->even[0]));
    }
    m->alike = alike(m);
    find_others(m, turns, other);
    tell_weeks(m, other);
    look_at_all(m);
    days_off(m);
    find_quiet(m, turns, other);
}
