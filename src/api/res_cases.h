/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/cases: the caseload, one case, and the identity in it. ctx is a struct api. */
#ifndef JALON_API_RES_CASES_H
#define JALON_API_RES_CASES_H

#include "http/route.h"

extern const struct json_shape res_cases_item;
extern const struct json_shape res_cases_made;
extern const struct json_shape res_cases_same;

void res_cases_list(void *ctx, const struct route_request *q, struct reply *r);
void res_cases_create(void *ctx, const struct route_request *q, struct reply *r);
void res_cases_read(void *ctx, const struct route_request *q, struct reply *r);
void res_cases_change_identity(void *ctx, const struct route_request *q, struct reply *r);
void res_cases_same_person(void *ctx, const struct route_request *q, struct reply *r);

#endif
