/* SPDX-License-Identifier: EUPL-1.2 */
/* People come and go by whole days, and so does who is in charge of them: the most of whom one is in charge are there
 * on a day on which one of them comes for the first time. */
#include "domain/day.h"
#include "domain/slot.h"
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

/* n of so many are fuller than what the fit says already. */
static bool is_fuller(int32_t n, int32_t most, const struct match_fit *f)
{
    return f->led_max == 0 || n - most > f->led - f->led_max || (n - most == f->led - f->led_max && n > f->led);
}

/* The first such day of the week from a day on in an even or an odd week; two odd ones may follow each other. */
static int32_t next_on(int32_t from, int weekday, bool even)
{
    int32_t day = from + (weekday - day_weekday(from) + 7) % 7;

    while (day_week_even(day) != even)
        day += 7;
    return day;
}

/* At one slot, in even or in odd weeks, the days of the fit. */
static void look(const struct match_post *p, int32_t slot, bool even, struct match_fit *f)
{
    for (size_t k = 0; k < p->n_led; k++) {
        const struct match_span *s = &p->led[k].days;
        int32_t day;
        int32_t n;

        if (p->led[k].slot != slot || s->first > f->last_day || s->last < f->first_day)
            continue;
        day = next_on(s->first > f->first_day ? s->first : f->first_day, p->slots[slot].weekday, even);
        if (day > f->last_day || !covers(&p->led[k], slot, day))
            continue;
        n = people_on(p, slot, day);
        if (is_fuller(n, p->led[k].led_max, f)) {
            f->led = n;
            f->led_max = p->led[k].led_max;
        }
    }
}

static void warn(struct match_fit *f)
{
    if (f->led_max > 0 && f->led >= f->led_max)
        f->warnings |= MATCH_WARN_TUTOR;
}

void tutor_look(const struct match_post *p, const struct windows *w, struct match_fit *f)
{
    f->led_max = p->tutor_max;
    for (int even = 0; even < 2 && p->n_led > 0; even++)
        for (int i = 0; i < w->n; i++)
            if (window_in(&w->window[i], even))
                look(p, w->window[i].slot, even == 1, f);
    warn(f);
}

void tutor_look_at(const struct match_post *p, const struct slot *times, size_t n, struct match_fit *f)
{
    f->led_max = p->tutor_max;
    for (size_t i = 0; i < n && p->n_led > 0; i++)
        for (size_t k = 0; k < p->n_slots; k++)
            for (int even = 0; even < 2 && slot_overlap(&times[i], &p->slots[k]); even++)
                if (times[i].weeks == SLOT_EVERY || (times[i].weeks == SLOT_EVEN) == (even == 1))
                    look(p, (int32_t)k, even == 1, f);
    warn(f);
}
