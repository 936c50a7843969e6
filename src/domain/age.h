/* SPDX-License-Identifier: EUPL-1.2 */
/* How old a person was on a day, who is a minor, and the ages of M-03. */
#ifndef JALON_DOMAIN_AGE_H
#define JALON_DOMAIN_AGE_H

#include <stdbool.h>

#include "domain/day.h"

/* Completed years; negative before the birth. Who is born on 29 February completes a year with the end of 28 February:
 * in a common year she is a year older on 1 March. */
int age_on(const struct day *birth, const struct day *on);

#define AGE_MAJORITY 18 /* code civil, art. 388 and 414 */

/* Under that age on a day? */
bool age_is_minor(const struct day *birth, const struct day *on);

/* What M-03 asks, as offer.rule_param has it for the days in question. */
struct age_limits {
    int at_facts;
    int at_decision;
};

/* M-03: may a minor's measure stand with these dates? */
bool age_allows(const struct day *birth, const struct day *facts, const struct day *decision,
                const struct age_limits *least);

#endif
