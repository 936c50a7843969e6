/* SPDX-License-Identifier: EUPL-1.2 */
/* The edges again, seen from the posts. */
#ifndef JALON_ASSIGN_ROWS_H
#define JALON_ASSIGN_ROWS_H

#include <stdbool.h>
#include <stdint.h>

struct problem;

/* The arcs of post j are those from first[j] up to first[j + 1]: cost in the upper half, case in the lower. */
struct rows {
    uint32_t *first; /* NULL until made */
    uint64_t *arc;
    bool sorted;     /* each row by rising cost, so that a search may stop at the first that is too dear */
};

static inline int64_t rows_cost(uint64_t arc)
{
    return (int64_t)(arc >> 32);
}

static inline uint32_t rows_case(uint64_t arc)
{
    return (uint32_t)arc;
}

int rows_make(struct rows *r, const struct problem *p) __attribute__((warn_unused_result)); /* ERR_NOMEM */
int rows_sort(struct rows *r, const struct problem *p) __attribute__((warn_unused_result)); /* ERR_NOMEM */
void rows_release(struct rows *r); /* safe on a zeroed struct */

#endif
