/* SPDX-License-Identifier: EUPL-1.2 */
/* A shortest way to fill a place that is too dear to stand open. */
#ifndef JALON_ASSIGN_BACKWARD_H
#define JALON_ASSIGN_BACKWARD_H

#include <stdint.h>

struct state;

/* Needs by_post. Post j has a place open and a price above 0. Afterwards it has a case more, or a price of 0. */
void backward_search(struct state *s, uint32_t j);
/* The same without anybody walking: the prices are then those of the shortest way, on which every edge costs just what
 * its case is worth. */
void backward_prices(struct state *s, uint32_t j);

#endif
