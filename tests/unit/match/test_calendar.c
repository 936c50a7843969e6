/* SPDX-License-Identifier: EUPL-1.2 */
/* The weeks of a calendar, which are worked out from those that go alike, said again a day at a time: on random people,
 * over years with 52 and 53 weeks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "domain/day.h"
#include "sample.h"

#include "base/banned.h"

#define CALENDARS 600

static struct sample x;
static struct match m;
static uint64_t seed = 88172645463325252u;

static int between(int lo, int hi)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return lo + (int)((seed >> 20) % (uint64_t)(hi - lo + 1));
}

static bool once_in(int n)
{
    return between(1, n) == 1;
}

static void make_person(void)
{
    struct match_snapshot *s = &x.s;
    bool fortnightly = once_in(2);

    sample_make(&x);
    s->today = sample_day(2024, 1, 1) + between(0, 4000);
    s->earliest = once_in(2) ? s->today + between(0, 40) : 0;
    s->horizon = s->today + between(once_in(20) ? -3 : 1, MATCH_DAYS + 20);
    if (once_in(8)) { /* the last week is the 53rd of its year, which another odd one follows */
        s->today = sample_day(2027, 1, 3) - between(1, 700);
        s->horizon = sample_day(2027, 1, 3);
    }
    s->law.adult = (struct match_labour){.day_min = once_in(3) ? 0 : between(300, 720), .rest_min = between(0, 900),
                                         .hard = once_in(2)};
    s->n_free = s->n_job = 0;
    for (int d = 1; d <= 7; d++)
        for (int k = between(0, 2); k > 0; k--) {
            int from = between(0, 1300);
            struct slot t = {d, from, between(from + 1, SLOT_DAY),
                             fortnightly ? (enum slot_weeks)between(0, 2) : SLOT_EVERY, 0};

            if (once_in(2))
                x.job[s->n_job++] = t;
            else
                x.free[s->n_free++] = t;
        }
    for (int k = once_in(2) ? between(1, 12) : 0; k > 0; k--) {
        int32_t day = s->today + (once_in(2) ? between(-8, 16) : between(0, MATCH_DAYS + 20));
        int from = between(0, 1300);

        x.busy[s->n_busy++] = (struct match_busy){day, from, between(from + 1, SLOT_DAY), once_in(2)};
        if (once_in(3))
            x.busy[s->n_busy++] = (struct match_busy){day, between(0, 9), between(10, SLOT_DAY), once_in(2)};
    }
    for (int k = once_in(2) ? between(1, 4) : 0; k > 0; k--) {
        int32_t first = s->today + between(-20, MATCH_DAYS);

        x.away[s->n_away++] = (struct match_span){first, once_in(9) ? DAY_NONE : first + between(-1, 40)};
    }
    for (int k = between(0, 16); k > 0; k--)
        x.holidays[s->n_holidays++] = s->today + between(-10, MATCH_DAYS);
}

static bool is_in(const struct slot *t, int32_t day)
{
    return t->weekday == day_weekday(day) &&
           (t->weeks == SLOT_EVERY || (t->weeks == SLOT_EVEN) == day_week_even(day));
}

/* Counts minutes of a day that some of the times have. */
static void put(unsigned char minute[SLOT_DAY], int from, int to)
{
    memset(minute + from, 1, (size_t)(to - from));
}

static int count(const unsigned char minute[SLOT_DAY])
{
    int n = 0;

    for (int i = 0; i < SLOT_DAY; i++)
        n += minute[i];
    return n;
}

static void widen(struct match_day_work *w, int from, int to)
{
    w->from = (int16_t)(from < w->from ? from : w->from);
    w->to = (int16_t)(to > w->to ? to : w->to);
}

/* Job and dated work of a day; *dated: minutes of the latter. Each counts once where it overlaps itself. */
static struct match_day_work work_on(int32_t day, int *dated)
{
    unsigned char job[SLOT_DAY] = {0};
    unsigned char other[SLOT_DAY] = {0};
    struct match_day_work w = {0, SLOT_DAY, 0};

    for (size_t i = 0; i < x.s.n_job; i++)
        if (is_in(&x.job[i], day)) {
            put(job, x.job[i].from_min, x.job[i].to_min);
            widen(&w, x.job[i].from_min, x.job[i].to_min);
        }
    for (size_t i = 0; i < x.s.n_busy; i++)
        if (x.busy[i].day == day && x.busy[i].work) {
            put(other, x.busy[i].from_min, x.busy[i].to_min);
            widen(&w, x.busy[i].from_min, x.busy[i].to_min);
        }
    *dated = count(other);
    w.minutes = (int16_t)(count(job) + *dated);
    return w;
}

static bool is_busy(int32_t day)
{
    for (size_t i = 0; i < x.s.n_busy; i++)
        if (x.busy[i].day == day)
            return true;
    return false;
}

static bool is_away(int32_t day)
{
    for (size_t i = 0; i < x.s.n_away; i++)
        if (x.away[i].first <= day && day <= x.away[i].last)
            return true;
    return false;
}

static bool is_holiday(int32_t day)
{
    for (size_t i = 0; i < x.s.n_holidays; i++)
        if (x.holidays[i] == day)
            return true;
    return false;
}

static bool has(const uint64_t set[MATCH_WEEK_WORDS], int32_t w)
{
    return set[w / 64] >> w % 64 & 1;
}

static bool bit(unsigned days, int d)
{
    return days >> d & 1;
}

static void look_at_day(int32_t w, int d, int *dated)
{
    const struct match_labour *l = m.labour;
    int32_t day = m.monday + 7 * w + d;
    bool looked_at = day >= m.first && day <= m.last;
    const struct match_room *room = &m.room[m.room_of[w]][d];
    int other, beside;
    int32_t from = work_on(day - 1, &beside).to + l->rest_min - SLOT_DAY;
    int32_t to = SLOT_DAY - l->rest_min + work_on(day + 1, &beside).from;
    struct match_day_work work = work_on(day, &other);

    assert_int_equal(room->minutes, l->day_min > 0 ? l->day_min - work.minutes : INT16_MAX);
    assert_int_equal(room->from, from > 0 ? from : 0);
    assert_int_equal(room->to, to < SLOT_DAY ? to : SLOT_DAY);
    assert_int_equal(bit(m.work_days[w], d), other > 0);
    assert_int_equal(bit(m.busy_days[w], d), is_busy(day));
    assert_int_equal(bit(m.away_days[w], d), is_away(day));
    assert_int_equal(bit(m.holidays[w], d), is_holiday(day));
    assert_int_equal(has(m.may[1][d], w), looked_at && !is_away(day));
    assert_int_equal(has(m.may[0][d], w), looked_at && !is_away(day) && !is_holiday(day));
    *dated += other;
}

/* Do Sundays and Mondays go the same in odd and even weeks? */
static bool ends_alike(void)
{
    return memcmp(&m.job[0][6], &m.job[1][6], sizeof m.job[0][6]) == 0 &&
           memcmp(&m.job[0][0], &m.job[1][0], sizeof m.job[0][0]) == 0;
}

static void look_at_week(int32_t w)
{
    int32_t monday = m.monday + 7 * w;
    bool even = day_week_even(monday);
    bool between_others = day_week_even(monday - 7) != even && day_week_even(monday + 7) != even;
    bool usual = monday >= m.first && monday + 6 <= m.last && (ends_alike() || between_others);
    bool off[2] = {false, false};
    int dated = 0;

    for (int d = 0; d < 7; d++) {
        look_at_day(w, d, &dated);
        off[0] = off[0] || is_away(monday + d) || is_holiday(monday + d);
        off[1] = off[1] || is_away(monday + d);
    }
    for (int d = -1; d <= 7; d++)
        usual = usual && !is_busy(monday + d);
    assert_int_equal(m.even[w + 1], even);
    assert_int_equal(has(m.weeks_of[1], w), !even);
    assert_int_equal(has(m.weeks_of[2], w), even);
    assert_true(has(m.weeks_of[3], w));
    assert_int_equal(m.work_min[w], dated);
    assert_int_equal(m.usual[w], usual);
    for (int open = 0; open < 2; open++)
        assert_int_equal(has(m.quiet[open], w), usual && !off[open] && day_week_even(monday - 7) != even);
}

/* W-03, W-04: each day of it, and that nothing lies behind its end. */
static void weeks_are_what_their_days_are(void **state)
{
    size_t unusual = 0;
    size_t usual = 0;

    (void)state;
    for (int n = 0; n < CALENDARS; n++) {
        make_person();
        memset(&m, 0xa5, sizeof m);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        for (int32_t w = once_in(3) || m.weeks < 30 ? 0 : m.weeks - 30; w < m.weeks; w++) {
            look_at_week(w);
            unusual += !m.usual[w];
            usual += m.usual[w];
        }
        assert_int_equal(m.even[0], day_week_even(m.monday - 7));
        assert_int_equal(m.even[m.weeks + 1], day_week_even(m.monday + 7 * m.weeks));
        for (int32_t w = m.weeks; w < 64 * MATCH_WEEK_WORDS; w++)
            assert_false(has(m.weeks_of[1], w) || has(m.weeks_of[2], w) || has(m.weeks_of[3], w) ||
                         has(m.quiet[0], w) || has(m.quiet[1], w));
    }
    assert_true(usual > CALENDARS && unusual > CALENDARS); /* the calendars are of every kind */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_are_what_their_days_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
