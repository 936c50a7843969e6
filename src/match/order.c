/* SPDX-License-Identifier: EUPL-1.2 */
/* Nothing of the person is compared but what the plan made of her times. */
#include <string.h>

#include "match/order.h"

#include "base/banned.h"

static int by(int32_t a, int32_t b)
{
    return (a > b) - (a < b);
}

int order_compare(const struct match_fit *a, const struct match_fit *b)
{
    int c = by((int32_t)a->rule, (int32_t)b->rule); /* MATCH_FITS is 0 */

    if (c == 0 && a->rule == MATCH_FITS)
        for (int t = 0; t < MATCH_TERMS && c == 0; t++)
            c = by(a->term[t], b->term[t]);
    else if (c == 0)
        c = by(a->amount, b->amount);
    return c != 0 ? c : memcmp(a->post.b, b->post.b, sizeof a->post.b);
}

static int32_t at_most(int32_t n, int32_t most)
{
    return n < most ? n : most;
}

int32_t order_cost(const struct match_fit *f)
{
    const int32_t *t = f->term;

    return 35000 * at_most(t[MATCH_TERM_MARGIN], MATCH_SAFE_WEEKS) + 350 * at_most(t[MATCH_TERM_TRAVEL], 99) +
           7 * at_most(t[MATCH_TERM_JOB], 49) + 3 * t[MATCH_TERM_AIM] + at_most(t[MATCH_TERM_WEEKS] / 54, 2);
}
