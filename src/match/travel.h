/* SPDX-License-Identifier: EUPL-1.2 */
/* How far a post is. Level A: the straight line. A later level puts ways and timetables behind the same call. */
#ifndef JALON_MATCH_TRAVEL_H
#define JALON_MATCH_TRAVEL_H

#include <stdint.h>

#include "match/snapshot.h"

/* Metres in a straight line on a sphere of 6,371,009 m, flattened at the mean latitude. In metropolitan France and for
 * less than 100 km it is within 0.2 % and 2 m of the great circle; overseas the same; at most 40,000,000. */
int32_t travel_metres(const struct match_point *a, const struct match_point *b);

#endif
