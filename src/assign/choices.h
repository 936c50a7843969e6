/* SPDX-License-Identifier: EUPL-1.2 */
/* Who could be where at the same cost in all. Nodes are the posts and, as number `posts`, nowhere. A case is
 * free when it has more than one choice: an edge that costs just its value, or nowhere when its value is the
 * cost of that. */
#ifndef JALON_ASSIGN_CHOICES_H
#define JALON_ASSIGN_CHOICES_H

#include <stdint.h>

struct plan;
struct problem;

struct choices {
    uint32_t nowhere;
    uint32_t *first, *node;      /* per case, its choices by rising node; none when it is not free */
    uint32_t *back_first, *back; /* per node, the cases that could be there */
    uint32_t *at;                /* per case, the node where it is */
    uint32_t *guest;             /* per node, the first free case there, or PROBLEM_NONE */
    uint32_t *next, *prev;       /* per free case, its neighbours there */
    uint32_t *load;              /* per post, cases there, free or not */
};

int choices_init(struct choices *c, const struct problem *p, const struct plan *plan)
    __attribute__((warn_unused_result)); /* ERR_NOMEM */
void choices_release(struct choices *c);
/* A free case goes to that node. */
void choices_move(struct choices *c, uint32_t i, uint32_t node);
/* A free case stays where it is from now on: it is in no list of guests any more. */
void choices_fix(struct choices *c, uint32_t i);

#endif
