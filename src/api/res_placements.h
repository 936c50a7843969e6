/* SPDX-License-Identifier: EUPL-1.2 */
/* GET placements, GET placements/{id}. */
#ifndef JALON_API_RES_PLACEMENTS_H
#define JALON_API_RES_PLACEMENTS_H

#include "http/route.h"

extern const struct json_shape res_placements_list_query;
extern const struct json_shape res_placements_item;

void res_placements_list(void *ctx, const struct route_request *q, struct reply *r);
void res_placements_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
