/* SPDX-License-Identifier: EUPL-1.2 */
/* The first few of many fits, in the order of match/order.h, without sorting the others. Pure. */
#ifndef JALON_APP_MATCH_PICK_H
#define JALON_APP_MATCH_PICK_H

#include <stddef.h>
#include <stdint.h>

#include "match/outcome.h"

struct match_picked {
    size_t post; /* as who offers counts them */
    struct match_fit fit;
};

struct match_pick {
    size_t max;                 /* at most so many; 0: none */
    size_t n;
    struct match_picked *room;  /* the caller's, for max; secret */
    struct match_picked **best; /* the caller's, for max: the first of those that were offered, in order */
};

/* Keeps a copy of f while it is one of the first. */
void match_pick_offer(struct match_pick *p, size_t post, const struct match_fit *f);
/* One number for fits of one rule, whatever order they come in: 0, then each added. It changes with any of their posts
 * and with what puts them in order; a cursor holds it. */
int64_t match_pick_print(int64_t print, const struct match_fit *f);

#endif
