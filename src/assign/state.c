/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The memory of the searches, and the few ways in which it changes. The cases of a post are a list, so that memory
 * grows with cases and posts and not with places.
 */
#include "assign/state.h"

#include <stdlib.h>

#include "base/err.h"

#include "base/banned.h"

int state_init(struct state *s, const struct problem *p, struct plan *plan)
{
    size_t cases = (size_t)p->cases + 1, posts = (size_t)p->posts + 1;

    *s = (struct state){.p = p, .plan = plan};
    s->load = calloc(posts, sizeof *s->load);
    s->guest = malloc(posts * sizeof *s->guest);
    s->via = malloc(posts * sizeof *s->via);
    s->parent = malloc(posts * sizeof *s->parent);
    s->next = malloc(cases * sizeof *s->next);
    s->prev = malloc(cases * sizeof *s->prev);
    if (s->load == NULL || s->guest == NULL || s->via == NULL || s->parent == NULL || s->next == NULL ||
        s->prev == NULL || queue_init(&s->queue, p->posts) != ERR_OK) {
        state_release(s);
        return ERR_NOMEM;
    }
    for (uint32_t j = 0; j < p->posts; j++)
        s->guest[j] = PROBLEM_NONE;
    return ERR_OK;
}

void state_release(struct state *s)
{
    rows_release(&s->by_post);
    queue_release(&s->queue);
    free(s->load);
    free(s->guest);
    free(s->via);
    free(s->parent);
    free(s->next);
    free(s->prev);
    *s = (struct state){0};
}

static void leave(struct state *s, uint32_t i, uint32_t j)
{
    uint32_t next = s->next[i], prev = s->prev[i];

    if (prev == PROBLEM_NONE)
        s->guest[j] = next;
    else
        s->next[prev] = next;
    if (next != PROBLEM_NONE)
        s->prev[next] = prev;
    s->load[j]--;
}

void state_move(struct state *s, uint32_t i, uint32_t j)
{
    if (s->plan->post_of[i] != PROBLEM_NONE)
        leave(s, i, s->plan->post_of[i]);
    s->plan->post_of[i] = j;
    if (j == PROBLEM_NONE)
        return;
    s->prev[i] = PROBLEM_NONE;
    s->next[i] = s->guest[j];
    if (s->guest[j] != PROBLEM_NONE)
        s->prev[s->guest[j]] = i;
    s->guest[j] = i;
    s->load[j]++;
}

/* The value of case i, and whether its seat, if it has one, costs just that. */
static bool appraise(struct state *s, uint32_t i)
{
    const struct problem *p = s->p;
    int64_t best = state_unmatched(s), own = QUEUE_FAR;

    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++) {
        int64_t here = p->cost[k] + s->plan->price[p->post[k]];

        if (here < best)
            best = here;
        if (p->post[k] == s->plan->post_of[i])
            own = here;
    }
    s->plan->value[i] = best;
    if (best > s->top)
        s->top = best;
    return own == best;
}

/* The post of lowest index with room where case i costs just its value. */
static uint32_t find_seat(const struct state *s, uint32_t i)
{
    const struct problem *p = s->p;

    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
        if (p->cost[k] + s->plan->price[p->post[k]] == s->plan->value[i] && state_is_open(s, p->post[k]))
            return p->post[k];
    return PROBLEM_NONE;
}

void state_seat(struct state *s)
{
    for (uint32_t i = 0; i < s->p->cases; i++)
        if (!appraise(s, i) && s->plan->post_of[i] != PROBLEM_NONE)
            state_move(s, i, PROBLEM_NONE);
    for (uint32_t i = 0; i < s->p->cases; i++)
        if (s->plan->post_of[i] == PROBLEM_NONE && s->plan->value[i] < state_unmatched(s))
            state_move(s, i, find_seat(s, i));
}

void state_shift(struct state *s, int64_t d, bool up)
{
    const struct queue *q = &s->queue;

    for (uint32_t k = 0; k < q->seen_n; k++) {
        uint32_t j = q->seen[k];
        int64_t by = up ? d - q->dist[j] : q->dist[j] - d;

        if (q->dist[j] >= d)
            continue;
        s->plan->price[j] += by;
        for (uint32_t i = s->guest[j]; i != PROBLEM_NONE; i = s->next[i]) {
            s->plan->value[i] += by;
            if (s->plan->value[i] > s->top)
                s->top = s->plan->value[i];
        }
    }
}
