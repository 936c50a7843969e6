/* SPDX-License-Identifier: EUPL-1.2 */
/* The load of everybody in charge of posts at a host: hosts/{id}/tutors. */
#ifndef JALON_API_RES_TUTORS_H
#define JALON_API_RES_TUTORS_H

#include "http/json_field.h"
#include "http/reply.h"
#include "http/route.h"

extern const struct json_shape res_tutors_query;
extern const struct json_shape res_tutors_item;

void res_tutors_list(void *ctx, const struct route_request *q, struct reply *r);

#endif
