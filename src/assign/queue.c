/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A heap of four children that knows where each post stands, and before it a stack for the posts at the very distance
 * that is being looked at: with tied costs nearly all are there, and they cost no heap operation.
 */
#include "assign/queue.h"

#include <stdlib.h>

#include "base/err.h"

#include "base/banned.h"

int queue_init(struct queue *q, uint32_t posts)
{
    size_t n = (size_t)posts + 1;

    *q = (struct queue){.dist = malloc(n * sizeof *q->dist), .seen = malloc(n * sizeof *q->seen),
                        .now = malloc(n * sizeof *q->now), .place = calloc(n, sizeof *q->place),
                        .heap = malloc(n * sizeof *q->heap)};
    if (q->dist == NULL || q->seen == NULL || q->now == NULL || q->place == NULL || q->heap == NULL) {
        queue_release(q);
        return ERR_NOMEM;
    }
    for (uint32_t j = 0; j < posts; j++)
        q->dist[j] = QUEUE_FAR;
    return ERR_OK;
}

void queue_release(struct queue *q)
{
    free(q->dist);
    free(q->seen);
    free(q->now);
    free(q->place);
    free(q->heap);
    *q = (struct queue){0};
}

void queue_reset(struct queue *q)
{
    for (uint32_t k = 0; k < q->seen_n; k++) {
        q->dist[q->seen[k]] = QUEUE_FAR;
        q->place[q->seen[k]] = 0;
    }
    q->seen_n = q->now_n = q->heap_n = 0;
    q->at = 0;
}

static void put(struct queue *q, uint32_t at, uint32_t j)
{
    q->heap[at] = j;
    q->place[j] = at + 1;
}

static void rise(struct queue *q, uint32_t at, uint32_t j)
{
    while (at > 0 && q->dist[q->heap[(at - 1) / 4]] > q->dist[j]) {
        put(q, at, q->heap[(at - 1) / 4]);
        at = (at - 1) / 4;
    }
    put(q, at, j);
}

static void sink(struct queue *q, uint32_t at, uint32_t j)
{
    for (;;) {
        uint32_t child = 4 * at + 1, end = child + 4 < q->heap_n ? child + 4 : q->heap_n, best = child;

        if (child >= q->heap_n)
            break;
        for (uint32_t k = child + 1; k < end; k++)
            if (q->dist[q->heap[k]] < q->dist[q->heap[best]])
                best = k;
        if (q->dist[q->heap[best]] >= q->dist[j])
            break;
        put(q, at, q->heap[best]);
        at = best;
    }
    put(q, at, j);
}

/* Takes out the heap's entry at that index. */
static void remove_at(struct queue *q, uint32_t at)
{
    uint32_t last = q->heap[--q->heap_n];

    q->place[q->heap[at]] = 0;
    if (at == q->heap_n)
        return;
    if (at > 0 && q->dist[q->heap[(at - 1) / 4]] > q->dist[last])
        rise(q, at, last);
    else
        sink(q, at, last);
}

bool queue_reach(struct queue *q, uint32_t j, int64_t d)
{
    if (!queue_is_nearer(q, j, d))
        return false;
    if (q->dist[j] == QUEUE_FAR)
        q->seen[q->seen_n++] = j;
    if (d > q->at) {
        q->dist[j] = d;
        rise(q, q->place[j] != 0 ? q->place[j] - 1 : q->heap_n++, j);
        return true;
    }
    /* Out of the heap first, whose order leans on the distance. */
    if (q->place[j] != 0)
        remove_at(q, q->place[j] - 1);
    q->dist[j] = d;
    q->now[q->now_n++] = j;
    return true;
}

bool queue_next(struct queue *q, int64_t limit, uint32_t *j)
{
    if (q->now_n > 0 && q->at < limit) {
        *j = q->now[--q->now_n];
        return true;
    }
    if (q->now_n > 0 || q->heap_n == 0 || q->dist[q->heap[0]] >= limit)
        return false;
    *j = q->heap[0];
    q->at = q->dist[*j];
    remove_at(q, 0);
    return true;
}
