/* SPDX-License-Identifier: EUPL-1.2 */
/* One row of the table of routes as one operation of the OpenAPI document. */
#ifndef JALON_API_OPENAPI_OPERATION_H
#define JALON_API_OPENAPI_OPERATION_H

#include <stddef.h>

#include "api/openapi_schema.h"
#include "base/buf.h"
#include "http/route.h"

#define OPENAPI_TAG 32 /* bytes of a tag with its NUL; a longer one is cut */

/* "get":{…}, a member of its path. */
void openapi_operation_put(struct buf *b, struct openapi_schemas *seen, const struct route *r);
/* "cases" of "/api/v1/cases/{id}/matches". */
void openapi_operation_tag(const struct route *r, char tag[OPENAPI_TAG]);
/* Refused statuses that operations point to as components.responses.Problem<status>; 0 past their end. */
unsigned openapi_operation_status(size_t i);

#endif
