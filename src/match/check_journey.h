/* SPDX-License-Identifier: EUPL-1.2 */
/* C-07 a second time, without journey.c. Only check.c calls it. */
#ifndef JALON_MATCH_CHECK_JOURNEY_H
#define JALON_MATCH_CHECK_JOURNEY_H

#include "match/outcome.h"
#include "match/snapshot.h"

/* Is there a means by which she may come, as far as anybody knows? */
bool check_journey_comes(const struct match_snapshot *s, const struct match_post *p);
/* A session: within the hours that were asked for, and where she has nothing but public transport, within those that
 * the host states. */
bool check_journey_in_hours(const struct match_snapshot *s, const struct match_post *p, const struct match_fit *f,
                            const struct match_session *x);

#endif
