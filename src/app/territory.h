/* SPDX-License-Identifier: EUPL-1.2 */
/* The inscribed and suspended posts of a département, in memory. A territory is never changed: who finds that posts
 * changed makes a new one, which shares the others. It holds offers and the times at which places are taken; no person,
 * and nothing that one counsellor or director may see and another may not. Whether somebody may look at it is asked of
 * the database in each request before (store/matching_case.h). */
#ifndef JALON_APP_TERRITORY_H
#define JALON_APP_TERRITORY_H

#include <stdatomic.h>
#include <stddef.h>

#include "app/match_offer.h"
#include "match/glance.h"
#include "store/matching_posts.h"

struct territory {
    atomic_uint holders;
    char *mark;                 /* of struct matching_changes */
    struct matching_law law;    /* of its day */
    struct ready_weeks weeks;   /* from its day on: those for which the offers are made ready */
    size_t n;
    struct match_offer **offer; /* by id */
    struct glance_post *front;  /* of each, in the same order; nothing is sure of an offer that is dated */
    struct glance_timetables *timetables; /* of these, and of posts that were there before */
    struct territory_homes *homes;
};

/* Where people of the département live, as far as anybody tells. Held by the territories that share it. */
struct territory_homes {
    atomic_uint holders;
    size_t n;
    struct matching_home *home; /* by code */
};

/* Both: held once, by the caller; ERR_NOMEM; ERR_LIMIT as match_offer_new. */
/* day: of the mark. home: n_homes of them, which the territory takes over (free), whatever comes of it. */
int territory_new(struct territory **out, const char *mark, int32_t day, const struct matching_posts *posts,
                  struct matching_home *home, size_t n_homes) __attribute__((warn_unused_result));
/* base with these posts read again: n ids in order, of which those in posts are there still. */
int territory_renew(struct territory **out, const struct territory *base, const char *mark, const char *departement,
                    const struct uuid *ids, size_t n, const struct matching_posts *posts)
    __attribute__((warn_unused_result));
/* NULL: no commune of this code is known here. */
const struct matching_home *territory_home(const struct territory *t, const char *insee);
struct territory *territory_hold(struct territory *t);
void territory_drop(struct territory *t); /* the last holder frees; NULL is fine */

#endif
