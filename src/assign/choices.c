/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The edges that cost just what their case is worth, and the lists of who is where. Every cheapest plan lives on these
 * edges, whatever prices proved the first one (complementary slackness), so they hold all that ties leave open.
 */
#include "assign/choices.h"

#include <stdbool.h>
#include <stdlib.h>

#include "assign/plan.h"
#include "assign/problem.h"
#include "base/err.h"

#include "base/banned.h"

static bool is_tight(const struct problem *p, const struct plan *s, uint32_t i, uint32_t k)
{
    return p->cost[k] + s->price[p->post[k]] == s->value[i];
}

static bool may_be_nowhere(const struct problem *p, const struct plan *s, uint32_t i)
{
    return p->unmatched != PROBLEM_ALL_PLACED && s->value[i] == p->unmatched;
}

static uint32_t count(const struct problem *p, const struct plan *s, uint32_t i)
{
    uint32_t n = may_be_nowhere(p, s, i);

    for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
        n += is_tight(p, s, i, k);
    return n > 1 ? n : 0;
}

static void write_choices(struct choices *c, const struct problem *p, const struct plan *s)
{
    for (uint32_t i = 0; i < p->cases; i++) {
        uint32_t at = c->first[i];

        if (at == c->first[i + 1])
            continue;
        for (uint32_t k = p->first[i]; k < p->first[i + 1]; k++)
            if (is_tight(p, s, i, k))
                c->node[at++] = p->post[k];
        if (may_be_nowhere(p, s, i))
            c->node[at] = c->nowhere;
    }
}

/* The same by node; back_first has room for two more. */
static void turn_round(struct choices *c, uint32_t cases)
{
    uint32_t sum = 0;

    for (uint32_t k = 0; k < c->first[cases]; k++)
        c->back_first[c->node[k] + 1]++;
    for (uint32_t x = 0; x <= c->nowhere; x++) {
        uint32_t here = c->back_first[x + 1];

        c->back_first[x + 1] = sum;
        sum += here;
    }
    for (uint32_t i = 0; i < cases; i++)
        for (uint32_t k = c->first[i]; k < c->first[i + 1]; k++)
            c->back[c->back_first[c->node[k] + 1]++] = i;
}

static void enter(struct choices *c, uint32_t i, uint32_t node)
{
    c->prev[i] = PROBLEM_NONE;
    c->next[i] = c->guest[node];
    if (c->guest[node] != PROBLEM_NONE)
        c->prev[c->guest[node]] = i;
    c->guest[node] = i;
}

int choices_init(struct choices *c, const struct problem *p, const struct plan *plan)
{
    size_t cases = (size_t)p->cases + 1, nodes = (size_t)p->posts + 3, n;

    *c = (struct choices){.nowhere = p->posts, .first = calloc(cases, sizeof *c->first)};
    if (c->first == NULL)
        return ERR_NOMEM;
    for (uint32_t i = 0; i < p->cases; i++)
        c->first[i + 1] = c->first[i] + count(p, plan, i);
    n = (size_t)c->first[p->cases] + 1;
    c->node = calloc(n, sizeof *c->node);
    c->back = malloc(n * sizeof *c->back);
    c->back_first = calloc(nodes, sizeof *c->back_first);
    c->at = malloc(cases * sizeof *c->at);
    c->next = malloc(cases * sizeof *c->next);
    c->prev = malloc(cases * sizeof *c->prev);
    c->guest = malloc(nodes * sizeof *c->guest);
    c->load = calloc(nodes, sizeof *c->load);
    if (c->node == NULL || c->back == NULL || c->back_first == NULL || c->at == NULL || c->next == NULL ||
        c->prev == NULL || c->guest == NULL || c->load == NULL) {
        choices_release(c);
        return ERR_NOMEM;
    }
    write_choices(c, p, plan);
    turn_round(c, p->cases);
    for (uint32_t x = 0; x <= p->posts; x++)
        c->guest[x] = PROBLEM_NONE;
    for (uint32_t i = 0; i < p->cases; i++) {
        c->at[i] = plan->post_of[i] != PROBLEM_NONE ? plan->post_of[i] : c->nowhere;
        c->load[c->at[i]]++;
        if (c->first[i] < c->first[i + 1])
            enter(c, i, c->at[i]);
    }
    return ERR_OK;
}

void choices_release(struct choices *c)
{
    free(c->first);
    free(c->node);
    free(c->back_first);
    free(c->back);
    free(c->at);
    free(c->guest);
    free(c->next);
    free(c->prev);
    free(c->load);
    *c = (struct choices){0};
}

void choices_fix(struct choices *c, uint32_t i)
{
    uint32_t next = c->next[i], prev = c->prev[i];

    if (prev == PROBLEM_NONE)
        c->guest[c->at[i]] = next;
    else
        c->next[prev] = next;
    if (next != PROBLEM_NONE)
        c->prev[next] = prev;
    c->next[i] = c->prev[i] = i; /* in no list */
}

void choices_move(struct choices *c, uint32_t i, uint32_t node)
{
    choices_fix(c, i);
    c->load[c->at[i]]--;
    c->at[i] = node;
    c->load[node]++;
    enter(c, i, node);
}
