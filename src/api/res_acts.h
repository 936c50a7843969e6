/* SPDX-License-Identifier: EUPL-1.2 */
/* GET and POST measures/{id}/acts, POST acts/{id}/check, DELETE acts/{id}. ctx is a struct api. */
#ifndef JALON_API_RES_ACTS_H
#define JALON_API_RES_ACTS_H

#include "http/route.h"

extern const struct json_shape res_acts_new;
extern const struct json_shape res_acts_checked;
extern const struct json_shape res_acts_item;

void res_acts_list(void *ctx, const struct route_request *q, struct reply *r);
void res_acts_create(void *ctx, const struct route_request *q, struct reply *r);
void res_acts_check(void *ctx, const struct route_request *q, struct reply *r);
void res_acts_drop(void *ctx, const struct route_request *q, struct reply *r);

#endif
