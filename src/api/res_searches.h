/* SPDX-License-Identifier: EUPL-1.2 */
/* GET and POST searches, GET, PUT and DELETE searches/{id}, GET searches/{id}/posts, PUT searches/{id}/seen. ctx is a
 * struct api. */
#ifndef JALON_API_RES_SEARCHES_H
#define JALON_API_RES_SEARCHES_H

#include "http/route.h"

extern const struct json_shape res_searches_new;
extern const struct json_shape res_searches_item;
extern const struct json_shape res_searches_looked;
extern const struct json_shape res_searches_page;
extern const struct json_shape res_searches_post;

void res_searches_list(void *ctx, const struct route_request *q, struct reply *r);
void res_searches_create(void *ctx, const struct route_request *q, struct reply *r);
void res_searches_read(void *ctx, const struct route_request *q, struct reply *r);
void res_searches_put(void *ctx, const struct route_request *q, struct reply *r);
void res_searches_drop(void *ctx, const struct route_request *q, struct reply *r);
void res_searches_posts(void *ctx, const struct route_request *q, struct reply *r);
void res_searches_seen(void *ctx, const struct route_request *q, struct reply *r);

#endif
