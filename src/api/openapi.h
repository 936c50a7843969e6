/* SPDX-License-Identifier: EUPL-1.2 */
/* The OpenAPI 3.1 document of the service, made from its table of routes and from nothing else. */
#ifndef JALON_API_OPENAPI_H
#define JALON_API_OPENAPI_H

#include "base/buf.h"
#include "http/route.h"

#define OPENAPI_MAX (2u << 20) /* bytes */

/* Writes the document, initialises out for it; the caller releases out. */
int openapi_write(struct buf *out, const struct route_table *table) __attribute__((warn_unused_result));
/* GET openapi.json: what the start has written. ctx is a struct api. */
void openapi_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
