/* SPDX-License-Identifier: EUPL-1.2 */
/* Does a fit say of its plan what is in it? */
#ifndef JALON_MATCH_CHECK_COUNTS_H
#define JALON_MATCH_CHECK_COUNTS_H

#include "match/check.h"

/* Minutes worked in session i: without the breaks that a hard limit asks for. */
int32_t check_counts_worked(const struct match_snapshot *s, const struct match_plan *plan, int32_t i)
    __attribute__((nonnull));
/* CHECK_COUNTS when sessions, weeks, minutes, first or last day differ, else CHECK_LAWFUL. */
enum check_fault check_counts(const struct match_snapshot *s, const struct match_fit *f,
                              const struct match_plan *plan)
    __attribute__((warn_unused_result, nonnull));

#endif
