/* SPDX-License-Identifier: EUPL-1.2 */
/* One person after the other, so that one calendar is in memory at a time. */
#include <stdlib.h>

#include "app/plan_work.h"
#include "base/err.h"
#include "match/journey.h"
#include "match/order.h"

#include "base/banned.h"

int plan_work_begin(struct plan_work *w, size_t i)
{
    int rc = match_snapshot_build(&w->material, &w->people->person[i].sources);

    return rc == ERR_OK ? match_begin(&w->match, &w->material.s) : rc;
}

int plan_work_edge(struct plan_work_edges *e, size_t i, size_t j, int32_t cost)
{
    if (e->n == PROBLEM_EDGES_MAX)
        return ERR_LIMIT;
    if (e->n == e->room) {
        size_t room = e->room == 0 ? 4096 : 2 * e->room;
        struct problem_edge *more = realloc(e->edge, room * sizeof *more);

        if (more == NULL)
            return ERR_NOMEM;
        e->edge = more;
        e->room = room;
    }
    e->edge[e->n++] = (struct problem_edge){(uint32_t)i, (uint32_t)j, cost, 0};
    return ERR_OK;
}

/* The rule that most posts fail; the first of those that are alike. */
static void why_not(struct plan_solve_line *l, const size_t fails[MATCH_RULES])
{
    l->rule = MATCH_FITS;
    l->failing = 0;
    for (int r = MATCH_FITS + 1; r < MATCH_RULES; r++)
        if (fails[r] > l->failing) {
            l->rule = (enum match_rule)r;
            l->failing = fails[r];
        }
}

static bool is_within(const struct travel_box *box, const struct match_post *p)
{
    return !p->has_point || (p->point.lat >= box->least.lat && p->point.lat <= box->most.lat &&
                             p->point.lon >= box->least.lon && p->point.lon <= box->most.lon);
}

static int match(struct plan_work *w, size_t j, struct match_fit *fit)
{
    struct match_post copy;
    uint32_t places = 0;

    return match_post(&w->match, match_offer_for(w->people->posts->offer[j], &w->material, &copy, &places), fit, NULL);
}

/* Nothing fits: the rules that she fails. */
static int look_why(struct plan_work *w, struct plan_solve_line *l)
{
    size_t fails[MATCH_RULES] = {0};
    int rc = ERR_OK;

    for (size_t j = 0; j < w->people->posts->n && rc == ERR_OK; j++) {
        struct match_fit fit;

        rc = match(w, j, &fit);
        fails[fit.rule]++;
    }
    why_not(l, fails);
    return rc;
}

/* Posts that are too far for her anyway are not looked at: most of a département. */
static int look(struct plan_work *w, size_t i, struct plan_work_edges *e)
{
    struct plan_solve_line *l = &w->out->line[i];
    struct travel_box box;
    int rc = plan_work_begin(w, i);
    bool bounded = rc == ERR_OK && journey_reach(&w->material.s, &box);

    for (size_t j = 0; j < w->people->posts->n && rc == ERR_OK; j++) {
        struct match_fit fit;

        if (bounded && !is_within(&box, &w->people->posts->offer[j]->p))
            continue;
        rc = match(w, j, &fit);
        if (rc != ERR_OK || fit.rule != MATCH_FITS)
            continue;
        rc = plan_work_edge(e, i, j, order_cost(&fit));
        if (l->fitting++ == 0 || order_compare(&fit, &l->best_fit) < 0) {
            l->best = j;
            l->best_fit = fit;
            l->best_cost = order_cost(&fit);
        }
    }
    return rc == ERR_OK && l->fitting == 0 ? look_why(w, l) : rc;
}

static int make_problem(struct plan_work *w, const struct plan_work_edges *e)
{
    const struct territory *posts = w->people->posts;
    uint32_t line;
    int rc = problem_init(&w->problem, (uint32_t)w->people->n, (uint32_t)posts->n, PLAN_SOLVE_UNMATCHED);

    for (size_t j = 0; j < posts->n && rc == ERR_OK; j++) {
        const struct matching_post *p = &posts->offer[j]->post;

        for (size_t k = 0; k < p->n_slots; k++) {
            int32_t places = p->slots[k].places > 0 ? p->slots[k].places : p->places;

            if (places > (int32_t)w->problem.places[j])
                w->problem.places[j] = (uint32_t)places;
        }
    }
    if (rc == ERR_OK)
        rc = problem_edges(&w->problem, e->edge, (uint32_t)e->n, &line);
    return rc;
}

int plan_work_look(struct plan_work *w)
{
    struct plan_work_edges e = {0};
    int rc = ERR_OK;

    for (size_t i = 0; i < w->people->n && rc == ERR_OK; i++)
        if (w->people->person[i].lack == PLAN_PEOPLE_WHOLE)
            rc = look(w, i, &e);
    if (rc == ERR_OK)
        rc = make_problem(w, &e);
    free(e.edge);
    return rc;
}
