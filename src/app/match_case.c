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
    rc = match_compute_begin(l, match_compute_remaining(&l->found.facts), known);
    if (rc == ERR_OK)
        rc = match_compute_look(l, out, &places);
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
        rc = match_compute_begin(l, match_compute_remaining(&l->found.facts), &out->known);
    if (rc == ERR_OK)
        rc = match_compute_look(l, &fits, &places);
    if (rc == ERR_OK) {
        match_compute_unread(&l->profile, places, &out->known);
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
    match_compute_free(fits, l->n);
    match_compute_free(was, l->n);
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
    if (out->item != NULL)
        secret_wipe(out->item, out->n_items * sizeof *out->item);
    free(out->item);
    secret_wipe(out, sizeof *out);
}
