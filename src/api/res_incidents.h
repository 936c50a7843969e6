/* SPDX-License-Identifier: EUPL-1.2 */
/* GET and POST incidents, GET incidents/{id}, PUT incidents/{id}/follow-up. */
#ifndef JALON_API_RES_INCIDENTS_H
#define JALON_API_RES_INCIDENTS_H

#include "http/route.h"

extern const struct json_shape res_incidents_list_query;
extern const struct json_shape res_incidents_item;
extern const struct json_shape res_incidents_new;
extern const struct json_shape res_incidents_step;

void res_incidents_list(void *ctx, const struct route_request *q, struct reply *r);
void res_incidents_create(void *ctx, const struct route_request *q, struct reply *r);
void res_incidents_read(void *ctx, const struct route_request *q, struct reply *r);
void res_incidents_follow(void *ctx, const struct route_request *q, struct reply *r);

#endif
