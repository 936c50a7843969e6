/* SPDX-License-Identifier: EUPL-1.2 */
/* The order of the questions is that of the rules. */
#include "match/labour.h"
#include "match/walk.h"

#include "base/banned.h"

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

int32_t labour_work(const struct match_labour *l, int32_t unbroken, int32_t site)
{
    int32_t most = site;

    if (!l->hard || l->unbroken_min == 0)
        return site;
    for (int32_t n = 0; n == 0 || site - n * l->break_min > most; n++)
        most = least(site - n * l->break_min, (n + 1) * l->unbroken_min - unbroken);
    return most;
}

int32_t labour_whole(const struct match_labour *l, int32_t unbroken, int32_t site)
{
    int32_t n = 0;

    while (l->hard && l->unbroken_min > 0 && site - n * l->break_min > (n + 1) * l->unbroken_min - unbroken)
        n++;
    return site - n * l->break_min;
}

int32_t labour_after(const struct match_labour *l, int32_t unbroken, int32_t site, int32_t work)
{
    int32_t before = site == work ? 0 : (site - work) / l->break_min * l->unbroken_min;

    return unbroken + work > before ? unbroken + work - before : 0;
}

int32_t labour_within(struct walk *k, const struct labour *r, int32_t *from, int32_t to, int32_t want, int32_t site)
{
    const struct match_labour *l = k->m->labour;
    int32_t base = k->m->job_min[k->even];
    int32_t a = *from > r->rest_from ? *from : r->rest_from;
    int32_t b = least(to, r->rest_to);

    if (r->week < want) {
        walk_refuse(k, MATCH_RULE_LABOUR_WEEK, want - r->week, l->week_min, base);
    } else if (r->day < want) {
        walk_refuse(k, MATCH_RULE_LABOUR_DAY, want - r->day, l->day_min, 0);
    } else if (b - a < site) {
        if (b - a < to - *from)
            walk_refuse(k, MATCH_RULE_LABOUR_REST, site - (b - a), l->rest_min, 0);
    } else if (r->too_many_days) {
        walk_refuse(k, MATCH_RULE_LABOUR_DAYS, 1, l->week_days, 0);
    } else if (r->no_two_off) {
        walk_refuse(k, MATCH_RULE_LABOUR_OFF, 1, 2, 0);
    } else {
        *from = a;
        return least(labour_work(l, labour_unbroken(k, r->on, a), b - a), least(r->week, r->day));
    }
    return 0;
}

/* The last minute of work on the day before a Monday, and the first on the day after a Sunday: those of any week. */
static int32_t end_before(const struct match *m, const struct windows *w, int even, int d)
{
    int32_t end = 0;

    for (int p = 0; p < 2; p++) {
        int day = (d + 6) % 7;

        if (d > 0 && p != even)
            continue;
        end = m->job[p][day].to > end ? m->job[p][day].to : end;
        for (int i = 0; i < w->n[p]; i++)
            if (w->list[p][i].weekday == day && w->list[p][i].to > end)
                end = w->list[p][i].to;
    }
    return end;
}

static int32_t begin_after(const struct match *m, int even, int d)
{
    return d < 6 ? m->job[even][d + 1].from : least(m->job[0][0].from, m->job[1][0].from);
}

/* Is some stretch of windows with less than a break between them too long? */
static bool needs_break(const struct match_labour *l, const struct windows *w, int even)
{
    int32_t unbroken = 0;

    for (int i = 0; i < w->n[even]; i++) {
        const struct window *x = &w->list[even][i];

        if (i == 0 || x[-1].weekday != x->weekday || x->from - x[-1].to >= l->break_min)
            unbroken = 0;
        unbroken += x->to - x->from;
        if (unbroken > l->unbroken_min)
            return true;
    }
    return false;
}

uint32_t labour_most(const struct match *m, const struct windows *w, int even)
{
    const struct match_labour *l = m->labour;
    unsigned days = (unsigned)w->days[even] | m->job_days[even];
    unsigned off = ~days & 0x7f;
    bool opens = days != m->job_days[even];
    uint32_t bits = 0;
    int32_t minutes = 0;

    bits |= l->unbroken_min > 0 && needs_break(l, w, even) ? MATCH_WARN_BREAK : 0;
    bits |= l->week_min > 0 && w->minutes[even] + m->job_min[even] > l->week_min ? MATCH_WARN_WEEK : 0;
    bits |= opens && l->week_days > 0 && __builtin_popcount(off) < 7 - l->week_days ? MATCH_WARN_DAYS : 0;
    bits |= opens && l->two_off && (off & off >> 1) == 0 ? MATCH_WARN_OFF : 0;
    bits |= l->no_night && w->night ? MATCH_WARN_NIGHT : 0;
    for (int i = 0; i < w->n[even]; i++) {
        const struct window *x = &w->list[even][i];
        int d = x->weekday;

        if (i == 0 || x[-1].weekday != d) {
            minutes = m->job[even][d].minutes;
            if (l->rest_min > 0 && end_before(m, w, even, d) + l->rest_min > SLOT_DAY + x->from)
                bits |= MATCH_WARN_REST;
        }
        minutes += x->to - x->from;
        bits |= l->day_min > 0 && minutes > l->day_min ? MATCH_WARN_DAY : 0;
        bits |= l->rest_min > 0 && x->to > SLOT_DAY - l->rest_min + begin_after(m, even, d) ? MATCH_WARN_REST : 0;
    }
    return bits;
}
