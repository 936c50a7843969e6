/* SPDX-License-Identifier: EUPL-1.2 */
/* The sheet of a post is written: POST hosts/{id}/posts, PUT posts/{id}, PUT posts/{id}/schedule. Times are minutes
 * from midnight; a member that may be absent is emptied when it is. ctx is a struct api. */
#ifndef JALON_API_RES_POST_SHEETS_H
#define JALON_API_RES_POST_SHEETS_H

#include "http/route.h"

extern const struct json_shape res_post_sheets_sheet;
extern const struct json_shape res_post_sheets_times;

void res_post_sheets_create(void *ctx, const struct route_request *q, struct reply *r);
void res_post_sheets_replace(void *ctx, const struct route_request *q, struct reply *r);
void res_post_sheets_schedule(void *ctx, const struct route_request *q, struct reply *r);

#endif
