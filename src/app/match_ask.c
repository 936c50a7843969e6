/* SPDX-License-Identifier: EUPL-1.2 */
/* The times of a proposal, those that somebody means or those of the plan, matched whole; where they may not be, the
 * best of the other posts. */
#include "app/match_ask.h"

#include <stdlib.h>
#include <string.h>

#include "app/match_compute.h"
#include "app/match_pick.h"
#include "app/match_times.h"
#include "base/err.h"
#include "base/secret.h"
#include "match/check.h"
#include "match/check_counts.h"

#include "base/banned.h"

struct others {
    const struct uuid *but;
    struct match_pick picked;
};

static void take_other(void *ctx, size_t i, const struct match_fit *f)
{
    struct others *o = ctx;

    if (f->rule == MATCH_FITS && !uuid_eq(&f->post, o->but))
        match_pick_offer(&o->picked, i, f);
}

/* The best of the other posts, at her own times. */
static int others(struct match_look *l, const struct uuid *but, struct match_ask *out)
{
    struct match_picked room[MATCH_CASE_OTHERS];
    struct match_picked *best[MATCH_CASE_OTHERS];
    struct others o = {but, {.max = MATCH_CASE_OTHERS, .room = room, .best = best}};
    uint32_t places = 0;
    size_t passed = 0;
    int rc = match_compute_all(l, &o.picked, o.picked.max + 1, take_other, &o, &places, &passed);

    out->posts = territory_hold(l->posts);
    for (size_t i = 0; rc == ERR_OK && i < o.picked.n; i++)
        out->other[out->n_others++] = (struct match_case_item){.fit = best[i]->fit,
                                                               .post = &l->offer[best[i]->post]->post};
    secret_wipe(room, sizeof room);
    return rc;
}

/* Those that are asked for, or the rhythm of the plan; none when there is no plan, and then the verdict says why. */
static int choose_times(struct match_look *l, const struct match_post *p, const struct match_ask_in *asked,
                        struct match_ask *out)
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

/* What is asked once, before the work begins, and what the database knows of a post that somebody works at: of the
 * rules only the first that fails is told, and none of these may hide one of hers. */
static const struct match_post *keep_running(struct match_snapshot *s, const struct match_post *p,
                                             struct match_post *copy)
{
    s->law.fresh_days = 0;
    s->means = 0;
    s->travel_max_min = 0;
    if (copy != p)
        *copy = *p;
    copy->minors = s->minor;
    copy->host_active = true;
    copy->needs_habilitation = false;
    copy->inscription = MATCH_INSCRIPTION_RUNNING;
    copy->min_min = copy->max_min = 0;
    copy->n_taken = 0;
    copy->ready = NULL;
    return copy;
}

static int propose(struct match_look *l, const struct match_ask_in *asked, struct match_ask *out)
{
    const struct match_post *p;
    struct match_post copy;
    uint32_t places = 0;
    int32_t minutes = asked->minutes > 0 ? asked->minutes : match_compute_remaining(&l->found.facts);
    int rc = match_compute_begin(l, minutes, &out->known);

    l->material.s.exam_later = true;
    if (rc != ERR_OK)
        return rc;
    p = match_offer_for(l->one, &l->material, &copy, &places);
    if (asked->answered)
        l->material.s.law.fresh_days = 0;
    if (asked->running)
        p = keep_running(&l->material.s, p, &copy);
    match_compute_unread(&l->profile, places, &out->known);
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
static int propose_as_is(struct match_look *l, const struct match_ask_in *asked, struct match_case_item *item)
{
    const struct match_case_in *wanted = l->in;
    struct match_case_in plain = *wanted;
    struct match_ask *check;
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
    match_ask_free(check);
    return rc;
}

static int ask(struct match_look *l, const struct match_ask_in *asked, struct match_ask *out,
               enum refusal *no)
{
    int rc = ERR_OK;

    if (l->profile.n_free + l->in->what_if.n_also > MATCH_SLOTS)
        *no = REFUSAL_PARAMETER;
    else if (!asked->running && (match_compute_remaining(&l->found.facts) == 0 ||
                                 asked->minutes > match_compute_remaining(&l->found.facts)))
        *no = REFUSAL_REMAINDER;
    if (*no == REFUSAL_NONE)
        rc = match_look_one(l, &asked->post, &asked->in_charge, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && l->one == NULL)
        *no = REFUSAL_NOT_FOUND;
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = propose_as_is(l, asked, &out->item);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = propose(l, asked, out);
    if (rc != ERR_OK || *no != REFUSAL_NONE || asked->running || out->item.fit.rule == MATCH_FITS)
        return rc;
    rc = match_look_posts(l, no);
    return rc == ERR_OK && *no == REFUSAL_NONE ? others(l, &asked->post, out) : rc;
}

int match_ask_do(struct service *s, const struct service_caller *c, const struct match_case_in *in,
                 const struct match_ask_in *asked, struct match_ask **out, enum refusal *no)
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
    if (!asked->keep || rc != ERR_OK || *no != REFUSAL_NONE || (*out)->item.fit.rule != MATCH_FITS)
        return match_look_end(l, rc, *no);
    (*out)->look = l;
    return match_look_leave(l, rc, *no);
}

int match_ask_others(struct match_ask *a, enum refusal *no)
{
    struct match_look *l = a->look;
    int rc = match_look_return(l);

    *no = REFUSAL_NONE;
    if (rc == ERR_OK)
        rc = match_look_posts(l, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = others(l, &a->item.fit.post, a);
    a->look = NULL;
    return match_look_end(l, rc, *no);
}

void match_ask_free(struct match_ask *out)
{
    if (out == NULL)
        return;
    match_look_end(out->look, ERR_OK, REFUSAL_NONE);
    match_offer_drop(out->one);
    territory_drop(out->posts);
    secret_discard(out, sizeof *out);
}
