/* SPDX-License-Identifier: EUPL-1.2 */
/* POST placements/{id}/attestation. ctx is a struct api. */
#ifndef JALON_API_RES_ATTEST_H
#define JALON_API_RES_ATTEST_H

#include "http/route.h"

extern const struct json_shape res_attest_new;
extern const struct json_shape res_attest_made;

void res_attest_create(void *ctx, const struct route_request *q, struct reply *r);

#endif
