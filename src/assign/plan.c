/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The memory of a plan. It is all that a solver and the checker have in common, besides the problem.
 */
#include "assign/plan.h"

#include <stdlib.h>

#include "assign/problem.h"
#include "base/err.h"

#include "base/banned.h"

int plan_init(struct plan *s, const struct problem *p)
{
    *s = (struct plan){.cases = p->cases, .posts = p->posts};
    s->post_of = malloc(((size_t)p->cases + 1) * sizeof *s->post_of);
    s->price = calloc((size_t)p->posts + 1, sizeof *s->price);
    s->value = calloc((size_t)p->cases + 1, sizeof *s->value);
    s->crowd = calloc((size_t)p->cases + 1, sizeof *s->crowd);
    if (s->post_of == NULL || s->price == NULL || s->value == NULL || s->crowd == NULL) {
        plan_release(s);
        return ERR_NOMEM;
    }
    for (uint32_t i = 0; i < p->cases; i++)
        s->post_of[i] = PROBLEM_NONE;
    return ERR_OK;
}

void plan_release(struct plan *s)
{
    free(s->post_of);
    free(s->price);
    free(s->value);
    free(s->crowd);
    *s = (struct plan){0};
}
