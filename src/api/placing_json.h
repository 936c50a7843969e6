/* SPDX-License-Identifier: EUPL-1.2 */
/* Why a placement may not be, as members of a problem. */
#ifndef JALON_API_PLACING_JSON_H
#define JALON_API_PLACING_JSON_H

#include "app/propose_placement.h"
#include "base/buf.h"

/* "rules":[{"rule":"W-01","sentence":"…"}]: the one that the matcher says, else those that the database says. */
void placing_json_rules(struct buf *b, const struct match_fit *fit, const struct placement_broken *broken);
/* The same for one rule. */
void placing_json_rule(struct buf *b, const char *rule, const char *sentence);
/* "options":[…]: other posts, as a match shows them. */
void placing_json_options(struct buf *b, const struct match_ask *check);

#endif
