/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests of a host to be called back: callbacks, callbacks/{id}/taking and closing. */
#ifndef JALON_API_RES_CALLBACKS_H
#define JALON_API_RES_CALLBACKS_H

#include "http/json_field.h"
#include "http/reply.h"
#include "http/route.h"

extern const struct json_shape res_callbacks_query;
extern const struct json_shape res_callbacks_item;
extern const struct json_shape res_callbacks_new;
extern const struct json_shape res_callbacks_result;

void res_callbacks_list(void *ctx, const struct route_request *q, struct reply *r);
void res_callbacks_create(void *ctx, const struct route_request *q, struct reply *r);
void res_callbacks_take(void *ctx, const struct route_request *q, struct reply *r);
void res_callbacks_close(void *ctx, const struct route_request *q, struct reply *r);

#endif
