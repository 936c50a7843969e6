/* SPDX-License-Identifier: EUPL-1.2 */
/* Where posts lie that are near enough to somebody to be cheap for her: of a match the way is known first, and what it
 * costs (match/order.h) is the least that the post costs. */
#ifndef JALON_APP_PLAN_NEAR_H
#define JALON_APP_PLAN_NEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "match/snapshot.h"
#include "match/travel.h"

#define PLAN_NEAR_ALL INT32_MAX /* minutes: any way */

/* A post with a point outside of it is told to be more than so many minutes away, a multiple of TRAVEL_STEP, by every
 * means by which she may come. False: there is no such bound. */
bool plan_near_box(const struct match_snapshot *s, int32_t minutes, struct travel_box *out);
/* What a fit costs at least whose way is longer than so many minutes. */
int32_t plan_near_cost(int32_t minutes);
/* So many minutes, beyond which every fit costs more than this; PLAN_NEAR_ALL where no way is that dear. */
int32_t plan_near_over(int64_t cost);

static inline bool plan_near_is_in(const struct travel_box *box, const struct match_point *p)
{
    return p->lat >= box->least.lat && p->lat <= box->most.lat && p->lon >= box->least.lon && p->lon <= box->most.lon;
}

#endif
