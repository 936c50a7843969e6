/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * By case, a row is at the end or nowhere, so that a new one is appended; by post, rows keep room (rows.c).
 */
#include "assign/both.h"

#include "assign/problem.h"
#include "assign/rows.h"
#include "base/err.h"

#include "base/banned.h"

uint32_t both_find(const struct problem *p, uint32_t i, uint32_t j)
{
    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
        if (p->post[k] == j)
            return k;
    return PROBLEM_NONE;
}

/* Puts the edges behind all others, by rising post. */
static int append(struct problem *p, const struct problem_edge *edge, uint32_t n)
{
    for (uint32_t e = 0; e < n; e++) {
        uint32_t k = p->edges + e;

        if (edge[e].post >= p->posts || edge[e].cost < 0 || edge[e].cost > PROBLEM_COST_MAX)
            return ERR_LIMIT;
        for (; k > p->edges && p->post[k - 1] > edge[e].post; k--) {
            p->post[k] = p->post[k - 1];
            p->cost[k] = p->cost[k - 1];
        }
        if (k > p->edges && p->post[k - 1] == edge[e].post)
            return ERR_CONFLICT;
        p->post[k] = edge[e].post;
        p->cost[k] = edge[e].cost;
    }
    return ERR_OK;
}

static void remove_rows(const struct problem *p, struct rows *r, uint32_t i, uint32_t first, uint32_t end)
{
    for (uint32_t k = first; k < end; k++)
        rows_remove(r, p->post[k], rows_arc(p->cost[k], i));
}

int both_add(struct problem *p, struct rows *r, const struct problem_edge *edge, uint32_t n)
{
    uint32_t i = p->cases, first = p->edges;
    int rc = append(p, edge, n);

    for (uint32_t k = first; k < first + n && rc == ERR_OK; k++) {
        rc = rows_add(r, p->post[k], rows_arc(p->cost[k], i));
        if (rc != ERR_OK)
            remove_rows(p, r, i, first, k);
    }
    if (rc != ERR_OK)
        return rc;
    p->cases++;
    p->edges += n;
    p->first[i + 1] = p->edges;
    return ERR_OK;
}

void both_remove(const struct problem *p, struct rows *r, uint32_t i)
{
    remove_rows(p, r, i, p->first[i], p->first[i + 1]);
}

void both_cost(struct problem *p, struct rows *r, uint32_t i, uint32_t k, int32_t cost)
{
    rows_replace(r, p->post[k], rows_arc(p->cost[k], i), rows_arc(cost, i));
    p->cost[k] = cost;
}
