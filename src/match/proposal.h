/* SPDX-License-Identifier: EUPL-1.2 */
/* One post with the times of the week that somebody means to propose, taken as they are. */
#ifndef JALON_MATCH_PROPOSAL_H
#define JALON_MATCH_PROPOSAL_H

#include "match/match.h"

/* As match_post for s, but with these times in the place of s->free: each must be a session long and lie whole within
 * the slots of the post, a session long in each that it crosses, and her free time, out of her job and, where that is a
 * hard rule, of the night (MATCH_RULE_SLOTS, MATCH_RULE_NIGHT: minutes lacking, weekday); and no limit may refuse one
 * of the sessions, nor may a place lack for one. plan_week_min does not bind what a person means. m and meant are the
 * caller's memory; meant becomes the snapshot that plan is to be checked against. At most MATCH_SLOTS times. */
int proposal_match(struct match *m, struct match_snapshot *meant, const struct match_snapshot *s,
                   const struct match_post *p, const struct slot *times, size_t n, struct match_fit *fit,
                   struct match_plan *plan) __attribute__((warn_unused_result, nonnull));

#endif
