/* SPDX-License-Identifier: EUPL-1.2 */
/* match/travel.h bounds how far one comes by the shorter end of a range of minutes; what is told and costs is the
 * longer end, which is the shorter one of a law whose spread has the other sign. */
#include "app/plan_near.h"
#include "match/order.h"

#include "base/banned.h"

#define UNSAID (1u << MATCH_MEANS_TRANSIT | MATCH_MEANS_OWN_ENGINE) /* taken for granted of who said nothing */

bool plan_near_box(const struct match_snapshot *s, int32_t minutes, struct travel_box *out)
{
    int32_t reach = 0;

    if (!s->has_point || minutes == PLAN_NEAR_ALL)
        return false;
    for (uint32_t left = s->means != 0 ? s->means : UNSAID; left != 0; left &= left - 1) {
        int by = __builtin_ctz(left);
        struct match_travel_law law = s->law.travel;
        int32_t metres;

        law.means[by].spread = -law.means[by].spread;
        metres = travel_reach(&law, (enum match_means)by, minutes);
        reach = metres > reach ? metres : reach;
    }
    *out = travel_box(&s->point, reach);
    return true;
}

int32_t plan_near_cost(int32_t minutes)
{
    struct match_fit f = {.term = {[MATCH_TERM_TRAVEL] = minutes / TRAVEL_STEP + 1}};

    return order_cost(&f);
}

int32_t plan_near_over(int64_t cost)
{
    int32_t minutes = TRAVEL_STEP;
    int32_t least = plan_near_cost(minutes);

    while (least <= cost) {
        int32_t next = plan_near_cost(minutes + TRAVEL_STEP);

        if (next == least)
            return PLAN_NEAR_ALL;
        minutes += TRAVEL_STEP;
        least = next;
    }
    return minutes;
}
