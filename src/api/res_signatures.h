/* SPDX-License-Identifier: EUPL-1.2 */
/* POST placements/{id}/signature. */
#ifndef JALON_API_RES_SIGNATURES_H
#define JALON_API_RES_SIGNATURES_H

#include "http/route.h"

extern const struct json_shape res_signatures_signed;

void res_signatures_create(void *ctx, const struct route_request *q, struct reply *r);

#endif
