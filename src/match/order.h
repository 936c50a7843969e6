/* SPDX-License-Identifier: EUPL-1.2 */
/* The order in which fits are shown. */
#ifndef JALON_MATCH_ORDER_H
#define JALON_MATCH_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "match/outcome.h"

/* Negative, zero or positive as a is shown before, with or after b. What fits comes first, by its terms in the order of
 * enum match_term, smaller first; then what does not, by its rule and its amount. The id decides what is alike. */
int order_compare(const struct match_fit *a, const struct match_fit *b);

/* What is put in order for a fit. */
struct order_key {
    uint64_t high; /* what is smaller comes first; what is equal is compared */
    size_t at;
};

/* In place, n log n; room has two for each fit. With different ids the result does not depend on the order at first. */
void order_fits(struct match_fit *fits, size_t n, struct order_key *room);

#endif
