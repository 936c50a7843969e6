/* SPDX-License-Identifier: EUPL-1.2 */
/* Schemas of the OpenAPI document, out of the declarations of http/json_field.h. What has a name is written once, among
 * the components, and pointed to. */
#ifndef JALON_API_OPENAPI_SCHEMA_H
#define JALON_API_OPENAPI_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "http/json_field.h"

#define OPENAPI_SCHEMAS 512 /* named ones, at most */

/* A shape says other things of a body than of an answer: what a body may leave out, an answer has as null. */
enum openapi_side { OPENAPI_BODY, OPENAPI_ANSWER };

/* What was pointed to, and has to come among the components. */
struct openapi_schemas {
    struct {
        const struct json_shape *shape;
        enum openapi_side side;
    } named[OPENAPI_SCHEMAS];
    size_t n;
    uint64_t words; /* lists of domain/word, a bit each */
    bool full;
};

/* The schema of a shape, or the pointer to it. */
void openapi_schema_put(struct buf *b, struct openapi_schemas *seen, const struct json_shape *s,
                        enum openapi_side side);
/* The schema of one field of a query. */
void openapi_schema_field(struct buf *b, struct openapi_schemas *seen, const struct json_field *f);
/* The members of components.schemas: all that was pointed to, and what they point to. */
void openapi_schema_components(struct buf *b, struct openapi_schemas *seen);

#endif
