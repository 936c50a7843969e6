/* SPDX-License-Identifier: EUPL-1.2 */
/* A slot is gone through from one day on which somebody comes or is gone to the next: once for all weeks, or for even
 * and for odd ones where somebody comes in one kind only; for its places, then for one more. */
#include "match/full.h"

#include "base/banned.h"

#define NEVER INT64_MAX

static bool is_of(const struct match_taken *t, const struct match_full *f)
{
    return t->slot == f->slot && t->days.first <= t->days.last &&
           (f->weeks == SLOT_EVERY || t->weeks == SLOT_EVERY || t->weeks == f->weeks);
}

static int64_t next_turn(const struct match_post *p, const struct match_full *f, int64_t day)
{
    int64_t next = NEVER;

    for (size_t i = 0; i < p->n_taken; i++) {
        const struct match_taken *t = &p->taken[i];
        int64_t turn = t->days.first > day ? t->days.first : (int64_t)t->days.last + 1;

        if (turn > day && turn < next && is_of(t, f))
            next = turn;
    }
    return next;
}

static int64_t taken_on(const struct match_post *p, const struct match_full *f, int64_t day)
{
    int64_t taken = 0;

    for (size_t i = 0; i < p->n_taken; i++)
        if (p->taken[i].days.first <= day && day <= p->taken[i].days.last && is_of(&p->taken[i], f))
            taken += p->taken[i].places;
    return taken;
}

/* The next span of that slot, kind of weeks and number. */
static bool next_span(const struct match_post *p, struct match_full *f)
{
    int32_t places = p->slots[f->slot].places > 0 ? p->slots[f->slot].places : p->places;
    int64_t most = (int64_t)places + (f->over ? 1 : 0);
    int64_t day = f->days.last;

    if (day == DAY_NONE)
        return false;
    if (most <= 0) {
        f->days = (struct match_span){INT32_MIN, DAY_NONE};
        return true;
    }
    do
        day = next_turn(p, f, day);
    while (day != NEVER && taken_on(p, f, day) < most);
    if (day == NEVER)
        return false;
    f->days.first = (int32_t)day;
    do
        day = next_turn(p, f, day);
    while (day != NEVER && taken_on(p, f, day) >= most);
    f->days.last = day == NEVER ? DAY_NONE : (int32_t)(day - 1);
    return true;
}

static bool is_alike(const struct match_post *p, int slot)
{
    for (size_t i = 0; i < p->n_taken; i++)
        if (p->taken[i].slot == slot && p->taken[i].weeks != SLOT_EVERY)
            return false;
    return true;
}

/* To what comes after all spans of its kind. */
static bool move_on(const struct match_post *p, struct match_full *f)
{
    f->days = (struct match_span){INT32_MIN, INT32_MIN};
    f->over = !f->over;
    if (f->over)
        return true;
    if (f->weeks == SLOT_EVEN) {
        f->weeks = SLOT_ODD;
        return true;
    }
    if ((size_t)++f->slot == p->n_slots)
        return false;
    f->weeks = is_alike(p, f->slot) ? SLOT_EVERY : SLOT_EVEN;
    return true;
}

bool full_next(const struct match_post *p, struct match_full *f)
{
    while (f->slot < 0 || !next_span(p, f))
        if (!move_on(p, f))
            return false;
    return true;
}
