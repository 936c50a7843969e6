/* SPDX-License-Identifier: EUPL-1.2 */
/* The posts that a search has still to look at, nearest first. */
#ifndef JALON_ASSIGN_QUEUE_H
#define JALON_ASSIGN_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#define QUEUE_FAR INT64_MAX

struct queue {
    int64_t *dist;       /* per post; QUEUE_FAR when not seen in this search */
    uint32_t *seen;      /* posts with a distance, in the order in which they were first seen */
    uint32_t seen_n;
    uint32_t *now;       /* those at the present distance: a stack */
    uint32_t now_n;
    int64_t at;          /* the present distance */
    uint32_t *place;     /* per post, 1 + its index in the heap, or 0 */
    uint32_t *heap;      /* those farther away */
    uint32_t heap_n;
};

int queue_init(struct queue *q, uint32_t posts) __attribute__((warn_unused_result)); /* ERR_NOMEM */
void queue_release(struct queue *q); /* safe on a zeroed struct */
/* Forgets all that was seen. */
void queue_reset(struct queue *q);
/* Is that nearer than what is known of post j? Mostly it is not, and this is asked for each edge. */
static inline bool queue_is_nearer(const struct queue *q, uint32_t j, int64_t d)
{
    return d < q->dist[j];
}

/* Post j may be reached at distance d; true when that is nearer than what was known. d is not below q->at. */
bool queue_reach(struct queue *q, uint32_t j, int64_t d);
/* The nearest post nearer than limit, taken out; false when there is none. */
bool queue_next(struct queue *q, int64_t limit, uint32_t *j);

#endif
