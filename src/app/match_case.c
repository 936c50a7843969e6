/* SPDX-License-Identifier: EUPL-1.2 */
/* match_look.c brings what is known; here match/ computes with it, outside of any transaction, and the answer is put
 * together. */
#include <stdlib.h>
#include <string.h>

#include "app/match_look.h"
#include "app/match_times.h"
#include "base/err.h"
#include "base/secret.h"
#include "match/check.h"
#include "match/order.h"
#include "match/proposal.h"

#include "base/banned.h"

/* How many minutes of the measure nobody has planned yet. */
static int32_t remaining(const struct matching_facts *f)
{
    return f->unplanned_min > 0 ? f->unplanned_min : 0;
}

static int begin(struct match_look *l, int32_t minutes, struct match_case_known *known)
{
    int rc;

    l->sources.facts = &l->facts;
    l->sources.law = &l->law;
    l->sources.profile = &l->profile;
    l->sources.own = l->own;
    l->sources.n_own = l->n_own;
    l->sources.met = l->met;
    l->sources.from = l->in->from;
    l->sources.minutes = minutes;
    rc = match_snapshot_build(&l->material, &l->sources);
    if (rc != ERR_OK)
        return rc;
    known->facts = l->facts;
    known->profile_version = l->profile_version;
    known->remaining_min = remaining(&l->facts);
    known->asked_min = minutes;
    known->first = l->material.s.earliest;
    known->job_min = match_snapshot_job(&l->profile);
    known->job_most_min = match_snapshot_job_most(&l->profile);
    known->travel_max_m = l->material.s.travel_max_m;
    known->located = l->material.s.has_point;
    known->law = l->material.s.law;
    known->unsaid = ~l->profile.said & ((1u << PROFILE_MEMBERS) - 1);
    known->aims = l->material.s.aims;
    return ERR_OK;
}

/* Places to avoid that are the commune of no post. */
static void unread(const struct profile *p, uint32_t read, struct match_case_known *known)
{
    known->n_unread = 0;
    for (size_t i = 0; i < p->n_places; i++)
        if (!(read & 1u << i))
            memcpy(known->unread[known->n_unread++], p->place[i], sizeof p->place[i]);
}

static const struct matching_post *post_of(const struct matching_posts *all, const struct uuid *id)
{
    size_t lo = 0;
    size_t hi = all->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (memcmp(all->post[mid].id.b, id->b, sizeof id->b) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return &all->post[lo];
}

/* Every post of all, in order; *fitting: so many fit. */
static int rank(struct match_look *l, const struct matching_posts *all, struct match_fit *fits, size_t *fitting,
                uint32_t *places)
{
    int rc = match_begin(&l->match, &l->material.s);

    *fitting = 0;
    *places = 0;
    for (size_t i = 0; i < all->n && rc == ERR_OK; i++) {
        rc = match_offer_build(&l->material, all, i, &l->offer);
        if (rc == ERR_OK)
            rc = match_post(&l->match, &l->offer.p, &fits[i], NULL);
        *places |= l->offer.places;
        *fitting += fits[i].rule == MATCH_FITS;
    }
    if (rc == ERR_OK)
        order_fits(fits, all->n);
    return rc;
}

static int list(struct match_look *l, struct match_case_list *out)
{
    struct match_fit *fits = calloc(out->posts.n + 1, sizeof *fits);
    uint32_t places;
    int rc = begin(l, remaining(&l->facts), &out->known);

    out->item = calloc(out->posts.n + 1, sizeof *out->item);
    if (rc == ERR_OK && (fits == NULL || out->item == NULL))
        rc = ERR_NOMEM;
    if (rc == ERR_OK)
        rc = rank(l, &out->posts, fits, &out->fitting, &places);
    if (rc == ERR_OK) {
        unread(&l->profile, places, &out->known);
        out->n = out->posts.n;
        for (size_t i = 0; i < out->n; i++)
            out->item[i] = (struct match_case_item){fits[i], post_of(&out->posts, &fits[i].post)};
    }
    free(fits);
    return rc;
}

/* The best of the other posts, at her own times. */
static int others(struct match_look *l, const struct uuid *but, struct match_case_check *out)
{
    struct matching_posts *all = &out->posts[1];
    struct match_fit *fits = calloc(all->n + 1, sizeof *fits);
    size_t fitting;
    uint32_t places;
    int rc = fits == NULL ? ERR_NOMEM : rank(l, all, fits, &fitting, &places);

    for (size_t i = 0; rc == ERR_OK && i < fitting && out->n_others < MATCH_CASE_OTHERS; i++)
        if (!uuid_eq(&fits[i].post, but))
            out->other[out->n_others++] = (struct match_case_item){fits[i], post_of(all, &fits[i].post)};
    free(fits);
    return rc;
}

/* Those that are asked for, or the rhythm of the plan; none when there is no plan, and then the verdict says why. */
static int choose_times(struct match_look *l, const struct match_case_proposal *asked, struct match_case_check *out)
{
    int rc;

    out->n_times = asked->n_times;
    if (asked->n_times > 0) {
        memcpy(out->times, asked->times, asked->n_times * sizeof asked->times[0]);
        return ERR_OK;
    }
    rc = match_begin(&l->match, &l->material.s);
    if (rc == ERR_OK)
        rc = match_post(&l->match, &l->offer.p, &out->item.fit, &out->plan);
    if (rc != ERR_OK || out->item.fit.rule != MATCH_FITS)
        return rc;
    out->n_times = match_times_of(&l->material, &out->plan, out->times);
    return ERR_OK;
}

static int propose(struct match_look *l, const struct match_case_proposal *asked, struct match_case_check *out)
{
    int rc = begin(l, asked->minutes > 0 ? asked->minutes : remaining(&l->facts), &out->known);

    l->material.s.exam_later = true;
    if (rc == ERR_OK)
        rc = match_offer_build(&l->material, &out->posts[0], 0, &l->offer);
    if (rc != ERR_OK)
        return rc;
    unread(&l->profile, l->offer.places, &out->known);
    out->item.post = &out->posts[0].post[0];
    rc = choose_times(l, asked, out);
    if (rc != ERR_OK || out->n_times == 0)
        return rc;
    rc = proposal_match(&l->match, &l->meant, &l->material.s, &l->offer.p, out->times, out->n_times, &out->item.fit,
                        &out->plan);
    if (rc == ERR_OK && out->item.fit.rule == MATCH_FITS &&
        check_plan(&l->meant, &l->offer.p, &out->item.fit, &out->plan) != CHECK_LAWFUL)
        return ERR_INTERNAL;
    return rc;
}

static int ask(struct match_look *l, const struct match_case_proposal *asked, struct match_case_check *out,
               enum refusal *no)
{
    int rc = ERR_OK;

    if (remaining(&l->facts) == 0 || asked->minutes > remaining(&l->facts))
        *no = REFUSAL_REMAINDER;
    if (*no == REFUSAL_NONE)
        rc = match_look_posts(l, &asked->post, &out->posts[0], no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && out->posts[0].n == 0)
        *no = REFUSAL_NOT_FOUND;
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = propose(l, asked, out);
    if (rc != ERR_OK || *no != REFUSAL_NONE || out->item.fit.rule == MATCH_FITS)
        return rc;
    rc = match_look_posts(l, NULL, &out->posts[1], no);
    return rc == ERR_OK && *no == REFUSAL_NONE ? others(l, &asked->post, out) : rc;
}

int match_case_do(struct service *s, const struct service_caller *c, const struct match_case_in *in,
                  struct match_case_list *out, enum refusal *no)
{
    struct match_look *l;
    int rc;

    memset(out, 0, sizeof *out);
    rc = match_look_begin(&l, s, c, in, NULL, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = match_look_posts(l, NULL, &out->posts, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = list(l, out);
    return match_look_end(l, rc, *no);
}

void match_case_list_release(struct match_case_list *out)
{
    matching_posts_release(&out->posts);
    if (out->item != NULL)
        secret_wipe(out->item, (out->n + 1) * sizeof *out->item);
    free(out->item);
    secret_wipe(out, sizeof *out);
}

int match_case_ask(struct service *s, const struct service_caller *c, const struct match_case_in *in,
                   const struct match_case_proposal *asked, struct match_case_check **out, enum refusal *no)
{
    struct match_look *l;
    int rc;

    *no = REFUSAL_NONE;
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return ERR_NOMEM;
    rc = match_look_begin(&l, s, c, in, uuid_is_nil(&asked->chain) ? NULL : &asked->chain, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = ask(l, asked, *out, no);
    return match_look_end(l, rc, *no);
}

void match_case_check_free(struct match_case_check *out)
{
    if (out == NULL)
        return;
    matching_posts_release(&out->posts[0]);
    matching_posts_release(&out->posts[1]);
    secret_wipe(out, sizeof *out);
    free(out);
}
