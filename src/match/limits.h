/* SPDX-License-Identifier: EUPL-1.2 */
/* Every maximum of the room. match_begin refuses a snapshot that is over one, match_post a post that is. */
#ifndef JALON_MATCH_LIMITS_H
#define JALON_MATCH_LIMITS_H

#include "domain/slot.h"

#define MATCH_SLOTS         SLOT_MAX /* of a post, of a person's free time, of a person's job */
#define MATCH_SPANS         (4 * MATCH_SLOTS) /* free time less job time, in an even and an odd week */
#define MATCH_WINDOWS       (4 * MATCH_SLOTS + 2 * MATCH_SLOTS) /* those spans cut by the slots of a post */
#define MATCH_BUSY          1024 /* dated commitments of a person */
#define MATCH_AWAY          64   /* absences of a person */
#define MATCH_HOLIDAYS      64
#define MATCH_AVOID         64   /* hosts, sites, zones: each */
#define MATCH_CLOSURES      128  /* of a post */
#define MATCH_TAKEN         4096 /* what placements and reservations take of a post; of the one in charge of it */
#define MATCH_WEEKS         160  /* of the calendar: 18 months, suspended for as long again */
#define MATCH_WEEK_WORDS    ((MATCH_WEEKS + 63) / 64)
#define MATCH_DAYS          (7 * MATCH_WEEKS)
#define MATCH_MINUTES       24000 /* 400 hours, M-01 */
#define MATCH_LEAST_SESSION 30
#define MATCH_SESSIONS      (MATCH_MINUTES / MATCH_LEAST_SESSION + 1)

#endif
