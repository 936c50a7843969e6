/* SPDX-License-Identifier: EUPL-1.2 */
/* What a list of posts and the look at one proposal have in common: the snapshot of a case, all posts against it. */
#ifndef JALON_APP_MATCH_COMPUTE_H
#define JALON_APP_MATCH_COMPUTE_H

#include "app/match_look.h"
#include "app/match_pick.h"

/* How many minutes of the measure nobody has planned yet. */
int32_t match_compute_remaining(const struct matching_facts *f);
/* Makes l->material of what was looked up and of l->in, for so many minutes, and says what was taken as known. */
int match_compute_begin(struct match_look *l, int32_t minutes, struct match_case_known *known)
    __attribute__((warn_unused_result));
/* Post i of those that are looked at, after match_begin(&l->match, &l->material.s). *places: adds which places to avoid
 * it could be compared with. */
int match_compute_post(struct match_look *l, size_t i, struct match_fit *out, uint32_t *places)
    __attribute__((warn_unused_result));

typedef void (*match_compute_taker)(void *ctx, size_t i, const struct match_fit *f);

/* All of them, as match_compute_post, in any order. fits: those that fit and are kept by who takes; then a post that
 * fits and stands behind them as long as there is room for no more is not told but counted in *passed. NULL: every post
 * is told. keeps: the first so many that fit, in the order, are all kept; 0: which are hangs on more. */
int match_compute_all(struct match_look *l, const struct match_pick *fits, size_t keeps, match_compute_taker take,
                      void *ctx, uint32_t *places, size_t *passed) __attribute__((warn_unused_result));
/* Places to avoid that are the commune of no post. */
void match_compute_unread(const struct profile *p, uint32_t read, struct match_case_known *known);

#endif
