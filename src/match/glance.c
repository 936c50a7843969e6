/* SPDX-License-Identifier: EUPL-1.2 */
/* Sure is: no rule fails that needs no calendar; her way is within what counts and, by its longer end, beyond that of
 * the last one, whose margin is safe, so that the second term decides; and the weeks in which the post is open and has
 * a place on all of its days, and she is not away on any, give as much as is to be worked, before the period and the
 * habilitation end. Each such week gives what the tally says of a whole one, in whichever order (tally.c); weeks that
 * are not counted here only make it sooner. The way is compared by the square of its straight line with those of which
 * it is known. What one timetable and her times have in common is worked out once: many posts share one. */
#include <string.h>

#include "base/err.h"
#include "match/eligible.h"
#include "match/glance.h"
#include "match/occupancy.h"
#include "match/tally.h"
#include "match/tally_sets.h"
#include "match/travel.h"
#include "match/verdict.h"
#include "match/weeks.h"

#include "base/banned.h"

#define TRANSIT (1u << MATCH_MEANS_TRANSIT)

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static uint32_t slot_number(const struct ready_slot *s)
{
    return (uint32_t)s->weekday << 24 | (uint32_t)s->kinds << 22 | (uint32_t)s->from << 11 | (uint32_t)s->to;
}

static struct ready_slot slot_of(uint32_t number)
{
    return (struct ready_slot){(int16_t)(number >> 11 & 0x7ff), (int16_t)(number & 0x7ff), (int8_t)(number >> 24),
                               number >> 22 & 3, 0};
}

static void put_slots(const struct match_ready *r, struct glance_post *out)
{
    uint32_t hash = 0;

    out->n_slots = (uint8_t)r->n_slots;
    for (int k = 0; k < r->n_slots; k++) {
        const struct ready_slot *s = &r->slot[k];

        out->slot[k] = slot_number(s);
        hash = (hash ^ out->slot[k]) * 0x9e3779b1u;
        hash ^= hash >> 15;
    }
    out->hash = (uint16_t)hash;
}

static void put_open(const struct match_ready *r, const struct ready_weeks *weeks, struct glance_post *out)
{
    for (int i = 0; i < 2; i++) {
        const uint64_t runs[] = {0, ~weeks->even[i], weeks->even[i], ~UINT64_C(0)}; /* by kinds */

        out->open[i] = ~UINT64_C(0);
        for (int k = 0; k < r->n_slots; k++)
            out->open[i] &= r->weeks[i * r->sets + READY_OPEN + r->slot[k].slot] | ~runs[r->slot[k].kinds];
    }
}

static bool is_minute(int32_t minute)
{
    return minute >= 0 && minute <= SLOT_DAY;
}

/* Of all days, the strictest; what is not stated is none. False: hours that cannot be. */
static bool put_transit(const struct match_post *p, struct glance_post *out)
{
    const struct transit_hours all[] = {
        {p->transit_first, p->transit_last, false}, p->transit_saturday, p->transit_sunday};

    out->transit_last = SLOT_DAY;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const struct transit_hours *h = &all[i];

        if (!is_minute(h->first) || !is_minute(h->last))
            return false;
        out->transit_first = (int16_t)most(out->transit_first, h->none ? SLOT_DAY : h->first);
        out->transit_last = (int16_t)least(out->transit_last, h->last > 0 ? h->last : SLOT_DAY);
    }
    return true;
}

void glance_make(const struct match_post *p, const struct ready_weeks *weeks, struct glance_post *out)
{
    memset(out, 0, sizeof *out);
    out->p = *p;
    if (p->ready == NULL || p->n_slots == 0 || p->n_slots > GLANCE_SLOTS || !p->has_point || p->car_needed ||
        p->n_closures > MATCH_CLOSURES || p->n_taken > MATCH_TAKEN || p->n_led > MATCH_TAKEN)
        return;
    out->plain = put_transit(p, out);
    put_slots(p->ready, out);
    put_open(p->ready, weeks, out);
    out->monday = weeks->monday;
    out->start = most(p->inscribed_on, p->earliest);
    if (p->needs_habilitation)
        out->start = most(out->start, p->habilitation.first);
    out->until = p->needs_habilitation ? p->habilitation.last : DAY_NONE;
}

/* Of fewer metres than the root of that; of none where within is -1. */
static int64_t up_to(int32_t within, int32_t rough)
{
    int64_t metres = within < 0 ? 0 : (int64_t)within + rough + 1;

    return metres * metres;
}

static void put_within(struct glance *g, int by)
{
    const struct match_snapshot *s = g->m->s;
    int32_t bound = s->law.travel.means[by].most_min;
    int64_t *within = by == MATCH_MEANS_TRANSIT ? g->within_transit : g->within;
    int32_t metres;

    if (bound == 0 || (s->travel_max_min > 0 && s->travel_max_min < bound))
        bound = s->travel_max_min;
    metres = travel_within(&s->law.travel, (enum match_means)by, bound > 0 ? bound : INT32_MAX);
    for (int i = 0; i < 2; i++)
        if (up_to(metres, g->rough[i]) > within[i])
            within[i] = up_to(metres, g->rough[i]);
}

/* Nobody said how she comes: public transport is taken for granted, and excludes nothing. */
static uint32_t means_of(const struct match_snapshot *s)
{
    return s->means != 0 ? s->means : TRANSIT;
}

void glance_begin(struct glance *g, const struct match *m)
{
    static const struct uuid nobody;
    const struct match_snapshot *s = m->s;

    memset(g, 0, sizeof *g);
    verdict_begin(&g->excluded, &nobody, s->minor);
    g->m = m;
    g->travel = -1;
    g->any = s->begin_from == 0 && s->home_by == 0 && s->has_point; /* the rest is asked of a timetable */
    for (int i = 0; i < 2; i++) {
        g->rough[i] = s->law.travel.centre_m * ((s->point_rough ? 1 : 0) + i);
        g->within[i] = s->means != 0 ? 0 : INT64_MAX;
    }
    for (uint32_t left = s->means; left != 0; left &= left - 1)
        put_within(g, __builtin_ctz(left));
}

void glance_last(struct glance *g, const struct match_fit *last)
{
    const struct match_snapshot *s = g->m->s;
    int32_t travel = last->term[MATCH_TERM_TRAVEL];
    int32_t metres = 0;

    if (!g->any || last->rule != MATCH_FITS || last->term[MATCH_TERM_MARGIN] > 0 || travel == g->travel)
        return;
    for (uint32_t left = means_of(s); left != 0; left &= left - 1)
        metres = most(metres, travel_beyond(&s->law.travel, (enum match_means)__builtin_ctz(left),
                                            least(travel, MATCH_FAR) * TRAVEL_STEP));
    g->travel = travel;
    for (int i = 0; i < 2; i++) {
        int64_t from = most(metres - g->rough[i], 0);

        g->beyond[i] = from * from;
    }
}

void glance_all(struct glance *g)
{
    g->travel = g->any ? 0 : -1; /* beyond is 0 */
}

/* Slots of one hash are looked at again where they are not those of before: that costs time and is right. */
static bool of_them(const struct glance_times *t, const struct glance_post *x)
{
    return t->of == x || (t->of != NULL && t->of->n_slots == x->n_slots &&
                          memcmp(t->of->slot, x->slot, x->n_slots * sizeof x->slot[0]) == 0);
}

/* Out of its numbers, which lie at hand: not of the post. */
static void put_times(struct glance_times *t, const struct match *m, const struct glance_post *x)
{
    __attribute__((uninitialized)) struct windows w; /* large, and written before it is read */
    struct ready_slot slot[GLANCE_SLOTS];
    const struct match_ready r = {.n_slots = x->n_slots, .slot = slot};
    struct tally_limits limits;
    struct tally_week_rooms rooms;
    struct tally_week week;

    for (int k = 0; k < x->n_slots; k++)
        slot[k] = slot_of(x->slot[k]);
    if (window_list(m, &r, &w) != ERR_OK || w.n == 0 || !tally_may(m, &w, &limits))
        return;
    t->first = (int16_t)w.first;
    t->last = (int16_t)w.last;
    t->night = w.night;
    t->may = ~UINT64_C(0);
    for (unsigned days = w.days[0] | w.days[1]; days != 0; days &= days - 1)
        t->may &= m->may[0][__builtin_ctz(days)][0];
    tally_week_rooms_of(&rooms, m, &w);
    for (int even = 0; even < 2; even++) {
        tally_week_whole(&week, &rooms, even);
        t->minutes[even] = week.minutes;
    }
}

static const struct glance_times *times_of(struct glance *g, const struct glance_post *x)
{
    struct glance_times *t = &g->times[x->hash % GLANCE_TIMETABLES];

    if (!of_them(t, x)) {
        *t = (struct glance_times){.of = x};
        put_times(t, g->m, x);
    }
    return t;
}

/* Do the weeks that are whole give enough, before it has to be over? */
static bool is_enough(const struct match *m, const struct glance_post *x, const struct glance_times *t)
{
    const struct match_snapshot *s = m->s;
    int64_t shift = ((int64_t)m->monday - x->monday) / 7;
    int64_t from = (int64_t)x->start - m->monday;
    int64_t to = (int64_t)least(s->term, x->until) - 6 - m->monday;
    uint64_t set;

    if (m->monday < x->monday || shift > 63 || to < 0)
        return false;
    set = (x->open[0] >> shift | x->open[1] << 1 << (63 - shift)) & t->may &
          weeks_span(from > 0 ? (from + 6) / 7 : 0, to / 7, 0);
    return tally_sets_count(set & m->weeks_of[1][0]) * t->minutes[0] +
               tally_sets_count(set & m->weeks_of[2][0]) * t->minutes[1] >=
           s->remaining_min;
}

/* C-07: and no times are cut for it; hours that the host does not state cut none. */
static bool is_near(const struct glance *g, const struct glance_post *x, int64_t square, const struct glance_times *t)
{
    return square < g->within[x->p.point_rough] ||
           (square < g->within_transit[x->p.point_rough] && t->first >= x->transit_first &&
            t->last <= x->transit_last);
}

enum glance_seen glance_look(struct glance *g, const struct glance_post *x)
{
    const struct match *m = g->m;
    const struct match_post *p = &x->p;
    const struct glance_times *t;
    int64_t square;

    if (!x->plain || g->travel < 0)
        return GLANCE_UNSURE;
    if (eligible_fails(m, p, &g->excluded)) {
        g->excluded.post = p->id;
        return GLANCE_EXCLUDED;
    }
    square = travel_square(&m->s->point, &p->point);
    if (square < g->beyond[p->point_rough])
        return GLANCE_UNSURE;
    t = times_of(g, x);
    return is_near(g, x, square, t) && is_enough(m, x, t) && !eligible_health_fails(m, p, t->night, &g->no)
               ? GLANCE_PASSED
               : GLANCE_UNSURE;
}

#define LINE 64

void glance_expect(const struct glance_post *x)
{
    __builtin_prefetch(&x->p);
    __builtin_prefetch((const char *)&x->p + LINE);
    __builtin_prefetch((const char *)&x->p + offsetof(struct match_post, point));
    __builtin_prefetch(x->open);
    __builtin_prefetch(&x->slot[GLANCE_SLOTS / 2]);
}
