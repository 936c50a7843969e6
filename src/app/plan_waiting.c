/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything is read and the desk given back; then it is computed; then the lines are kept, without what was opened. */
#include <stdlib.h>
#include <string.h>

#include "app/plan_waiting.h"
#include "base/err.h"

#include "base/banned.h"

/* The columns of the lines to be kept. */
struct columns {
    struct uuid *measure, *post;
    int32_t *number; /* first_day, last_day, and the versions of measure, profile and post */
    size_t n;
};

enum { FIRST_DAY, LAST_DAY, MEASURE, PROFILE, POST, NUMBERS };

static int fill(const struct plan_waiting_out *out, struct columns *c)
{
    size_t placed = out->solution.placed;

    c->measure = calloc(placed + 1, sizeof *c->measure);
    c->post = calloc(placed + 1, sizeof *c->post);
    c->number = calloc(NUMBERS * placed + 1, sizeof *c->number);
    if (c->measure == NULL || c->post == NULL || c->number == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < out->people.n; i++) {
        const struct plan_solve_line *l = &out->solution.line[i];
        const struct plan_facts *f = &out->people.facts[i];

        if (l->post == PLAN_SOLVE_NONE)
            continue;
        c->measure[c->n] = f->measure.measure;
        c->post[c->n] = out->people.posts->offer[l->post]->post.id;
        c->number[FIRST_DAY * placed + c->n] = l->meant.first_day;
        c->number[LAST_DAY * placed + c->n] = l->meant.last_day;
        c->number[MEASURE * placed + c->n] = f->measure.version;
        c->number[PROFILE * placed + c->n] = f->profile_version;
        c->number[POST * placed + c->n] = out->people.posts->offer[l->post]->post.version;
        c->n++;
    }
    return ERR_OK;
}

static int read_new(const struct conn_step *steps, void *out)
{
    return plan_read_new(steps, out);
}

static int keep(struct service *s, const struct service_caller *c, const struct plan_waiting_in *in,
                struct plan_waiting_out *out, enum refusal *no)
{
    struct columns k = {0};
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;
    struct asking_key once;
    int rc = fill(out, &k);

    if (rc == ERR_OK) {
        struct plan_new plan = {.people = (int32_t)out->people.n, .n = k.n, .measure = k.measure, .post = k.post,
                                .first_day = &k.number[FIRST_DAY * k.n], .last_day = &k.number[LAST_DAY * k.n],
                                .measure_version = &k.number[MEASURE * k.n],
                                .profile_version = &k.number[PROFILE * k.n], .post_version = &k.number[POST * k.n]};

        day_from_number(&plan.from, out->people.from);
        asking_key_make(&once, &in->key, NULL, in->request);
        plan_new_step(&step, &params, &plan, once.key, once.digest);
        rc = asking_once(s, c, &step, 1, read_new, &out->made, no);
    }
    free(k.measure);
    free(k.post);
    free(k.number);
    return rc;
}

int plan_waiting_do(struct service *s, const struct service_caller *c, const struct plan_waiting_in *in,
                    struct plan_waiting_out *out, enum refusal *no)
{
    int rc;

    memset(out, 0, sizeof *out);
    rc = plan_people_load(s, c, &in->people, &out->people, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = plan_solve(&out->people, &out->solution);
    return rc == ERR_OK && *no == REFUSAL_NONE ? keep(s, c, in, out, no) : rc;
}

void plan_waiting_release(struct plan_waiting_out *out)
{
    plan_people_release(&out->people);
    plan_solve_release(&out->solution);
}

static int read_list(const struct conn_step *step, void *to)
{
    struct plan_waiting_list *out = to;

    return plan_read_list(step, out->item, &out->n, &out->more);
}

int plan_waiting_plans(struct service *s, const struct service_caller *c, const struct page_cursor *after,
                       struct plan_waiting_list *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    out->n = 0;
    out->more = false;
    plan_list_step(&step, &params, after);
    return asking_once(s, c, &step, 1, read_list, out, no);
}

static int read_kept(const struct conn_step *steps, void *to)
{
    struct plan_waiting_kept *out = to;
    int rc = plan_read_one(&steps[0], &out->head);

    return rc == ERR_OK ? plan_read_lines(&steps[1], &out->line, &out->n) : rc;
}

int plan_waiting_read(struct service *s, const struct service_caller *c, const struct uuid *id,
                      struct plan_waiting_kept *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    memset(out, 0, sizeof *out);
    plan_one_step(&steps[0], &params[0], id);
    plan_lines_step(&steps[1], &params[1], id);
    return asking_once(s, c, steps, 2, read_kept, out, no);
}

void plan_waiting_forget(struct plan_waiting_kept *out)
{
    free(out->line);
    memset(out, 0, sizeof *out);
}
