/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/units: organisations, their people, and who holds their secret. ctx is a struct api. */
#ifndef JALON_API_RES_UNITS_H
#define JALON_API_RES_UNITS_H

#include "http/route.h"

extern const struct json_shape res_units_new_member;
extern const struct json_shape res_units_territory;
extern const struct json_shape res_units_item;
extern const struct json_shape res_units_whole;

void res_units_list(void *ctx, const struct route_request *q, struct reply *r);
void res_units_read(void *ctx, const struct route_request *q, struct reply *r);
void res_units_ask_member(void *ctx, const struct route_request *q, struct reply *r);
void res_units_set_territory(void *ctx, const struct route_request *q, struct reply *r);
void res_units_reseal(void *ctx, const struct route_request *q, struct reply *r);

#endif
