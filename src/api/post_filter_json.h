/* SPDX-License-Identifier: EUPL-1.2 */
/* What a list of posts is narrowed to (struct post_filter). Hours are those of a match, but nobody's home is known
 * here: near is a place to look around, and no way counts. */
#ifndef JALON_API_POST_FILTER_JSON_H
#define JALON_API_POST_FILTER_JSON_H

#include "api/filter_json.h"
#include "app/list_posts.h"

#define POST_FILTER_JSON_WITHIN 100000 /* metres: farther the line is not sure (match/travel.h) */

/* Code i of the days of the week, "1" is Monday; NULL past the last. */
const char *post_filter_json_weekday(size_t i);

/* Fields of a query. A point is not among them: lat and lon of the list are in its own row. */
#define POST_FILTER_JSON_QUERY                                                                                         \
    {"host", JSON_ID}, {"commune", JSON_INSEE}, {"family", JSON_CODE, .words = WORD_TASK_FAMILY},                      \
        {"public", JSON_CODE, .words = WORD_PUBLIC}, {"near", JSON_INSEE},                                             \
        {"within", JSON_INT, false, 1, POST_FILTER_JSON_WITHIN},                                                       \
        {"weekday", JSON_CODES, false, 1, 7, .code = post_filter_json_weekday}, FILTER_JSON_HOURS,                     \
        {"car_needed", JSON_FLAG}, {"transit", JSON_YES}, {"free", JSON_YES}, {"fresh", JSON_YES}

/* host: where an id is kept that out points to. */
void post_filter_json_query(struct query *f, struct post_filter *out, struct uuid *host);

#endif
