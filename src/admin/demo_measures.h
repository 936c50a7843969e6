/* SPDX-License-Identifier: EUPL-1.2 */
/* One measure for each case of the demonstration, as far along as its row says, and what authorities decided. */
#ifndef JALON_ADMIN_DEMO_MEASURES_H
#define JALON_ADMIN_DEMO_MEASURES_H

#include <stdbool.h>

#include "admin/invented.h"
#include "app/service.h"
#include "base/uuid.h"

/* The case whose suspension a director checks, and another one whose consent waits for that. */
#define DEMO_MEASURES_SUSPENDED 4
#define DEMO_MEASURES_CONSENT 9

/* Days are days ago; 0: not yet. */
struct demo_measures_row {
    const char *kind;
    const char *offence_class;
    const char *authority;
    const char *consent;
    int hours;
    int months;      /* of the period */
    int firm_months; /* that were converted */
    bool fallback;
    int facts;
    int judged;
    int final;
    int seized;
    int interview;
    int evaluation;
    bool draft;   /* stays one */
    bool unasked; /* how the person lives is not known yet: no profile */
};

/* Row i of INVENTED_PEOPLE, or NULL. */
const struct demo_measures_row *demo_measures_at(unsigned i);

/* As the counsellor of the case of person i: measure, acts and, for most, a profile. May be done again. */
int demo_measures_keep(struct service *s, const struct service_caller *c, unsigned i, const struct uuid *case_id,
                       struct uuid *measure) __attribute__((warn_unused_result));
/* As her director: the suspension counts. */
int demo_measures_check(struct service *s, const struct service_caller *c, const struct uuid *suspended)
    __attribute__((warn_unused_result));

#endif
