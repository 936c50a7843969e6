/* SPDX-License-Identifier: EUPL-1.2 */
/* Rounds of solving and looking whether the lines hold together; each lowers a place or drops an edge, so they end. The
 * last solution is the one whose certificate is looked at. */
#include <stdlib.h>
#include <string.h>

#include "app/plan_beside.h"
#include "app/plan_look.h"
#include "app/plan_settle.h"
#include "app/plan_work.h"
#include "assign/check.h"
#include "assign/solve.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

/* The cheapest plan of all pairs: those that were not looked at cost more than their people do now, and no place
 * costs less than nothing, so none of them is in any cheapest plan. */
static int solve_once(struct plan_work *w)
{
    bool more = true;
    int rc = ERR_OK;

    while (rc == ERR_OK && more) {
        struct plan next = {0};

        rc = w->plan.price == NULL ? solve(&w->problem, &next) : solve_from(&w->problem, w->plan.price, &next);
        plan_release(&w->plan);
        w->plan = next;
        if (rc == ERR_OK)
            rc = plan_look_widen(w, &more);
    }
    return rc;
}

static int rounds(struct plan_work *w)
{
    bool again = true;
    bool certified = false;
    int rc = ERR_OK;

    while (rc == ERR_OK && again) {
        rc = solve_once(w);
        if (rc == ERR_OK)
            rc = plan_settle(w, &again);
    }
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
    int rc = plan_work_prepare(w);

    if (rc == ERR_OK)
        rc = plan_beside_prepare(w);
    if (rc == ERR_OK)
        rc = plan_look_nearest(w);
    if (rc == ERR_OK)
        rc = plan_work_problem(w);
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
    plan_work_release(w);
    return rc;
}

void plan_solve_release(struct plan_solve *out)
{
    secret_discard(out->line, (out->n + 1) * sizeof *out->line);
    memset(out, 0, sizeof *out);
}
