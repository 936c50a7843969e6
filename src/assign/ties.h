/* SPDX-License-Identifier: EUPL-1.2 */
/* Among all cheapest plans, the one that solve.h promises. */
#ifndef JALON_ASSIGN_TIES_H
#define JALON_ASSIGN_TIES_H

struct plan;
struct problem;

/* plan is feasible and cheapest, its prices and values prove it and stay as they are; matched may change. Afterwards it
 * is the first of all plans of that cost: by case, the lowest post; none comes last. ERR_NOMEM. */
int ties_break(const struct problem *p, struct plan *plan) __attribute__((warn_unused_result));

#endif
