/* SPDX-License-Identifier: EUPL-1.2 */
/* A week that is all looked at, with nothing dated in it or beside it, goes like any other such week of its parity but
 * for days off. */
#include <string.h>

#include "match/match.h"
#include "match/ready.h"
#include "match/usual.h"

#include "base/banned.h"

static bool same_work(const struct match_day_work *a, const struct match_day_work *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Which weeks go like others. Rest is counted from the Sunday before and to the Monday after, so where these are not
 * the same in odd and even weeks, the weeks beside it must be as they mostly are, of the other parity. */
static void find_usual(struct match *m)
{
    bool beside = same_work(&m->job[0][6], &m->job[1][6]) && same_work(&m->job[0][0], &m->job[1][0]);

    for (int32_t w = 0; w < m->weeks; w++) {
        bool between = m->even[w] != m->even[w + 1] && m->even[w + 2] != m->even[w + 1];

        m->usual[w] = (beside || between) && m->busy_days[w] == 0 && (w > 0 || m->first == m->monday) &&
                      m->monday + 7 * w + 6 <= m->last;
    }
    for (size_t i = 0; i < m->n_busy; i++) {
        int32_t off = m->busy[i].day - m->monday;

        if (off % 7 == 6 && off / 7 + 1 < m->weeks)
            m->usual[off / 7 + 1] = false;
        if (off % 7 == 0 && off > 0)
            m->usual[off / 7 - 1] = false;
        if (off == -1 && m->weeks > 0)
            m->usual[0] = false;
    }
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

/* The days that are looked at, as if none were off. */
static void look_at_all(struct match *m)
{
    for (int d = 0; d < 7; d++) {
        int32_t first = m->first - m->monday - d;
        int32_t last = m->last - m->monday - d;

        for (int i = 0; i < m->words; i++)
            m->may[0][d][i] = m->may[1][d][i] = ready_span(first > 0 ? 1 : 0, last < 0 ? -1 : last / 7, i);
    }
}

void usual_weeks(struct match *m)
{
    memset(m->weeks_of, 0, sizeof m->weeks_of);
    memset(m->quiet, 0, sizeof m->quiet);
    m->alike = alike(m);
    find_usual(m);
    look_at_all(m);
    for (int32_t w = 0; w < m->weeks; w++) {
        uint64_t bit = UINT64_C(1) << w % 64;

        m->weeks_of[1 << m->even[w + 1]][w / 64] |= bit;
        m->weeks_of[3][w / 64] |= bit;
        for (int open = 0; open < 2; open++) {
            unsigned off = m->away_days[w] | (open == 1 ? 0u : m->holidays[w]);

            for (unsigned left = off; left != 0; left &= left - 1)
                m->may[open][__builtin_ctz(left)][w / 64] &= ~bit;
            if (m->usual[w] && off == 0 && m->even[w] != m->even[w + 1])
                m->quiet[open][w / 64] |= bit;
        }
    }
}
