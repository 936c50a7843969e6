/* SPDX-License-Identifier: EUPL-1.2 */
/* The order of the questions is that of the rules. */
#include "match/labour.h"
#include "match/walk.h"

#include "base/banned.h"

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

int32_t labour_within(struct walk *k, const struct labour *r, int32_t *from, int32_t to, int32_t want)
{
    const struct match_labour *l = k->m->labour;
    int32_t base = k->m->job_min[k->even];
    int32_t a = *from > r->rest_from ? *from : r->rest_from;
    int32_t b = least(to, r->rest_to);

    if (r->week < want) {
        walk_refuse(k, MATCH_RULE_LABOUR_WEEK, want - r->week, l->week_min, base);
    } else if (r->day < want) {
        walk_refuse(k, MATCH_RULE_LABOUR_DAY, want - r->day, l->day_min, 0);
    } else if (b - a < want) {
        walk_refuse(k, MATCH_RULE_LABOUR_REST, want - (b - a), l->rest_min, 0);
    } else if (r->too_many_days) {
        walk_refuse(k, MATCH_RULE_LABOUR_DAYS, 1, l->week_days, 0);
    } else if (r->no_two_off) {
        walk_refuse(k, MATCH_RULE_LABOUR_OFF, 1, 2, 0);
    } else {
        *from = a;
        return least(b - a, least(r->week, r->day));
    }
    return 0;
}
