/* SPDX-License-Identifier: EUPL-1.2 */
/* A week that is all looked at, with nothing dated in it or beside it, goes like any other such week of its parity but
 * for days off. */
#include <string.h>

#include "match/match.h"
#include "match/usual.h"

#include "base/banned.h"

/* The two weeks are the same: spans, job, and what is left of it. */
static bool one_week(const struct match *m)
{
    int n = m->span_of[0][7];

    for (int d = 0; d <= 7; d++)
        if (m->span_of[1][d] - n != m->span_of[0][d])
            return false;
    return m->job_min[0] == m->job_min[1] && memcmp(m->job[0], m->job[1], sizeof m->job[0]) == 0 &&
           memcmp(m->span, m->span + n, (size_t)n * sizeof m->span[0]) == 0;
}

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
        m->weeks_of[m->even[w + 1]][w / 64] |= UINT64_C(1) << w % 64;
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

void usual_weeks(struct match *m)
{
    memset(m->weeks_of, 0, sizeof m->weeks_of);
    memset(m->quiet, 0, sizeof m->quiet);
    memset(m->off, 0, sizeof m->off);
    m->one_week = one_week(m);
    find_usual(m);
    for (int32_t w = 0; w < m->weeks; w++)
        for (int open = 0; open < 2; open++) {
            unsigned off = m->away_days[w] | (open == 1 ? 0u : m->holidays[w]);

            for (unsigned left = off; left != 0; left &= left - 1)
                m->off[open][__builtin_ctz(left)][w / 64] |= UINT64_C(1) << w % 64;
            if (m->usual[w] && off == 0 && m->even[w] != m->even[w + 1])
                m->quiet[open][w / 64] |= UINT64_C(1) << w % 64;
        }
}
