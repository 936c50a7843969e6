/* SPDX-License-Identifier: EUPL-1.2 */
/* match_look.c brings what is known; here match/ computes with it, outside of any transaction, and the answer is put
 * together. */
#include <stdlib.h>
#include <string.h>

#include "app/match_compute.h"
#include "app/match_pick.h"
#include "app/match_remedy.h"
#include "base/err.h"
#include "base/secret.h"
#include "match/order.h"

#include "base/banned.h"

/* The last post of the page before, if it is there still and of that page's rule. */
static int find_behind(struct match_look *l, const struct match_case_page *page, struct match_fit *behind, bool *found)
{
    uint32_t places = 0;
    size_t i = 0;
    int rc = ERR_OK;

    *found = false;
    if (!page->later)
        return ERR_OK;
    rc = match_begin(&l->match, &l->material.s);
    while (rc == ERR_OK && i < l->n && !uuid_eq(&l->offer[i]->p.id, &page->after))
        i++;
    if (rc == ERR_OK && i < l->n)
        rc = match_compute_post(l, i, behind, &places);
    *found = rc == ERR_OK && i < l->n && behind->rule == page->rule;
    return rc;
}

/* One more than is told of the page's rule, to know whether there are more. */
static size_t most(const struct match_case_page *page, int rule)
{
    if (rule == (int)page->rule)
        return page->limit + 1;
    return page->rule == MATCH_FITS ? MATCH_CASE_OF_A_RULE : 0;
}

#define TOLD (MATCH_CASE_LIMIT + 1 + MATCH_RULES * MATCH_CASE_OF_A_RULE)

/* Memory for the posts that are told; secret. */
struct picks {
    struct match_pick of[MATCH_RULES];
    struct match_picked room[TOLD];
    struct match_picked *best[TOLD];
};

static void picks_begin(struct picks *p, const struct match_case_page *page)
{
    size_t k = 0;

    for (int r = 0; r < MATCH_RULES; r++) {
        p->of[r] = (struct match_pick){.max = most(page, r), .room = p->room + k, .best = p->best + k};
        k += p->of[r].max;
    }
}

/* What is picked out of all posts. */
struct picking {
    const struct match_case_page *page;
    const struct match_fit *was; /* what each is as it is; or NULL */
    struct match_fit behind;     /* the page begins behind it, */
    bool found;                  /* if it is there */
    int64_t before;              /* print of what stands before the page */
    struct picks *picks;
    struct match_case_list *out;
};

static void take(void *ctx, size_t i, const struct match_fit *f)
{
    struct picking *p = ctx;
    bool before = p->found && f->rule == p->page->rule && order_compare(&p->behind, f) >= 0;

    p->out->count[f->rule]++;
    if (before)
        p->before = match_pick_print(p->before, f);
    else
        match_pick_offer(&p->picks->of[f->rule], i, f);
    if (p->was != NULL)
        match_remedy_effect(&p->was[i], f, p->out);
}

/* Every post: counted, and kept where it may be told. */
static int pick(struct match_look *l, const struct match_case_page *page, const struct match_fit *was, struct picks *p,
                struct match_case_list *out)
{
    struct picking at = {.page = page, .was = was, .picks = p, .out = out};
    struct match_pick *told = &p->of[page->rule];
    uint32_t places = 0;
    size_t passed = 0;
    int rc = find_behind(l, page, &at.behind, &at.found);

    if (rc == ERR_OK)
        rc = match_compute_all(l, was == NULL ? &p->of[MATCH_FITS] : NULL, page->later ? 0 : p->of[MATCH_FITS].max,
                               take, &at, &places, &passed);
    if (rc != ERR_OK)
        return rc;
    out->count[MATCH_FITS] += passed;
    match_compute_unread(&l->profile, places, &out->known);
    out->changed = page->later && (!at.found || at.before != page->print);
    out->more = told->n > page->limit;
    told->n -= out->more;
    out->print = at.before;
    for (size_t i = 0; i < told->n; i++)
        out->print = match_pick_print(out->print, &told->best[i]->fit);
    return ERR_OK;
}

static void take_as_is(void *ctx, size_t i, const struct match_fit *f)
{
    struct match_fit *was = ctx;

    was[i] = *f;
}

/* The same posts without what is asked for beyond the profile; *out stays NULL where that is nothing. */
static int look_as_is(struct match_look *l, struct match_case_known *known, struct match_fit **out)
{
    const struct match_case_in *asked = l->in;
    struct match_case_in plain = *asked;
    uint32_t places = 0;
    size_t passed = 0;
    int rc;

    plain.from = 0;
    plain.what_if = (struct what_if){0};
    if (asked->from <= l->found.facts.today + 1 && !what_if_any(&asked->what_if))
        return ERR_OK;
    l->in = &plain;
    rc = match_compute_begin(l, match_compute_remaining(&l->found.facts), known);
    *out = rc == ERR_OK ? calloc(l->n + 1, sizeof **out) : NULL;
    if (rc == ERR_OK && *out == NULL)
        rc = ERR_NOMEM;
    if (rc == ERR_OK)
        rc = match_compute_all(l, NULL, 0, take_as_is, *out, &places, &passed);
    l->in = asked;
    return rc;
}

/* What is told of the posts that were picked, one rule after the other. */
static int tell(struct match_look *l, const struct match_fit *was, const struct picks *p, struct match_case_list *out)
{
    size_t n = 0;

    for (int r = 0; r < MATCH_RULES; r++)
        n += out->told[r] = p->of[r].n;
    out->item = calloc(n + 1, sizeof *out->item);
    if (out->item == NULL)
        return ERR_NOMEM;
    for (int r = 0; r < MATCH_RULES; r++)
        for (size_t i = 0; i < p->of[r].n; i++) {
            const struct match_picked *x = p->of[r].best[i];
            const struct match_offer *o = l->offer[x->post];
            struct match_case_item *item = &out->item[out->n_items++];

            *item = (struct match_case_item){.fit = x->fit, .post = &o->post, .offer = o};
            if (was != NULL)
                item->was = was[x->post];
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
    struct picks *picks = malloc(sizeof *picks);
    struct match_fit *was = NULL;
    int rc = picks == NULL ? ERR_NOMEM : look_as_is(l, &out->known, &was);

    if (rc == ERR_OK)
        rc = match_compute_begin(l, match_compute_remaining(&l->found.facts), &out->known);
    if (rc == ERR_OK) {
        hold(l, out);
        out->compared = was != NULL;
        picks_begin(picks, page);
        rc = pick(l, page, was, picks, out);
    }
    if (rc == ERR_OK)
        rc = tell(l, was, picks, out);
    secret_discard(was, l->n * sizeof *was);
    secret_discard(picks, sizeof *picks);
    return rc == ERR_OK && l->in->remedies ? match_remedy_find(l, out) : rc;
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
    secret_discard(out->item, out->n_items * sizeof *out->item);
    secret_wipe(out, sizeof *out);
}
