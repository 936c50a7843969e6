/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/hosts/{id}/sites and /api/v1/sites/{id}: where a host has posts. ctx is a struct api. */
#ifndef JALON_API_RES_SITES_H
#define JALON_API_RES_SITES_H

#include "http/route.h"

extern const struct json_shape res_sites_new;
extern const struct json_shape res_sites_changed;

void res_sites_create(void *ctx, const struct route_request *q, struct reply *r);
void res_sites_replace(void *ctx, const struct route_request *q, struct reply *r);

#endif
