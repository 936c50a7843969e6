/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/me: who the session belongs to. ctx is a struct api. */
#ifndef JALON_API_RES_ME_H
#define JALON_API_RES_ME_H

#include "http/route.h"

void res_me_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
