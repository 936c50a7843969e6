/* SPDX-License-Identifier: EUPL-1.2 */
/* Sets of weeks are a few words, so that a stay of many months costs as much as one of a day. A slot that could fill is
 * counted up: level[k] is the set of weeks in which k places or more are taken, and who takes q places in some weeks
 * lifts those of level[k - q] to level[k]. One level more than there are places tells where there are too many. */
#include <string.h>

#include "base/err.h"
#include "match/occupancy.h"

#include "base/banned.h"

#define WORDS MATCH_WEEK_WORDS

/* The weeks first to last; none when first is after last. */
static void span_bits(int64_t first, int64_t last, uint64_t out[WORDS])
{
    for (int i = 0; i < WORDS; i++) {
        int64_t from = first - 64 * i > 0 ? first - 64 * i : 0;
        int64_t to = last - 64 * i < 63 ? last - 64 * i : 63;

        out[i] = from <= to && from < 64 && to >= 0 ? ~UINT64_C(0) >> (63 - to) & ~UINT64_C(0) << from : 0;
    }
}

/* The weeks in which t takes a place on the weekday d (0 is Monday). */
static void taken_bits(const struct match *m, const struct match_taken *t, int d, uint64_t out[WORDS])
{
    int64_t from = (int64_t)t->days.first - m->monday - d;
    int64_t to = (int64_t)t->days.last - m->monday - d;

    if (to < 0) {
        memset(out, 0, WORDS * sizeof *out);
        return;
    }
    span_bits(from > 0 ? (from + 6) / 7 : 0, to / 7, out);
    for (int i = 0; i < WORDS && t->weeks != SLOT_EVERY; i++)
        out[i] &= m->weeks_of[t->weeks == SLOT_EVEN][i];
}

static void fill(const struct match *m, const struct match_post *p, int slot, struct occupancy *o)
{
    int places = p->slots[slot].places > 0 ? p->slots[slot].places : p->places;
    __attribute__((uninitialized)) uint64_t level[SLOT_PLACES + 2][WORDS];
    uint64_t in[WORDS];

    memset(level[0], 0xff, sizeof level[0]);
    memset(level[1], 0, (size_t)(places + 1) * sizeof level[1]);
    for (size_t i = 0; i < p->n_taken; i++) {
        const struct match_taken *t = &p->taken[i];

        if (t->slot != slot || t->places == 0)
            continue;
        taken_bits(m, t, p->slots[slot].weekday - 1, in);
        for (int k = places + 1; k > 0; k--)
            for (int w = 0; w < WORDS; w++)
                level[k][w] |= level[k > t->places ? k - t->places : 0][w] & in[w];
    }
    for (int w = 0; w < WORDS; w++) {
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
        uint64_t in[WORDS];

        if (to < 0)
            continue;
        span_bits(from > 0 ? from / 7 : 0, to / 7, in);
        for (int w = 0; w < WORDS; w++)
            o->closed[w] |= in[w];
    }
    return ERR_OK;
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
