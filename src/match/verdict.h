/* SPDX-License-Identifier: EUPL-1.2 */
/* A rule that fails, written into the fit with its numbers. Only files of this room call it. */
#ifndef JALON_MATCH_VERDICT_H
#define JALON_MATCH_VERDICT_H

#include <string.h>

#include "domain/day.h"
#include "match/outcome.h"

/* Days from a to b; far ones are alike. */
static inline int32_t verdict_days(int32_t a, int32_t b)
{
    int64_t d = (int64_t)b - a;

    return (int32_t)(d > 1000000 ? 1000000 : d < -1000000 ? -1000000 : d);
}

/* Before any rule is asked. */
static inline void verdict_begin(struct match_fit *f, const struct uuid *post, bool minor)
{
    memset(f, 0, sizeof *f);
    f->post = *post;
    f->minor = minor;
    f->first_day = f->last_day = f->margin = DAY_NONE;
    f->travel_m = f->travel_by = f->travel_from = f->travel_to = -1;
}

/* True. */
static inline bool verdict_fails(struct match_fit *f, enum match_rule r, enum match_change c, int32_t amount,
                                 int32_t limit)
{
    f->rule = r;
    f->change = c;
    f->amount = amount;
    f->limit = limit;
    return true;
}

#endif
