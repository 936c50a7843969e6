/* SPDX-License-Identifier: EUPL-1.2 */
/* One measure for each case of the demonstration, as far along as its row says, and what authorities decided. */
#ifndef JALON_ADMIN_DEMO_MEASURES_H
#define JALON_ADMIN_DEMO_MEASURES_H

#include <stdbool.h>

#include "admin/invented.h"
#include "app/service.h"
#include "base/uuid.h"

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
    bool kept;    /* the judge kept the power to decide on the work */
    int examined; /* the doctor's opinion came (W-05) */
    struct demo_measures_act {
        const char *kind; /* NULL: none */
        const char *authority;
        const char *suspension; /* kind of one */
        int decided, from, to;  /* to of -n: in n days */
        bool read;              /* by a second person, and then it counts */
    } act;
    const char *end; /* code of an end that no authority decides; NULL: none */
    int ended;
};

/* Row i of the story (INVENTED_STORY), or NULL. */
const struct demo_measures_row *demo_measures_at(unsigned i);

struct demo_plan;

/* As the counsellor of the case of person i: measure, acts and, for most, a profile. May be done again. */
int demo_measures_keep(struct service *s, const struct service_caller *c, const struct demo_plan *plan, unsigned i,
                       const struct uuid *case_id, struct uuid *measure) __attribute__((warn_unused_result));
/* As her director: what a second person has read counts. */
int demo_measures_check(struct service *s, const struct service_caller *c, const struct demo_plan *plan, unsigned i,
                        const struct uuid *measure) __attribute__((warn_unused_result));
/* As the counsellor again, for an end that nobody else decides. */
int demo_measures_end(struct service *s, const struct service_caller *c, const struct demo_plan *plan, unsigned i,
                      const struct uuid *measure) __attribute__((warn_unused_result));

#endif
