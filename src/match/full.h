/* SPDX-License-Identifier: EUPL-1.2 */
/* On which days a slot of a post has no free place: made once of what is taken there, for everybody who is matched. */
#ifndef JALON_MATCH_FULL_H
#define JALON_MATCH_FULL_H

#include "match/snapshot.h"

/* Most spans that n entries and that many slots can give. */
#define FULL_MOST(n_taken, n_slots) (4 * ((n_taken) + (n_slots)))

/* Before the first span of a post. */
#define FULL_BEFORE ((struct match_full){.slot = -1, .over = true})

/* The span after f, by slot; false when there is none. Nobody takes less than no place. */
bool full_next(const struct match_post *p, struct match_full *f);
/* All of them for match_post.full, into room for FULL_MOST; how many. */
size_t full_of(const struct match_post *p, struct match_full *out);

#endif
