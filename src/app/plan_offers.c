/* SPDX-License-Identifier: EUPL-1.2 */
/* Built for nobody, then copied into lists of their own length: one offer with room for everything is 80 KB. */
#include <stdlib.h>
#include <string.h>

#include "app/plan_offers.h"
#include "base/err.h"

#include "base/banned.h"

/* Somebody who keeps away from nothing. */
struct nobody {
    struct profile profile;
    struct match_snapshot_in sources;
    struct match_material material;
    struct match_offer offer;
};

static int build(struct plan_offers *o, struct nobody *n)
{
    size_t closures = 0;
    size_t taken = 0;
    size_t room = 0;

    for (size_t j = 0; j < o->posts->n; j++) {
        struct match_post *p = &o->post[j];
        int rc = match_offer_build(&n->material, o->posts, j, &n->offer);

        if (rc != ERR_OK)
            return rc;
        *p = n->offer.p;
        if (taken + p->n_taken > room) {
            struct match_taken *more = realloc(o->taken, (room = 2 * (taken + p->n_taken)) * sizeof *more);

            if (more == NULL)
                return ERR_NOMEM;
            o->taken = more;
        }
        memcpy(&o->closures[closures], n->offer.closures, p->n_closures * sizeof *o->closures);
        p->closures = &o->closures[closures];
        closures += p->n_closures;
        if (p->n_taken > 0)
            memcpy(&o->taken[taken], n->offer.taken, p->n_taken * sizeof *o->taken);
        taken += p->n_taken;
    }
    taken = 0;
    for (size_t j = 0; j < o->posts->n; j++) { /* now that they stay where they are */
        o->post[j].taken = o->taken == NULL ? NULL : &o->taken[taken];
        taken += o->post[j].n_taken;
    }
    return ERR_OK;
}

int plan_offers_make(struct plan_offers *out, const struct matching_posts *posts)
{
    struct nobody *n = calloc(1, sizeof *n);
    size_t closures = 0;
    int rc;

    *out = (struct plan_offers){.posts = posts};
    for (size_t j = 0; j < posts->n; j++)
        closures += posts->post[j].n_closures;
    out->post = calloc(posts->n + 1, sizeof *out->post);
    out->closures = calloc(closures + 1, sizeof *out->closures);
    if (n == NULL || out->post == NULL || out->closures == NULL) {
        free(n);
        return ERR_NOMEM;
    }
    n->sources.profile = &n->profile;
    n->material.in = &n->sources;
    rc = build(out, n);
    free(n);
    return rc;
}

void plan_offers_release(struct plan_offers *o)
{
    free(o->post);
    free(o->closures);
    free(o->taken);
    memset(o, 0, sizeof *o);
}

struct match_post plan_offers_for(const struct plan_offers *o, const struct match_material *m, size_t j)
{
    struct match_post p = o->post[j];

    p.avoid_place = match_offer_places(m, &o->posts->post[j]) != 0;
    p.avoid_person = match_offer_met(m, &p.site);
    return p;
}
