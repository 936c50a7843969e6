/* SPDX-License-Identifier: EUPL-1.2 */
/* Break-glass: cases/{id}/break-glass, me/break-glass, units/{id}/break-glass, break-glass/{id}. ctx is a struct
 * api. */
#ifndef JALON_API_RES_GLASS_H
#define JALON_API_RES_GLASS_H

#include "http/route.h"

extern const struct json_shape res_glass_new;
extern const struct json_shape res_glass_opened;
extern const struct json_shape res_glass_own;
extern const struct json_shape res_glass_seen;
extern const struct json_shape res_glass_words;

void res_glass_open(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_end(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_mine(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_of_unit(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
