/* SPDX-License-Identifier: EUPL-1.2 */
/* First by which means she may come and how long each takes; then which of them run at the times in common; last the
 * cuts. Transport is no law: what is not said for sure warns. */
#include "match/journey.h"

#include "base/banned.h"

#define FARTHEST 40000000
#define TRANSIT  (1u << MATCH_MEANS_TRANSIT)

/* A way that is too long for her alone is less bad than one that nobody is asked to go: she may accept more. */
static void bound(const struct match_snapshot *s, int by, struct journey_means *x)
{
    int32_t most = s->law.travel.means[by].most_min;
    int32_t from = x->range[by].from;
    bool hers = most == 0 || from <= most;
    int32_t at = hers ? s->travel_max_min : most;

    if (hers && (s->travel_max_min == 0 || from <= s->travel_max_min)) {
        x->usable |= 1u << by;
    } else if ((hers && !x->hers) || (hers == x->hers && from - at < x->over)) {
        x->over = from - at;
        x->bound = at;
        x->hers = hers;
    }
}

int32_t journey_bound(const struct match_snapshot *s, int by)
{
    int32_t most = s->law.travel.means[by].most_min;

    return most == 0 || (s->travel_max_min > 0 && s->travel_max_min < most) ? s->travel_max_min : most;
}

bool journey_reach(const struct match_snapshot *s, struct travel_box *out)
{
    int32_t reach = 0;

    if (!s->has_point || s->means == 0)
        return false;
    for (uint32_t left = s->means; left != 0; left &= left - 1) {
        int by = __builtin_ctz(left);
        int32_t most = journey_bound(s, by);
        int32_t metres;

        if (most == 0)
            return false;
        metres = travel_reach(&s->law.travel, (enum match_means)by, most);
        reach = metres > reach ? metres : reach;
    }
    *out = travel_box(&s->point, reach + 2 * s->law.travel.centre_m);
    return true;
}

static void weigh(const struct match_snapshot *s, const struct match_post *p, struct match_fit *f,
                  struct journey_means *x)
{
    int32_t rough = s->law.travel.centre_m * ((s->point_rough ? 1 : 0) + (p->point_rough ? 1 : 0));
    int32_t nearest, farthest;

    f->travel_m = travel_metres(&s->point, &p->point);
    f->travel_detour = travel_detour(&s->law.travel, f->travel_m);
    nearest = f->travel_m > rough ? f->travel_m - rough : 0;
    farthest = f->travel_m + rough < FARTHEST ? f->travel_m + rough : FARTHEST;
    f->travel_assumed |= rough > 0 ? MATCH_ASSUMED_PLACE : 0;
    x->over = INT32_MAX;
    for (uint32_t left = x->allowed; left != 0; left &= left - 1) {
        int by = __builtin_ctz(left);

        x->range[by] = travel_minutes(&s->law.travel, (enum match_means)by, nearest, farthest);
        bound(s, by, x);
    }
}

/* The quickest of some, by the longer end of its range. */
static void tell(const struct match_snapshot *s, const struct journey_means *x, uint32_t some, struct match_fit *f)
{
    for (; some != 0; some &= some - 1) {
        int by = __builtin_ctz(some);

        if (f->travel_to >= 0 && x->range[by].to >= f->travel_to)
            continue;
        f->travel_by = by;
        f->travel_from = x->range[by].from;
        f->travel_to = x->range[by].to;
    }
    if (s->travel_max_min > 0 && f->travel_to > s->travel_max_min)
        f->warnings |= MATCH_WARN_TRAVEL;
}

static bool is_empty(const struct windows *w)
{
    return w->n == 0;
}

static void cut(const struct match *m, struct windows *w, unsigned days, int32_t from, int32_t to,
                const struct journey_no *no, struct journey *out)
{
    if (is_empty(w))
        return;
    window_cut(m, w, days, from, to > 0 ? to : 0);
    if (is_empty(w))
        out->hours = *no;
}

/* Days of the week with the same hours of public transport. */
struct kind {
    unsigned days;
    int32_t day;               /* 6, 7: that one alone; 0: all that have no hours of their own */
    struct transit_hours said; /* by the host; 0: not */
};

#define KINDS 3

static int kinds_of(const struct match_post *p, struct kind out[KINDS])
{
    const struct transit_hours *const own[] = {&p->transit_saturday, &p->transit_sunday};
    int n = 1;

    out[0] = (struct kind){WINDOW_WEEK, 0, {p->transit_first, p->transit_last, false}};
    for (int i = 0; i < 2; i++) {
        if (own[i]->first == 0 && own[i]->last == 0 && !own[i]->none)
            continue;
        out[0].days &= ~(1u << (5 + i));
        out[n++] = (struct kind){1u << (5 + i), 6 + i, {own[i]->first > 0 ? own[i]->first : p->transit_first,
                                                        own[i]->last > 0 ? own[i]->last : p->transit_last,
                                                        own[i]->none}};
    }
    return n;
}

/* Do the times in common begin before public transport or end after it? f tells where. Hours that the host did not
 * state are taken for granted of who said that she rides, not of who said nothing. */
static bool out_of_hours(const struct match_snapshot *s, const struct kind *k, int32_t begins, int32_t ends,
                         struct match_fit *f)
{
    int32_t first = k->said.first > 0 ? k->said.first : s->means != 0 ? s->law.travel.transit_first : 0;
    int32_t last = k->said.last > 0 ? k->said.last : s->means != 0 ? s->law.travel.transit_last : SLOT_DAY;

    if (!k->said.none && begins >= first && ends <= last)
        return false;
    f->transit_at = k->said.none || begins < first ? begins : ends;
    f->transit_hour = k->said.none ? 0 : begins < first ? first : last;
    f->transit_day = k->day;
    return true;
}

/* She can come by nothing but public transport, which does not run at all of the times. */
static void ride(const struct match *m, const struct kind *kinds, int n, struct windows *w, struct match_fit *f,
                 struct journey *out)
{
    const struct match_snapshot *s = m->s;
    int32_t away = f->transit_hour > 0 ? f->transit_at - f->transit_hour : 0;
    const struct journey_no no = {MATCH_RULE_TRANSIT, MATCH_CHANGE_TRAVEL, away < 0 ? -away : away, f->transit_hour};

    f->warnings |= MATCH_WARN_TRANSIT;
    for (int i = 0; i < n && s->means != 0 && !s->whole; i++) {
        const struct transit_hours *h = &kinds[i].said;

        cut(m, w, kinds[i].days, h->first, h->none ? 0 : h->last > 0 ? h->last : SLOT_DAY, &no, out);
    }
}

/* Does public transport count, where some of the times may be out of its hours? */
static void take_transit(const struct match *m, const struct match_post *p, struct windows *w, struct match_fit *f,
                         struct journey *out)
{
    struct kind kinds[KINDS];
    int n = kinds_of(p, kinds);
    bool outside = false;

    for (int i = 0; i < n; i++) {
        int32_t begins, ends;

        window_reach(w, kinds[i].days, &begins, &ends);
        if (ends == 0)
            continue;
        out->unsaid = out->unsaid || (kinds[i].said.first == 0 && kinds[i].said.last == 0 && !kinds[i].said.none);
        outside = outside || out_of_hours(m->s, &kinds[i], begins, ends, f);
    }
    if (outside && out->means.usable == TRANSIT)
        ride(m, kinds, n, w, f, out);
    else if (outside)
        out->means.usable &= ~TRANSIT;
}

static void allow(const struct match_snapshot *s, const struct match_post *p, struct match_fit *f,
                  struct journey *out)
{
    struct journey_means *x = &out->means;

    x->allowed = s->means != 0 ? s->means : p->car_needed ? MATCH_MEANS_OWN_ENGINE : TRANSIT;
    if (p->car_needed && s->means == 0)
        f->warnings |= MATCH_WARN_CAR;
    if (p->car_needed)
        x->allowed &= MATCH_MEANS_OWN_ENGINE;
    if (x->allowed == 0)
        out->way = (struct journey_no){MATCH_RULE_CAR, MATCH_CHANGE_TRAVEL, 0, 0};
    f->travel_assumed |= s->means == 0 ? MATCH_ASSUMED_MEANS : 0;
}

void journey_way(const struct match *m, const struct match_post *p, struct match_fit *f, struct journey *out)
{
    const struct match_snapshot *s = m->s;
    struct journey_means *x = &out->means;

    *out = (struct journey){0};
    allow(s, p, f, out);
    if (s->has_point && p->has_point) {
        weigh(s, p, f, x);
        if (x->usable == 0 && x->allowed != 0 && s->means == 0)
            x->usable = x->allowed;
        else if (x->usable == 0 && x->allowed != 0)
            out->way = (struct journey_no){MATCH_RULE_TRAVEL, MATCH_CHANGE_TRAVEL, x->over, x->bound};
    } else {
        f->warnings |= MATCH_WARN_DISTANCE;
        x->usable = x->allowed;
    }
}

void journey_hours(const struct match *m, const struct match_post *p, struct windows *w, struct match_fit *f,
                   struct journey *out)
{
    static const struct journey_no asked = {MATCH_RULE_ASKED, MATCH_CHANGE_ASKED, 0, 0};
    const struct match_snapshot *s = m->s;
    struct journey_means *x = &out->means;

    if (s->begin_from > 0)
        cut(m, w, WINDOW_WEEK, s->begin_from, SLOT_DAY, &asked, out);
    if (x->usable & TRANSIT)
        take_transit(m, p, w, f, out);
    if (f->travel_m >= 0)
        tell(s, x, x->usable, f);
    if (f->travel_by == MATCH_MEANS_TRANSIT && out->unsaid)
        f->travel_assumed |= MATCH_ASSUMED_HOURS;
    if (s->home_by > 0)
        cut(m, w, WINDOW_WEEK, 0, s->home_by - (f->travel_to > 0 ? f->travel_to : 0), &asked, out);
}
