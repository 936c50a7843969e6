/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/requests: what was asked of two officers. ctx is a struct api. */
#ifndef JALON_API_RES_REQUESTS_H
#define JALON_API_RES_REQUESTS_H

#include "http/route.h"

extern const struct json_shape res_requests_item;
extern const struct json_shape res_requests_approved;

void res_requests_list(void *ctx, const struct route_request *q, struct reply *r);
void res_requests_of_unit(void *ctx, const struct route_request *q, struct reply *r);
void res_requests_approve(void *ctx, const struct route_request *q, struct reply *r);
void res_requests_withdraw(void *ctx, const struct route_request *q, struct reply *r);

#endif
