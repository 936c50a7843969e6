/* SPDX-License-Identifier: EUPL-1.2 */
/* What a list of posts is narrowed to (struct post_filter): in a query, and in a search that is kept. Hours are those
 * of a match, but nobody's home is known here: near is a place to look around, and no way counts. */
#ifndef JALON_API_POST_FILTER_JSON_H
#define JALON_API_POST_FILTER_JSON_H

#include "api/filter_json.h"
#include "api/json.h"
#include "app/list_posts.h"

#define POST_FILTER_JSON_WITHIN 100000 /* metres: farther the line is not sure (match/travel.h) */

/* Code i of the days of the week, "1" is Monday, and of the orders of a list; NULL past the last. */
const char *post_filter_json_weekday(size_t i);
const char *post_filter_json_order(size_t i);

/* Fields of a query, and of a body in that order, where what a query says by "true" is a flag. A point is not among
 * them: it may be somebody's home, and is kept nowhere. */
#define POST_FILTER_JSON_FIELDS 13
#define POST_FILTER_JSON_OF(yes)                                                                                       \
    {"host", JSON_ID}, {"commune", JSON_INSEE}, {"family", JSON_CODE, .words = WORD_TASK_FAMILY},                      \
        {"public", JSON_CODE, .words = WORD_PUBLIC}, {"near", JSON_INSEE},                                             \
        {"within", JSON_INT, false, 1, POST_FILTER_JSON_WITHIN},                                                       \
        {"weekday", JSON_CODES, false, 1, 7, .code = post_filter_json_weekday}, FILTER_JSON_HOURS,                     \
        {"car_needed", JSON_FLAG}, {"transit", yes}, {"free", yes}, {"fresh", yes}
#define POST_FILTER_JSON_QUERY POST_FILTER_JSON_OF(JSON_YES)
#define POST_FILTER_JSON_BODY POST_FILTER_JSON_OF(JSON_FLAG)
/* Where a page of it goes on, and in which order. */
#define POST_FILTER_JSON_PAGE {"after", JSON_CURSOR}, {"order", JSON_CODE, .code = post_filter_json_order}

/* The same in an answer, where days are a list, for JSON_ALSO. */
extern const struct json_shape post_filter_json_shape;

/* host: where an id is kept that out points to. */
void post_filter_json_query(struct query *f, struct post_filter *out, struct uuid *host);
/* v: the values of POST_FILTER_JSON_BODY, which out points into. false: metres without a place to count them from. */
bool post_filter_json_take(const struct json_value *v, struct post_filter *out);
/* cursor: where an instant is kept that out points to. */
void post_filter_json_page(struct query *f, struct post_page *out, struct page_cursor *cursor);
/* Members without braces; a point is none of them. */
void post_filter_json_put(struct buf *b, const struct post_filter *filter);

#endif
