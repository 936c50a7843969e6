/* SPDX-License-Identifier: EUPL-1.2 */
/* A shortest way for a case that waits. */
#ifndef JALON_ASSIGN_FORWARD_H
#define JALON_ASSIGN_FORWARD_H

#include <stdbool.h>
#include <stdint.h>

struct state;

/* Case i is unmatched and its value is below the cost of that. Afterwards it waits no more: it has a
 * place, others having moved, or somebody (perhaps itself) is unmatched at the full cost. False when neither can be, as
 * nobody may be unmatched: plan->crowd is then a set of cases with fewer places than cases. */
bool forward_search(struct state *s, uint32_t i) __attribute__((warn_unused_result));
/* Where a case may be unmatched: the same without anybody walking, so that the prices are those of the shortest way, on
 * which every edge costs just what its case is worth. */
void forward_prices(struct state *s, uint32_t i);
/* The same for post j that has a case too many. */
void forward_prices_out(struct state *s, uint32_t j);

#endif
