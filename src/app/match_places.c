/* SPDX-License-Identifier: EUPL-1.2 */
/* Each entry is of one slot. What the same one takes twice is cut to the days and weeks that are not taken yet. */
#include "app/match_places.h"
#include "base/err.h"

#include "base/banned.h"

static bool is_same(const struct match_taken *a, const struct match_taken *b)
{
    return a->slot == b->slot && a->days.first <= b->days.last && b->days.first <= a->days.last &&
           (a->weeks == b->weeks || a->weeks == SLOT_EVERY || b->weeks == SLOT_EVERY);
}

/* Adds of t the days that are not taken by the same one in an entry from i on: those before, those after, and those in
 * the other weeks. */
static int add(struct match_places *all, struct match_taken t, int32_t who, size_t i)
{
    while (i < all->n && (all->who[i] != who || !is_same(&all->taken[i], &t)))
        i++;
    if (i == all->n) {
        if (all->n == MATCH_TAKEN)
            return ERR_LIMIT;
        all->who[all->n] = who;
        all->taken[all->n++] = t;
        return ERR_OK;
    }
    const struct match_taken o = all->taken[i];
    struct match_taken part = t;
    int rc = ERR_OK;

    part.days.last = o.days.first - 1;
    if (t.days.first < o.days.first)
        rc = add(all, part, who, i + 1);
    part.days = (struct match_span){o.days.last + 1, t.days.last};
    if (rc == ERR_OK && t.days.last > o.days.last)
        rc = add(all, part, who, i + 1);
    part.days = (struct match_span){t.days.first > o.days.first ? t.days.first : o.days.first,
                                    t.days.last < o.days.last ? t.days.last : o.days.last};
    part.weeks = o.weeks == SLOT_EVEN ? SLOT_ODD : SLOT_EVEN;
    if (rc == ERR_OK && t.weeks == SLOT_EVERY && o.weeks != SLOT_EVERY)
        rc = add(all, part, who, i + 1);
    return rc;
}

int match_places_count(const struct matching_post *p, const struct matching_taken *taken, size_t n_taken, bool led,
                       struct match_places *out)
{
    int rc = ERR_OK;

    out->n = 0;
    for (size_t i = 0; i < n_taken; i++) {
        const struct matching_time *t = &taken[i].time;

        for (size_t k = 0; k < p->n_slots && rc == ERR_OK && (taken[i].led_max > 0) == led; k++) {
            const struct match_taken one = {(int32_t)k, t->slot.weeks, {t->days.first, t->days.last}, 1,
                                            taken[i].led_max};

            if (slot_overlap(&t->slot, &p->slots[k]))
                rc = add(out, one, taken[i].who, 0);
        }
    }
    return rc;
}

int match_places_take(const struct matching_post *p, const struct matching_time *t, struct match_taken out[MATCH_TAKEN],
                      size_t *n)
{
    for (size_t k = 0; k < p->n_slots; k++) {
        if (!slot_overlap(&t->slot, &p->slots[k]))
            continue;
        if (*n == MATCH_TAKEN)
            return ERR_LIMIT;
        out[(*n)++] = (struct match_taken){(int32_t)k, t->slot.weeks, {t->days.first, t->days.last}, 1, 0};
    }
    return ERR_OK;
}
