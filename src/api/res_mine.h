/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/me/…: the own sessions, the own password, and whom one can give the own organisation's secret. ctx is a
 * struct api. */
#ifndef JALON_API_RES_MINE_H
#define JALON_API_RES_MINE_H

#include "http/route.h"

extern const struct json_shape res_mine_new_password;
extern const struct json_shape res_mine_session;
extern const struct json_shape res_mine_resealing;

void res_mine_sessions(void *ctx, const struct route_request *q, struct reply *r);
void res_mine_end_session(void *ctx, const struct route_request *q, struct reply *r);
void res_mine_password(void *ctx, const struct route_request *q, struct reply *r);
void res_mine_resealings(void *ctx, const struct route_request *q, struct reply *r);

#endif
