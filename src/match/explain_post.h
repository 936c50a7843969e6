/* SPDX-License-Identifier: EUPL-1.2 */
/* Why a post is not counted on, for who may see no case: what the post is by itself, and nothing of anybody's
 * situation. */
#ifndef JALON_MATCH_EXPLAIN_POST_H
#define JALON_MATCH_EXPLAIN_POST_H

#include "base/buf.h"
#include "match/outcome.h"

/* The rule of a code (outcome_code) that is about a post by itself; MATCH_FITS for any other. */
enum match_rule explain_post_rule(const char *code);
/* As explain.h has sentences; nothing for a rule that is not about a post by itself. */
void explain_post(struct buf *b, enum match_rule r);

#endif
