/* SPDX-License-Identifier: EUPL-1.2 */
/* Rounds of solving and looking whether the lines hold together; each lowers a place or drops an edge, so they end. The
 * last solution is the one whose certificate is looked at. */
#include <stdlib.h>
#include <string.h>

#include "app/match_times.h"
#include "app/plan_work.h"
#include "assign/check.h"
#include "assign/solve.h"
#include "base/err.h"
#include "base/secret.h"
#include "match/order.h"

#include "base/banned.h"

static int solve_once(struct plan_work *w)
{
    struct plan next = {0};
    int rc = w->plan.price == NULL ? solve(&w->problem, &next) : solve_from(&w->problem, w->plan.price, &next);

    plan_release(&w->plan);
    w->plan = next;
    return rc;
}

static int32_t edge_cost(const struct problem *p, size_t i, size_t j)
{
    uint32_t e = p->first[i];

    while (p->post[e] != j)
        e++;
    return p->cost[e];
}

/* What a person's line at post j is with n places taken there. *holds: as its edge says, and to be proposed. */
static int try_line(struct plan_work *w, size_t i, size_t j, size_t n, bool *holds)
{
    struct plan_solve_line *l = &w->out->line[i];
    uint32_t places = 0;
    struct match_post p;
    int rc = plan_work_begin(w, i);

    *holds = false;
    if (rc != ERR_OK)
        return rc;
    p = *match_offer_for(w->people->posts->offer[j], &w->material, &p, &places);
    p.taken = w->taken;
    p.n_taken = n;
    rc = match_post(&w->match, &p, &l->fit, &w->sessions);
    if (rc != ERR_OK || l->fit.rule != MATCH_FITS)
        return rc;
    l->cost = order_cost(&l->fit);
    if (l->cost != edge_cost(&w->problem, i, j))
        return ERR_OK;
    match_times_of(&w->material, &w->sessions, l->fit.last_day, &l->times);
    if (l->times.n == 0)
        return ERR_OK;
    rc = match_times_propose(&w->match, &w->meant, &w->material, &p, &l->times, &l->meant, &w->sessions);
    *holds = rc == ERR_OK && l->meant.rule == MATCH_FITS;
    return rc;
}

/* As a proposal books it (53-placement.sql): its weekly times from its first day to its last. */
static int book(struct plan_work *w, size_t i, size_t j, size_t *n)
{
    const struct plan_solve_line *l = &w->out->line[i];
    int rc = ERR_OK;

    for (size_t k = 0; k < l->times.n && rc == ERR_OK; k++) {
        struct matching_time t = {l->times.slot[k], {w->material.s.earliest, l->meant.last_day}};

        rc = match_offer_take(&w->people->posts->offer[j]->post, &t, w->taken, n);
    }
    return rc;
}

/* The people of one post, one after the other. *again: something did not hold. */
static int settle_post(struct plan_work *w, size_t j, size_t first, bool *again)
{
    const struct match_post *p = &w->people->posts->offer[j]->p;
    size_t n = p->n_taken;
    uint32_t kept = 0;
    int rc = ERR_OK;

    if (n > 0)
        memcpy(w->taken, p->taken, n * sizeof *w->taken);
    for (size_t i = first; i < w->people->n && rc == ERR_OK; i = w->next[i]) {
        bool holds;

        rc = try_line(w, i, j, n, &holds);
        if (rc == ERR_OK && holds) {
            w->out->line[i].post = j;
            kept++;
            rc = book(w, i, j, &n);
        } else if (rc == ERR_OK) {
            *again = true;
            if (kept > 0) {
                w->problem.places[j] = kept;
                return ERR_OK;
            }
            problem_drop(&w->problem, (uint32_t)i, (uint32_t)j);
        }
    }
    return rc;
}

static int settle(struct plan_work *w, size_t *first, bool *again)
{
    size_t n = w->people->n;
    int rc = ERR_OK;

    for (size_t j = 0; j < w->people->posts->n; j++)
        first[j] = n;
    for (size_t i = n; i > 0; i--) {
        uint32_t j = w->plan.post_of[i - 1];

        w->out->line[i - 1].post = PLAN_SOLVE_NONE;
        if (j == PROBLEM_NONE)
            continue;
        w->next[i - 1] = first[j];
        first[j] = i - 1;
    }
    *again = false;
    for (size_t j = 0; j < w->people->posts->n && rc == ERR_OK; j++)
        rc = settle_post(w, j, first[j], again);
    return rc;
}

static int rounds(struct plan_work *w)
{
    size_t *first = calloc(w->people->posts->n + 1, sizeof *first);
    bool again = true;
    bool certified = false;
    int rc = first == NULL ? ERR_NOMEM : ERR_OK;

    while (rc == ERR_OK && again) {
        rc = solve_once(w);
        if (rc == ERR_OK)
            rc = settle(w, first, &again);
    }
    free(first);
    if (rc == ERR_OK)
        rc = check(&w->problem, &w->plan, &certified);
    return rc == ERR_OK && !certified ? ERR_INTERNAL : rc;
}

static void tell(struct plan_work *w)
{
    w->out->objective = w->plan.objective;
    for (size_t i = 0; i < w->out->n; i++) {
        struct plan_solve_line *l = &w->out->line[i];

        if (l->post != PLAN_SOLVE_NONE) {
            w->out->placed++;
        } else if (l->fitting > 0) {
            l->rule = MATCH_RULE_CAPACITY;
            l->failing = l->fitting;
        }
    }
}

static int run(struct plan_work *w)
{
    int rc;

    w->next = calloc(w->people->n + 1, sizeof *w->next);
    if (w->next == NULL)
        return ERR_NOMEM;
    rc = plan_work_look(w);
    if (rc == ERR_OK)
        rc = rounds(w);
    if (rc == ERR_OK)
        tell(w);
    return rc;
}

int plan_solve(const struct plan_people *p, struct plan_solve *out)
{
    struct plan_work *w = calloc(1, sizeof *w);
    int rc;

    *out = (struct plan_solve){.n = p->n, .line = calloc(p->n + 1, sizeof *out->line)};
    if (w == NULL || out->line == NULL) {
        free(w);
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < p->n; i++) {
        out->line[i].lack = p->person[i].lack;
        out->line[i].post = out->line[i].best = PLAN_SOLVE_NONE;
    }
    w->people = p;
    w->out = out;
    rc = run(w);
    problem_release(&w->problem);
    plan_release(&w->plan);
    free(w->next);
    secret_wipe(w, sizeof *w);
    free(w);
    return rc;
}

void plan_solve_release(struct plan_solve *out)
{
    if (out->line != NULL)
        secret_wipe(out->line, (out->n + 1) * sizeof *out->line);
    free(out->line);
    memset(out, 0, sizeof *out);
}
