/* SPDX-License-Identifier: EUPL-1.2 */
/* The proof of a plan, looked at by somebody who knows nothing of how it was found. */
#ifndef JALON_ASSIGN_CHECK_H
#define JALON_ASSIGN_CHECK_H

#include <stdbool.h>

struct plan;
struct problem;

/* Is the plan what it says: lawful, of that objective, and the cheapest there is (or, when it says that there is none,
 * are its crowded cases too many for the places that they may have)? *yes is the answer. ERR_NOMEM when it could not be
 * tried. */
int check(const struct problem *p, const struct plan *s, bool *yes) __attribute__((warn_unused_result));

#endif
