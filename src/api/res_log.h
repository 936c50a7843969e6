/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/log: what anybody may know of the log of accesses. ctx is a struct api. */
#ifndef JALON_API_RES_LOG_H
#define JALON_API_RES_LOG_H

#include "http/route.h"

void res_log_head(void *ctx, const struct route_request *q, struct reply *r);

#endif
