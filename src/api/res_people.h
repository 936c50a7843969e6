/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/users: accounts as they are managed. How a person takes hers is in res_users.h. ctx is a struct api. */
#ifndef JALON_API_RES_PEOPLE_H
#define JALON_API_RES_PEOPLE_H

#include "http/route.h"

extern const char *const res_people_list_query[];

void res_people_list(void *ctx, const struct route_request *q, struct reply *r);
void res_people_create(void *ctx, const struct route_request *q, struct reply *r);
void res_people_read(void *ctx, const struct route_request *q, struct reply *r);
void res_people_set_state(void *ctx, const struct route_request *q, struct reply *r);
void res_people_invite(void *ctx, const struct route_request *q, struct reply *r);
void res_people_reset(void *ctx, const struct route_request *q, struct reply *r);
void res_people_end_sessions(void *ctx, const struct route_request *q, struct reply *r);

#endif
