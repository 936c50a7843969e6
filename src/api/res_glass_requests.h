/* SPDX-License-Identifier: EUPL-1.2 */
/* Break-glass from outside the unit: cases/{id}/break-glass-requests, me/break-glass-requests,
 * units/{id}/break-glass-requests, break-glass-requests/{id}. ctx is a struct api. */
#ifndef JALON_API_RES_GLASS_REQUESTS_H
#define JALON_API_RES_GLASS_REQUESTS_H

#include "http/route.h"

extern const struct json_shape res_glass_requests_new;
extern const struct json_shape res_glass_requests_approval;
extern const struct json_shape res_glass_requests_item;
extern const struct json_shape res_glass_requests_until;


void res_glass_requests_ask(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_requests_mine(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_requests_of_unit(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_requests_give(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_requests_close(void *ctx, const struct route_request *q, struct reply *r);

#endif
