/* SPDX-License-Identifier: EUPL-1.2 */
/* Places that people take at a post, slot by slot as match/ reads them. Pure. */
#ifndef JALON_APP_MATCH_PLACES_H
#define JALON_APP_MATCH_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/limits.h"
#include "match/snapshot.h"
#include "store/matching_posts.h"

struct match_places {
    size_t n;
    int32_t who[MATCH_TAKEN]; /* takes each entry */
    struct match_taken taken[MATCH_TAKEN];
};

/* A place that somebody takes counts in every slot that it overlaps, once on each day, though a placement and what is
 * to replace it both take it. led: instead whom the one in charge of the post follows. ERR_LIMIT. */
int match_places_count(const struct matching_post *p, const struct matching_taken *taken, size_t n_taken, bool led,
                       struct match_places *out) __attribute__((warn_unused_result));
/* Somebody's time takes a place in every slot of the post that it overlaps: put behind *n others, of nobody else.
 * ERR_LIMIT. */
int match_places_take(const struct matching_post *p, const struct matching_time *t, struct match_taken out[MATCH_TAKEN],
                      size_t *n) __attribute__((warn_unused_result));

#endif
