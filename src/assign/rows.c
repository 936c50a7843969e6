/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Rows of arcs packed in 64 bits, so that sorting by cost is sorting numbers: short runs by insertion, then merged.
 * Equal costs are in the order of their indexes; nothing depends on the order in which edges were given.
 */
#include "assign/rows.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "assign/problem.h"
#include "base/err.h"

#include "base/banned.h"

#define RUN 16

static void insertion(uint64_t *a, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint64_t v = a[i];
        uint32_t k = i;

        for (; k > 0 && a[k - 1] > v; k--)
            a[k] = a[k - 1];
        a[k] = v;
    }
}

static void merge(const uint64_t *a, uint32_t na, const uint64_t *b, uint32_t nb, uint64_t *out)
{
    while (na > 0 && nb > 0) {
        bool left = *a < *b;

        *out++ = left ? *a : *b;
        a += left;
        na -= left;
        b += !left;
        nb -= !left;
    }
    memcpy(out, a, na * sizeof *a);
    memcpy(out + na, b, nb * sizeof *b);
}

/* spare has room for n. */
static void sort(uint64_t *a, uint32_t n, uint64_t *spare)
{
    uint64_t *from = a, *to = spare;

    for (uint32_t k = 0; k < n; k += RUN)
        insertion(a + k, n - k < RUN ? n - k : RUN);
    for (uint32_t width = RUN; width < n; width *= 2) {
        uint64_t *swap = from;

        for (uint32_t k = 0; k < n; k += 2 * width) {
            uint32_t na = n - k < width ? n - k : width;
            uint32_t nb = n - k - na < width ? n - k - na : width;

            merge(from + k, na, from + k + na, nb, to + k);
        }
        from = to;
        to = swap;
    }
    if (from != a)
        memcpy(a, from, n * sizeof *a);
}

int rows_sort(struct rows *r, const struct problem *p)
{
    uint32_t longest = 0;
    uint64_t *spare;

    for (uint32_t j = 0; j < p->posts; j++)
        if (r->first[j + 1] - r->first[j] > longest)
            longest = r->first[j + 1] - r->first[j];
    spare = malloc(((size_t)longest + 1) * sizeof *spare);
    if (spare == NULL)
        return ERR_NOMEM;
    for (uint32_t j = 0; j < p->posts; j++)
        sort(r->arc + r->first[j], r->first[j + 1] - r->first[j], spare);
    free(spare);
    r->sorted = true;
    return ERR_OK;
}

int rows_make(struct rows *r, const struct problem *p)
{
    uint32_t sum = 0;

    *r = (struct rows){.first = calloc((size_t)p->posts + 2, sizeof *r->first),
                       .arc = malloc(((size_t)p->edges + 1) * sizeof *r->arc)};
    if (r->first == NULL || r->arc == NULL) {
        rows_release(r);
        return ERR_NOMEM;
    }
    for (uint32_t k = 0; k < p->edges; k++)
        r->first[p->post[k] + 1]++;
    for (uint32_t j = 0; j < p->posts; j++) {
        uint32_t here = r->first[j + 1];

        r->first[j + 1] = sum;
        sum += here;
    }
    /* first[j + 1] walks from the start of row j to its end. */
    for (uint32_t i = 0; i < p->cases; i++)
        for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
            r->arc[r->first[p->post[k] + 1]++] = (uint64_t)p->cost[k] << 32 | i;
    return ERR_OK;
}

void rows_release(struct rows *r)
{
    free(r->first);
    free(r->arc);
    *r = (struct rows){0};
}
