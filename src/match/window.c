/* SPDX-License-Identifier: EUPL-1.2 */
/* Each slot of the post is cut with each span of the person's free time on that weekday, once where odd and even weeks
 * are alike; what is shorter than the shortest session is nothing. Slots come in order, and so do windows: where one
 * begins before the one before it has ended, the post's slots overlap (slot_clash, and a constraint in the database),
 * which cannot be, and is not planned. */
#include "base/err.h"
#include "match/window.h"

#include "base/banned.h"

/* Numbers and sets of all windows. */
static void count(const struct match *m, struct windows *w)
{
    struct {
        uint64_t all;
        int32_t n;
        int32_t minutes;
        unsigned days;
    } of[4] = {0}; /* by kinds */
    int32_t first = SLOT_DAY, last = 0, day = 0, most = 0, unbroken = 0, longest = 0, end = 0;
    int before = -1;

    for (int i = 0; i < w->n; i++) {
        const struct window *x = &w->window[i];
        int32_t minutes = x->to - x->from;

        of[x->kinds].n++;
        of[x->kinds].minutes += minutes;
        of[x->kinds].days |= 1u << x->weekday;
        of[x->kinds].all |= UINT64_C(1) << i % 64;
        day = (x->weekday != before ? 0 : day) + minutes;
        most = day > most ? day : most;
        unbroken = (x->weekday != before || x->from - end >= m->labour->break_min ? 0 : unbroken) + minutes;
        longest = unbroken > longest ? unbroken : longest;
        first = x->from < first ? x->from : first;
        last = x->to > last ? x->to : last;
        before = x->weekday;
        end = x->to;
    }
    for (int even = 0; even < 2; even++) {
        w->count[even] = of[1 + even].n + of[3].n;
        w->minutes[even] = of[1 + even].minutes + of[3].minutes;
        w->days[even] = (uint8_t)(of[1 + even].days | of[3].days);
        w->all[even] = of[1 + even].all | of[3].all;
    }
    w->first = first;
    w->last = last;
    w->day_min = most;
    w->unbroken_min = longest;
    w->night = first < SLOT_NIGHT_ENDS || last > SLOT_NIGHT_BEGINS;
}

/* The part of [from, to) that the bar of night leaves; false when that is too short. */
static bool keep_from_night(const struct match *m, struct windows *w, int *from, int *to)
{
    *from = *from < SLOT_NIGHT_ENDS ? SLOT_NIGHT_ENDS : *from;
    *to = *to > SLOT_NIGHT_BEGINS ? SLOT_NIGHT_BEGINS : *to;
    w->lost_to_night = w->lost_to_night || *to - *from < m->needed;
    return *to - *from >= m->needed;
}

/* When the windows of that day end that some such week has; 0: there is none yet. */
static int end_of(const struct windows *w, unsigned kinds, int weekday)
{
    int end = 0;

    for (int32_t i = w->n - 1; i >= 0 && w->window[i].weekday == weekday; i--)
        if ((w->window[i].kinds & kinds) && w->window[i].to > end)
            end = w->window[i].to;
    return end;
}

/* With the spans of her odd or of her even weeks, which are alike where the windows are of both. */
static int cut_slot(const struct match *m, const struct ready_slot *s, int even, unsigned kinds, struct windows *w)
{
    const struct match_minutes *end = m->span + m->span_of[even][s->weekday + 1];

    for (const struct match_minutes *span = m->span + m->span_of[even][s->weekday]; span < end; span++) {
        int from = span->from > s->from ? span->from : s->from;
        int to = span->to < s->to ? span->to : s->to;

        if (to - from < m->needed)
            continue;
        if (m->labour->no_night && m->labour->hard && !keep_from_night(m, w, &from, &to))
            continue;
        if (end_of(w, kinds, s->weekday) > from)
            return ERR_FORMAT;
        if (w->n == MATCH_WINDOWS)
            return ERR_LIMIT;
        w->window[w->n++] = (struct window){(int16_t)from, (int16_t)to, s->weekday, (uint8_t)kinds, s->slot};
    }
    return ERR_OK;
}

int window_list(const struct match *m, const struct match_ready *r, struct windows *w)
{
    int err = ERR_OK;

    w->n = 0;
    w->lost_to_night = false;
    for (int i = 0; i < r->n_slots && err == ERR_OK; i++) {
        const struct ready_slot *s = &r->slot[i];

        if (m->alike >> s->weekday & 1)
            err = cut_slot(m, s, 0, s->kinds, w);
        else
            for (int even = 0; even < 2 && err == ERR_OK; even++)
                if (s->kinds >> even & 1)
                    err = cut_slot(m, s, even, 1u << even, w);
    }
    count(m, w);
    return err;
}

void window_reach(const struct windows *w, unsigned days, int32_t *begins, int32_t *ends)
{
    *begins = w->first;
    *ends = w->last;
    if (days == WINDOW_WEEK)
        return;
    *begins = SLOT_DAY;
    *ends = 0;
    for (int32_t i = 0; i < w->n; i++) {
        const struct window *x = &w->window[i];

        if (!(days >> x->weekday & 1))
            continue;
        *begins = x->from < *begins ? x->from : *begins;
        *ends = x->to > *ends ? x->to : *ends;
    }
}

void window_cut(const struct match *m, struct windows *w, unsigned days, int32_t from, int32_t to)
{
    int32_t n = w->n;
    int32_t begins, ends;

    window_reach(w, days, &begins, &ends);
    if (begins >= from && ends <= to)
        return;
    w->n = 0;
    for (int32_t i = 0; i < n; i++) {
        struct window x = w->window[i];

        if (days >> x.weekday & 1) {
            x.from = x.from < from ? (int16_t)from : x.from;
            x.to = x.to > to ? (int16_t)to : x.to;
        }
        if (x.to - x.from < m->needed)
            continue;
        w->window[w->n++] = x;
    }
    count(m, w);
}
