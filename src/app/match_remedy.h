/* SPDX-License-Identifier: EUPL-1.2 */
/* Of a list of matches: what an acceptance beyond the profile changed, and for a post that does not fit the one that
 * would make it fit. Pure. */
#ifndef JALON_APP_MATCH_REMEDY_H
#define JALON_APP_MATCH_REMEDY_H

#include "app/match_look.h"

/* Adds one of its posts, as it was and as it is, to out->effect. */
void match_remedy_effect(const struct match_fit *was, const struct match_fit *is, struct match_case_list *out);
/* The remedies of its items, found for l->material as it is asked for (match/what_if.h). */
int match_remedy_find(struct match_look *l, struct match_case_list *out) __attribute__((warn_unused_result));

#endif
