/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The mirror of forward.c: Dijkstra from a post over the cases that it could have to the posts that have them now. The
 * way ends at a case that is unmatched, or at a post whose price comes down to 0 and which may then stand open. Where
 * edges come by rising cost, a row is left at the first that is too dear even for a case of the highest value.
 */
#include "assign/backward.h"

#include "assign/state.h"

#include "base/banned.h"

struct end {
    int64_t d;
    uint32_t post; /* that stands open or, with a case, takes it in */
    uint32_t kase; /* unmatched, or PROBLEM_NONE */
};

static void look_from(struct state *s, uint32_t j, int64_t d, struct end *end)
{
    const struct rows *r = &s->by_post;
    const struct plan *plan = s->plan;
    int64_t here = d + plan->price[j];

    for (uint32_t k = r->first[j]; k < r->end[j]; k++) {
        uint32_t i = rows_case(r->arc[k]), left = plan->post_of[i];
        int64_t reach = here + rows_cost(r->arc[k]);

        if (r->sorted && reach - s->top >= end->d)
            return;
        reach -= plan->value[i];
        if (reach >= end->d)
            continue;
        if (left == PROBLEM_NONE) {
            *end = (struct end){reach, j, i};
        } else if (queue_is_nearer(&s->queue, left, reach)) {
            (void)queue_reach(&s->queue, left, reach);
            s->via[left] = i;
            s->parent[left] = j;
            if (reach + plan->price[left] < end->d)
                *end = (struct end){reach + plan->price[left], left, PROBLEM_NONE};
        }
    }
}

static void walk(struct state *s, const struct end *end, uint32_t start)
{
    uint32_t j = end->post;

    if (end->kase != PROBLEM_NONE)
        state_move(s, end->kase, j);
    while (j != start) {
        uint32_t taker = s->parent[j];

        state_move(s, s->via[j], taker);
        j = taker;
    }
}

static struct end find(struct state *s, uint32_t j)
{
    struct end end = {s->plan->price[j], j, PROBLEM_NONE};

    queue_reset(&s->queue);
    (void)queue_reach(&s->queue, j, 0);
    while (queue_next(&s->queue, end.d, &j))
        look_from(s, j, s->queue.dist[j], &end);
    state_shift(s, end.d, false);
    return end;
}

void backward_search(struct state *s, uint32_t j)
{
    struct end end = find(s, j);

    walk(s, &end, j);
}

void backward_prices(struct state *s, uint32_t j)
{
    (void)find(s, j);
}
