/* SPDX-License-Identifier: EUPL-1.2 */
/* What a lawful result is, said a second time without the planner: nothing of calendar.c, window.c and plan.c is used.
 * Slow and plain. Every test runs it; a caller runs it before it stores a plan. */
#ifndef JALON_MATCH_CHECK_H
#define JALON_MATCH_CHECK_H

#include "match/outcome.h"
#include "match/snapshot.h"

enum check_fault {
    CHECK_LAWFUL,
    CHECK_VERDICT,    /* no such rule, or it fits although a rule without calendar forbids it */
    CHECK_COUNTS,     /* counts, days and minutes of the fit are not those of the plan */
    CHECK_ORDER,      /* sessions do not follow one another */
    CHECK_DAY,        /* before the first possible day, on a holiday, in a closure or an absence */
    CHECK_SLOT,       /* not within the post's slot */
    CHECK_FREE,       /* not within free time, or in the job or a commitment */
    CHECK_PLACE,
    CHECK_LENGTH,     /* shorter than a session, though not the last */
    CHECK_WEEK,       /* W-01 */
    CHECK_LABOUR,     /* a limit that is hard */
    CHECK_REMAINING,  /* more than remains; or it fits and something is left */
    CHECK_STANDING,   /* it fits and ends after the habilitation */
    CHECK_PERIOD,     /* it fits and ends after the term */
    CHECK_TERMS       /* the terms of the order are not those of the plan */
};

/* The first fault of a plan made for this snapshot and post, whether it fits or not. */
enum check_fault check_plan(const struct match_snapshot *s, const struct match_post *p, const struct match_fit *f,
                            const struct match_plan *plan) __attribute__((warn_unused_result, nonnull));

#endif
