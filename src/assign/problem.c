/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Edges come in any order and leave by case and post: a counting sort by post, then one by case that keeps the order.
 * So every order of the same lines gives the same problem, byte for byte, in time linear in the edges. Equal edges are
 * then neighbours; which line repeats which is looked up only once there is such a pair.
 */
#include "assign/problem.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#include "base/banned.h"

_Static_assert((int64_t)PROBLEM_CASES_MAX * PROBLEM_COST_MAX < INT64_MAX / 64, "an objective is far below 2^63");
_Static_assert(PROBLEM_EDGES_MAX < UINT32_MAX / 2 && PROBLEM_CASES_MAX < INT32_MAX / 2, "indexes of 32 bits");
_Static_assert(PROBLEM_COST_MAX < INT32_MAX / 2, "costs of 32 bits");

int problem_init(struct problem *p, uint32_t cases, uint32_t posts, int64_t unmatched)
{
    *p = (struct problem){.cases = cases, .posts = posts, .unmatched = unmatched};
    if (cases > PROBLEM_CASES_MAX || posts > PROBLEM_POSTS_MAX || unmatched < PROBLEM_ALL_PLACED ||
        unmatched > PROBLEM_COST_MAX) {
        *p = (struct problem){0};
        return ERR_LIMIT;
    }
    p->places = calloc((size_t)posts + 1, sizeof *p->places);
    p->first = calloc((size_t)cases + 1, sizeof *p->first);
    if (p->places != NULL && p->first != NULL)
        return ERR_OK;
    problem_release(p);
    return ERR_NOMEM;
}

void problem_release(struct problem *p)
{
    free(p->places);
    free(p->first);
    free(p->post);
    free(p->cost);
    *p = (struct problem){0};
}

static int look(const struct problem *p, const struct problem_edge *edge, uint32_t n, uint32_t *line)
{
    for (uint32_t k = 0; k < n; k++) {
        if (k < PROBLEM_EDGES_MAX && edge[k].kase < p->cases && edge[k].post < p->posts && edge[k].cost >= 0 &&
            edge[k].cost <= PROBLEM_COST_MAX)
            continue;
        *line = edge[k].line;
        return ERR_LIMIT;
    }
    return ERR_OK;
}

/* Where each post's edges begin, then the edges' numbers in that order; start has room for one post more. */
static void sort_by_post(const struct problem_edge *edge, uint32_t n, uint32_t *start, uint32_t posts, uint32_t *order)
{
    uint32_t sum = 0;

    for (uint32_t k = 0; k < n; k++)
        start[edge[k].post]++;
    for (uint32_t j = 0; j < posts; j++) {
        uint32_t here = start[j];

        start[j] = sum;
        sum += here;
    }
    for (uint32_t k = 0; k < n; k++)
        order[start[edge[k].post]++] = k;
}

/* The first n edges in that order into the rows of their cases. Ends with first[] as it is promised. */
static void sort_by_case(struct problem *p, const struct problem_edge *edge, uint32_t n, const uint32_t *order)
{
    uint32_t *first = p->first, sum = 0;

    for (uint32_t k = 0; k < n; k++)
        first[edge[k].kase + 1]++;
    /* first[i + 1] walks from the start of row i to its end. */
    for (uint32_t i = 0; i < p->cases; i++) {
        uint32_t here = first[i + 1];

        first[i + 1] = sum;
        sum += here;
    }
    for (uint32_t k = 0; k < n; k++) {
        const struct problem_edge *e = &edge[order[k]];
        uint32_t at = first[e->kase + 1]++;

        p->post[at] = e->post;
        p->cost[at] = e->cost;
    }
}

/* The place of an edge that is there: the first of its kind. */
static uint32_t find(const struct problem *p, uint32_t kase, uint32_t post)
{
    uint32_t lo = p->first[kase], hi = p->first[kase + 1];

    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;

        if (p->post[mid] < post)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool has_repeat(const struct problem *p)
{
    for (uint32_t i = 0; i < p->cases; i++)
        for (uint32_t k = p->first[i] + 1; k < p->first[i + 1]; k++)
            if (p->post[k] == p->post[k - 1])
                return true;
    return false;
}

/* Goes through the edges as they came until one was seen before. */
static int name_repeat(const struct problem *p, const struct problem_edge *edge, uint32_t n, uint32_t *line)
{
    unsigned char *seen = calloc((size_t)n + 1, 1);

    if (seen == NULL)
        return ERR_NOMEM;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t at = find(p, edge[k].kase, edge[k].post);

        *line = edge[k].line;
        if (seen[at])
            break;
        seen[at] = 1;
    }
    free(seen);
    return ERR_CONFLICT;
}

int problem_edges(struct problem *p, const struct problem_edge *edge, uint32_t n, uint32_t *line)
{
    uint32_t *start, *order;
    int rc = look(p, edge, n, line);

    if (rc != ERR_OK)
        return rc;
    p->edges = n;
    p->post = calloc((size_t)n + 1, sizeof *p->post);
    p->cost = malloc(((size_t)n + 1) * sizeof *p->cost);
    start = calloc((size_t)p->posts + 1, sizeof *start);
    order = calloc((size_t)n + 1, sizeof *order);
    if (p->post == NULL || p->cost == NULL || start == NULL || order == NULL) {
        rc = ERR_NOMEM;
    } else {
        sort_by_post(edge, n, start, p->posts, order);
        sort_by_case(p, edge, n, order);
    }
    free(start);
    free(order);
    return rc == ERR_OK && has_repeat(p) ? name_repeat(p, edge, n, line) : rc;
}

/* Rows move from the last one on, each by what comes before it; more[i] becomes the end of row i as it was. */
static void part_rows(struct problem *p, uint32_t *more, uint32_t n)
{
    for (uint32_t i = p->cases; i > 0; i--) {
        uint32_t from = p->first[i - 1], length = p->first[i] - from;

        p->first[i] += n;
        n -= more[i - 1];
        memmove(p->post + from + n, p->post + from, length * sizeof *p->post);
        memmove(p->cost + from + n, p->cost + from, length * sizeof *p->cost);
        more[i - 1] = from + n + length;
    }
}

int problem_add(struct problem *p, const struct problem_edge *edge, uint32_t n)
{
    uint32_t *more, *post;
    int32_t *cost;

    if (n > PROBLEM_EDGES_MAX - p->edges)
        return ERR_LIMIT;
    if ((post = realloc(p->post, ((size_t)p->edges + n + 1) * sizeof *post)) != NULL)
        p->post = post;
    if ((cost = realloc(p->cost, ((size_t)p->edges + n + 1) * sizeof *cost)) != NULL)
        p->cost = cost;
    more = calloc((size_t)p->cases + 1, sizeof *more);
    if (post == NULL || cost == NULL || more == NULL) {
        free(more);
        return ERR_NOMEM;
    }
    for (uint32_t k = 0; k < n; k++)
        more[edge[k].kase]++;
    part_rows(p, more, n);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t at = more[edge[k].kase]++;

        for (; at > p->first[edge[k].kase] && p->post[at - 1] > edge[k].post; at--) {
            p->post[at] = p->post[at - 1];
            p->cost[at] = p->cost[at - 1];
        }
        p->post[at] = edge[k].post;
        p->cost[at] = edge[k].cost;
    }
    p->edges += n;
    free(more);
    return ERR_OK;
}

bool problem_has(const struct problem *p, uint32_t kase, uint32_t post, int32_t *cost)
{
    uint32_t at = find(p, kase, post);

    if (at == p->first[kase + 1] || p->post[at] != post)
        return false;
    *cost = p->cost[at];
    return true;
}

/* No edge that stays costs less than nothing. */
void problem_drop(struct problem *p, const struct problem_edge *edge, uint32_t n)
{
    uint32_t kept = 0;

    for (uint32_t k = 0; k < n; k++)
        p->cost[find(p, edge[k].kase, edge[k].post)] = -1;
    for (uint32_t i = 0, at = 0; i < p->cases; i++) {
        for (; at < p->first[i + 1]; at++) {
            p->post[kept] = p->post[at];
            p->cost[kept] = p->cost[at];
            kept += p->cost[at] >= 0;
        }
        p->first[i + 1] = kept;
    }
    p->edges = kept;
}
