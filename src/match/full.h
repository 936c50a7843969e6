/* SPDX-License-Identifier: EUPL-1.2 */
/* On which days a slot of a post has no free place. Only files of this room call it. */
#ifndef JALON_MATCH_FULL_H
#define JALON_MATCH_FULL_H

#include "match/snapshot.h"

struct match_full {
    int32_t slot;
    enum slot_weeks weeks; /* SLOT_EVERY, or on days of such weeks only */
    struct match_span days;
    bool over; /* even fewer than none; a span with over lies within one without */
};

/* Before the first span of a post. */
#define FULL_BEFORE ((struct match_full){.slot = -1, .over = true})

/* The span after f, by slot; false when there is none. Nobody takes less than no place. */
bool full_next(const struct match_post *p, struct match_full *f);

#endif
