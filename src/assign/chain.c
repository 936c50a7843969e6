/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The prices are best already, so every chain over edges that cost just what their case is worth leads from the old
 * plan to a cheapest one. Of these chains a breadth-first search finds one with the fewest people. The rest is by
 * index, so that neither the order of lists nor which of several proofs was at hand decides: the end of lowest index
 * (having a place goes before having none), then from the end back at each post the case of lowest index that may come
 * there.
 */
#include "assign/chain.h"

#include <stdbool.h>
#include <stdlib.h>

#include "assign/state.h"
#include "base/err.h"

#include "base/banned.h"

int chain_init(struct chain *c, uint32_t posts)
{
    size_t n = (size_t)posts + 1;

    *c = (struct chain){.seen = calloc(n, sizeof *c->seen), .line = malloc(n * sizeof *c->line),
                        .step = malloc(2 * (n + 1) * sizeof *c->step)};
    if (c->seen != NULL && c->line != NULL && c->step != NULL)
        return ERR_OK;
    chain_release(c);
    return ERR_NOMEM;
}

void chain_release(struct chain *c)
{
    free(c->seen);
    free(c->line);
    free(c->step);
    *c = (struct chain){0};
}

void chain_forget(struct chain *c)
{
    c->step_n = 0;
}

static void start(struct chain *c)
{
    c->line_n = 0;
    c->begun = ++c->round;
}

static void move(struct chain *c, struct state *s, uint32_t i, uint32_t j)
{
    c->step[c->step_n++] = (struct chain_step){i, s->plan->post_of[i]};
    state_move(s, i, j);
}

/* Case i is the way to j, from parent or to it. */
static void reach(struct chain *c, struct state *s, uint32_t j, uint32_t i, uint32_t parent)
{
    if (c->seen[j] < c->begun) {
        c->seen[j] = c->round;
        c->line[c->line_n++] = j;
        s->via[j] = PROBLEM_NONE;
        s->parent[j] = PROBLEM_NONE;
    }
    if (c->seen[j] == c->round && (i < s->via[j] || (i == s->via[j] && parent < s->parent[j]))) {
        s->via[j] = i;
        s->parent[j] = parent;
    }
}

/* Where case i could be, at what it is worth. */
static void look_out(struct chain *c, struct state *s, uint32_t i)
{
    const struct problem *p = s->p;
    const int64_t *price = s->plan->price;
    int64_t value = s->plan->value[i];

    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
        if (p->cost[k] + price[p->post[k]] == value)
            reach(c, s, p->post[k], i, s->plan->post_of[i]);
}

/* Case i goes to j, who was on the way before it follows, up to the one that leaves the start. */
static void walk_out(struct chain *c, struct state *s, uint32_t i, uint32_t j, uint32_t from)
{
    for (;;) {
        uint32_t left = s->plan->post_of[i];

        move(c, s, i, j);
        if (left == from)
            return;
        j = left;
        i = s->via[j];
    }
}

/* From what is in line, of which case `nowhere` may go unmatched; the chain leaves the post `from`, or an unmatched
 * case when that is PROBLEM_NONE. */
static void find_out(struct chain *c, struct state *s, uint32_t nowhere, uint32_t from)
{
    uint32_t first = 0;

    while (first < c->line_n || nowhere != PROBLEM_NONE) {
        uint32_t open = PROBLEM_NONE, stop = c->line_n;

        for (uint32_t k = first; k < stop; k++)
            if (state_is_open(s, c->line[k]) && c->line[k] < open)
                open = c->line[k];
        if (open != PROBLEM_NONE || nowhere != PROBLEM_NONE) {
            walk_out(c, s, open != PROBLEM_NONE ? s->via[open] : nowhere, open, from);
            return;
        }
        c->round++;
        for (; first < stop; first++)
            for (uint32_t i = s->guest[c->line[first]]; i != PROBLEM_NONE; i = s->next[i]) {
                if (s->plan->value[i] == s->p->unmatched && i < nowhere)
                    nowhere = i;
                look_out(c, s, i);
            }
    }
}

void chain_forward(struct chain *c, struct state *s, uint32_t i)
{
    start(c);
    look_out(c, s, i);
    find_out(c, s, s->plan->value[i] == s->p->unmatched ? i : PROBLEM_NONE, PROBLEM_NONE);
}

void chain_out(struct chain *c, struct state *s, uint32_t j)
{
    start(c);
    reach(c, s, j, PROBLEM_NONE, PROBLEM_NONE);
    find_out(c, s, PROBLEM_NONE, j);
}

/* Who could come to post q from another; of those who are unmatched the one of lowest index. */
static uint32_t look_in(struct chain *c, struct state *s, uint32_t q)
{
    const struct rows *r = &s->by_post;
    const int64_t *value = s->plan->value;
    int64_t price = s->plan->price[q];
    uint32_t waiting = PROBLEM_NONE;

    for (uint32_t k = r->first[q]; k < r->end[q] && rows_cost(r->arc[k]) + price <= s->top; k++) {
        uint32_t i = rows_case(r->arc[k]);

        if (rows_cost(r->arc[k]) + price != value[i])
            continue;
        if (s->plan->post_of[i] != PROBLEM_NONE)
            reach(c, s, s->plan->post_of[i], i, q);
        else if (i < waiting)
            waiting = i;
    }
    return waiting;
}

static void walk_in(struct chain *c, struct state *s, uint32_t j, uint32_t to)
{
    while (j != to) {
        uint32_t taker = s->parent[j];

        move(c, s, s->via[j], taker);
        j = taker;
    }
}

void chain_backward(struct chain *c, struct state *s, uint32_t j)
{
    uint32_t first = 0;

    start(c);
    reach(c, s, j, PROBLEM_NONE, PROBLEM_NONE);
    while (first < c->line_n) {
        uint32_t free = PROBLEM_NONE, waiting = PROBLEM_NONE, at = PROBLEM_NONE, stop = c->line_n;

        for (uint32_t k = first; k < stop; k++)
            if (s->plan->price[c->line[k]] == 0 && c->line[k] < free)
                free = c->line[k];
        if (free != PROBLEM_NONE) {
            walk_in(c, s, free, j);
            return;
        }
        c->round++;
        for (; first < stop; first++) {
            uint32_t q = c->line[first], i = look_in(c, s, q);

            if (i < waiting || (i != PROBLEM_NONE && i == waiting && q < at)) {
                waiting = i;
                at = q;
            }
        }
        if (waiting != PROBLEM_NONE) {
            move(c, s, waiting, at);
            walk_in(c, s, at, j);
            return;
        }
    }
}

void chain_undo(struct chain *c, struct state *s)
{
    while (c->step_n > 0) {
        c->step_n--;
        state_move(s, c->step[c->step_n].kase, c->step[c->step_n].from);
    }
}
