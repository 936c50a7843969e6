/* SPDX-License-Identifier: EUPL-1.2 */
/* Only what is told is searched: each try is a calendar of its own. */
#include <stdlib.h>

#include "app/match_remedy.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

void match_remedy_effect(const struct match_fit *was, const struct match_fit *is, struct match_case_list *out)
{
    int32_t days;

    out->effect[what_if_compare(was, is, &days)]++;
}

static int find(struct match_look *l, struct what_if_search *search, struct match_case_item *item)
{
    struct match_post copy;
    uint32_t places = 0;

    return what_if_find(search, &l->material.s, match_offer_for(item->offer, &l->material, &copy, &places),
                        &item->fit, &l->in->what_if, &item->remedy, &item->has_remedy);
}

int match_remedy_find(struct match_look *l, struct match_case_list *out)
{
    struct what_if_search *search = NULL;
    int rc = ERR_OK;

    for (size_t i = out->told[MATCH_FITS]; i < out->n_items && rc == ERR_OK; i++) {
        if (!what_if_may_help(out->item[i].fit.rule))
            continue;
        if (search == NULL)
            search = malloc(sizeof *search);
        if (search == NULL)
            return ERR_NOMEM;
        rc = find(l, search, &out->item[i]);
    }
    secret_discard(search, sizeof *search);
    return rc;
}
