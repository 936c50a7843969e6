/* SPDX-License-Identifier: EUPL-1.2 */
/* Each slot of the post is cut with each span of the person's free time on that weekday, once where odd and even weeks
 * are alike; what is shorter than the shortest session is nothing. Slots come in order, and so do windows: where one
 * begins before the one before it has ended, the post's slots overlap (slot_clash, and a constraint in the database),
 * which cannot be, and is not planned. */
#include "base/err.h"
#include "match/window.h"

#include "base/banned.h"

#define NIGHT_ENDS   360
#define NIGHT_BEGINS 1320

static bool is_night(const struct window *x)
{
    return x->from < NIGHT_ENDS || x->to > NIGHT_BEGINS;
}

static void count(struct windows *w, const struct window *x)
{
    for (int even = 0; even < 2; even++) {
        int32_t in = -(int32_t)window_in(x, even);

        w->count[even] -= in;
        w->minutes[even] += (x->to - x->from) & in;
        w->days[even] |= (uint8_t)((1 << x->weekday) & in);
    }
    w->night = w->night || is_night(x);
}

/* The part of [from, to) that the bar of night leaves; false when that is too short. */
static bool keep_from_night(const struct match *m, struct windows *w, struct window *x)
{
    if (x->to - x->from < m->needed)
        return false;
    if (m->labour->no_night && m->labour->hard) {
        x->from = x->from < NIGHT_ENDS ? NIGHT_ENDS : x->from;
        x->to = x->to > NIGHT_BEGINS ? NIGHT_BEGINS : x->to;
        w->lost_to_night = w->lost_to_night || x->to - x->from < m->needed;
    }
    return x->to - x->from >= m->needed;
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
    const struct match_minutes *span = m->span;

    for (int i = m->span_of[even][s->weekday]; i < m->span_of[even][s->weekday + 1]; i++) {
        struct window x = {span[i].from > s->from ? span[i].from : s->from, span[i].to < s->to ? span[i].to : s->to,
                           s->weekday, (uint8_t)kinds, s->slot};

        if (!keep_from_night(m, w, &x))
            continue;
        if (end_of(w, kinds, x.weekday) > x.from)
            return ERR_FORMAT;
        if (w->n == MATCH_WINDOWS)
            return ERR_LIMIT;
        w->window[w->n++] = x;
        count(w, &x);
    }
    return ERR_OK;
}

int window_list(const struct match *m, const struct match_ready *r, struct windows *w)
{
    int err = ERR_OK;

    w->n = 0;
    w->minutes[0] = w->minutes[1] = w->count[0] = w->count[1] = 0;
    w->days[0] = w->days[1] = 0;
    w->night = w->lost_to_night = false;
    for (int i = 0; i < r->n_slots && err == ERR_OK; i++) {
        const struct ready_slot *s = &r->slot[i];

        if (m->alike >> s->weekday & 1)
            err = cut_slot(m, s, 0, s->kinds, w);
        else
            for (int even = 0; even < 2 && err == ERR_OK; even++)
                if (s->kinds >> even & 1)
                    err = cut_slot(m, s, even, 1u << even, w);
    }
    return err;
}

void window_reach(const struct windows *w, unsigned days, int32_t *begins, int32_t *ends)
{
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

void window_cut(struct windows *w, int32_t needed, unsigned days, int32_t from, int32_t to)
{
    int32_t n = w->n;
    int32_t begins, ends;

    window_reach(w, days, &begins, &ends);
    if (begins >= from && ends <= to)
        return;
    w->n = w->minutes[0] = w->minutes[1] = w->count[0] = w->count[1] = 0;
    w->days[0] = w->days[1] = 0;
    w->night = false;
    for (int32_t i = 0; i < n; i++) {
        struct window x = w->window[i];

        if (days >> x.weekday & 1) {
            x.from = x.from < from ? (int16_t)from : x.from;
            x.to = x.to > to ? (int16_t)to : x.to;
        }
        if (x.to - x.from < needed)
            continue;
        w->window[w->n++] = x;
        count(w, &x);
    }
}
