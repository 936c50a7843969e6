/* SPDX-License-Identifier: EUPL-1.2 */
/* Break-glass: cases/{id}/break-glass, me/break-glass, units/{id}/break-glass, break-glass/{id}. ctx is a struct
 * api. */
#ifndef JALON_API_RES_GLASS_H
#define JALON_API_RES_GLASS_H

#include "http/route.h"

extern const char *const res_glass_list_query[];

void res_glass_open(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_end(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_mine(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_of_unit(void *ctx, const struct route_request *q, struct reply *r);
void res_glass_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
