/* SPDX-License-Identifier: EUPL-1.2 */
/* GET and POST cases/{id}/measures, GET and PUT measures/{id}, POST measures/{id}/opening, PUT measures/{id}/steps,
 * POST measures/{id}/end. ctx is a struct api. */
#ifndef JALON_API_RES_MEASURES_H
#define JALON_API_RES_MEASURES_H

#include "http/route.h"

extern const struct json_shape res_measures_ending;

void res_measures_list(void *ctx, const struct route_request *q, struct reply *r);
void res_measures_create(void *ctx, const struct route_request *q, struct reply *r);
void res_measures_read(void *ctx, const struct route_request *q, struct reply *r);
void res_measures_put(void *ctx, const struct route_request *q, struct reply *r);
void res_measures_open(void *ctx, const struct route_request *q, struct reply *r);
void res_measures_steps(void *ctx, const struct route_request *q, struct reply *r);
void res_measures_end(void *ctx, const struct route_request *q, struct reply *r);

#endif
