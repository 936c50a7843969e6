/* SPDX-License-Identifier: EUPL-1.2 */
/* A heap in the array itself: qsort of the C library may allocate. Not stable, which is no matter where no two rows are
 * alike. Nothing of the person is compared but what the plan made of her times. */
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

static void swap(struct match_fit *a, struct match_fit *b)
{
    struct match_fit x = *a;

    *a = *b;
    *b = x;
}

/* Lets the fit at root sink to where no child comes after it. */
static void sink(struct match_fit *fits, size_t root, size_t n)
{
    for (size_t child = 2 * root + 1; child < n; child = 2 * root + 1) {
        if (child + 1 < n && order_compare(&fits[child], &fits[child + 1]) < 0)
            child++;
        if (order_compare(&fits[root], &fits[child]) >= 0)
            return;
        swap(&fits[root], &fits[child]);
        root = child;
    }
}

void order_fits(struct match_fit *fits, size_t n)
{
    for (size_t i = n / 2; i > 0; i--)
        sink(fits, i - 1, n);
    for (size_t end = n; end > 1; end--) {
        swap(&fits[0], &fits[end - 1]);
        sink(fits, 0, end - 1);
    }
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
