/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/procedures: files of hosts and posts, read and opened. Their further steps are in res_decisions.h. ctx is a
 * struct api. */
#ifndef JALON_API_RES_PROCEDURES_H
#define JALON_API_RES_PROCEDURES_H

#include "http/route.h"

extern const struct json_shape res_procedures_list_query;
extern const struct json_shape res_procedures_new_of_host;
extern const struct json_shape res_procedures_new_of_post;
extern const struct json_shape res_procedures_item;
extern const struct json_shape res_procedures_whole;

void res_procedures_list(void *ctx, const struct route_request *q, struct reply *r);
void res_procedures_read(void *ctx, const struct route_request *q, struct reply *r);
void res_procedures_of_host(void *ctx, const struct route_request *q, struct reply *r);
void res_procedures_of_post(void *ctx, const struct route_request *q, struct reply *r);

#endif
