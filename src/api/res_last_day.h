/* SPDX-License-Identifier: EUPL-1.2 */
/* PUT placements/{id}/last-day, GET placements/{id}/last-days. ctx is a struct api. */
#ifndef JALON_API_RES_LAST_DAY_H
#define JALON_API_RES_LAST_DAY_H

#include "http/route.h"

extern const struct json_shape res_last_day_new;
extern const struct json_shape res_last_day_item;

void res_last_day_move(void *ctx, const struct route_request *q, struct reply *r);
void res_last_day_list(void *ctx, const struct route_request *q, struct reply *r);

#endif
