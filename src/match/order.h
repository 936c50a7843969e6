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

/* What a fit costs in a plan for many people, so that costs can be summed: its terms one after the other,
 *
 *   35,000 margin + 350 min(travel, 99) + 7 min(job, 49) + 3 aim + min(weeks / 54, 2)
 *
 * so that no sum of later terms outweighs an earlier one, as in the order but for what lies beyond those bounds. */
#define ORDER_COST_MAX 499999
int32_t order_cost(const struct match_fit *f);

#endif
