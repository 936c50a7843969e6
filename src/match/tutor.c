/* SPDX-License-Identifier: EUPL-1.2 */
/* People come and go by whole days, so the most are there on a day on which one of them comes for the first time. */
#include "domain/day.h"
#include "match/tutor.h"

#include "base/banned.h"

static bool covers(const struct match_taken *t, int32_t slot, int32_t day)
{
    return t->slot == slot && t->days.first <= day && day <= t->days.last &&
           (t->weeks == SLOT_EVERY || (t->weeks == SLOT_EVEN) == day_week_even(day));
}

static int32_t people_on(const struct match_post *p, int32_t slot, int32_t day)
{
    int32_t n = 0;

    for (size_t i = 0; i < p->n_led; i++)
        n += covers(&p->led[i], slot, day) ? p->led[i].places : 0;
    return n;
}

/* The first such day of the week from a day on in an even or an odd week; two odd ones may follow each other. */
static int32_t next_on(int32_t from, int weekday, bool even)
{
    int32_t day = from + (weekday - day_weekday(from) + 7) % 7;

    while (day_week_even(day) != even)
        day += 7;
    return day;
}

int32_t tutor_load(const struct match_post *p, const struct windows *w, int32_t first, int32_t last)
{
    int32_t most = 0;

    for (int even = 0; even < 2; even++)
        for (int i = 0; i < w->n[even]; i++) {
            const struct window *x = &w->list[even][i];

            if (i > 0 && x[-1].slot == x->slot)
                continue;
            for (size_t k = 0; k < p->n_led; k++) {
                const struct match_taken *t = &p->led[k];
                int32_t day;
                int32_t n;

                if (t->slot != x->slot || t->days.first > last || t->days.last < first)
                    continue;
                day = next_on(t->days.first > first ? t->days.first : first, x->weekday + 1, even == 1);
                n = day <= last ? people_on(p, x->slot, day) : 0;
                most = n > most ? n : most;
            }
        }
    return most;
}
