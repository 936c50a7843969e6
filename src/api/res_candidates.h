/* SPDX-License-Identifier: EUPL-1.2 */
/* GET posts/{id}/candidates. */
#ifndef JALON_API_RES_CANDIDATES_H
#define JALON_API_RES_CANDIDATES_H

#include "http/route.h"

extern const struct json_shape res_candidates_query;
extern const struct json_shape res_candidates_page;

void res_candidates_list(void *ctx, const struct route_request *q, struct reply *r);

#endif
