/* SPDX-License-Identifier: EUPL-1.2 */
/* First the post with what is taken of it, and the waiting list. A post that takes nobody ends it there. Of the list
 * the profiles are opened that a verdict hangs on, all in this one request, so that nobody is opened again to count
 * her: who is for another public (H-14), refused (M-05) or was not asked yet (M-06) fails by what is in clear, and
 * these are the first rules that could fail. Then each is matched. */
#include <stdlib.h>
#include <string.h>

#include "app/find_candidates.h"
#include "app/match_one.h"
#include "base/err.h"
#include "base/secret.h"
#include "match/eligible.h"

#include "base/banned.h"

enum { POST, TODAY = POST + MATCH_ONE_STEPS, LAW, WAITING, STEPS };

/* What one person after the other is matched in; secret. */
struct work {
    struct match_material material;
    struct match match;
    struct match_plan plan;
};

static int read_first(struct conn_step *steps, const struct find_candidates_in *in, struct find_candidates_out *out,
                      enum refusal *no)
{
    struct matching_law law;
    struct match_post copy;
    int32_t today;
    int rc = match_one_read(&steps[POST], &out->post);

    if (rc == ERR_OK && out->post == NULL)
        *no = REFUSAL_NOT_FOUND;
    if (rc == ERR_OK)
        rc = matching_read_today(&steps[TODAY], &today);
    if (rc == ERR_OK)
        rc = matching_read_law(&steps[LAW], &law);
    if (rc == ERR_OK)
        rc = waiting_read_list(&steps[WAITING], out->waiting, FIND_CANDIDATES_LIMIT, &out->n_waiting, &out->people);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    out->from = in->from > today ? in->from : today + 1;
    if (eligible_offer_fails(match_offer_on(out->post, out->from, &copy), today, out->from, law.fresh_days,
                             &out->stop))
        out->n_waiting = 0;
    out->lacking[PLAN_PEOPLE_UNSEEN] = out->people - out->n_waiting;
    return ERR_OK;
}

static int ask_first(struct service *s, const struct service_caller *c, const struct find_candidates_in *in,
                     struct find_candidates_out *out, enum refusal *no)
{
    static const struct uuid nobody;
    struct param_list params[STEPS] = {{0}};
    struct tx_who who = service_who(s, c);
    struct conn_step steps[STEPS];
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    if (rc != ERR_OK)
        return rc;
    matching_today_step(&steps[TODAY]);
    matching_law_step(&steps[LAW]);
    match_one_steps(&steps[POST], &params[POST], &in->post, NULL, &nobody);
    waiting_list_step(&steps[WAITING], &params[WAITING], NULL, FIND_CANDIDATES_LIMIT);
    rc = tx_once(d.db, &who, steps, STEPS, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_first(steps, in, out, no);
    conn_clear(steps, STEPS);
    for (int i = 0; i < STEPS; i++)
        param_release(&params[i]);
    return service_done(&d, c, rc, *no);
}

static bool is_blocked(const struct waiting *w, const char *by)
{
    for (size_t i = 0; i < w->n_blocks; i++)
        if (strcmp(w->block[i], by) == 0)
            return true;
    return false;
}

/* The first rule that fails by what is in clear; MATCH_FITS: none. */
static enum match_rule clear_rule(const struct match_post *p, const struct waiting *w)
{
    if (w->minor != p->minors)
        return MATCH_RULE_PUBLIC;
    if (is_blocked(w, "consent_refused"))
        return MATCH_RULE_REFUSED;
    return is_blocked(w, "consent_missing") ? MATCH_RULE_CONSENT : MATCH_FITS;
}

static int open_people(struct service *s, const struct service_caller *c, const struct find_candidates_in *in,
                       struct find_candidates_out *out, struct plan_people *people, enum refusal *no)
{
    struct uuid *measures = calloc(out->n_waiting + 1, sizeof *measures);
    struct plan_people_in some = {.measures = measures, .those_left = true, .no_posts = true, .as_far = true,
                                  .reason = in->reason, .from = in->from, .read = in->read};
    int rc = ERR_NOMEM;

    for (size_t i = 0; measures != NULL && i < out->n_waiting; i++) {
        enum match_rule rule = clear_rule(&out->post->p, &out->waiting[i]);

        if (rule == MATCH_FITS)
            measures[some.n_measures++] = out->waiting[i].measure;
        out->count[rule] += rule != MATCH_FITS;
    }
    if (measures != NULL)
        rc = plan_people_load(s, c, &some, people, no);
    free(measures);
    return rc;
}

static int by_measure(const void *a, const void *b)
{
    const struct plan_person *x = *(const struct plan_person *const *)a;
    const struct plan_person *y = *(const struct plan_person *const *)b;

    return memcmp(x->facts->measure.measure.b, y->facts->measure.measure.b, sizeof x->facts->measure.measure.b);
}

static int is_measure(const void *measure, const void *person)
{
    const struct uuid *id = measure;

    return memcmp(id->b, (*(const struct plan_person *const *)person)->facts->measure.measure.b, sizeof id->b);
}

static int match_one(struct work *w, const struct plan_person *person, const struct waiting *who, size_t limit,
                     struct find_candidates_out *out)
{
    struct find_candidates_one one = {.who = who};
    struct match_post copy;
    uint32_t places = 0;
    int rc = match_snapshot_build(&w->material, &person->sources);

    if (rc == ERR_OK)
        rc = match_begin(&w->match, &w->material.s);
    if (rc == ERR_OK)
        rc = match_post(&w->match, match_offer_for(out->post, &w->material, &copy, &places), &one.fit, &w->plan);
    if (rc != ERR_OK)
        return rc;
    for (int32_t k = 0; k < w->plan.n_weeks; k++)
        if (w->plan.week[k].minutes > one.week_min)
            one.week_min = w->plan.week[k].minutes;
    out->count[one.fit.rule]++;
    if (one.fit.rule == MATCH_FITS && out->n_items < limit)
        out->item[out->n_items++] = one;
    return ERR_OK;
}

static int match_each(struct work *w, const struct plan_person *const *sorted, size_t n, size_t limit,
                      struct find_candidates_out *out)
{
    int rc = ERR_OK;

    for (size_t i = 0; i < out->n_waiting && rc == ERR_OK; i++) {
        const struct waiting *who = &out->waiting[i];
        const struct plan_person *const *found;

        if (clear_rule(&out->post->p, who) != MATCH_FITS)
            continue;
        found = bsearch(&who->measure, sorted, n, sizeof *sorted, is_measure);
        if (found == NULL)
            out->people--;
        else if ((*found)->lack == PLAN_PEOPLE_WHOLE)
            rc = match_one(w, *found, who, limit, out);
        else
            out->lacking[(*found)->lack]++;
    }
    return rc;
}

/* Who waits no longer, between the two readings, is not told. */
static int match_people(const struct plan_people *people, size_t limit, struct find_candidates_out *out)
{
    const struct plan_person **sorted = calloc(people->n + 1, sizeof *sorted);
    struct work *w = calloc(1, sizeof *w);
    int rc = ERR_NOMEM;

    out->opened = people->opened;
    out->item = calloc(limit, sizeof *out->item);
    if (w != NULL && sorted != NULL && out->item != NULL) {
        for (size_t i = 0; i < people->n; i++)
            sorted[i] = &people->person[i];
        qsort(sorted, people->n, sizeof *sorted, by_measure);
        rc = match_each(w, sorted, people->n, limit, out);
        secret_wipe(w, sizeof *w);
    }
    free(sorted);
    free(w);
    return rc;
}

int find_candidates_do(struct service *s, const struct service_caller *c, const struct find_candidates_in *in,
                       struct find_candidates_out *out, enum refusal *no)
{
    struct plan_people people = {0};
    int rc;

    *no = REFUSAL_NONE;
    *out = (struct find_candidates_out){.waiting = calloc(FIND_CANDIDATES_LIMIT, sizeof *out->waiting)};
    if (out->waiting == NULL)
        return ERR_NOMEM;
    rc = ask_first(s, c, in, out, no);
    if (rc != ERR_OK || *no != REFUSAL_NONE || out->stop.rule != MATCH_FITS)
        return rc;
    rc = open_people(s, c, in, out, &people, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = match_people(&people, in->limit, out);
    plan_people_release(&people);
    return rc;
}

void find_candidates_release(struct find_candidates_out *out)
{
    match_offer_drop(out->post);
    secret_discard(out->item, out->n_items * sizeof *out->item);
    free(out->waiting);
    secret_wipe(out, sizeof *out);
}
