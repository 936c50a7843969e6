/* SPDX-License-Identifier: EUPL-1.2 */
/* What a list of matches is narrowed to (struct match_filter): in a query, and told again in its answer. */
#ifndef JALON_API_FILTER_JSON_H
#define JALON_API_FILTER_JSON_H

#include "api/known_json.h"
#include "api/query.h"
#include "app/match_snapshot.h"
#include "base/buf.h"

#define FILTER_JSON_LONGEST 240 /* minutes of one way, as of a profile */
/* Fields of a query and of its answer; times are minutes of the day. */
#define FILTER_JSON_HOURS                                                                                              \
    {"begin_from", JSON_INT, false, 1, SLOT_DAY}, {"home_by", JSON_INT, false, 1, SLOT_DAY}
#define FILTER_JSON_QUERY                                                                                              \
    FILTER_JSON_HOURS,                                                                                                 \
    {"max_travel_minutes", JSON_INT, false, 1, FILTER_JSON_LONGEST},                                                   \
    {"transport", JSON_CODES, false, 1, MATCH_MEANS, .code = known_json_transport}

extern const struct json_shape filter_json_shape;

/* The fields of FILTER_JSON_HOURS; 0 where one is not given. */
void filter_json_hours(struct query *f, int32_t *begin_from, int32_t *home_by);
void filter_json_query(struct query *f, struct match_filter *out);
/* "name":{…}, null for what is not narrowed. */
void filter_json_put(struct buf *b, const char *name, const struct match_filter *filter);

#endif
