/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences of the way: as explain.h has them. */
#ifndef JALON_MATCH_EXPLAIN_TRAVEL_H
#define JALON_MATCH_EXPLAIN_TRAVEL_H

#include "base/buf.h"
#include "match/outcome.h"
#include "match/snapshot.h"

/* One way: "de 25 à 45 min en transports en commun, à vol d’oiseau × 1,3, sans horaire vérifié". Nothing where it is
 * not known. */
void explain_travel(struct buf *b, const struct match_fit *f);
/* Of MATCH_RULE_TRANSIT and MATCH_WARN_TRANSIT: "commence à 6 h, premiers transports à 6 h 25". */
void explain_travel_hours(struct buf *b, const struct match_fit *f);

#endif
