/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Dijkstra from a case over posts: an edge is as long as cost + price - value, never below 0. A full post is left
 * by each of its cases at no length. The way ends at a post with room, or at a case that goes unmatched. What is
 * not nearer than the best end known so far is not looked at.
 */
#include "assign/forward.h"

#include "assign/state.h"

#include "base/banned.h"

struct end {
    int64_t d;
    uint32_t post; /* with room, or PROBLEM_NONE */
    uint32_t kase; /* that goes unmatched, when there is no post */
};

static void look_from(struct state *s, uint32_t i, int64_t d, struct end *end)
{
    const struct problem *p = s->p;
    const int64_t *price = s->plan->price;
    int64_t here = d - s->plan->value[i];

    if (here + state_unmatched(s) < end->d)
        *end = (struct end){here + state_unmatched(s), PROBLEM_NONE, i};
    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++) {
        uint32_t j = p->post[k];
        int64_t reach = here + p->cost[k] + price[j];

        if (reach >= end->d || !queue_is_nearer(&s->queue, j, reach))
            continue;
        (void)queue_reach(&s->queue, j, reach);
        s->via[j] = i;
        if (state_is_open(s, j))
            *end = (struct end){reach, j, 0};
    }
}

/* Everybody on the way moves on by one. */
static void walk(struct state *s, const struct end *end, uint32_t start)
{
    uint32_t j = end->post, i = j != PROBLEM_NONE ? s->via[j] : end->kase;

    for (;;) {
        uint32_t left = s->plan->post_of[i];

        state_move(s, i, j);
        if (i == start)
            return;
        j = left;
        i = s->via[j];
    }
}

static void mark_crowd(struct state *s, uint32_t start)
{
    s->plan->crowd[start] = true;
    for (uint32_t k = 0; k < s->queue.seen_n; k++)
        for (uint32_t i = s->guest[s->queue.seen[k]]; i != PROBLEM_NONE; i = s->next[i])
            s->plan->crowd[i] = true;
}

/* From what was reached already. */
static void find(struct state *s, struct end *end)
{
    uint32_t j;

    while (queue_next(&s->queue, end->d, &j))
        for (uint32_t k = s->guest[j]; k != PROBLEM_NONE; k = s->next[k])
            look_from(s, k, s->queue.dist[j], end);
}

static struct end find_from(struct state *s, uint32_t i)
{
    struct end end = {QUEUE_FAR / 2 - s->top - 1, PROBLEM_NONE, PROBLEM_NONE};

    queue_reset(&s->queue);
    look_from(s, i, 0, &end);
    find(s, &end);
    return end;
}

static void dearer(struct state *s, uint32_t i, int64_t d)
{
    state_shift(s, d, true);
    s->plan->value[i] += d;
    if (s->plan->value[i] > s->top)
        s->top = s->plan->value[i];
}

bool forward_search(struct state *s, uint32_t i)
{
    struct end end = find_from(s, i);

    if (end.post == PROBLEM_NONE && end.kase == PROBLEM_NONE) {
        mark_crowd(s, i);
        return false;
    }
    dearer(s, i, end.d);
    walk(s, &end, i);
    return true;
}

void forward_prices(struct state *s, uint32_t i)
{
    dearer(s, i, find_from(s, i).d);
}

void forward_prices_out(struct state *s, uint32_t j)
{
    struct end end = {QUEUE_FAR / 2 - s->top - 1, PROBLEM_NONE, PROBLEM_NONE};

    queue_reset(&s->queue);
    (void)queue_reach(&s->queue, j, 0);
    find(s, &end);
    state_shift(s, end.d, true);
}
