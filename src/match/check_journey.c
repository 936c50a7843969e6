/* SPDX-License-Identifier: EUPL-1.2 */
/* One means after the other, each asked anew. */
#include "match/check_journey.h"
#include "match/travel.h"

#include "base/banned.h"

/* Both points are known. */
static struct travel_range range_of(const struct match_snapshot *s, const struct match_post *p, int by)
{
    int32_t rough = (s->point_rough + p->point_rough) * s->law.travel.centre_m;
    int32_t metres = travel_metres(&s->point, &p->point);

    return travel_minutes(&s->law.travel, (enum match_means)by, metres > rough ? metres - rough : 0,
                          metres + rough > 40000000 ? 40000000 : metres + rough);
}

/* C-07: can she come by this means, as far as anybody knows? */
static bool comes_by(const struct match_snapshot *s, const struct match_post *p, int by)
{
    int32_t most = s->law.travel.means[by].most_min;
    bool motor = by == MATCH_MEANS_CAR || by == MATCH_MEANS_SCOOTER;

    if (!(s->means >> by & 1) || (p->car_needed && !motor))
        return false;
    if (!s->has_point || !p->has_point)
        return true;
    return (most == 0 || range_of(s, p, by).from <= most) &&
           (s->travel_max_min == 0 || range_of(s, p, by).from <= s->travel_max_min);
}

bool check_journey_comes(const struct match_snapshot *s, const struct match_post *p)
{
    bool some = s->means == 0;

    for (int by = 0; by < MATCH_MEANS; by++)
        some = some || comes_by(s, p, by);
    return some;
}

/* Within the hours that the host states of public transport on that day of the week. */
static bool runs(const struct match_post *p, const struct match_session *x)
{
    int weekday = day_weekday(x->day);
    struct transit_hours h = weekday == 6   ? p->transit_saturday
                             : weekday == 7 ? p->transit_sunday
                                            : (struct transit_hours){0};

    if (h.none)
        return false;
    h.first = h.first > 0 ? h.first : p->transit_first;
    h.last = h.last > 0 ? h.last : p->transit_last;
    return x->from_min >= h.first && (h.last == 0 || x->to_min <= h.last);
}

bool check_journey_in_hours(const struct match_snapshot *s, const struct match_post *p, const struct match_fit *f,
                            const struct match_session *x)
{
    bool rides = comes_by(s, p, MATCH_MEANS_TRANSIT) && !s->whole;

    for (int by = 0; by < MATCH_MEANS; by++)
        rides = rides && (by == MATCH_MEANS_TRANSIT || !comes_by(s, p, by));
    if (rides && !runs(p, x))
        return false;
    return x->from_min >= s->begin_from &&
           (s->home_by == 0 || x->to_min + (f->travel_to > 0 ? f->travel_to : 0) <= s->home_by);
}
