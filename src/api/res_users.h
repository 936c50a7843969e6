/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/users: accounts as they are managed. How a person takes hers is in res_activation.h. ctx is a struct api. */
#ifndef JALON_API_RES_USERS_H
#define JALON_API_RES_USERS_H

#include "http/route.h"

extern const struct json_shape res_users_new;
extern const struct json_shape res_users_state;
extern const struct json_shape res_users_query;
extern const struct json_shape res_users_item;
extern const struct json_shape res_users_stated;
extern const struct json_shape res_users_invited;
extern const struct json_shape res_users_ended;

void res_users_list(void *ctx, const struct route_request *q, struct reply *r);
void res_users_create(void *ctx, const struct route_request *q, struct reply *r);
void res_users_read(void *ctx, const struct route_request *q, struct reply *r);
void res_users_set_state(void *ctx, const struct route_request *q, struct reply *r);
void res_users_invite(void *ctx, const struct route_request *q, struct reply *r);
void res_users_reset(void *ctx, const struct route_request *q, struct reply *r);
void res_users_end_sessions(void *ctx, const struct route_request *q, struct reply *r);

#endif
