/* SPDX-License-Identifier: EUPL-1.2 */
/* After a change: which cases move, so that as few as possible are told something else. */
#ifndef JALON_ASSIGN_CHAIN_H
#define JALON_ASSIGN_CHAIN_H

#include <stdint.h>

struct state;

struct chain_step {
    uint32_t kase, from; /* the post that it left, or PROBLEM_NONE */
};

/* A workspace, and who moved since chain_forget. */
struct chain {
    uint64_t *seen;  /* per post, the round in which it was seen last */
    uint64_t round;  /* one for each step away from the start */
    uint64_t begun;  /* first round of this search */
    uint32_t *line;  /* posts seen in this search, nearest first */
    uint32_t line_n;
    struct chain_step *step;
    uint32_t step_n;
};

int chain_init(struct chain *c, uint32_t posts) __attribute__((warn_unused_result)); /* ERR_NOMEM */
void chain_release(struct chain *c); /* safe on a zeroed struct */
/* Nobody has moved. Between two calls at most one forward and one backward chain. */
void chain_forget(struct chain *c);

/* Case i is unmatched, and forward_prices has been there: it gets a place, or the last of those who give way for it, or
 * it itself, goes unmatched. */
void chain_forward(struct chain *c, struct state *s, uint32_t i);
/* Post j has a case too many, and forward_prices_out has been there: one of them leaves. */
void chain_out(struct chain *c, struct state *s, uint32_t j);
/* Post j has a place open, and backward_prices has been there: it is filled, or its price is 0. */
void chain_backward(struct chain *c, struct state *s, uint32_t j);
/* Everybody goes back. */
void chain_undo(struct chain *c, struct state *s);

#endif
