/* SPDX-License-Identifier: EUPL-1.2 */
/* PUT placements/{id}/last-day, POST placements/{id}/attestation. ctx is a struct api. */
#ifndef JALON_API_RES_ATTEST_H
#define JALON_API_RES_ATTEST_H

#include "http/route.h"

void res_attest_last_day(void *ctx, const struct route_request *q, struct reply *r);
void res_attest_create(void *ctx, const struct route_request *q, struct reply *r);

#endif
