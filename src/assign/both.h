/* SPDX-License-Identifier: EUPL-1.2 */
/* The edges of a problem that changes, by case and by post: every change is made on both sides. */
#ifndef JALON_ASSIGN_BOTH_H
#define JALON_ASSIGN_BOTH_H

#include <stdint.h>

struct problem;
struct problem_edge;
struct rows;

/* The index of the edge of case i to post j in the problem, or PROBLEM_NONE. */
uint32_t both_find(const struct problem *p, uint32_t i, uint32_t j);
/* A new case at the end, for which the problem has room, with n edges in any order. ERR_LIMIT: an index or a cost out
 * of range; ERR_CONFLICT: a post twice; ERR_NOMEM. Nothing has changed then. */
int both_add(struct problem *p, struct rows *r, const struct problem_edge *edge, uint32_t n)
    __attribute__((warn_unused_result));
/* Case i has no edges by post any more; its row stays. */
void both_remove(const struct problem *p, struct rows *r, uint32_t i);
/* The edge of that index, which is one of case i, costs something else. */
void both_cost(struct problem *p, struct rows *r, uint32_t i, uint32_t k, int32_t cost);

#endif
