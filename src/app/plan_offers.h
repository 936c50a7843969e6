/* SPDX-License-Identifier: EUPL-1.2 */
/* The posts of a plan as match/ reads them, made once for many people. What is sealed of a person (places and people to
 * keep away from) is put in for her alone. */
#ifndef JALON_APP_PLAN_OFFERS_H
#define JALON_APP_PLAN_OFFERS_H

#include "app/match_offer.h"

struct plan_offers {
    const struct matching_posts *posts;
    struct match_post *post; /* owned, with the lists behind it */
    struct match_span *closures;
    struct match_taken *taken;
};

/* ERR_LIMIT: more is taken of a post than MATCH_TAKEN. posts stay borrowed. */
int plan_offers_make(struct plan_offers *out, const struct matching_posts *posts) __attribute__((warn_unused_result));
void plan_offers_release(struct plan_offers *o);
/* Post j for the person of m. */
struct match_post plan_offers_for(const struct plan_offers *o, const struct match_material *m, size_t j);

#endif
