/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/posts, read: the list and one sheet. Without ?state a counsellor, a director and an auditor get the inscribed
 * posts of active hosts; referents and people of a host get those that they see in every state; with ?state everybody
 * gets the posts in it, whatever the state of their host. Writing is in res_post_sheets.h and res_post_life.h. ctx is a
 * struct api. */
#ifndef JALON_API_RES_POSTS_H
#define JALON_API_RES_POSTS_H

#include "base/buf.h"
#include "http/route.h"

extern const struct json_shape res_posts_list_query;
extern const struct json_shape res_posts_item;
extern const struct json_shape res_posts_found; /* in a list, with its distance */
extern const struct json_shape res_posts_sheet;

/* The members of a struct post in a list, without braces. */
void res_posts_put_found(struct buf *b, const void *post);

void res_posts_list(void *ctx, const struct route_request *q, struct reply *r);
void res_posts_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
