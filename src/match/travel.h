/* SPDX-License-Identifier: EUPL-1.2 */
/* How far a post is and how long one is on the way: the straight line, a detour that depends on it, and a speed for
 * each means. No map and no timetable is looked at, so the answer is a range. Hours are in journey.h. */
#ifndef JALON_MATCH_TRAVEL_H
#define JALON_MATCH_TRAVEL_H

#include <stdbool.h>
#include <stdint.h>

#include "match/snapshot.h"

#define TRAVEL_STEP 5 /* minutes: ranges end on multiples of it */

/* Metres in a straight line on a sphere of 6,371,009 m, flattened at the mean latitude. In metropolitan France and for
 * less than 100 km it is within 0.2 % and 2 m of the great circle; overseas the same; at most 40,000,000. */
int32_t travel_metres(const struct match_point *a, const struct match_point *b);
/* Their square, before they are rounded down and without that bound. */
int64_t travel_square(const struct match_point *a, const struct match_point *b);

/* Can these parameters be? */
bool travel_law_fits(const struct match_travel_law *law) __attribute__((warn_unused_result));
/* Thousandths of a straight line of so many metres that its way is, within 1 %:
 *
 *   detour_far + detour_near e^(-metres / detour_fall_m) */
int32_t travel_detour(const struct match_travel_law *law, int32_t metres);

struct travel_range {
    int32_t from; /* minutes, multiples of TRAVEL_STEP, the lower one rounded down and the upper one up */
    int32_t to;   /* at least TRAVEL_STEP */
};

/* One way by one means over a straight line that is between nearest and farthest metres long:
 *
 *   from = (fixed_min + nearest  detour / metres_min) (100 - spread) %
 *   to   = (fixed_min + farthest detour / metres_min) (100 + spread) % */
struct travel_range travel_minutes(const struct match_travel_law *law, enum match_means by, int32_t nearest,
                                   int32_t farthest);

/* So many metres in a straight line, or fewer, are all that this means goes within so many minutes, by the shorter end
 * of its range; at most 40,000,000. */
int32_t travel_reach(const struct match_travel_law *law, enum match_means by, int32_t minutes);

/* The shorter end of a straight line of so many metres, or fewer, is at most so many minutes, for sure; -1: of none. */
int32_t travel_within(const struct match_travel_law *law, enum match_means by, int32_t minutes);
/* The longer end of one of so many metres, or more, is above so many minutes, for sure; INT32_MAX: of none. Both are
 * less than a hundredth off, so what lies between is asked of travel_minutes. */
int32_t travel_beyond(const struct match_travel_law *law, enum match_means by, int32_t minutes);

/* In millionths of a degree, both ends within. */
struct travel_box {
    struct match_point least;
    struct match_point most;
};

/* What lies outside is farther than so many metres from the middle. */
struct travel_box travel_box(const struct match_point *middle, int32_t metres);

#endif
