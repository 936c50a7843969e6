/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/sessions: sign in and sign out. ctx is a struct api. */
#ifndef JALON_API_RES_SESSIONS_H
#define JALON_API_RES_SESSIONS_H

#include "http/route.h"

extern const struct json_shape res_sessions_new;
extern const struct json_shape res_sessions_opened;

void res_sessions_create(void *ctx, const struct route_request *q, struct reply *r);
void res_sessions_end_current(void *ctx, const struct route_request *q, struct reply *r);

#endif
