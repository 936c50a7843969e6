/* SPDX-License-Identifier: EUPL-1.2 */
/* Which statuses an operation may answer follows from what its row declares. */
#include "api/openapi_operation.h"

#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/shapes.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define PREFIX "/api/v1/"

static const unsigned statuses[] = {400, 401, 404, 409, 411, 412, 413, 414, 415, 422, 428, 429, 431, 500, 503};

unsigned openapi_operation_status(size_t i)
{
    return i < sizeof statuses / sizeof statuses[0] ? statuses[i] : 0;
}

static bool may_answer(const struct route *r, unsigned status)
{
    bool json = (r->flags & ROUTE_JSON) != 0;
    bool public = (r->roles & ROUTE_PUBLIC) != 0;

    switch (status) {
    case 411: /* a body needs a length, */
    case 413: /* one that is not too great, */
    case 415: /* and a type */
        return json;
    case 401: /* who asks */
    case 422:
    case 429:
        return json || !public;
    case 404: /* not there for who asks, or in another state */
    case 409:
        return !public;
    case 412:
        return strcmp(r->method, "GET") != 0 && !public;
    case 428:
        return (r->flags & ROUTE_IF_MATCH) != 0;
    default: /* anybody */
        return true;
    }
}

void openapi_operation_tag(const struct route *r, char tag[OPENAPI_TAG])
{
    const char *from = strncmp(r->path, PREFIX, sizeof PREFIX - 1) == 0 ? r->path + sizeof PREFIX - 1 : r->path;

    (void)snprintf(tag, OPENAPI_TAG, "%.*s", (int)strcspn(from, "/"), from);
}

static void put_head(struct buf *b, const struct route *r)
{
    char tag[OPENAPI_TAG];

    openapi_operation_tag(r, tag);
    api_put_text(b, "operationId", strncmp(r->name, "res_", 4) == 0 ? r->name + 4 : r->name);
    api_put_text(b, "summary", r->summary);
    api_name(b, "tags");
    buf_u8(b, '[');
    jsontext_str(b, tag);
    buf_u8(b, ']');
}

static void put_roles(struct buf *b, const struct route *r)
{
    const char *between = "";

    api_name(b, "x-roles");
    buf_u8(b, '[');
    for (size_t i = 0; shapes_role(i) != NULL; i++)
        if ((r->roles & ROLE_BIT(i + 1)) != 0) {
            api_next(b);
            jsontext_str(b, shapes_role(i));
        }
    buf_str(b, "]");
    api_name(b, "description");
    buf_str(b, (r->roles & ROUTE_PUBLIC) != 0 ? "\"For anybody, without a session." : "\"For: ");
    for (size_t i = 0; shapes_role(i) != NULL; i++)
        if ((r->roles & ROLE_BIT(i + 1)) != 0) {
            buf_fmt(b, "%s%s", between, shapes_role(i));
            between = ", ";
        }
    buf_str(b, between[0] != '\0' ? ".\"" : "\"");
    if ((r->roles & ROUTE_PUBLIC) != 0)
        buf_str(b, ",\"security\":[]");
}

static void put_parameter(struct buf *b, const char *name)
{
    api_next(b);
    buf_fmt(b, "{\"$ref\":\"#/components/parameters/%s\"}", name);
}

static void put_parameters(struct buf *b, struct openapi_schemas *seen, const struct route *r)
{
    api_name(b, "parameters");
    buf_u8(b, '[');
    if (strstr(r->path, "{id}") != NULL)
        put_parameter(b, "id");
    if (strstr(r->path, "{user}") != NULL)
        put_parameter(b, "user");
    for (size_t i = 0; r->query != NULL && i < r->query->n; i++) {
        const struct json_field *f = &r->query->field[i];

        api_next(b);
        buf_str(b, "{\"in\":\"query\"");
        api_put_text(b, "name", f->name);
        buf_str(b, f->required ? ",\"required\":true" : "");
        openapi_schema_field(b, seen, f);
        buf_str(b, f->kind == JSON_CODES ? ",\"style\":\"form\",\"explode\":false" : "");
        buf_u8(b, '}');
    }
    if ((r->flags & ROUTE_IDEMPOTENT) != 0)
        put_parameter(b, "Idempotency-Key");
    if ((r->flags & ROUTE_IF_MATCH) != 0)
        put_parameter(b, "If-Match");
    if ((r->flags & ROUTE_REASON) != 0)
        put_parameter(b, "Access-Reason");
    buf_u8(b, ']');
}

static void put_body(struct buf *b, struct openapi_schemas *seen, const struct route *r)
{
    if (r->body == NULL)
        return;
    api_name(b, "requestBody");
    buf_fmt(b, "{\"required\":true,\"description\":\"At most %zu bytes.\"", r->body_max);
    buf_str(b, ",\"content\":{\"application/json\":{\"schema\":");
    openapi_schema_put(b, seen, r->body, OPENAPI_BODY);
    buf_str(b, "}}}");
}

static void put_list(struct buf *b, struct openapi_schemas *seen, const struct json_shape *item, bool page)
{
    buf_str(b, "{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":");
    openapi_schema_put(b, seen, item, OPENAPI_ANSWER);
    buf_str(b, page ? "},\"next\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"items\",\"next\"]"
                    : "}},\"required\":[\"items\"]");
    buf_str(b, ",\"additionalProperties\":false}");
}

/* NULL: no body */
static const char *media_type(enum route_form form)
{
    switch (form) {
    case ROUTE_NOTHING:
        return NULL;
    case ROUTE_TEXT:
        return "text/plain";
    case ROUTE_CALENDAR:
        return "text/calendar";
    case ROUTE_HTML:
        return "text/html";
    default:
        return "application/json";
    }
}

static void put_success(struct buf *b, struct openapi_schemas *seen, const struct route *r)
{
    const struct route_answer *a = &r->answer;

    buf_fmt(b, "\"%u\":{\"description\":\"%s\"", a->status, a->form == ROUTE_NOTHING ? "Done." : "The answer.");
    if ((r->flags & ROUTE_ETAG) != 0)
        buf_str(b, ",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}}");
    if (a->form != ROUTE_NOTHING)
        buf_fmt(b, ",\"content\":{\"%s\":{\"schema\":", media_type(a->form));
    switch (a->form) {
    case ROUTE_NOTHING:
        break;
    case ROUTE_OBJECT:
        openapi_schema_put(b, seen, a->shape, OPENAPI_ANSWER);
        break;
    case ROUTE_LIST:
    case ROUTE_PAGE:
        put_list(b, seen, a->shape, a->form == ROUTE_PAGE);
        break;
    case ROUTE_FREE:
        buf_str(b, "{\"type\":\"object\"}");
        break;
    case ROUTE_TEXT:
    case ROUTE_CALENDAR:
    case ROUTE_HTML:
        buf_str(b, "{\"type\":\"string\"}");
        break;
    }
    buf_str(b, a->form == ROUTE_NOTHING ? "}" : "}}}");
}

void openapi_operation_put(struct buf *b, struct openapi_schemas *seen, const struct route *r)
{
    char method[8] = "";

    for (size_t i = 0; i + 1 < sizeof method && r->method[i] != '\0'; i++)
        method[i] = (char)(r->method[i] - 'A' + 'a');
    api_open(b, method);
    put_head(b, r);
    put_roles(b, r);
    put_parameters(b, seen, r);
    put_body(b, seen, r);
    api_open(b, "responses");
    put_success(b, seen, r);
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (may_answer(r, statuses[i]))
            buf_fmt(b, ",\"%u\":{\"$ref\":\"#/components/responses/Problem%u\"}", statuses[i], statuses[i]);
    buf_str(b, "}}");
}
