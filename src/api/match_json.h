/* SPDX-License-Identifier: EUPL-1.2 */
/* What a match says, as JSON: the same words wherever one is answered. */
#ifndef JALON_API_MATCH_JSON_H
#define JALON_API_MATCH_JSON_H

#include "app/match_case.h"
#include "base/buf.h"
#include "http/json_field.h"

extern const struct json_shape match_json_post_shape;
extern const struct json_shape match_json_fit_shape;
extern const struct json_shape match_json_why_shape;
extern const struct json_shape match_json_item_shape;
extern const struct json_shape match_json_excluded_shape;
extern const struct json_shape match_json_rule_shape;
/* Name i of the terms of the order; NULL past the last. */
const char *match_json_term(size_t i);

/* "order":["margin",…]: the terms in the order in which they are compared. */
void match_json_order(struct buf *b);
/* Members, without braces: a post; a plan in numbers with the way, who is in charge of the post, warnings and the
 * sentence; why a post does not fit, and what would have to change, or the remedy, which may be NULL. */
void match_json_post(struct buf *b, const struct matching_post *p);
void match_json_fit(struct buf *b, const struct match_fit *f, const struct matching_post *p);
void match_json_why(struct buf *b, const struct match_fit *f, const struct what_if *remedy);
/* Members of a struct match_case_item, without braces, as api/list.h wants them. A post that fits: its plan in numbers,
 * its terms, its warnings and the sentence. */
void match_json_item(struct buf *b, const void *item);
/* A post that does not: by how much, what would have to change. */
void match_json_excluded(struct buf *b, const void *item);
/* "rule":"week","rule_id":"W-01","sentence":"…" of a rule that fails. */
void match_json_rule(struct buf *b, enum match_rule rule, bool minor);

#endif
