/* SPDX-License-Identifier: EUPL-1.2 */
/* GET cases/{id}/matches: which posts fit a person, in their order and with their terms; the others by the first rule
 * that fails. */
#ifndef JALON_API_RES_MATCHES_H
#define JALON_API_RES_MATCHES_H

#include "http/route.h"

extern const struct json_shape res_matches_list_query;
extern const struct json_shape res_matches_all;

void res_matches_list(void *ctx, const struct route_request *q, struct reply *r);

#endif
