/* SPDX-License-Identifier: EUPL-1.2 */
/* The weekly times that are proposed when nobody named any. */
#ifndef JALON_APP_MATCH_TIMES_H
#define JALON_APP_MATCH_TIMES_H

#include "app/match_snapshot.h"
#include "match/match.h"

struct match_times {
    bool chosen; /* somebody named them */
    size_t n;
    struct slot slot[SLOT_MAX];
};

/* The rhythm of a plan (match/timetable.h) that ends on last_day. Times at which she is at another post on a day of it
 * are not proposed, though that ends one day (E-05); where nothing else is left they stay, for the database to say
 * so. */
void match_times_of(const struct match_material *m, const struct match_plan *plan, int32_t last_day,
                    struct match_times *out);
/* proposal_match with these times. Of those that nobody named the same are left out as above: with fewer the plan ends
 * later, and may then reach a day on which she is elsewhere. And they are cut at the end of the week where another
 * week than the one that they are of leaves less beside her job and other work (W-01, W-03, W-04). */
int match_times_propose(struct match *match, struct match_snapshot *meant, const struct match_material *m,
                        const struct match_post *p, struct match_times *times, struct match_fit *fit,
                        struct match_plan *plan) __attribute__((warn_unused_result));

#endif
