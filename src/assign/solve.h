/* SPDX-License-Identifier: EUPL-1.2 */
/* The cheapest plan for everybody at once. */
#ifndef JALON_ASSIGN_SOLVE_H
#define JALON_ASSIGN_SOLVE_H

#include <stdint.h>

struct plan;
struct problem;

/* The plan of lowest objective and, of all those, the first: case by case from the lowest index, the post of the lowest
 * index that still leaves the objective lowest, and no post only after all posts. So the plan depends on the problem
 * alone. plan is empty (zeroed) before and the caller's afterwards. ERR_NOMEM: it is then empty. */
int solve(const struct problem *p, struct plan *plan) __attribute__((warn_unused_result));

#define SOLVE_PRICE_MAX (INT64_MAX / 64)

/* The same plan from prices of before, one per post: the closer they are, the less is left to do. ERR_LIMIT: a price
 * that is negative or above SOLVE_PRICE_MAX. */
int solve_from(const struct problem *p, const int64_t *price, struct plan *plan) __attribute__((warn_unused_result));

#endif
