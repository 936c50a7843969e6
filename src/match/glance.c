/* SPDX-License-Identifier: EUPL-1.2 */
/* Sure is: no rule fails that needs no calendar; her way is within what counts; and the weeks in which the post is open
 * and has a place on all of its days, and she is not away on any, give as much as is to be worked, before the period
 * and the habilitation end. Each such week gives what the tally says of a whole one, in whichever order (tally.c);
 * weeks that are not counted here only make it sooner. Behind the last one is what is farther than it by the longer end
 * of the way, where the margin of the last one is safe, so that the second term decides. Distances are compared by
 * their squares with those of which the way is known. How far the last one is, is known long before as many are planned
 * as are kept: as soon as so many fit in good time for sure. What one timetable and her times have in common is worked
 * out once. */
#include <string.h>

#include "base/err.h"
#include "match/eligible.h"
#include "match/glance.h"
#include "match/journey.h"
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

static bool is_one(const struct glance_timetable *a, const struct glance_timetable *b)
{
    return a->n == b->n && memcmp(a->slot, b->slot, (size_t)a->n * sizeof a->slot[0]) == 0;
}

/* FNV-1a over the bytes of its slots. */
static uint32_t hash_of(const struct glance_timetable *t)
{
    const unsigned char *bytes = (const unsigned char *)t->slot;
    uint32_t hash = 0x811c9dc5u;

    for (size_t i = 0; i < (size_t)t->n * sizeof t->slot[0]; i++)
        hash = (hash ^ bytes[i]) * 0x01000193u;
    return hash ^ hash >> 16;
}

/* The timetable of a post that was made ready, among all. False: there is no room for another one. */
static bool put_timetable(const struct match_ready *r, struct glance_timetables *all, uint16_t *out)
{
    struct glance_timetable t = {.n = r->n_slots};
    uint32_t at;

    for (int k = 0; k < r->n_slots; k++) {
        t.slot[k] = r->slot[k];
        t.slot[k].slot = 0;
    }
    at = hash_of(&t) % (2 * GLANCE_TIMETABLES);
    while (all->at[at] != 0 && !is_one(&all->of[all->at[at] - 1], &t))
        at = (at + 1) % (2 * GLANCE_TIMETABLES);
    if (all->at[at] == 0) {
        if (all->n == GLANCE_TIMETABLES)
            return false;
        all->of[all->n++] = t;
        all->at[at] = all->n;
    }
    *out = (uint16_t)(all->at[at] - 1);
    return true;
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

/* Of all days, the strictest; what is not stated is none. */
static void put_transit(const struct match_post *p, struct glance_post *out)
{
    const struct transit_hours all[] = {
        {p->transit_first, p->transit_last, false}, p->transit_saturday, p->transit_sunday};

    out->transit_last = SLOT_DAY;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const struct transit_hours *h = &all[i];

        out->transit_first = (int16_t)most(out->transit_first, h->none ? SLOT_DAY : h->first);
        out->transit_last = (int16_t)least(out->transit_last, h->last > 0 ? h->last : SLOT_DAY);
    }
}

void glance_make(const struct match_post *p, const struct ready_weeks *weeks, struct glance_timetables *all,
                 struct glance_post *out)
{
    memset(out, 0, sizeof *out);
    out->p = *p;
    if (match_check(p) != ERR_OK || p->ready == NULL || p->n_slots == 0 || p->n_slots > GLANCE_SLOTS ||
        !p->has_point || p->car_needed)
        return;
    out->plain = put_timetable(p->ready, all, &out->timetable);
    put_transit(p, out);
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
    int32_t bound = journey_bound(s, by);
    int64_t *within = by == MATCH_MEANS_TRANSIT ? g->within_transit : g->within;
    int32_t metres;

    metres = travel_within(&s->law.travel, (enum match_means)by, bound > 0 ? bound : INT32_MAX);
    if (by != MATCH_MEANS_TRANSIT && up_to(metres, g->rough[0]) > within[0])
        g->by = by;
    for (int i = 0; i < 2; i++)
        if (up_to(metres, g->rough[i]) > within[i])
            within[i] = up_to(metres, g->rough[i]);
}

/* Nobody said how she comes: public transport is taken for granted, and excludes nothing. */
static uint32_t means_of(const struct match_snapshot *s)
{
    return s->means != 0 ? s->means : TRANSIT;
}

void glance_begin(struct glance *g, const struct match *m, const struct glance_timetables *all, size_t keeps)
{
    static const struct uuid nobody;
    const struct match_snapshot *s = m->s;

    memset(g, 0, offsetof(struct glance, times));
    memset(g->times, 0, (all != NULL ? all->n : 0) * sizeof g->times[0]);
    verdict_begin(&g->excluded, &nobody, s->minor);
    g->m = m;
    g->timetables = all;
    g->keeps = keeps;
    g->travel = INT32_MAX;
    g->by = s->means != 0 ? -1 : MATCH_MEANS_TRANSIT;
    g->any = s->begin_from == 0 && s->home_by == 0 && s->has_point; /* the rest is asked of a timetable */
    for (int i = 0; i < 2; i++) {
        g->rough[i] = s->law.travel.centre_m * ((s->point_rough ? 1 : 0) + i);
        g->within[i] = s->means != 0 ? 0 : INT64_MAX;
        g->beyond[i] = INT64_MAX;
    }
    for (uint32_t left = s->means; left != 0; left &= left - 1)
        put_within(g, __builtin_ctz(left));
}

/* The term of the last one's way is that at most, and its margin is safe. */
static void put_last(struct glance *g, int32_t travel)
{
    const struct match_snapshot *s = g->m->s;
    int32_t metres = 0;

    if (travel >= g->travel)
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

void glance_last(struct glance *g, const struct match_fit *last)
{
    if (g->any && last->rule == MATCH_FITS && last->term[MATCH_TERM_MARGIN] <= 0)
        put_last(g, last->term[MATCH_TERM_TRAVEL]);
}

void glance_all(struct glance *g)
{
    g->travel = -1;
    g->beyond[0] = g->beyond[1] = 0;
}

static void put_times(struct glance_times *t, const struct match *m, const struct glance_timetable *x)
{
    __attribute__((uninitialized)) struct windows w; /* large, and written before it is read */
    const struct match_ready r = {.n_slots = x->n, .slot = x->slot};
    struct tally_limits limits;
    struct tally_week_rooms rooms;
    struct tally_week week;

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
    struct glance_times *t = &g->times[x->timetable];

    if (!t->known)
        put_times(t, g->m, &g->timetables->of[x->timetable]);
    t->known = true;
    return t;
}

/* Do the weeks that are whole give enough, so many days before it has to be over? */
static bool is_enough(const struct match *m, const struct glance_post *x, const struct glance_times *t, int32_t before)
{
    const struct match_snapshot *s = m->s;
    int64_t shift = ((int64_t)m->monday - x->monday) / 7;
    int64_t from = (int64_t)x->start - m->monday;
    int32_t term = s->term == DAY_NONE ? DAY_NONE : s->term - before;
    int64_t to = (int64_t)least(term, x->until) - 6 - m->monday;
    uint64_t set;

    if (m->monday < x->monday || shift > 63 || to < 0)
        return false;
    set = (x->open[0] >> shift | x->open[1] << 1 << (63 - shift)) & t->may &
          weeks_span(from > 0 ? (from + 6) / 7 : 0, to / 7, 0);
    if (t->minutes[0] == t->minutes[1])
        return tally_sets_count(set & m->weeks_of[3][0]) * t->minutes[0] >= s->remaining_min;
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

/* One more that fits in good time, whose way is sure by some means: where as many are near as are kept, the last of
 * these is no farther than they are. */
static void put_near(struct glance *g, const struct glance_post *x, int64_t square)
{
    const struct match_snapshot *s = g->m->s;
    int32_t by = square < g->within[x->p.point_rough] ? g->by : MATCH_MEANS_TRANSIT;
    int32_t metres = travel_metres(&s->point, &x->p.point);
    int32_t travel = travel_minutes(&s->law.travel, (enum match_means)by, 0, metres + g->rough[x->p.point_rough]).to /
                     TRAVEL_STEP;
    size_t n = 0;

    if (travel >= GLANCE_NEAREST)
        return;
    g->nearest[travel]++;
    for (int32_t t = 0; t < GLANCE_NEAREST && t < g->travel; t++) {
        n += (size_t)g->nearest[t];
        if (n >= g->keeps) {
            put_last(g, t);
            return;
        }
    }
}

enum glance_seen glance_look(struct glance *g, const struct glance_post *x)
{
    const struct match *m = g->m;
    const struct match_post *p = &x->p;
    const struct glance_times *t;
    int64_t square;

    if (!x->plain || !g->any)
        return GLANCE_UNSURE;
    if (eligible_fails(m, p, &g->excluded)) {
        g->excluded.post = p->id;
        return GLANCE_EXCLUDED;
    }
    square = travel_square(&m->s->point, &p->point);
    t = times_of(g, x);
    if (!is_near(g, x, square, t) || !is_enough(m, x, t, 0) || eligible_health_fails(m, p, t->night, &g->no))
        return GLANCE_UNSURE;
    if (square >= g->beyond[p->point_rough])
        return GLANCE_PASSED;
    if (g->keeps > 0 && is_enough(m, x, t, 7 * MATCH_SAFE_WEEKS))
        put_near(g, x, square);
    return GLANCE_NEAR;
}

bool glance_passes(const struct glance *g, const struct glance_post *x)
{
    return travel_square(&g->m->s->point, &x->p.point) >= g->beyond[x->p.point_rough];
}

#define LINE 64

void glance_expect(const struct glance_post *x)
{
    for (size_t at = 0; at < offsetof(struct glance_post, p) + offsetof(struct match_post, places); at += LINE)
        __builtin_prefetch((const char *)x + at);
}
