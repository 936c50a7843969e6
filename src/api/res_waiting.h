/* SPDX-License-Identifier: EUPL-1.2 */
/* GET waiting; GET and POST measures/{id}/no-matches. */
#ifndef JALON_API_RES_WAITING_H
#define JALON_API_RES_WAITING_H

#include "app/list_waiting.h"
#include "base/buf.h"
#include "http/route.h"

extern const struct json_shape res_waiting_query;
extern const struct json_shape res_waiting_item;
extern const struct json_shape res_waiting_no_match;
extern const struct json_shape res_waiting_new;

void res_waiting_list(void *ctx, const struct route_request *q, struct reply *r);
void res_waiting_no_matches(void *ctx, const struct route_request *q, struct reply *r);
void res_waiting_record(void *ctx, const struct route_request *q, struct reply *r);

/* Members of a struct waiting, without braces. */
void res_waiting_put(struct buf *b, const void *item);

#endif
