/* SPDX-License-Identifier: EUPL-1.2 */
/* The order in which fits are shown. */
#ifndef JALON_MATCH_ORDER_H
#define JALON_MATCH_ORDER_H

#include <stddef.h>

#include "match/outcome.h"

/* Negative, zero or positive as a is shown before, with or after b. What fits comes first, by its terms in the order of
 * enum match_term, smaller first; then what does not, by its rule and its amount. The id decides what is alike. */
int order_compare(const struct match_fit *a, const struct match_fit *b);
/* In place, without memory of its own, n log n. With different ids the result does not depend on the order at first. */
void order_fits(struct match_fit *fits, size_t n);

#endif
