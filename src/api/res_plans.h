/* SPDX-License-Identifier: EUPL-1.2 */
/* GET and POST plans, GET plans/{id}. */
#ifndef JALON_API_RES_PLANS_H
#define JALON_API_RES_PLANS_H

#include "http/route.h"

extern const struct json_shape res_plans_new;
extern const struct json_shape res_plans_item;
extern const struct json_shape res_plans_kept;

void res_plans_create(void *ctx, const struct route_request *q, struct reply *r);
void res_plans_list(void *ctx, const struct route_request *q, struct reply *r);
void res_plans_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
