/* SPDX-License-Identifier: EUPL-1.2 */
/* From a post of the database to one that match/ reads, for one person: pure. */
#ifndef JALON_APP_MATCH_OFFER_H
#define JALON_APP_MATCH_OFFER_H

#include <stddef.h>
#include <stdint.h>

#include "app/match_snapshot.h"

/* One post with the lists that it points to, and to those of struct matching_posts. */
struct match_offer {
    struct match_post p;
    struct match_span closures[MATCHING_POSTS_CLOSURES];
    struct match_taken taken[MATCH_TAKEN];
    uint32_t places; /* match_offer_places */
};

/* Post i of all. A place that somebody takes counts in every slot that it overlaps. ERR_LIMIT: more is taken than
 * MATCH_TAKEN. */
int match_offer_build(const struct match_material *m, const struct matching_posts *all, size_t i,
                      struct match_offer *out) __attribute__((warn_unused_result));
/* Which places of the profile are the commune of this post, by its code or its name: bit k is place k. Other places no
 * program can compare. */
uint32_t match_offer_places(const struct match_material *m, const struct matching_post *post);
/* Is somebody at this site whom she must not meet? */
bool match_offer_met(const struct match_material *m, const struct uuid *site);
/* Somebody's time takes a place in every slot of the post that it overlaps: put behind *n others. ERR_LIMIT. */
int match_offer_take(const struct matching_post *p, const struct matching_time *t, struct match_taken out[MATCH_TAKEN],
                     size_t *n) __attribute__((warn_unused_result));

#endif
