/* SPDX-License-Identifier: EUPL-1.2 */
/* Who waits for two measures has two lines, and one body. Each line is looked at with the other one booked, as the door
 * of proposals will look at whichever comes second: it must be what it was. */
#include <stdlib.h>
#include <string.h>

#include "app/plan_beside.h"
#include "base/err.h"

#include "base/banned.h"

struct of_case {
    struct uuid case_id;
    size_t i;
};

static int by_case(const void *a, const void *b)
{
    const struct of_case *x = a;
    const struct of_case *y = b;
    int order = memcmp(x->case_id.b, y->case_id.b, sizeof x->case_id.b);

    return order != 0 ? order : (x->i > y->i) - (x->i < y->i);
}

int plan_beside_prepare(struct plan_work *w)
{
    size_t n = w->people->n;
    struct of_case *of = calloc(n + 1, sizeof *of);

    w->same = calloc(n + 1, sizeof *w->same);
    if (of == NULL || w->same == NULL) {
        free(of);
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < n; i++)
        of[i] = (struct of_case){w->people->facts[i].case_id, i};
    qsort(of, n, sizeof *of, by_case);
    for (size_t k = 0; k < n; k++)
        w->same[of[k].i] = k > 0 && uuid_eq(&of[k - 1].case_id, &of[k].case_id) ? of[k - 1].i : PLAN_SOLVE_NONE;
    free(of);
    return ERR_OK;
}

/* Two that the database books on common days may have no time in common, come she that day or not. */
static bool overlap(const struct plan_solve_line *a, const struct plan_solve_line *b)
{
    if (a->meant.first_day > b->meant.last_day || b->meant.first_day > a->meant.last_day)
        return false;
    for (size_t i = 0; i < a->times.n; i++)
        for (size_t k = 0; k < b->times.n; k++)
            if (slot_overlap(&a->times.slot[i], &b->times.slot[k]))
                return true;
    return false;
}

/* Her other times with those of another line of hers; ERR_LIMIT. */
static int add_own(struct plan_work *w, const struct plan_solve_line *other, struct match_snapshot_in *in)
{
    size_t n = in->n_own;

    if (n + other->times.n > PLAN_WORK_OWN)
        return ERR_LIMIT;
    memcpy(w->own, in->own, n * sizeof *w->own);
    for (size_t k = 0; k < other->times.n; k++)
        w->own[n++] = (struct matching_time){other->times.slot[k], {other->meant.first_day, other->meant.last_day}};
    in->own = w->own;
    in->n_own = n;
    return ERR_OK;
}

/* Is person i's line what it is when the other one is booked? Its place is, so none is asked for. */
static int stands(struct plan_work *w, size_t i, const struct plan_solve_line *other, bool *holds)
{
    const struct plan_solve_line *l = &w->out->line[i];
    struct match_snapshot_in in = w->people->person[i].sources;
    struct match_material *m = &w->other.material;
    struct match_times times = l->times;
    struct match_fit fit = {0};
    struct match_post p;
    uint32_t places = 0;
    int rc = add_own(w, other, &in);

    w->other.made = true;
    if (rc == ERR_OK)
        rc = match_snapshot_build(m, &in);
    if (rc == ERR_OK) {
        p = *match_offer_for(w->people->posts->offer[l->post], m, &p, &places);
        p.n_taken = 0;
        p.ready = NULL;
        m->s.earliest = l->meant.first_day;
        times.chosen = true;
        rc = match_times_propose(&w->proposal, &w->meant, m, &p, &times, &fit, &w->sessions);
    }
    *holds = rc == ERR_OK && fit.rule == MATCH_FITS && fit.first_day == l->meant.first_day &&
             fit.last_day == l->meant.last_day;
    return rc == ERR_LIMIT ? ERR_OK : rc;
}

static int beside(struct plan_work *w, size_t i, size_t k, bool *holds)
{
    const struct plan_solve_line *line = w->out->line;
    int rc = ERR_OK;

    *holds = !overlap(&line[i], &line[k]);
    if (*holds)
        rc = stands(w, i, &line[k], holds);
    if (rc == ERR_OK && *holds)
        rc = stands(w, k, &line[i], holds);
    return rc;
}

int plan_beside_settle(struct plan_work *w, bool *again)
{
    const struct plan_solve_line *line = w->out->line;
    int rc = ERR_OK;

    for (size_t i = 0; i < w->people->n && rc == ERR_OK; i++) {
        bool holds = true;

        for (size_t k = w->same[i]; k != PLAN_SOLVE_NONE && holds && rc == ERR_OK; k = w->same[k])
            if (line[i].post != PLAN_SOLVE_NONE && line[k].post != PLAN_SOLVE_NONE && w->held[k] != PLAN_SOLVE_NONE)
                rc = beside(w, i, k, &holds);
        if (rc == ERR_OK && !holds) {
            w->held[i] = PLAN_SOLVE_NONE;
            *again = true;
            rc = plan_work_edge(&w->dropped, i, line[i].post, 0);
        }
    }
    return rc;
}
