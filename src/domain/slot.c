/* SPDX-License-Identifier: EUPL-1.2 */
/* Slots as intervals: from_min belongs to them, to_min does not. Fortnightly slots are told apart by the parity of the
 * ISO week, so of two that share a weekday only an even and an odd one never meet. SQL holds the same law a second
 * time, as an exclusion constraint on offer.slot. */
#include <string.h>

#include "domain/slot.h"

#include "base/banned.h"

#define EVENING_BEGINS 1080 /* 18:00 */
#define SATURDAY 6
#define SUNDAY 7

static const char *const weeks[SLOT_WEEKS] = {[SLOT_EVERY] = "every", [SLOT_EVEN] = "even", [SLOT_ODD] = "odd"};

enum slot_fault slot_check(const struct slot *s)
{
    if (s->weekday < 1 || s->weekday > SUNDAY)
        return SLOT_BAD_WEEKDAY;
    if (s->from_min < 0 || s->from_min >= SLOT_DAY)
        return SLOT_BAD_FROM;
    if (s->to_min <= s->from_min || s->to_min > SLOT_DAY)
        return SLOT_BAD_TO;
    if ((unsigned)s->weeks >= SLOT_WEEKS)
        return SLOT_BAD_WEEKS;
    return s->places < 0 || s->places > SLOT_PLACES ? SLOT_BAD_PLACES : SLOT_FINE;
}

bool slot_overlap(const struct slot *a, const struct slot *b)
{
    bool same_week = a->weeks == b->weeks || a->weeks == SLOT_EVERY || b->weeks == SLOT_EVERY;

    return same_week && a->weekday == b->weekday && a->from_min < b->to_min && b->from_min < a->to_min;
}

size_t slot_clash(const struct slot *s, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (slot_overlap(&s[i], &s[k]))
                return i;
    return n;
}

bool slot_is_night(const struct slot *s)
{
    return s->from_min < SLOT_NIGHT_ENDS || s->to_min > SLOT_NIGHT_BEGINS;
}

bool slot_is_weekend(const struct slot *s)
{
    return s->weekday == SATURDAY || s->weekday == SUNDAY;
}

bool slot_is_evening(const struct slot *s)
{
    return !slot_is_weekend(s) && s->to_min > EVENING_BEGINS;
}

int slot_minutes(const struct slot *s)
{
    return s->to_min - s->from_min;
}

const char *slot_weeks_name(enum slot_weeks w)
{
    return (unsigned)w < SLOT_WEEKS ? weeks[w] : "";
}

enum slot_weeks slot_weeks_parse(const char *s, size_t n)
{
    for (int w = 0; w < SLOT_WEEKS; w++)
        if (strlen(weeks[w]) == n && memcmp(weeks[w], s, n) == 0)
            return (enum slot_weeks)w;
    return SLOT_WEEKS;
}
