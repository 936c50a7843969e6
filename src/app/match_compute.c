/* SPDX-License-Identifier: EUPL-1.2 */
/* From what match_look.c brought to what match/ says of it. */
#include "app/match_compute.h"

#include <string.h>

#include "base/err.h"

#include "base/banned.h"

int32_t match_compute_remaining(const struct matching_facts *f)
{
    return f->unplanned_min > 0 ? f->unplanned_min : 0;
}

int match_compute_begin(struct match_look *l, int32_t minutes, struct match_case_known *known)
{
    int rc;

    l->sources.facts = &l->found.facts;
    l->sources.law = &l->law;
    l->sources.profile = &l->profile;
    l->sources.own = l->found.own;
    l->sources.n_own = l->found.n_own;
    l->sources.met = l->met;
    l->sources.from = l->in->from;
    l->sources.minutes = minutes;
    l->sources.filter = l->in->filter;
    rc = match_snapshot_build(&l->material, &l->sources);
    if (rc == ERR_OK)
        rc = what_if_apply(&l->material.s, &l->in->what_if, l->material.free);
    if (rc != ERR_OK)
        return rc;
    known->facts = l->found.facts;
    known->profile_version = l->found.profile_version;
    known->remaining_min = match_compute_remaining(&l->found.facts);
    known->asked_min = minutes;
    known->first = l->material.s.earliest;
    known->job_min = match_snapshot_job(&l->profile);
    known->job_most_min = match_snapshot_job_most(&l->profile);
    known->travel_max_min = l->material.s.travel_max_min;
    known->means = l->material.s.means;
    known->located = l->material.s.has_point;
    known->law = l->material.s.law;
    known->unsaid = ~l->profile.said & ((1u << PROFILE_MEMBERS) - 1);
    known->aims = l->material.s.aims;
    return ERR_OK;
}

void match_compute_unread(const struct profile *p, uint32_t read, struct match_case_known *known)
{
    known->n_unread = 0;
    for (size_t i = 0; i < p->n_places; i++)
        if (!(read & 1u << i))
            memcpy(known->unread[known->n_unread++], p->place[i], sizeof p->place[i]);
}

/* What of a post hangs on her, places and people to avoid, is not in front. */
static const struct match_post *post_of(const struct match_look *l, size_t i, struct match_post *copy,
                                        uint32_t *places)
{
    if (l->front != NULL && l->front[i].plain && l->profile.n_places + l->sources.n_met == 0)
        return &l->front[i].p;
    return match_offer_for(l->offer[i], &l->material, copy, places);
}

int match_compute_post(struct match_look *l, size_t i, struct match_fit *out, uint32_t *places)
{
    __attribute__((uninitialized)) struct match_post copy; /* written before it is read */

    return match_post(&l->match, post_of(l, i, &copy, places), out, NULL);
}

#define AHEAD 4

struct all {
    struct match_look *l;
    const struct match_pick *fits;
    match_compute_taker take;
    void *ctx;
    uint32_t *places;
    size_t waits; /* post that is matched when the next one is; l->n: none */
};

static int take(struct all *a, size_t i)
{
    struct match_fit f;
    int rc = match_compute_post(a->l, i, &f, a->places);

    if (rc != ERR_OK)
        return rc;
    a->take(a->ctx, i, &f);
    if (a->fits != NULL && a->fits->max > 0 && a->fits->n == a->fits->max)
        glance_last(&a->l->glance, &a->fits->best[a->fits->n - 1]->fit);
    return ERR_OK;
}

/* While one is matched, the memory of the next comes. */
static int take_soon(struct all *a, size_t i)
{
    size_t before = a->waits;

    a->waits = i;
    if (i < a->l->n)
        match_offer_expect(a->l->offer[i]);
    return before < a->l->n ? take(a, before) : ERR_OK;
}

static enum glance_seen look(struct all *a, size_t i)
{
    struct match_look *l = a->l;
    __attribute__((uninitialized)) struct match_post copy; /* written before it is read */

    if (a->fits == NULL || l->front == NULL || post_of(l, i, &copy, a->places) == &copy)
        return GLANCE_UNSURE;
    if (i + AHEAD < l->n)
        glance_expect(&l->front[i + AHEAD]);
    return glance_look(&l->glance, &l->front[i]);
}

#define LATER 1024 /* more of them are matched at once */

/* What is near waits until all were looked at. */
int match_compute_all(struct match_look *l, const struct match_pick *fits, size_t keeps, match_compute_taker take_one,
                      void *ctx, uint32_t *places, size_t *passed)
{
    struct all a = {l, fits, take_one, ctx, places, l->n};
    __attribute__((uninitialized)) uint32_t later[LATER]; /* written before it is read */
    size_t n_later = 0;
    int rc = match_begin(&l->match, &l->material.s);

    if (rc != ERR_OK)
        return rc;
    glance_begin(&l->glance, &l->match, l->posts != NULL ? l->posts->timetables : NULL, keeps);
    if (fits != NULL && fits->max == 0)
        glance_all(&l->glance);
    for (size_t i = 0; i < l->n && rc == ERR_OK; i++) {
        enum glance_seen seen = look(&a, i);

        if (seen == GLANCE_PASSED)
            ++*passed;
        else if (seen == GLANCE_EXCLUDED)
            take_one(ctx, i, &l->glance.excluded);
        else if (seen == GLANCE_NEAR && n_later < LATER)
            later[n_later++] = (uint32_t)i;
        else
            rc = take_soon(&a, i);
    }
    for (size_t k = 0; k < n_later && rc == ERR_OK; k++)
        if (glance_passes(&l->glance, &l->front[later[k]]))
            ++*passed;
        else
            rc = take_soon(&a, later[k]);
    return rc == ERR_OK ? take_soon(&a, l->n) : rc;
}
