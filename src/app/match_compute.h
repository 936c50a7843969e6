/* SPDX-License-Identifier: EUPL-1.2 */
/* What a list of posts and the look at one proposal have in common: the snapshot of a case, all posts against it. */
#ifndef JALON_APP_MATCH_COMPUTE_H
#define JALON_APP_MATCH_COMPUTE_H

#include "app/match_look.h"

/* How many minutes of the measure nobody has planned yet. */
int32_t match_compute_remaining(const struct matching_facts *f);
/* Makes l->material of what was looked up and of l->in, for so many minutes, and says what was taken as known. */
int match_compute_begin(struct match_look *l, int32_t minutes, struct match_case_known *known)
    __attribute__((warn_unused_result));
/* Every post that is looked at, in no order: *out has l->n of them, free it with match_compute_free whatever happened.
 * *places: bits of the places to avoid that a post could be compared with. */
int match_compute_look(struct match_look *l, struct match_fit **out, uint32_t *places)
    __attribute__((warn_unused_result));
/* Places to avoid that are the commune of no post. */
void match_compute_unread(const struct profile *p, uint32_t read, struct match_case_known *known);
void match_compute_free(struct match_fit *fits, size_t n);

#endif
