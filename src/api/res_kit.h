/* SPDX-License-Identifier: EUPL-1.2 */
/* The kit of a host, one page to print: posts/{id}/kit. */
#ifndef JALON_API_RES_KIT_H
#define JALON_API_RES_KIT_H

#include "http/reply.h"
#include "http/route.h"

void res_kit_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
