/* SPDX-License-Identifier: EUPL-1.2 */
/* Spans of days become sets of weeks, so that a stay of many months costs whoever is matched as much as one of a
 * day. */
#include <string.h>

#include "base/err.h"
#include "match/full.h"
#include "match/ready.h"
#include "match/weeks.h"

#include "base/banned.h"

void ready_weeks_from(struct ready_weeks *out, int32_t day)
{
    int week = 0;

    memset(out, 0, sizeof *out);
    out->monday = day - day_weekday(day) + 1;
    out->words = READY_WORDS;
    for (int32_t w = 0; w < 64 * READY_WORDS; w++) {
        week = weeks_after(week, out->monday + 7 * w);
        out->even[w / 64] |= (uint64_t)(week % 2 == 0) << w % 64;
    }
}

static int check(const struct match_post *p)
{
    if (p->n_slots > MATCH_SLOTS)
        return ERR_LIMIT;
    for (size_t i = 0; i < p->n_slots; i++) {
        const struct slot *s = &p->slots[i];
        int32_t places = s->places > 0 ? s->places : p->places;

        if (slot_check(s) != SLOT_FINE || places < 0 || places > SLOT_PLACES)
            return ERR_FORMAT;
    }
    for (size_t i = 0; i < p->n_taken; i++)
        if (p->taken[i].places < 0)
            return ERR_FORMAT;
    return ERR_OK;
}

static bool after(const struct ready_slot *a, const struct ready_slot *b)
{
    return a->weekday != b->weekday ? a->weekday > b->weekday : a->from > b->from;
}

static void put_slots(const struct match_post *p, struct ready_slot *slot, struct match_ready *r)
{
    static const uint8_t kinds[SLOT_WEEKS] = {[SLOT_EVERY] = 3, [SLOT_ODD] = 1, [SLOT_EVEN] = 2};

    r->by_night = false;
    for (size_t i = 0; i < p->n_slots; i++) {
        const struct slot *s = &p->slots[i];
        struct ready_slot x = {(int16_t)s->from_min, (int16_t)s->to_min, (int8_t)(s->weekday - 1), kinds[s->weeks],
                               (int16_t)i};
        size_t at = i;

        for (; at > 0 && after(&slot[at - 1], &x); at--)
            slot[at] = slot[at - 1];
        slot[at] = x;
        r->by_night = r->by_night || slot_is_night(s);
    }
}

static uint64_t of_kind(const struct ready_weeks *w, enum slot_weeks kind, int i)
{
    return kind == SLOT_EVERY ? ~UINT64_C(0) : kind == SLOT_EVEN ? w->even[i] : ~w->even[i];
}

/* Weeks whose day of the week d, 0 is Monday, lies in the span. */
static uint64_t in_span(const struct ready_weeks *w, const struct match_span *days, int d, int i)
{
    int64_t from = (int64_t)days->first - w->monday - d;
    int64_t to = (int64_t)days->last - w->monday - d;

    return to < 0 ? 0 : weeks_span(from > 0 ? (from + 6) / 7 : 0, to / 7, i);
}

/* Word i, but for full slots. */
static void put_open(const struct match_post *p, const struct ready_weeks *w, int i, uint64_t *set)
{
    for (size_t s = 0; s < p->n_slots; s++)
        set[READY_OPEN + s] = of_kind(w, p->slots[s].weeks, i);
    for (size_t k = 0; k < p->n_closures; k++) {
        const struct match_span *c = &p->closures[k];
        const struct match_span any = {c->first > INT32_MIN + 6 ? c->first - 6 : c->first, c->last};

        if (c->first > c->last)
            continue;
        set[READY_CLOSED] |= in_span(w, &any, 0, i);
        for (size_t s = 0; s < p->n_slots; s++)
            set[READY_OPEN + s] &= ~in_span(w, c, p->slots[s].weekday - 1, i);
    }
}

/* Moves the weeks of f from those with a place to those without. */
static void put_full(const struct match_post *p, const struct ready_weeks *w, const struct match_full *f, int i,
                     uint64_t *set)
{
    uint64_t *open = &set[READY_OPEN + f->slot];
    uint64_t *full = open + p->n_slots;
    uint64_t in = in_span(w, &f->days, p->slots[f->slot].weekday - 1, i) & of_kind(w, f->weeks, i) & (*open | *full);

    if (f->over) {
        set[READY_OVER] |= in;
    } else {
        *full |= in;
        *open &= ~in;
    }
}

int ready_make(const struct match_post *p, const struct ready_weeks *w, struct ready_slot *slot, uint64_t *sets,
               struct match_ready *r)
{
    struct match_full f = FULL_BEFORE;
    int err = check(p);

    if (err != ERR_OK)
        return err;
    put_slots(p, slot, r);
    r->monday = w->monday;
    r->words = (int16_t)w->words;
    r->n_slots = (int16_t)p->n_slots;
    r->fills = full_next(p, &f);
    r->sets = (int16_t)(READY_OPEN + (r->fills ? 2 : 1) * p->n_slots);
    r->slot = slot;
    r->weeks = sets;
    memset(sets, 0, (size_t)(r->words * r->sets) * sizeof *sets);
    for (int i = 0; i < r->words; i++)
        put_open(p, w, i, sets + i * r->sets);
    for (bool more = r->fills; more; more = full_next(p, &f))
        for (int i = 0; i < r->words; i++)
            put_full(p, w, &f, i, sets + i * r->sets);
    return ERR_OK;
}
