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
        if (r->end[j] - r->first[j] > longest)
            longest = r->end[j] - r->first[j];
    spare = malloc(((size_t)longest + 1) * sizeof *spare);
    if (spare == NULL)
        return ERR_NOMEM;
    for (uint32_t j = 0; j < p->posts; j++)
        sort(r->arc + r->first[j], r->end[j] - r->first[j], spare);
    free(spare);
    r->sorted = true;
    return ERR_OK;
}

int rows_make(struct rows *r, const struct problem *p, bool grows)
{
    size_t size = (size_t)p->edges + (grows ? p->edges / 8 + 8 * (size_t)p->posts : 0) + 1;
    size_t posts = (size_t)p->posts + 1;
    uint32_t sum = 0;

    *r = (struct rows){.first = calloc(posts, sizeof *r->first), .end = calloc(posts, sizeof *r->end),
                       .last = calloc(posts, sizeof *r->last), .arc = malloc(size * sizeof *r->arc),
                       .size = (uint32_t)size};
    if (size > UINT32_MAX || r->first == NULL || r->end == NULL || r->last == NULL || r->arc == NULL) {
        rows_release(r);
        return ERR_NOMEM;
    }
    for (uint32_t k = 0; k < p->edges; k++)
        r->last[p->post[k]]++;
    for (uint32_t j = 0; j < p->posts; j++) {
        r->first[j] = r->end[j] = sum;
        sum += r->last[j] + (grows ? r->last[j] / 8 + 8 : 0);
        r->last[j] = sum;
    }
    r->used = sum;
    for (uint32_t i = 0; i < p->cases; i++)
        for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
            r->arc[r->end[p->post[k]]++] = rows_arc(p->cost[k], i);
    return ERR_OK;
}

/* A row without room goes behind all others, where it has half as much again. What it leaves is not used any more. */
static int make_room(struct rows *r, uint32_t j)
{
    uint32_t n = r->end[j] - r->first[j], want = n + n / 2 + 8;

    if (r->end[j] < r->last[j])
        return ERR_OK;
    if (r->size - r->used < want) {
        size_t size = (size_t)r->used + want + r->used / 4;
        uint64_t *arc = size <= UINT32_MAX ? realloc(r->arc, size * sizeof *arc) : NULL;

        if (arc == NULL)
            return ERR_NOMEM;
        r->arc = arc;
        r->size = (uint32_t)size;
    }
    memcpy(r->arc + r->used, r->arc + r->first[j], n * sizeof *r->arc);
    r->first[j] = r->used;
    r->end[j] = r->used + n;
    r->used += want;
    r->last[j] = r->used;
    return ERR_OK;
}

/* There is room. */
static void insert(struct rows *r, uint32_t j, uint64_t arc)
{
    uint32_t k = r->end[j]++;

    for (; k > r->first[j] && r->arc[k - 1] > arc; k--)
        r->arc[k] = r->arc[k - 1];
    r->arc[k] = arc;
}

int rows_add(struct rows *r, uint32_t j, uint64_t arc)
{
    int rc = make_room(r, j);

    if (rc == ERR_OK)
        insert(r, j, arc);
    return rc;
}

void rows_replace(struct rows *r, uint32_t j, uint64_t arc, uint64_t by)
{
    rows_remove(r, j, arc);
    insert(r, j, by);
}

void rows_remove(struct rows *r, uint32_t j, uint64_t arc)
{
    uint32_t k = r->first[j];

    while (r->arc[k] != arc)
        k++;
    r->end[j]--;
    memmove(r->arc + k, r->arc + k + 1, (r->end[j] - k) * sizeof *r->arc);
}

void rows_release(struct rows *r)
{
    free(r->first);
    free(r->end);
    free(r->last);
    free(r->arc);
    *r = (struct rows){0};
}
