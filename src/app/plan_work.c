/* SPDX-License-Identifier: EUPL-1.2 */
/* One person after the other, so that one calendar is in memory at a time. */
#include <stdlib.h>

#include "app/plan_work.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

int plan_work_begin(struct plan_work *w, size_t i)
{
    struct plan_work_ready *r = i < PLAN_WORK_READY ? &w->ready[i] : &w->other;
    int rc;

    w->at = r;
    if (r->made && r != &w->other)
        return ERR_OK;
    r->made = true;
    rc = match_snapshot_build(&r->material, &w->people->person[i].sources);
    return rc == ERR_OK ? match_begin(&r->match, &r->material.s) : rc;
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

uint8_t plan_work_days(const struct slot *slots, size_t n)
{
    uint8_t days = 0;

    for (size_t k = 0; k < n; k++)
        days |= (uint8_t)(1u << slots[k].weekday);
    return days;
}

static int by_latitude(const void *a, const void *b)
{
    const struct plan_work_north *x = a;
    const struct plan_work_north *y = b;
    int32_t lat[2] = {x->place.has_point ? x->place.point.lat : INT32_MIN,
                      y->place.has_point ? y->place.point.lat : INT32_MIN};

    return lat[0] != lat[1] ? (lat[0] > lat[1]) - (lat[0] < lat[1]) : (x->post > y->post) - (x->post < y->post);
}

int plan_work_prepare(struct plan_work *w)
{
    const struct territory *posts = w->people->posts;
    size_t n = w->people->n;

    w->next = calloc(n + 1, sizeof *w->next);
    w->held = calloc(n + 1, sizeof *w->held);
    w->before = calloc(n + 1, sizeof *w->before);
    w->view = calloc(n + 1, sizeof *w->view);
    w->gone = calloc(n * posts->n / 8 + 1, 1);
    w->ready = calloc(PLAN_WORK_READY, sizeof *w->ready);
    w->post = calloc(posts->n + 1, sizeof *w->post);
    w->place = calloc(posts->n + 1, sizeof *w->place);
    w->north = calloc(posts->n + 1, sizeof *w->north);
    if (w->next == NULL || w->held == NULL || w->before == NULL || w->view == NULL || w->gone == NULL ||
        w->ready == NULL || w->post == NULL || w->place == NULL || w->north == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        w->held[i] = PLAN_SOLVE_NONE;
    for (size_t j = 0; j < posts->n; j++) {
        const struct match_post *p = &posts->offer[j]->p;

        w->place[j] = (struct plan_work_place){p->point, p->has_point, p->minors, plan_work_days(p->slots, p->n_slots)};
        w->north[j] = (struct plan_work_north){w->place[j], (uint32_t)j};
        w->unlocated += !p->has_point;
    }
    qsort(w->north, posts->n, sizeof *w->north, by_latitude);
    return ERR_OK;
}

int plan_work_problem(struct plan_work *w)
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
        rc = problem_edges(&w->problem, w->found.edge, (uint32_t)w->found.n, &line);
    return rc;
}

void plan_work_release(struct plan_work *w)
{
    problem_release(&w->problem);
    plan_release(&w->plan);
    secret_discard(w->view, (w->people->n + 1) * sizeof *w->view); /* where people live */
    for (size_t i = 0; w->ready != NULL && i < PLAN_WORK_READY; i++)
        if (w->ready[i].made)
            secret_wipe(&w->ready[i], sizeof w->ready[i]);
    free(w->next);
    free(w->held);
    free(w->same);
    free(w->before);
    free(w->gone);
    free(w->ready);
    free(w->post);
    free(w->place);
    free(w->north);
    free(w->dropped.edge);
    free(w->found.edge);
    secret_discard(w, sizeof *w);
}
