/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of a post: posts/{id}/confirmation, posts/{id}/suspension, posts/{id}/closures, closures/{id},
 * posts/{id}/bars. ctx is a struct api. */
#ifndef JALON_API_RES_POST_LIFE_H
#define JALON_API_RES_POST_LIFE_H

#include "http/route.h"

extern const struct json_shape res_post_life_stop;
extern const struct json_shape res_post_life_closure;
extern const struct json_shape res_post_life_bars;

void res_post_life_confirm(void *ctx, const struct route_request *q, struct reply *r);
void res_post_life_suspend(void *ctx, const struct route_request *q, struct reply *r);
void res_post_life_resume(void *ctx, const struct route_request *q, struct reply *r);
void res_post_life_close_days(void *ctx, const struct route_request *q, struct reply *r);
void res_post_life_open_days(void *ctx, const struct route_request *q, struct reply *r);
void res_post_life_bar(void *ctx, const struct route_request *q, struct reply *r);

#endif
