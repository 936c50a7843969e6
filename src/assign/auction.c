/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Bertsekas' forward auction, for posts with several places: a case without a seat bids for the place that costs it
 * least, as much as it would lose by going elsewhere and a step more; a full post lets its lowest bidder go and is
 * then as dear as the next. Who bids often steps wider, so where nobody finds room the prices climb fast. It stops
 * after a fixed number of bids, at the latest. Searches alone would find the same in the end; but where a town has
 * fewer places than cases, each of them would climb through the whole town to find that out.
 */
#include "assign/auction.h"

#include <stdlib.h>

#include "assign/state.h"
#include "base/err.h"

#include "base/banned.h"

#define BIDS_PER_CASE 25
#define PATIENCE 16    /* bids after which a case makes larger steps */
#define GUESTS_SEEN 64 /* of a post with many places, those looked at for the lowest bid */

struct bid {
    uint32_t post;
    int64_t price;
};

/* The step: a quarter of what the second choice costs more than the first, on average. */
static int64_t find_step(const struct problem *p)
{
    int64_t sum = 0, cases = 0;

    for (uint32_t i = 0; i < p->cases; i++) {
        int32_t first = INT32_MAX, second = INT32_MAX;

        for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
            if (p->cost[k] < first) {
                second = first;
                first = p->cost[k];
            } else if (p->cost[k] < second) {
                second = p->cost[k];
            }
        if (second == INT32_MAX)
            continue;
        sum += second - first;
        cases++;
    }
    return cases > 0 && sum / cases > 4 ? sum / cases / 4 : 1;
}

static struct bid make_bid(const struct state *s, uint32_t i, int64_t step)
{
    const struct problem *p = s->p;
    const int64_t *price = s->plan->price;
    int64_t first = state_unmatched(s), second = first;
    struct bid bid = {PROBLEM_NONE, 0};

    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++) {
        int64_t here = p->cost[k] + price[p->post[k]];

        if (here >= second)
            continue;
        if (here >= first) {
            second = here;
            continue;
        }
        second = first;
        first = here;
        bid.post = p->post[k];
    }
    if (bid.post != PROBLEM_NONE)
        bid.price = price[bid.post] + step + (second < QUEUE_FAR / 2 ? second - first : 0);
    return bid;
}

/* The post is full, perhaps with one too many, whom it returns. */
static uint32_t settle(struct state *s, uint32_t j, const int64_t *bid)
{
    uint32_t lowest = s->guest[j], seen = 1;
    int64_t next = QUEUE_FAR;
    bool over = s->load[j] > s->p->places[j];

    for (uint32_t i = s->next[lowest]; i != PROBLEM_NONE && seen < GUESTS_SEEN; i = s->next[i], seen++)
        if (bid[i] < bid[lowest]) {
            next = bid[lowest];
            lowest = i;
        } else if (bid[i] < next) {
            next = bid[i];
        }
    /* Without places, or with one of which the only bid is lowest, next is unknown: the bid itself is what it costs. */
    if (!over || next == QUEUE_FAR)
        next = bid[lowest];
    if (next > s->plan->price[j])
        s->plan->price[j] = next;
    if (!over)
        return PROBLEM_NONE;
    state_move(s, lowest, PROBLEM_NONE);
    return lowest;
}

static void hold(struct state *s, int64_t *bid, uint32_t *tried, uint32_t *stack)
{
    int64_t step = find_step(s->p);
    uint64_t left = (uint64_t)s->p->cases * BIDS_PER_CASE;
    uint32_t n = 0;

    for (uint32_t i = s->p->cases; i-- > 0;)
        stack[n++] = i;
    while (n > 0 && left-- > 0) {
        uint32_t i = stack[--n], out = PROBLEM_NONE;
        int64_t own = step * (1 + tried[i]++ / PATIENCE);
        struct bid b = make_bid(s, i, own < PROBLEM_COST_MAX ? own : PROBLEM_COST_MAX);

        if (b.post == PROBLEM_NONE)
            continue;
        bid[i] = b.price;
        state_move(s, i, b.post);
        if (s->load[b.post] >= s->p->places[b.post])
            out = settle(s, b.post, bid);
        if (out != PROBLEM_NONE)
            stack[n++] = out;
    }
}

int auction_run(struct state *s)
{
    size_t n = (size_t)s->p->cases + 1;
    int64_t *bid = calloc(n, sizeof *bid);
    uint32_t *tried = calloc(n, sizeof *tried), *stack = malloc(n * sizeof *stack);
    int rc = bid != NULL && tried != NULL && stack != NULL ? ERR_OK : ERR_NOMEM;

    if (rc == ERR_OK)
        hold(s, bid, tried, stack);
    free(bid);
    free(tried);
    free(stack);
    return rc;
}
