/* SPDX-License-Identifier: EUPL-1.2 */
/* Paths in the order of the table, each with its methods; then the components that they point to. Which statuses an
 * operation may answer follows from what its row declares; which codes go with a status, from the registry of
 * refusals. The document has no word of its own about any single operation. */
#include "api/openapi.h"

#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/match_json.h"
#include "api/openapi_schema.h"
#include "api/shapes.h"
#include "base/err.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define PREFIX "/api/v1/"
#define TAG_MAX 32

static const char *refusal_listed(size_t i)
{
    return i + REFUSAL_NONE + 1 < REFUSAL_COUNT ? refusal_code((enum refusal)(i + REFUSAL_NONE + 1)) : NULL;
}

/* RFC 9457. Rules and options are told by some refusals alone. */
static const struct json_field problem_fields[] = {
    {"type", JSON_LINE, true},
    {"title", JSON_LINE, true},
    {"status", JSON_INT, true},
    {"detail", JSON_LINE, true},
    {"code", JSON_CODE, true, .code = refusal_listed},
    {"pointer", JSON_LINE, true, .some = true},
    {"rules", JSON_ITEMS, true, .of = &shapes_rule, .some = true},
    {"options", JSON_ITEMS, true, .of = &match_json_item_shape, .some = true},
};
static const struct json_shape problem = JSON_SHAPE("Problem", problem_fields);

static const unsigned statuses[] = {400, 401, 404, 409, 411, 412, 413, 414, 415, 422, 428, 429, 431, 500, 503};

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

/* --- one operation ----------------------------------------------------------------------------------------------- */

/* "cases" of "/api/v1/cases/{id}/matches". */
static void tag_of(const struct route *r, char tag[TAG_MAX])
{
    const char *from = strncmp(r->path, PREFIX, sizeof PREFIX - 1) == 0 ? r->path + sizeof PREFIX - 1 : r->path;

    snprintf(tag, TAG_MAX, "%.*s", (int)strcspn(from, "/"), from);
}

static void put_head(struct buf *b, const struct route *r)
{
    char tag[TAG_MAX];

    tag_of(r, tag);
    openapi_schema_text(b, "operationId", strncmp(r->name, "res_", 4) == 0 ? r->name + 4 : r->name);
    openapi_schema_text(b, "summary", r->summary);
    openapi_schema_member(b, "tags");
    buf_u8(b, '[');
    jsontext_str(b, tag);
    buf_u8(b, ']');
}

static void put_roles(struct buf *b, const struct route *r)
{
    const char *between = "";

    openapi_schema_member(b, "x-roles");
    buf_u8(b, '[');
    for (size_t i = 0; shapes_role(i) != NULL; i++)
        if ((r->roles & ROLE_BIT(i + 1)) != 0) {
            openapi_schema_next(b);
            jsontext_str(b, shapes_role(i));
        }
    buf_str(b, "]");
    openapi_schema_member(b, "description");
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
    openapi_schema_next(b);
    buf_fmt(b, "{\"$ref\":\"#/components/parameters/%s\"}", name);
}

static void put_parameters(struct buf *b, struct openapi_schemas *seen, const struct route *r)
{
    openapi_schema_member(b, "parameters");
    buf_u8(b, '[');
    if (strstr(r->path, "{id}") != NULL)
        put_parameter(b, "id");
    if (strstr(r->path, "{user}") != NULL)
        put_parameter(b, "user");
    for (size_t i = 0; r->query != NULL && i < r->query->n; i++) {
        const struct json_field *f = &r->query->field[i];

        openapi_schema_next(b);
        buf_str(b, "{\"in\":\"query\"");
        openapi_schema_text(b, "name", f->name);
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
    openapi_schema_member(b, "requestBody");
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

static void put_success(struct buf *b, struct openapi_schemas *seen, const struct route *r)
{
    const struct route_answer *a = &r->answer;

    buf_fmt(b, "\"%u\":{\"description\":\"%s\"", a->status, a->form == ROUTE_NOTHING ? "Done." : "The answer.");
    if ((r->flags & ROUTE_ETAG) != 0)
        buf_str(b, ",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}}");
    if (a->form != ROUTE_NOTHING)
        buf_fmt(b, ",\"content\":{\"%s\":{\"schema\":", a->form == ROUTE_TEXT ? "text/plain" : "application/json");
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
        buf_str(b, "{\"type\":\"string\"}");
        break;
    }
    buf_str(b, a->form == ROUTE_NOTHING ? "}" : "}}}");
}

static void put_operation(struct buf *b, struct openapi_schemas *seen, const struct route *r)
{
    char method[8] = "";

    for (size_t i = 0; i + 1 < sizeof method && r->method[i] != '\0'; i++)
        method[i] = (char)(r->method[i] - 'A' + 'a');
    openapi_schema_member(b, method);
    buf_u8(b, '{');
    put_head(b, r);
    put_roles(b, r);
    put_parameters(b, seen, r);
    put_body(b, seen, r);
    openapi_schema_member(b, "responses");
    buf_u8(b, '{');
    put_success(b, seen, r);
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (may_answer(r, statuses[i]))
            buf_fmt(b, ",\"%u\":{\"$ref\":\"#/components/responses/Problem%u\"}", statuses[i], statuses[i]);
    buf_str(b, "}}");
}

/* --- the document ------------------------------------------------------------------------------------------------ */

static bool is_first(const struct route_table *t, size_t i, bool (*same)(const struct route *, const struct route *))
{
    for (size_t k = 0; k < i; k++)
        if (same(&t->row[k], &t->row[i]))
            return false;
    return true;
}

static bool same_path(const struct route *a, const struct route *b)
{
    return strcmp(a->path, b->path) == 0;
}

static bool same_tag(const struct route *a, const struct route *b)
{
    char one[TAG_MAX], other[TAG_MAX];

    tag_of(a, one);
    tag_of(b, other);
    return strcmp(one, other) == 0;
}

static void put_info(struct buf *b, const struct route_table *t)
{
    char tag[TAG_MAX];

    buf_str(b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Jalon\",\"version\":\"1\",\"description\":"
               "\"Community-service placements of a probation service. Made from the table of routes. "
               "A demonstration answers every request with the header Jalon-Demonstration.\","
               "\"contact\":{\"name\":\"Who runs this service\"},"
               "\"license\":{\"name\":\"EUPL 1.2\",\"identifier\":\"EUPL-1.2\"}},"
               "\"servers\":[{\"url\":\"/\"}],\"security\":[{\"session\":[]}],\"tags\":[");
    for (size_t i = 0; i < t->n; i++) {
        if (!is_first(t, i, same_tag))
            continue;
        tag_of(&t->row[i], tag);
        openapi_schema_next(b);
        buf_u8(b, '{');
        openapi_schema_text(b, "name", tag);
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
}

static void put_paths(struct buf *b, struct openapi_schemas *seen, const struct route_table *t)
{
    openapi_schema_member(b, "paths");
    buf_u8(b, '{');
    for (size_t i = 0; i < t->n; i++) {
        if (!is_first(t, i, same_path))
            continue;
        openapi_schema_member(b, t->row[i].path);
        buf_u8(b, '{');
        for (size_t k = i; k < t->n; k++)
            if (same_path(&t->row[k], &t->row[i]))
                put_operation(b, seen, &t->row[k]);
        buf_u8(b, '}');
    }
    buf_u8(b, '}');
}

static void put_header(struct buf *b, struct openapi_schemas *seen, const char *name, const char *in,
                       const char *description, const struct json_field *f)
{
    openapi_schema_member(b, name);
    buf_u8(b, '{');
    openapi_schema_text(b, "in", in);
    openapi_schema_text(b, "name", name);
    openapi_schema_text(b, "description", description);
    buf_str(b, f->required ? ",\"required\":true" : "");
    openapi_schema_field(b, seen, f);
    buf_u8(b, '}');
}

static void put_shared_parameters(struct buf *b, struct openapi_schemas *seen)
{
    static const struct json_field id = {"id", JSON_ID, true};
    static const struct json_field version = {"version", JSON_LINE, true, 3, 12};
    static const struct json_field reason = {"reason", JSON_CODE, false, .code = shapes_reason};

    openapi_schema_member(b, "parameters");
    buf_u8(b, '{');
    put_header(b, seen, "id", "path", "What it is about.", &id);
    put_header(b, seen, "user", "path", "An account.", &id);
    put_header(b, seen, "Idempotency-Key", "header", "A new UUID for what is asked, the same when it is sent again.",
               &id);
    put_header(b, seen, "If-Match", "header",
               "The version that this replaces, as an ETag: \"7\"; \"0\" where nothing was written yet.", &version);
    put_header(b, seen, "Access-Reason", "header",
               "Why it is opened. Whether a reason must be given is decided with the data.", &reason);
    buf_u8(b, '}');
}

/* Codes of a status, as an enum and as a sentence. */
static void put_problem(struct buf *b, struct openapi_schemas *seen, unsigned status)
{
    const char *between = "";

    buf_fmt(b, "\"Problem%u\":{\"description\":\"Refused: ", status);
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        if (reply_status((enum refusal)i) == status) {
            buf_fmt(b, "%s%s", between, refusal_code((enum refusal)i));
            between = ", ";
        }
    buf_str(b, ".\",\"content\":{\"application/problem+json\":{\"schema\":{\"allOf\":[");
    openapi_schema_put(b, seen, &problem, OPENAPI_ANSWER);
    buf_fmt(b, ",{\"type\":\"object\",\"properties\":{\"status\":{\"const\":%u},\"code\":{\"enum\":[", status);
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        if (reply_status((enum refusal)i) == status) {
            openapi_schema_next(b);
            jsontext_str(b, refusal_code((enum refusal)i));
        }
    buf_str(b, "]}}}]}}}}");
}

static void put_components(struct buf *b, struct openapi_schemas *seen)
{
    openapi_schema_member(b, "components");
    buf_str(b, "{\"securitySchemes\":{\"session\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":"
               "\"The token of POST /api/v1/sessions.\"}},\"headers\":{\"ETag\":{\"description\":"
               "\"The version, for If-Match; not there where nothing was written yet.\","
               "\"schema\":{\"type\":\"string\",\"pattern\":\"^\\\"[0-9]+\\\"$\"}}}");
    put_shared_parameters(b, seen);
    openapi_schema_member(b, "responses");
    buf_u8(b, '{');
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        openapi_schema_next(b);
        put_problem(b, seen, statuses[i]);
    }
    buf_u8(b, '}');
    openapi_schema_member(b, "schemas");
    buf_u8(b, '{');
    openapi_schema_components(b, seen);
    buf_str(b, "}}");
}

int openapi_write(struct buf *out, const struct route_table *table)
{
    struct openapi_schemas seen = {.n = 0};

    buf_init(out, OPENAPI_MAX);
    put_info(out, table);
    put_paths(out, &seen, table);
    put_components(out, &seen);
    buf_str(out, "}\n");
    return seen.full ? ERR_LIMIT : buf_err(out);
}

/* FNV-1a, folded into what an ETag of ours holds: to tell two documents apart, not to prove anything. */
static int32_t version_of(const struct buf *b)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < b->len; i++)
        h = (h ^ b->data[i]) * 1099511628211u;
    return (int32_t)(h % (INT32_MAX - 1)) + 1;
}

void openapi_read(void *ctx, const struct route_request *q, struct reply *r)
{
    const struct api *a = ctx;

    (void)q;
    buf_bytes(&r->body, a->openapi.data, a->openapi.len);
    r->version = version_of(&a->openapi);
    r->lasting = true;
    reply_ok(r, 200);
}
