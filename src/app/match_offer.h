/* SPDX-License-Identifier: EUPL-1.2 */
/* A post as match/ reads it, made once for everybody: one block of memory that is never changed, held by whoever uses
 * it. Pure. */
#ifndef JALON_APP_MATCH_OFFER_H
#define JALON_APP_MATCH_OFFER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/match_snapshot.h"
#include "match/ready.h"

struct match_offer {
    struct match_post p;       /* all but what depends on a person and on a day; first, because it is what is read of
                                * thousands */
    struct match_ready ready;  /* p.ready, or unset */
    bool dated;                /* there are several habilitations: p.habilitation depends on the day */
    atomic_uint holders;
    const char *folded;        /* name of the commune, as domain/person.h folds names */
    struct matching_post post; /* texts and lists lie in the block */
};

/* Held once. taken: what is taken of this post, and whom those in charge of it follow (match_places.h). weeks: those
 * for which it is made ready; NULL: it is for few matches. ERR_NOMEM; ERR_LIMIT: more of either than MATCH_TAKEN. */
int match_offer_new(struct match_offer **out, const struct matching_post *post, const struct matching_taken *taken,
                    size_t n_taken, const struct ready_weeks *weeks) __attribute__((warn_unused_result));
/* It will be matched next: asks for the memory that most matches read of it, which waits for nothing. */
void match_offer_expect(const struct match_offer *o);
/* One more holder. Returns o. */
struct match_offer *match_offer_hold(struct match_offer *o);
/* The last one frees. NULL is fine. */
void match_offer_drop(struct match_offer *o);

/* For one person: the post of o itself, or where something of it depends on her a copy in *copy; both live as long as
 * o. Of several habilitations the first counts that is not over by her first day, else the last one. *places: adds
 * which places to avoid of her profile are the commune of this post, by its code or its name: bit k is place k. Other
 * places no program can compare. */
const struct match_post *match_offer_for(const struct match_offer *o, const struct match_material *m,
                                         struct match_post *copy, uint32_t *places);

/* For nobody yet, as it is on a day: of several habilitations as above. */
const struct match_post *match_offer_on(const struct match_offer *o, int32_t day, struct match_post *copy);

#endif
