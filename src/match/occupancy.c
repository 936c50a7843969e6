/* SPDX-License-Identifier: EUPL-1.2 */
/* Sets of weeks are a few words, so that a stay of many months costs as much as one of a day. */
#include <string.h>

#include "base/err.h"
#include "match/full.h"
#include "match/occupancy.h"

#include "base/banned.h"

/* Weeks whose weekday of the slot lies in the span. */
static void fill(const struct match *m, const struct match_post *p, const struct match_full *f, struct occupancy *o)
{
    int d = p->slots[f->slot].weekday - 1;
    int64_t from = (int64_t)f->days.first - m->monday - d;
    int64_t to = (int64_t)f->days.last - m->monday - d;

    from = from > 0 ? (from + 6) / 7 : 0;
    if (to < 0 || from >= m->weeks)
        return;
    if (!f->over && !(o->may_fill >> f->slot & 1)) {
        o->may_fill |= UINT64_C(1) << f->slot;
        for (int w = 0; w < m->words; w++)
            o->full[f->slot][w] = 0;
    }
    for (int w = 0; w < m->words; w++) {
        uint64_t in = occupancy_span(from, to / 7, w);

        if (f->weeks != SLOT_EVERY)
            in &= m->weeks_of[f->weeks == SLOT_EVEN][w];
        if (f->over) {
            o->over[w] |= in;
        } else {
            o->full[f->slot][w] |= in;
            o->some_full[w] |= in;
        }
    }
}

static bool are_places(const struct match_post *p)
{
    for (size_t i = 0; i < p->n_taken; i++)
        if (p->taken[i].places < 0)
            return false;
    return true;
}

int occupancy_of(const struct match *m, const struct match_post *p, struct occupancy *o)
{
    struct match_full f = FULL_BEFORE;

    memset(o, 0, offsetof(struct occupancy, full));
    if (p->full == NULL && !are_places(p))
        return ERR_FORMAT;
    while (p->full == NULL && full_next(p, &f))
        fill(m, p, &f, o);
    for (size_t i = 0; p->full != NULL && i < p->n_full; i++)
        fill(m, p, &p->full[i], o);
    for (size_t i = 0; i < p->n_closures; i++) {
        int64_t from = (int64_t)p->closures[i].first - m->monday;
        int64_t to = (int64_t)p->closures[i].last - m->monday;

        for (int w = 0; w < m->words && to >= 0; w++)
            o->closed[w] |= occupancy_span(from > 0 ? from / 7 : 0, to / 7, w);
    }
    return ERR_OK;
}

uint64_t occupancy_closed(const struct match *m, const struct match_post *p, int d, int i)
{
    uint64_t in = 0;

    for (size_t k = 0; k < p->n_closures; k++) {
        int64_t from = (int64_t)p->closures[k].first - m->monday - d;
        int64_t to = (int64_t)p->closures[k].last - m->monday - d;

        if (to >= 0)
            in |= occupancy_span(from > 0 ? (from + 6) / 7 : 0, to / 7, i);
    }
    return in;
}

unsigned occupancy_closed_days(const struct match_post *p, int32_t monday)
{
    unsigned days = 0;

    for (size_t i = 0; i < p->n_closures; i++) {
        const struct match_span *c = &p->closures[i];

        if (c->first <= monday + 6 && c->last >= monday && c->first <= c->last)
            days |= 0x7fu << (c->first > monday ? c->first - monday : 0) &
                    0x7fu >> (c->last < monday + 6 ? monday + 6 - c->last : 0);
    }
    return days;
}

int64_t occupancy_taken(const struct match_post *p, int slot, int32_t day, bool even)
{
    int64_t taken = 0;

    for (size_t i = 0; i < p->n_taken; i++) {
        const struct match_taken *t = &p->taken[i];

        if (t->slot == slot && t->days.first <= day && day <= t->days.last &&
            (t->weeks == SLOT_EVERY || (t->weeks == SLOT_EVEN) == even))
            taken += t->places;
    }
    return taken;
}
