/* SPDX-License-Identifier: EUPL-1.2 */
/* GET counts/needs, counts/fill, counts/room, counts/posts. */
#ifndef JALON_API_RES_COUNTS_H
#define JALON_API_RES_COUNTS_H

#include "http/route.h"

extern const struct json_shape res_counts_posts_query;
extern const struct json_shape res_counts_need;
extern const struct json_shape res_counts_family;
extern const struct json_shape res_counts_room;
extern const struct json_shape res_counts_post;

void res_counts_needs(void *ctx, const struct route_request *q, struct reply *r);
void res_counts_fill(void *ctx, const struct route_request *q, struct reply *r);
void res_counts_rooms(void *ctx, const struct route_request *q, struct reply *r);
void res_counts_posts(void *ctx, const struct route_request *q, struct reply *r);

#endif
