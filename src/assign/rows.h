/* SPDX-License-Identifier: EUPL-1.2 */
/* The edges again, seen from the posts. */
#ifndef JALON_ASSIGN_ROWS_H
#define JALON_ASSIGN_ROWS_H

#include <stdbool.h>
#include <stdint.h>

struct problem;

/* The arcs of post j are those from first[j] up to end[j]: cost in the upper half, case in the lower. */
struct rows {
    uint32_t *first; /* NULL until made */
    uint32_t *end;
    uint32_t *last;  /* up to here a row may grow where it stands */
    uint64_t *arc;
    uint32_t used, size; /* of arc: behind the last row, and in all */
    bool sorted;     /* each row by rising cost, so that a search may stop at the first that is too dear */
};

static inline uint64_t rows_arc(int32_t cost, uint32_t kase)
{
    return (uint64_t)cost << 32 | kase;
}

static inline int64_t rows_cost(uint64_t arc)
{
    return (int64_t)(arc >> 32);
}

static inline uint32_t rows_case(uint64_t arc)
{
    return (uint32_t)arc;
}

/* grows: each row has some room where it stands. ERR_NOMEM. */
int rows_make(struct rows *r, const struct problem *p, bool grows) __attribute__((warn_unused_result));
int rows_sort(struct rows *r, const struct problem *p) __attribute__((warn_unused_result)); /* ERR_NOMEM */
/* In a sorted row: one arc more; one fewer, or another in its place, which must be there. ERR_NOMEM, and nothing has
 * changed. */
int rows_add(struct rows *r, uint32_t j, uint64_t arc) __attribute__((warn_unused_result));
void rows_remove(struct rows *r, uint32_t j, uint64_t arc);
void rows_replace(struct rows *r, uint32_t j, uint64_t arc, uint64_t by);
void rows_release(struct rows *r); /* safe on a zeroed struct */

#endif
