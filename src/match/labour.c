/* SPDX-License-Identifier: EUPL-1.2 */
/* The order of the questions is that of the rules. */
#include "match/labour.h"
#include "match/walk.h"

#include "base/banned.h"

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Most minutes of work in so many on the spot. */
static int32_t work_in(const struct match_labour *l, int32_t unbroken, int32_t site)
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
        lack_note(k->why, MATCH_RULE_LABOUR_WEEK, want - r->week, l->week_min, base);
    } else if (r->day < want) {
        lack_note(k->why, MATCH_RULE_LABOUR_DAY, want - r->day, l->day_min, 0);
    } else if (b - a < site) {
        if (b - a < to - *from)
            lack_note(k->why, MATCH_RULE_LABOUR_REST, site - (b - a), l->rest_min, 0);
    } else if (r->too_many_days) {
        lack_note(k->why, MATCH_RULE_LABOUR_DAYS, 1, l->week_days, 0);
    } else if (r->no_two_off) {
        lack_note(k->why, MATCH_RULE_LABOUR_OFF, 1, 2, 0);
    } else {
        *from = a;
        return least(work_in(l, labour_unbroken(k, r->on, a), b - a), least(r->week, r->day));
    }
    return 0;
}

/* A week of that parity in which some windows are used whole, but for the last of them, which ends at last_to. */
struct used {
    const struct match *m;
    const struct windows *w;
    int even;
    uint64_t which;
    int last;        /* number of the last one */
    int32_t last_to;
};

static int32_t end_of(const struct used *u, int i)
{
    return i == u->last ? u->last_to : u->w->window[i].to;
}

/* The last minute of work on the day before, where the window i is the first of its day; before a Monday that of any
 * week. */
static int32_t end_before(const struct used *u, int i)
{
    const struct match *m = u->m;
    const struct window *x = u->w->window;
    int d = x[i].weekday;
    int32_t end;

    if (d > 0) {
        end = m->job[u->even][d - 1].to;
        for (i--; i >= 0 && x[i].weekday >= d - 1; i--)
            if (u->which >> i & 1 && end_of(u, i) > end)
                end = end_of(u, i);
        return end;
    }
    end = m->job[0][6].to > m->job[1][6].to ? m->job[0][6].to : m->job[1][6].to;
    for (int k = u->w->n - 1; k >= 0 && x[k].weekday == 6; k--)
        end = x[k].to > end ? x[k].to : end;
    return end;
}

static int32_t begin_after(const struct match *m, int even, int d)
{
    return d < 6 ? m->job[even][d + 1].from : least(m->job[0][0].from, m->job[1][0].from);
}

/* Is there too little rest before one of them or after it? */
static bool rests_too_little(const struct used *u)
{
    int32_t most = SLOT_DAY - u->m->labour->rest_min;
    int before = -1;

    for (uint64_t left = u->which; left != 0; left &= left - 1) {
        int i = __builtin_ctzll(left);
        const struct window *x = &u->w->window[i];

        if ((x->weekday != before && end_before(u, i) > most + x->from) ||
            end_of(u, i) > most + begin_after(u->m, u->even, x->weekday))
            return true;
        before = x->weekday;
    }
    return false;
}

/* What one session after the other adds up to. */
struct added {
    int32_t week;     /* minutes */
    int32_t day;      /* most of a day, with its job */
    int32_t unbroken; /* most without a break */
    unsigned days;
    bool night;
};

static struct added add_days(const struct used *u)
{
    struct added a = {0, 0, 0, 0, false};
    int before = 7; /* no day */
    int32_t minutes = 0;
    int32_t unbroken = 0;
    int32_t end = 0;

    for (uint64_t left = u->which; left != 0; left &= left - 1) {
        int i = __builtin_ctzll(left);
        const struct window *x = &u->w->window[i];
        bool opens = x->weekday != before;

        unbroken = opens || x->from - end >= u->m->labour->break_min ? 0 : unbroken;
        minutes = opens ? u->m->job[u->even][x->weekday].minutes : minutes;
        end = end_of(u, i);
        minutes += end - x->from;
        unbroken += end - x->from;
        a.week += end - x->from;
        a.day = minutes > a.day ? minutes : a.day;
        a.unbroken = unbroken > a.unbroken ? unbroken : a.unbroken;
        a.days |= 1u << x->weekday;
        a.night = a.night || x->from < SLOT_NIGHT_ENDS || end > SLOT_NIGHT_BEGINS;
        before = x->weekday;
    }
    return a;
}

uint32_t labour_passed(const struct match *m, const struct windows *w, int even, uint64_t which, int32_t last_to)
{
    const struct match_labour *l = m->labour;
    struct used u = {m, w, even, which, which == 0 ? 0 : 63 - __builtin_clzll(which), last_to};
    struct added a = add_days(&u);
    unsigned off = ~(a.days | m->job_days[even]) & 0x7f;
    bool opens = (a.days & ~(unsigned)m->job_days[even]) != 0;

    return (l->week_min > 0 && which != 0 && a.week + m->job_min[even] > l->week_min ? MATCH_WARN_WEEK : 0) |
           (l->day_min > 0 && a.day > l->day_min ? MATCH_WARN_DAY : 0) |
           (l->unbroken_min > 0 && a.unbroken > l->unbroken_min ? MATCH_WARN_BREAK : 0) |
           (l->no_night && a.night ? MATCH_WARN_NIGHT : 0) |
           (m->rest_matters && rests_too_little(&u) ? MATCH_WARN_REST : 0) |
           (opens && l->week_days > 0 && __builtin_popcount(off) < 7 - l->week_days ? MATCH_WARN_DAYS : 0) |
           (opens && l->two_off && (off & off >> 1) == 0 ? MATCH_WARN_OFF : 0);
}

bool labour_free(const struct match *m, const struct windows *w)
{
    const struct match_labour *l = m->labour;
    int32_t week = w->minutes[0] > w->minutes[1] ? w->minutes[0] : w->minutes[1];
    unsigned off = ~(unsigned)(w->days[0] | w->days[1]) & 0x7f;

    return !m->has_job && w->last + l->rest_min <= SLOT_DAY + w->first && !(l->no_night && w->night) &&
           (l->week_min == 0 || week <= l->week_min) && (l->day_min == 0 || w->day_min <= l->day_min) &&
           (l->unbroken_min == 0 || w->unbroken_min <= l->unbroken_min) &&
           (l->week_days == 0 || __builtin_popcount(off) >= 7 - l->week_days) && (!l->two_off || (off & off >> 1) != 0);
}

bool labour_alone(const struct match *m, const struct windows *w)
{
    return !((w->days[0] | w->days[1]) >> 6 & 1) && m->job[0][6].to == m->job[1][6].to &&
           m->job[0][0].from == m->job[1][0].from;
}
