/* SPDX-License-Identifier: EUPL-1.2 */
/* match_look.c brings what is known; here match/ computes with it, outside of any transaction, and the answer is put
 * together. */
#include <stdlib.h>
#include <string.h>

#include "app/match_look.h"
#include "app/match_pick.h"
#include "app/match_remedy.h"
#include "app/match_times.h"
#include "base/err.h"
#include "base/secret.h"
#include "match/check.h"
#include "match/check_counts.h"
#include "match/order.h"

#include "base/banned.h"

/* How many minutes of the measure nobody has planned yet. */
static int32_t remaining(const struct matching_facts *f)
{
    return f->unplanned_min > 0 ? f->unplanned_min : 0;
}

static int begin(struct match_look *l, int32_t minutes, struct match_case_known *known)
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
    known->remaining_min = remaining(&l->found.facts);
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

/* Places to avoid that are the commune of no post. */
static void unread(const struct profile *p, uint32_t read, struct match_case_known *known)
{
    known->n_unread = 0;
    for (size_t i = 0; i < p->n_places; i++)
        if (!(read & 1u << i))
            memcpy(known->unread[known->n_unread++], p->place[i], sizeof p->place[i]);
}

static void free_fits(struct match_fit *fits, size_t n)
{
    if (fits != NULL)
        secret_wipe(fits, n * sizeof *fits);
    free(fits);
}

/* Every post that is looked at, in no order. */
static int look(struct match_look *l, struct match_fit **out, uint32_t *places)
{
    struct match_fit *fits = *out = calloc(l->n + 1, sizeof *fits);
    int rc = fits == NULL ? ERR_NOMEM : match_begin(&l->match, &l->material.s);

    *places = 0;
    for (size_t i = 0; i < l->n && rc == ERR_OK; i++) {
        struct match_post copy;

        rc = match_post(&l->match, match_offer_for(l->offer[i], &l->material, &copy, places), &fits[i], NULL);
    }
    return rc;
}

static const struct match_fit *find(const struct match_fit *fits, size_t n, const struct match_case_page *page)
{
    for (size_t i = 0; page->later && i < n; i++)
        if (fits[i].rule == page->rule && uuid_eq(&fits[i].post, &page->after))
            return &fits[i];
    return NULL;
}

/* One more than is told of the page's rule, to know whether there are more. */
static size_t most(const struct match_case_page *page, int rule)
{
    if (rule == (int)page->rule)
        return page->limit + 1;
    return page->rule == MATCH_FITS ? MATCH_CASE_OF_A_RULE : 0;
}

#define TOLD (MATCH_CASE_LIMIT + 1 + MATCH_RULES * MATCH_CASE_OF_A_RULE)

static void pick(const struct match_fit *fits, const struct match_case_page *page, struct match_pick picks[MATCH_RULES],
                 struct match_case_list *out)
{
    const struct match_fit *behind = find(fits, out->n, page);

    for (size_t i = 0; i < out->n; i++) {
        const struct match_fit *f = &fits[i];

        out->count[f->rule]++;
        if (f->rule == page->rule)
            out->print = match_pick_print(out->print, f);
        if (behind == NULL || f->rule != page->rule || order_compare(behind, f) < 0)
            match_pick_offer(&picks[f->rule], f);
    }
    out->changed = page->later && (behind == NULL || out->print != page->print);
    out->more = picks[page->rule].n > page->limit;
    picks[page->rule].n -= out->more;
}

/* The same posts without what is asked for beyond the profile; *out stays NULL where that is nothing. */
static int look_as_is(struct match_look *l, struct match_case_known *known, struct match_fit **out)
{
    const struct match_case_in *asked = l->in;
    struct match_case_in plain = *asked;
    uint32_t places;
    int rc;

    plain.from = 0;
    plain.what_if = (struct what_if){0};
    if (asked->from <= l->found.facts.today + 1 && !what_if_any(&asked->what_if))
        return ERR_OK;
    l->in = &plain;
    rc = begin(l, remaining(&l->found.facts), known);
    if (rc == ERR_OK)
        rc = look(l, out, &places);
    l->in = asked;
    return rc;
}

/* What is told of the posts that were picked, one rule after the other. */
static int tell(struct match_look *l, const struct match_fit *fits, const struct match_fit *was,
                const struct match_pick picks[MATCH_RULES], struct match_case_list *out)
{
    size_t n = 0;

    for (int r = 0; r < MATCH_RULES; r++)
        n += out->told[r] = picks[r].n;
    out->item = calloc(n + 1, sizeof *out->item);
    if (out->item == NULL)
        return ERR_NOMEM;
    for (int r = 0; r < MATCH_RULES; r++)
        for (size_t i = 0; i < picks[r].n; i++) {
            size_t at = (size_t)(picks[r].best[i] - fits);
            struct match_case_item *item = &out->item[out->n_items++];

            *item = (struct match_case_item){.fit = fits[at], .post = &l->offer[at]->post,
                                             .offer = l->offer[at]};
            if (was != NULL)
                item->was = was[at];
            item->compared = was != NULL;
        }
    return ERR_OK;
}

/* What the items of a list point to. */
static void hold(struct match_look *l, struct match_case_list *out)
{
    out->n = l->n;
    if (l->posts != NULL)
        out->posts = territory_hold(l->posts);
    else
        out->one = match_offer_hold(l->one);
}

static int list(struct match_look *l, const struct match_case_page *page, struct match_case_list *out)
{
    const struct match_fit *best[TOLD];
    struct match_pick picks[MATCH_RULES] = {{0}};
    struct match_fit *fits = NULL;
    struct match_fit *was = NULL;
    uint32_t places;
    size_t k = 0;
    int rc = look_as_is(l, &out->known, &was);

    if (rc == ERR_OK)
        rc = begin(l, remaining(&l->found.facts), &out->known);
    if (rc == ERR_OK)
        rc = look(l, &fits, &places);
    if (rc == ERR_OK) {
        unread(&l->profile, places, &out->known);
        hold(l, out);
        for (int r = 0; r < MATCH_RULES; r++) {
            picks[r] = (struct match_pick){.max = most(page, r), .best = best + k};
            k += picks[r].max;
        }
        pick(fits, page, picks, out);
        rc = tell(l, fits, was, picks, out);
    }
    if (rc == ERR_OK && was != NULL)
        match_remedy_effects(was, fits, out);
    free_fits(fits, l->n);
    free_fits(was, l->n);
    return rc == ERR_OK && l->in->remedies ? match_remedy_find(l, out) : rc;
}

/* The best of the other posts, at her own times. */
static int others(struct match_look *l, const struct uuid *but, struct match_case_check *out)
{
    const struct match_fit *best[MATCH_CASE_OTHERS];
    struct match_pick picked = {.max = MATCH_CASE_OTHERS, .best = best};
    struct match_fit *fits;
    uint32_t places;
    int rc = look(l, &fits, &places);

    for (size_t i = 0; rc == ERR_OK && i < l->n; i++)
        if (fits[i].rule == MATCH_FITS && !uuid_eq(&fits[i].post, but))
            match_pick_offer(&picked, &fits[i]);
    out->posts = territory_hold(l->posts);
    for (size_t i = 0; i < picked.n; i++)
        out->other[out->n_others++] = (struct match_case_item){.fit = *best[i],
                                                               .post = &l->offer[best[i] - fits]->post};
    free_fits(fits, l->n);
    return rc;
}

/* Those that are asked for, or the rhythm of the plan; none when there is no plan, and then the verdict says why. */
static int choose_times(struct match_look *l, const struct match_post *p, const struct match_case_proposal *asked,
                        struct match_case_check *out)
{
    int rc;

    out->times.chosen = asked->n_times > 0;
    out->times.n = asked->n_times;
    if (out->times.chosen) {
        memcpy(out->times.slot, asked->times, asked->n_times * sizeof asked->times[0]);
        return ERR_OK;
    }
    rc = match_begin(&l->match, &l->material.s);
    if (rc == ERR_OK)
        rc = match_post(&l->match, p, &out->item.fit, &out->plan);
    if (rc == ERR_OK && out->item.fit.rule == MATCH_FITS)
        match_times_of(&l->material, &out->plan, out->item.fit.last_day, &out->times);
    return rc;
}

static int propose(struct match_look *l, const struct match_case_proposal *asked, struct match_case_check *out)
{
    const struct match_post *p;
    struct match_post copy;
    uint32_t places = 0;
    int rc = begin(l, asked->minutes > 0 ? asked->minutes : remaining(&l->found.facts), &out->known);

    l->material.s.exam_later = true;
    if (rc != ERR_OK)
        return rc;
    p = match_offer_for(l->one, &l->material, &copy, &places);
    unread(&l->profile, places, &out->known);
    out->one = match_offer_hold(l->one);
    out->item.post = &l->one->post;
    rc = choose_times(l, p, asked, out);
    if (rc != ERR_OK || out->times.n == 0)
        return rc;
    rc = match_times_propose(&l->match, &l->meant, &l->material, p, &out->times, &out->item.fit, &out->plan);
    if (rc != ERR_OK || out->item.fit.rule != MATCH_FITS)
        return rc;
    if (check_plan(&l->meant, p, &out->item.fit, &out->plan) != CHECK_LAWFUL)
        return ERR_INTERNAL;
    for (int32_t i = 0; i < out->plan.n_sessions; i++)
        out->worked[i] = check_counts_worked(&l->meant, &out->plan, i);
    return ERR_OK;
}

/* What becomes of it without what is asked for beyond her profile, where that is anything. */
static int propose_as_is(struct match_look *l, const struct match_case_proposal *asked, struct match_case_item *item)
{
    const struct match_case_in *wanted = l->in;
    struct match_case_in plain = *wanted;
    struct match_case_check *check;
    int rc;

    if (!what_if_any(&wanted->what_if))
        return ERR_OK;
    check = calloc(1, sizeof *check);
    if (check == NULL)
        return ERR_NOMEM;
    plain.what_if = (struct what_if){0};
    l->in = &plain;
    rc = propose(l, asked, check);
    l->in = wanted;
    item->was = check->item.fit;
    item->compared = true;
    match_case_check_free(check);
    return rc;
}

static int ask(struct match_look *l, const struct match_case_proposal *asked, struct match_case_check *out,
               enum refusal *no)
{
    int rc = ERR_OK;

    if (l->profile.n_free + l->in->what_if.n_also > MATCH_SLOTS)
        *no = REFUSAL_PARAMETER;
    else if (remaining(&l->found.facts) == 0 || asked->minutes > remaining(&l->found.facts))
        *no = REFUSAL_REMAINDER;
    if (*no == REFUSAL_NONE)
        rc = match_look_one(l, &asked->post, &asked->in_charge, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && l->one == NULL)
        *no = REFUSAL_NOT_FOUND;
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = propose_as_is(l, asked, &out->item);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = propose(l, asked, out);
    if (rc != ERR_OK || *no != REFUSAL_NONE || out->item.fit.rule == MATCH_FITS)
        return rc;
    rc = match_look_posts(l, no);
    return rc == ERR_OK && *no == REFUSAL_NONE ? others(l, &asked->post, out) : rc;
}

int match_case_do(struct service *s, const struct service_caller *c, const struct match_case_in *in,
                  const struct match_case_page *page, struct match_case_list *out, enum refusal *no)
{
    static const struct uuid nobody;
    struct match_look *l;
    int rc;

    memset(out, 0, sizeof *out);
    rc = match_look_begin(&l, s, c, in, NULL, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = uuid_is_nil(&in->post) ? match_look_posts(l, no) : match_look_one(l, &in->post, &nobody, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && !uuid_is_nil(&in->post) && l->one == NULL)
        *no = REFUSAL_NOT_FOUND;
    if (rc == ERR_OK && *no == REFUSAL_NONE && l->profile.n_free + in->what_if.n_also > MATCH_SLOTS)
        *no = REFUSAL_PARAMETER;
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = list(l, page, out);
    return match_look_end(l, rc, *no);
}

void match_case_list_release(struct match_case_list *out)
{
    territory_drop(out->posts);
    match_offer_drop(out->one);
    if (out->item != NULL)
        secret_wipe(out->item, out->n_items * sizeof *out->item);
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
    match_offer_drop(out->one);
    territory_drop(out->posts);
    secret_wipe(out, sizeof *out);
    free(out);
}
