/* SPDX-License-Identifier: EUPL-1.2 */
/* GET waiting; GET and POST measures/{id}/no-matches. */
#ifndef JALON_API_RES_WAITING_H
#define JALON_API_RES_WAITING_H

#include "api/query.h"
#include "app/list_waiting.h"
#include "base/buf.h"
#include "http/route.h"

#define RES_WAITING_CURSOR (DAY_TEXT + 1 + UUID_TEXT + 1)
/* The field of a query that goes on in the waiting list. */
#define RES_WAITING_AFTER {"after", JSON_LINE, false, 1, RES_WAITING_CURSOR - 1}

extern const struct json_shape res_waiting_query;
extern const struct json_shape res_waiting_item;
extern const struct json_shape res_waiting_no_match;
extern const struct json_shape res_waiting_new;

void res_waiting_list(void *ctx, const struct route_request *q, struct reply *r);
void res_waiting_no_matches(void *ctx, const struct route_request *q, struct reply *r);
void res_waiting_record(void *ctx, const struct route_request *q, struct reply *r);

/* Where the list goes on: cursor, or NULL where nothing is said of it. */
const struct waiting_cursor *res_waiting_after(struct query *f, struct waiting_cursor *cursor);
/* The cursor behind one who waits. Returns text. */
const char *res_waiting_next(char text[RES_WAITING_CURSOR], const struct waiting *w);
/* Members of a struct waiting, without braces. */
void res_waiting_put(struct buf *b, const void *item);

#endif
