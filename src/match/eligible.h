/* SPDX-License-Identifier: EUPL-1.2 */
/* The rules that need no calendar: what offer, measure and person are by themselves. Only files of this room call
 * it, but for the first. */
#ifndef JALON_MATCH_ELIGIBLE_H
#define JALON_MATCH_ELIGIBLE_H

#include "match/match.h"

/* MATCH_RULE_HOST to MATCH_RULE_FRESH: what a post is by itself, whoever comes. first: the first day that is looked at;
 * fresh_days: of the law. f as eligible_fails. */
bool eligible_offer_fails(const struct match_post *p, int32_t today, int32_t first, int32_t fresh_days,
                          struct match_fit *f);
/* MATCH_RULE_PUBLIC to MATCH_RULE_HOURS: the first that fails is in f. */
bool eligible_fails(const struct match *m, const struct match_post *p, struct match_fit *f);
/* W-05, W-06. Night asks for an examination where night is in common, not where the post merely has some. */
bool eligible_health_fails(const struct match *m, const struct match_post *p, bool night, struct match_fit *f);

#endif
