/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person might accept beyond her profile (match/what_if.h): in a query, and in an answer. */
#ifndef JALON_API_WHAT_IF_JSON_H
#define JALON_API_WHAT_IF_JSON_H

#include "api/query.h"
#include "api/slot_json.h"
#include "app/match_case.h"
#include "base/buf.h"

/* Fields of a query. also: times of the week, "6:480-1080,3:840-1020:even", weekday:from-to and where it is not every
 * week even or odd, minutes of the day as everywhere. */
#define WHAT_IF_JSON_QUERY                                                                                             \
    {"also", JSON_LINE, false, 1, LIMITS_QUERY_VALUE},                                                                 \
    {"more_travel_minutes", JSON_INT, false, 1, WHAT_IF_TRAVEL},                                                       \
    {"week_minutes", JSON_INT, false, WHAT_IF_WEEK_LEAST, 7 * SLOT_DAY}

/* The same of a body, and how many they are. */
#define WHAT_IF_JSON_BODY                                                                                              \
    {"also", JSON_ITEMS, false, 0, WHAT_IF_SLOTS, .of = &slot_json_person},                                            \
    {"more_travel_minutes", JSON_INT, false, 1, WHAT_IF_TRAVEL},                                                       \
    {"week_minutes", JSON_INT, false, WHAT_IF_WEEK_LEAST, 7 * SLOT_DAY}
#define WHAT_IF_JSON_FIELDS 3

extern const struct json_shape what_if_json_shape;
extern const struct json_shape what_if_json_difference;
extern const struct json_shape what_if_json_effect;

void what_if_json_query(struct query *f, struct what_if *out);
enum refusal what_if_json_read(struct json_doc *d, const struct json_value v[WHAT_IF_JSON_FIELDS], struct what_if *out);
/* "name":{…}, or null where w is NULL or asks for nothing. */
void what_if_json_put(struct buf *b, const char *name, const struct what_if *w);
/* "difference":{…} of a post, or null where nothing was asked for. */
void what_if_json_put_difference(struct buf *b, const struct match_case_item *item);
/* "effect":{…}: how many posts each effect befell; or null. */
void what_if_json_put_effect(struct buf *b, const struct match_case_list *list);

#endif
