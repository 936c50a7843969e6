/* SPDX-License-Identifier: EUPL-1.2 */
/* PUT cases/{id}/counsellor, POST users/{id}/caseload. ctx is a struct api. */
#ifndef JALON_API_RES_CASELOAD_H
#define JALON_API_RES_CASELOAD_H

#include "http/route.h"

extern const struct json_shape res_caseload_taker;
extern const struct json_shape res_caseload_moved;

void res_caseload_hand_one(void *ctx, const struct route_request *q, struct reply *r);
void res_caseload_hand_all(void *ctx, const struct route_request *q, struct reply *r);

#endif
