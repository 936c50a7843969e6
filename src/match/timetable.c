/* SPDX-License-Identifier: EUPL-1.2 */
/* The first week is cut by the day on which the plan begins, the last by the minutes that are left, others by holidays:
 * so the fullest says what is meant. The plan of these times is made anew, the days of this one are not promised. */
#include <string.h>

#include "domain/day.h"
#include "match/timetable.h"

#include "base/banned.h"

#define QUARTER 15

/* The sessions of one week: first, and how many. */
struct week {
    const struct match_session *session;
    size_t n;
};

static struct week week_at(const struct match_plan *plan, const struct match_week *w)
{
    struct week found = {0};

    for (int32_t i = 0; i < plan->n_sessions; i++) {
        const struct match_session *s = &plan->session[i];

        if (s->day < w->monday || s->day > w->monday + 6)
            continue;
        if (found.n++ == 0)
            found.session = s; /* they are in the order of the days */
    }
    return found;
}

static struct week fullest(const struct match_plan *plan, bool even)
{
    const struct match_week *best = NULL;

    for (int32_t i = 0; i < plan->n_weeks; i++)
        if ((best == NULL || plan->week[i].minutes > best->minutes) && day_week_even(plan->week[i].monday) == even)
            best = &plan->week[i];
    return best == NULL ? (struct week){0} : week_at(plan, best);
}

static bool has(const struct week *w, const struct match_session *s)
{
    for (size_t i = 0; i < w->n; i++)
        if (day_weekday(w->session[i].day) == day_weekday(s->day) && w->session[i].from_min == s->from_min &&
            w->session[i].to_min == s->to_min)
            return true;
    return false;
}

/* Of two weeks of one plan the days are compared as days of the week. */
static int order(const struct slot *a, const struct slot *b)
{
    int by_day = a->weekday - b->weekday;

    return by_day != 0 ? by_day : a->from_min - b->from_min;
}

static void insert(struct slot *list, size_t n, const struct slot *s)
{
    size_t i = n;

    for (; i > 0 && order(&list[i - 1], s) > 0; i--)
        list[i] = list[i - 1];
    list[i] = *s;
}

size_t timetable_of(const struct match_plan *plan, int32_t shortest, struct slot out[SLOT_MAX])
{
    struct week week[2] = {fullest(plan, false), fullest(plan, true)};
    size_t n = 0;

    for (int even = 1; even >= 0; even--)
        for (size_t i = 0; i < week[even].n; i++) {
            const struct match_session *s = &week[even].session[i];
            bool both = has(&week[1 - even], s);

            if (s->to_min - s->from_min < shortest || (both && even == 0) || n == SLOT_MAX)
                continue;
            insert(out, n++, &(struct slot){.weekday = day_weekday(s->day), .from_min = s->from_min,
                                            .to_min = s->to_min,
                                            .weeks = both ? SLOT_EVERY : even == 1 ? SLOT_EVEN : SLOT_ODD});
        }
    return n;
}

size_t timetable_without(struct slot times[SLOT_MAX], size_t n, const struct slot *other, int32_t shortest)
{
    struct slot kept[SLOT_MAX];
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        struct slot before = times[i];
        struct slot after = times[i];

        if (!slot_overlap(&times[i], other)) {
            if (k < SLOT_MAX)
                kept[k++] = times[i];
            continue;
        }
        before.to_min = other->from_min;
        after.from_min = other->to_min;
        if (before.to_min - before.from_min >= shortest && k < SLOT_MAX)
            kept[k++] = before;
        if (after.to_min - after.from_min >= shortest && k < SLOT_MAX)
            kept[k++] = after;
    }
    memcpy(times, kept, k * sizeof kept[0]);
    return k;
}

size_t timetable_less(struct slot times[SLOT_MAX], size_t n, int32_t minutes, int32_t shortest)
{
    int32_t less = (minutes + QUARTER - 1) / QUARTER * QUARTER;

    if (n == 0)
        return 0;
    times[n - 1].to_min -= less > QUARTER ? less : QUARTER;
    return times[n - 1].to_min - times[n - 1].from_min >= shortest ? n : n - 1;
}
