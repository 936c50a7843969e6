/* SPDX-License-Identifier: EUPL-1.2 */
/* GET and POST delegations, DELETE delegations/{id}. */
#ifndef JALON_API_RES_DELEGATIONS_H
#define JALON_API_RES_DELEGATIONS_H

#include "http/route.h"

extern const struct json_shape res_delegations_new;
extern const struct json_shape res_delegations_item;

void res_delegations_list(void *ctx, const struct route_request *q, struct reply *r);
void res_delegations_create(void *ctx, const struct route_request *q, struct reply *r);
void res_delegations_end(void *ctx, const struct route_request *q, struct reply *r);

#endif
