/* SPDX-License-Identifier: EUPL-1.2 */
/* Each slot of the post is cut with each span of the person's free time on that weekday, in odd and in even weeks; what
 * is shorter than the shortest session is nothing. Slots of a post do not overlap (slot_clash, and a constraint in the
 * database): where two windows do, the post cannot be, and is not planned. */
#include "base/err.h"
#include "match/window.h"

#include "base/banned.h"

#define NIGHT_ENDS   360
#define NIGHT_BEGINS 1320

/* In order of day and minute; two that overlap mean that the post's slots do. */
static int insert(struct windows *w, int even, const struct window *x)
{
    struct window *list = w->window[even];
    int at = w->n[even];

    if (at == MATCH_WINDOWS / 2)
        return ERR_LIMIT;
    for (; at > 0 && (list[at - 1].weekday > x->weekday ||
                      (list[at - 1].weekday == x->weekday && list[at - 1].from > x->from)); at--)
        list[at] = list[at - 1];
    list[at] = *x;
    w->n[even]++;
    w->minutes[even] += x->to - x->from;
    w->days[even] |= (uint8_t)(1u << x->weekday);
    if ((at > 0 && list[at - 1].weekday == x->weekday && list[at - 1].to > x->from) ||
        (at + 1 < w->n[even] && list[at + 1].weekday == x->weekday && list[at + 1].from < x->to))
        return ERR_FORMAT;
    return ERR_OK;
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

static int slot_windows(const struct match *m, const struct slot *s, int even, struct window *x,
                        struct windows *w)
{
    const struct match_minutes *span = m->span;
    int d = s->weekday - 1;
    int err = ERR_OK;

    for (int i = m->span_of[even][d]; i < m->span_of[even][d + 1] && err == ERR_OK; i++) {
        x->from = span[i].from > s->from_min ? span[i].from : (int16_t)s->from_min;
        x->to = span[i].to < s->to_min ? span[i].to : (int16_t)s->to_min;
        if (!keep_from_night(m, w, x))
            continue;
        w->night = w->night || x->from < NIGHT_ENDS || x->to > NIGHT_BEGINS;
        err = insert(w, even, x);
    }
    return err;
}

/* Everything at this post is every week. */
static bool every_week(const struct match_post *p)
{
    for (size_t i = 0; i < p->n_slots; i++)
        if (p->slots[i].weeks != SLOT_EVERY)
            return false;
    return true;
}

int window_check(const struct match_post *p, bool *by_night)
{
    *by_night = false;
    for (size_t i = 0; i < p->n_slots; i++) {
        const struct slot *s = &p->slots[i];
        int32_t places = s->places > 0 ? s->places : p->places;

        if (slot_check(s) != SLOT_FINE || places < 0 || places > SLOT_PLACES)
            return ERR_FORMAT;
        *by_night = *by_night || s->from_min < NIGHT_ENDS || s->to_min > NIGHT_BEGINS;
    }
    return ERR_OK;
}

int window_list(const struct match *m, const struct match_post *p, struct windows *w)
{
    int parities = m->one_week && every_week(p) ? 1 : 2;

    w->n[0] = w->n[1] = 0;
    w->minutes[0] = w->minutes[1] = 0;
    w->days[0] = w->days[1] = 0;
    w->night = w->lost_to_night = false;
    for (size_t i = 0; i < p->n_slots; i++) {
        const struct slot *s = &p->slots[i];
        struct window x = {.weekday = (int16_t)(s->weekday - 1), .slot = (int16_t)i};

        for (int even = 0; even < parities; even++) {
            int err = ERR_OK;

            if (s->weeks == SLOT_EVERY || (s->weeks == SLOT_EVEN) == (even == 1))
                err = slot_windows(m, s, even, &x, w);
            if (err != ERR_OK)
                return err;
        }
    }
    w->list[0] = w->window[0];
    w->list[1] = w->window[parities - 1];
    w->n[1] = w->n[parities - 1];
    w->minutes[1] = w->minutes[parities - 1];
    w->days[1] = w->days[parities - 1];
    return ERR_OK;
}

void window_reach(const struct windows *w, unsigned days, int32_t *begins, int32_t *ends)
{
    *begins = SLOT_DAY;
    *ends = 0;
    for (int even = 0; even < (w->list[0] == w->list[1] ? 1 : 2); even++)
        for (int32_t i = 0; i < w->n[even]; i++) {
            const struct window *x = &w->list[even][i];

            if (!(days >> x->weekday & 1))
                continue;
            *begins = x->from < *begins ? x->from : *begins;
            *ends = x->to > *ends ? x->to : *ends;
        }
}

/* Of one list; what is night is looked at anew. */
static void cut_list(struct windows *w, int even, int32_t needed, unsigned days, int32_t from, int32_t to)
{
    int32_t n = w->n[even];

    w->n[even] = w->minutes[even] = 0;
    w->days[even] = 0;
    for (int32_t i = 0; i < n; i++) {
        struct window x = w->window[even][i];

        if (days >> x.weekday & 1) {
            x.from = x.from < from ? (int16_t)from : x.from;
            x.to = x.to > to ? (int16_t)to : x.to;
        }
        if (x.to - x.from < needed)
            continue;
        w->window[even][w->n[even]++] = x;
        w->minutes[even] += x.to - x.from;
        w->days[even] |= (uint8_t)(1u << x.weekday);
        w->night = w->night || x.from < NIGHT_ENDS || x.to > NIGHT_BEGINS;
    }
}

void window_cut(struct windows *w, int32_t needed, unsigned days, int32_t from, int32_t to)
{
    int32_t begins, ends;

    window_reach(w, days, &begins, &ends);
    if (begins >= from && ends <= to)
        return;
    w->night = false;
    cut_list(w, 0, needed, days, from, to);
    if (w->list[1] != w->list[0]) {
        cut_list(w, 1, needed, days, from, to);
        return;
    }
    w->n[1] = w->n[0];
    w->minutes[1] = w->minutes[0];
    w->days[1] = w->days[0];
}
