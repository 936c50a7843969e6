/* SPDX-License-Identifier: EUPL-1.2 */
/* What is to be solved: cases, posts with places, the edges a case may take with their costs, and what it costs to
 * leave a case unmatched. Costs are integers; how they come about is no business of this room. */
#ifndef JALON_ASSIGN_PROBLEM_H
#define JALON_ASSIGN_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

/* The limits of this room. Within them no sum of costs or prices leaves 64 bits (solve.c says why). */
#define PROBLEM_CASES_MAX 1000000
#define PROBLEM_POSTS_MAX 1000000
#define PROBLEM_EDGES_MAX 50000000
#define PROBLEM_COST_MAX 1000000000
#define PROBLEM_PLACES_MAX 1000000000

#define PROBLEM_ALL_PLACED (-1) /* as the cost of an unmatched case: there may be none */
#define PROBLEM_NONE UINT32_MAX /* no post */

/* An edge as it was given; line is for the caller's messages. */
struct problem_edge {
    uint32_t kase, post;
    int32_t cost;
    uint32_t line;
};

/* Indexes begin at 0. The edges of case i are those from first[i] up to first[i + 1], by rising post. */
struct problem {
    uint32_t cases, posts, edges;
    int64_t unmatched; /* cost of an unmatched case, or PROBLEM_ALL_PLACED */
    uint32_t *places;  /* per post */
    uint32_t *first;   /* cases + 1 */
    uint32_t *post;    /* per edge */
    int32_t *cost;     /* per edge */
};

/* No place and no edge yet. ERR_LIMIT (counts or cost out of range, p is then empty), ERR_NOMEM. */
int problem_init(struct problem *p, uint32_t cases, uint32_t posts, int64_t unmatched)
    __attribute__((warn_unused_result));
/* Safe on a zeroed struct. */
void problem_release(struct problem *p);

/* Takes n edges in any order, once; p->places the caller fills by himself. ERR_LIMIT: too many, an index or a cost out
 * of range; ERR_CONFLICT: an edge stands twice; *line is then the line of the first such edge. ERR_NOMEM. */
int problem_edges(struct problem *p, const struct problem_edge *edge, uint32_t n, uint32_t *line)
    __attribute__((warn_unused_result));

/* Takes n further edges, within the limits and none of which is there. ERR_LIMIT: too many; ERR_NOMEM; p is then as it
 * was. */
int problem_add(struct problem *p, const struct problem_edge *edge, uint32_t n) __attribute__((warn_unused_result));

/* Is there such an edge? *cost is then what it costs. */
bool problem_has(const struct problem *p, uint32_t kase, uint32_t post, int32_t *cost);
/* Takes n edges away that are there, each named once; time linear in all edges. */
void problem_drop(struct problem *p, const struct problem_edge *edge, uint32_t n);

#define SCOPED_PROBLEM __attribute__((cleanup(problem_release))) = {0}

#endif
