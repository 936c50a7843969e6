/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Case by case, each goes to the lowest of its choices that the others can make room for, and then stays there.
 * Making room is a way in a graph of nodes (choices.h) from where it would go to where it comes from: an arc from x
 * to y is a free case at x that could be at y. A post with a place open may take one more without anybody leaving,
 * and a post whose price is 0 may have one fewer: arcs to and from nowhere, on which nobody walks. The way is
 * looked for from both ends at once, the end that has less to look at going first, so a way that is not there is
 * mostly found missing near one end.
 */
#include "assign/ties.h"

#include <stdbool.h>
#include <stdlib.h>

#include "assign/choices.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "base/err.h"

#include "base/banned.h"

/* One end of the search. */
struct side {
    uint32_t *round; /* per node, the search that saw it last */
    uint32_t *link;  /* per node seen, the next one towards this end */
    uint32_t *via;   /* per node seen, who walks between the two; PROBLEM_NONE: nobody */
    uint32_t *line;  /* nodes seen, those before head looked at */
    uint32_t head, tail;
    uint64_t work;
};

struct ties {
    const struct problem *p;
    const struct plan *plan;
    struct choices c;
    struct side from, to;
    uint32_t round, meet;
};

static int side_init(struct side *s, uint32_t nodes)
{
    *s = (struct side){.round = calloc(nodes, sizeof *s->round), .link = malloc(nodes * sizeof *s->link),
                       .via = malloc(nodes * sizeof *s->via), .line = malloc(nodes * sizeof *s->line)};
    return s->round != NULL && s->link != NULL && s->via != NULL && s->line != NULL ? ERR_OK : ERR_NOMEM;
}

static void side_release(struct side *s)
{
    free(s->round);
    free(s->link);
    free(s->via);
    free(s->line);
}

static void side_start(struct side *s, uint32_t node, uint32_t round)
{
    s->round[node] = round;
    s->link[node] = s->via[node] = PROBLEM_NONE;
    s->line[0] = node;
    s->head = 0;
    s->work = 0;
    s->tail = 1;
}

/* True when the other end has been there. */
static bool see(struct ties *t, struct side *mine, const struct side *other, uint32_t node, uint32_t link, uint32_t via)
{
    mine->work++;
    if (mine->round[node] == t->round)
        return false;
    mine->round[node] = t->round;
    mine->link[node] = link;
    mine->via[node] = via;
    mine->line[mine->tail++] = node;
    if (other->round[node] != t->round)
        return false;
    t->meet = node;
    return true;
}

static bool is_open(const struct ties *t, uint32_t j)
{
    return t->c.load[j] < t->p->places[j];
}

static bool may_shrink(const struct ties *t, uint32_t j)
{
    return t->plan->price[j] == 0 && t->c.load[j] > 0;
}

/* The arcs out of x. */
static bool look_out(struct ties *t, uint32_t x)
{
    const struct choices *c = &t->c;

    for (uint32_t i = c->guest[x]; i != PROBLEM_NONE; i = c->next[i])
        for (uint32_t k = c->first[i]; k < c->first[i + 1]; k++)
            if (see(t, &t->from, &t->to, c->node[k], x, i))
                return true;
    if (x < c->nowhere)
        return is_open(t, x) && see(t, &t->from, &t->to, c->nowhere, x, PROBLEM_NONE);
    for (uint32_t j = 0; j < c->nowhere; j++)
        if (may_shrink(t, j) && see(t, &t->from, &t->to, j, x, PROBLEM_NONE))
            return true;
    return false;
}

/* The arcs into y. A case that is fixed points at itself in its list. */
static bool look_in(struct ties *t, uint32_t y)
{
    const struct choices *c = &t->c;

    for (uint32_t k = c->back_first[y]; k < c->back_first[y + 1]; k++) {
        uint32_t i = c->back[k];

        if (c->next[i] != i && see(t, &t->to, &t->from, c->at[i], y, i))
            return true;
    }
    if (y < c->nowhere)
        return may_shrink(t, y) && see(t, &t->to, &t->from, c->nowhere, y, PROBLEM_NONE);
    for (uint32_t j = 0; j < c->nowhere; j++)
        if (is_open(t, j) && see(t, &t->to, &t->from, j, y, PROBLEM_NONE))
            return true;
    return false;
}

/* Is there a way from b to a? */
static bool search(struct ties *t, uint32_t b, uint32_t a)
{
    struct side *from = &t->from, *to = &t->to;

    t->round++;
    side_start(from, b, t->round);
    side_start(to, a, t->round);
    while (from->head < from->tail && to->head < to->tail)
        if (from->work <= to->work ? look_out(t, from->line[from->head++]) : look_in(t, to->line[to->head++]))
            return true;
    return false;
}

/* Everybody on the way walks, then i goes from a to b. */
static void walk(struct ties *t, uint32_t i, uint32_t b)
{
    for (uint32_t x = t->meet; t->from.link[x] != PROBLEM_NONE; x = t->from.link[x])
        if (t->from.via[x] != PROBLEM_NONE)
            choices_move(&t->c, t->from.via[x], x);
    for (uint32_t x = t->meet; t->to.link[x] != PROBLEM_NONE; x = t->to.link[x])
        if (t->to.via[x] != PROBLEM_NONE)
            choices_move(&t->c, t->to.via[x], t->to.link[x]);
    choices_move(&t->c, i, b);
}

static void settle(struct ties *t, uint32_t i)
{
    const struct choices *c = &t->c;

    for (uint32_t k = c->first[i]; k < c->first[i + 1] && c->node[k] < c->at[i]; k++)
        if (search(t, c->node[k], c->at[i])) {
            walk(t, i, c->node[k]);
            break;
        }
    choices_fix(&t->c, i);
}

int ties_break(const struct problem *p, struct plan *plan)
{
    struct ties t = {.p = p, .plan = plan};
    int rc = choices_init(&t.c, p, plan);

    if (side_init(&t.from, p->posts + 1) != ERR_OK || side_init(&t.to, p->posts + 1) != ERR_OK)
        rc = ERR_NOMEM;
    if (rc == ERR_OK) {
        plan->matched = 0;
        for (uint32_t i = 0; i < p->cases; i++) {
            if (t.c.first[i] < t.c.first[i + 1])
                settle(&t, i);
            plan->post_of[i] = t.c.at[i] < t.c.nowhere ? t.c.at[i] : PROBLEM_NONE;
            plan->matched += t.c.at[i] < t.c.nowhere;
        }
    }
    choices_release(&t.c);
    side_release(&t.from);
    side_release(&t.to);
    return rc;
}
