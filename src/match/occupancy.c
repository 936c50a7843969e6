/* SPDX-License-Identifier: EUPL-1.2 */
/* Sets of weeks are a few words, so that a stay of many months costs as much as one of a day. A slot that could fill is
 * counted up: level[k] is the set of weeks in which k places or more are taken, and who takes q places in some weeks
 * lifts those of level[k - q] to level[k]. One level more than there are places tells where there are too many. */
#include <string.h>

#include "base/err.h"
#include "match/occupancy.h"

#include "base/banned.h"

#define WORDS MATCH_WEEK_WORDS

/* t takes places on the weekday d (0 is Monday): lifts the levels of its weeks. */
static void lift(const struct match *m, const struct match_taken *t, int d, int places, uint64_t level[][WORDS])
{
    int64_t from = (int64_t)t->days.first - m->monday - d;
    int64_t to = (int64_t)t->days.last - m->monday - d;

    if (to < 0)
        return;
    from = from > 0 ? (from + 6) / 7 : 0;
    to /= 7;
    for (int w = 0; w < m->words; w++) {
        uint64_t in = occupancy_span(from, to, w);

        if (t->weeks != SLOT_EVERY)
            in &= m->weeks_of[t->weeks == SLOT_EVEN][w];
        for (int k = places + 1; k > 0 && in != 0; k--)
            level[k][w] |= level[k > t->places ? k - t->places : 0][w] & in;
    }
}

static void fill(const struct match *m, const struct match_post *p, int slot, struct occupancy *o)
{
    int places = p->slots[slot].places > 0 ? p->slots[slot].places : p->places;
    __attribute__((uninitialized)) uint64_t level[SLOT_PLACES + 2][WORDS];

    for (int w = 0; w < m->words; w++) {
        level[0][w] = ~UINT64_C(0);
        for (int k = 1; k <= places + 1; k++)
            level[k][w] = 0;
    }
    for (size_t i = 0; i < p->n_taken; i++)
        if (p->taken[i].slot == slot && p->taken[i].places > 0)
            lift(m, &p->taken[i], p->slots[slot].weekday - 1, places, level);
    for (int w = 0; w < m->words; w++) {
        o->full[slot][w] = level[places][w];
        o->some_full[w] |= level[places][w];
        o->over[w] |= level[places + 1][w];
    }
}

/* Which slots could fill: all who take of them are counted, whatever the day. */
static int busiest(const struct match_post *p, uint64_t *slots)
{
    int64_t taken[MATCH_SLOTS];

    memset(taken, 0, p->n_slots * sizeof *taken);
    for (size_t i = 0; i < p->n_taken; i++) {
        const struct match_taken *t = &p->taken[i];

        if (t->places < 0)
            return ERR_FORMAT;
        if (t->slot >= 0 && (size_t)t->slot < p->n_slots)
            taken[t->slot] += t->places;
    }
    *slots = 0;
    for (size_t i = 0; i < p->n_slots; i++)
        if (taken[i] >= (p->slots[i].places > 0 ? p->slots[i].places : p->places))
            *slots |= UINT64_C(1) << i;
    return ERR_OK;
}

int occupancy_of(const struct match *m, const struct match_post *p, struct occupancy *o)
{
    memset(o, 0, offsetof(struct occupancy, full));
    if ((p->n_taken > 0 || p->places == 0) && busiest(p, &o->may_fill) != ERR_OK)
        return ERR_FORMAT;
    for (uint64_t left = o->may_fill; left != 0; left &= left - 1)
        fill(m, p, __builtin_ctzll(left), o);
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
