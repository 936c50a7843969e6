/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/me: who the session belongs to. ctx is a struct api. */
#ifndef JALON_API_RES_ME_H
#define JALON_API_RES_ME_H

#include "app/whoami.h"
#include "http/route.h"

extern const struct json_shape res_me_shape;

void res_me_read(void *ctx, const struct route_request *q, struct reply *r);
/* The object that describes the signed-in person. */
void res_me_put(struct buf *b, const struct session_info *who, bool demonstration);

#endif
