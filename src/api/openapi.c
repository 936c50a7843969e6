/* SPDX-License-Identifier: EUPL-1.2 */
/* Paths in the order of the table, each with its methods; then the components that they point to. Which codes go with a
 * status follows from the registry of refusals. The document has no word of its own about any single operation. */
#include "api/openapi.h"

#include <string.h>

#include "api/api.h"
#include "api/match_json.h"
#include "api/openapi_operation.h"
#include "api/openapi_schema.h"
#include "api/shapes.h"
#include "base/err.h"
#include "http/jsontext.h"

#include "base/banned.h"

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
    char one[OPENAPI_TAG], other[OPENAPI_TAG];

    openapi_operation_tag(a, one);
    openapi_operation_tag(b, other);
    return strcmp(one, other) == 0;
}

static void put_info(struct buf *b, const struct route_table *t)
{
    char tag[OPENAPI_TAG];

    buf_str(b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Jalon\",\"version\":\"1\",\"description\":"
               "\"Community-service placements of a probation service. Made from the table of routes. "
               "A demonstration answers every request with the header Jalon-Demonstration.\","
               "\"contact\":{\"name\":\"Who runs this service\"},"
               "\"license\":{\"name\":\"EUPL 1.2\",\"identifier\":\"EUPL-1.2\"}},"
               "\"servers\":[{\"url\":\"/\"}],\"security\":[{\"session\":[]}],\"tags\":[");
    for (size_t i = 0; i < t->n; i++) {
        if (!is_first(t, i, same_tag))
            continue;
        openapi_operation_tag(&t->row[i], tag);
        api_next(b);
        buf_u8(b, '{');
        api_put_text(b, "name", tag);
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
}

static void put_paths(struct buf *b, struct openapi_schemas *seen, const struct route_table *t)
{
    api_open(b, "paths");
    for (size_t i = 0; i < t->n; i++) {
        if (!is_first(t, i, same_path))
            continue;
        api_open(b, t->row[i].path);
        for (size_t k = i; k < t->n; k++)
            if (same_path(&t->row[k], &t->row[i]))
                openapi_operation_put(b, seen, &t->row[k]);
        buf_u8(b, '}');
    }
    buf_u8(b, '}');
}

static void put_header(struct buf *b, struct openapi_schemas *seen, const char *name, const char *in,
                       const char *description, const struct json_field *f)
{
    api_open(b, name);
    api_put_text(b, "in", in);
    api_put_text(b, "name", name);
    api_put_text(b, "description", description);
    buf_str(b, f->required ? ",\"required\":true" : "");
    openapi_schema_field(b, seen, f);
    buf_u8(b, '}');
}

static void put_shared_parameters(struct buf *b, struct openapi_schemas *seen)
{
    static const struct json_field id = {"id", JSON_ID, true};
    static const struct json_field version = {"version", JSON_LINE, true, 3, 12};
    static const struct json_field reason = {"reason", JSON_CODE, false, .code = shapes_reason};

    api_open(b, "parameters");
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
            api_next(b);
            jsontext_str(b, refusal_code((enum refusal)i));
        }
    buf_str(b, "]}}}]}}}}");
}

static void put_components(struct buf *b, struct openapi_schemas *seen)
{
    api_name(b, "components");
    buf_str(b, "{\"securitySchemes\":{\"session\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":"
               "\"The token of POST /api/v1/sessions.\"}},\"headers\":{\"ETag\":{\"description\":"
               "\"The version, for If-Match; not there where nothing was written yet.\","
               "\"schema\":{\"type\":\"string\",\"pattern\":\"^\\\"[0-9]+\\\"$\"}}}");
    put_shared_parameters(b, seen);
    api_open(b, "responses");
    for (size_t i = 0; openapi_operation_status(i) != 0; i++) {
        api_next(b);
        put_problem(b, seen, openapi_operation_status(i));
    }
    buf_u8(b, '}');
    api_open(b, "schemas");
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
