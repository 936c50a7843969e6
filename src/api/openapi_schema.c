/* SPDX-License-Identifier: EUPL-1.2 */
/* One function writes the type of a field, wherever it stands. Where null is fine too, a type is a list of two, and a
 * pointer is one of two. */
#include "api/openapi_schema.h"

#include <inttypes.h>
#include <string.h>

#include "api/api.h"
#include "api/json.h"
#include "base/err.h"
#include "http/jsontext.h"

#include "base/banned.h"

_Static_assert(WORD_LISTS <= 64, "lists are bits of one word");

/* Kinds that are the same wherever they stand. */
static const struct {
    enum json_kind kind;
    const char *name;
    const char *format;
    const char *pattern;
} plain[] = {
    {JSON_ID, "Uuid", "uuid", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"},
    {JSON_DAY, "Day", "date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    {JSON_TIME, "Instant", "date-time",
     "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"},
    {JSON_INSEE, "Insee", NULL, "^([0-9]{2}|2[AB])[0-9]{3}$"},
};

static void put_type(struct buf *b, struct openapi_schemas *seen, const struct json_field *f, enum openapi_side side);

static void put_type_name(struct buf *b, const char *type, bool null)
{
    api_name(b, "type");
    buf_fmt(b, null ? "[\"%s\",\"null\"]" : "\"%s\"", type);
}

static void put_codes(struct buf *b, const struct json_field *f, bool null)
{
    api_name(b, "enum");
    buf_u8(b, '[');
    for (size_t i = 0; json_code(f, i) != NULL; i++) {
        if (json_code(f, i)[0] == '\0') /* a bit that stands for nothing */
            continue;
        api_next(b);
        jsontext_str(b, json_code(f, i));
    }
    if (null) {
        api_next(b);
        buf_str(b, "null");
    }
    buf_u8(b, ']');
}

/* --- what is pointed to ------------------------------------------------------------------------------------------ */

static void open_pointer(struct buf *b, bool null)
{
    api_next(b);
    buf_str(b, null ? "{\"anyOf\":[{\"$ref\":\"#/components/schemas/" : "{\"$ref\":\"#/components/schemas/");
}

static void close_pointer(struct buf *b, bool null)
{
    buf_str(b, null ? "\"},{\"type\":\"null\"}]}" : "\"}");
}

static void put_pointer(struct buf *b, const char *name, bool null)
{
    open_pointer(b, null);
    buf_str(b, name);
    close_pointer(b, null);
}

static void put_schema_name(struct buf *b, const struct json_shape *s, enum openapi_side side)
{
    buf_str(b, s->name);
    buf_str(b, side == OPENAPI_BODY ? "Body" : "");
}

static void remember(struct openapi_schemas *seen, const struct json_shape *s, enum openapi_side side)
{
    for (size_t i = 0; i < seen->n; i++)
        if (seen->named[i].shape == s && seen->named[i].side == side)
            return;
    if (seen->n == OPENAPI_SCHEMAS) {
        seen->full = true;
        return;
    }
    seen->named[seen->n].shape = s;
    seen->named[seen->n++].side = side;
}

/* --- shapes ------------------------------------------------------------------------------------------------------ */

static void put_properties(struct buf *b, struct openapi_schemas *seen, const struct json_shape *s,
                           enum openapi_side side)
{
    for (size_t i = 0; i < s->n; i++) {
        if (s->field[i].kind == JSON_ALSO) {
            put_properties(b, seen, s->field[i].of, side);
            continue;
        }
        api_name(b, s->field[i].name);
        put_type(b, seen, &s->field[i], side);
    }
}

static void put_required(struct buf *b, const struct json_shape *s, enum openapi_side side)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct json_field *f = &s->field[i];

        if (f->kind == JSON_ALSO) {
            put_required(b, f->of, side);
        } else if (side == OPENAPI_BODY ? f->required : !f->some) {
            api_next(b);
            jsontext_str(b, f->name);
        }
    }
}

static void put_object(struct buf *b, struct openapi_schemas *seen, const struct json_shape *s, enum openapi_side side)
{
    buf_str(b, "{\"type\":\"object\",\"properties\":{");
    put_properties(b, seen, s, side);
    buf_str(b, "},\"required\":[");
    put_required(b, s, side);
    buf_str(b, "],\"additionalProperties\":false}");
}

static void put_shape(struct buf *b, struct openapi_schemas *seen, const struct json_shape *s, enum openapi_side side,
                      bool null)
{
    if (s->name == NULL) { /* none of these is ever null */
        put_object(b, seen, s, side);
        return;
    }
    remember(seen, s, side);
    open_pointer(b, null);
    put_schema_name(b, s, side);
    close_pointer(b, null);
}

void openapi_schema_put(struct buf *b, struct openapi_schemas *seen, const struct json_shape *s, enum openapi_side side)
{
    put_shape(b, seen, s, side, false);
}

/* --- fields ------------------------------------------------------------------------------------------------------ */

static bool is_bounded(const struct json_field *f)
{
    return f->min != 0 || f->max != 0;
}

static void put_bounds(struct buf *b, const struct json_field *f, const char *least, const char *most)
{
    if (!is_bounded(f))
        return;
    api_put_int(b, least, f->min);
    api_put_int(b, most, f->max);
}

static void put_string(struct buf *b, const struct json_field *f, bool null)
{
    buf_u8(b, '{');
    put_type_name(b, "string", null);
    if (f->kind == JSON_DIGITS) {
        api_name(b, "pattern");
        buf_fmt(b, "\"^[0-9]{%" PRId64 "}$\"", f->max);
    } else {
        put_bounds(b, f, "minLength", "maxLength");
    }
    buf_u8(b, '}');
}

static void put_numeric(struct buf *b, const struct json_field *f, bool null)
{
    buf_u8(b, '{');
    put_type_name(b, f->kind == JSON_INT ? "integer" : "number", null);
    put_bounds(b, f, "minimum", "maximum");
    buf_u8(b, '}');
}

static void put_code(struct buf *b, struct openapi_schemas *seen, const struct json_field *f, bool null)
{
    if (f->code == NULL) {
        seen->words |= (uint64_t)1 << f->words;
        put_pointer(b, word_list_name(f->words), null);
        return;
    }
    buf_u8(b, '{');
    put_type_name(b, "string", null);
    put_codes(b, f, null);
    buf_u8(b, '}');
}

static void put_element(struct buf *b, struct openapi_schemas *seen, const struct json_field *f, enum openapi_side side)
{
    switch (f->kind) {
    case JSON_ITEMS:
        put_shape(b, seen, f->of, side, false);
        return;
    case JSON_IDS:
        put_type(b, seen, &(struct json_field){"", JSON_ID, true}, side);
        return;
    case JSON_CODES:
        put_code(b, seen, f, false);
        return;
    default:
        put_string(b, &(struct json_field){"", JSON_LINE, true, 1, f->kind == JSON_WORDS ? JSON_WORD : JSON_TEXT},
                   false);
    }
}

static void put_array(struct buf *b, struct openapi_schemas *seen, const struct json_field *f, enum openapi_side side,
                      bool null)
{
    buf_u8(b, '{');
    put_type_name(b, "array", null);
    api_name(b, "items");
    put_element(b, seen, f, side);
    put_bounds(b, f, "minItems", "maxItems");
    if (f->kind == JSON_CODES)
        buf_str(b, ",\"uniqueItems\":true");
    buf_u8(b, '}');
}

static void put_type(struct buf *b, struct openapi_schemas *seen, const struct json_field *f, enum openapi_side side)
{
    bool null = !f->required;

    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (plain[i].kind == f->kind) {
            put_pointer(b, plain[i].name, null);
            return;
        }
    switch (f->kind) {
    case JSON_FLAG:
        buf_str(b, null ? "{\"type\":[\"boolean\",\"null\"]}" : "{\"type\":\"boolean\"}");
        return;
    case JSON_YES:
        buf_str(b, "{\"type\":\"string\",\"enum\":[\"true\"]}");
        return;
    case JSON_INT:
    case JSON_DECIMAL:
        put_numeric(b, f, null);
        return;
    case JSON_CODE:
        put_code(b, seen, f, null);
        return;
    case JSON_FIELDS:
        put_shape(b, seen, f->of, side, null);
        return;
    case JSON_ITEMS:
    case JSON_WORDS:
    case JSON_TEXTS:
    case JSON_IDS:
    case JSON_CODES:
        put_array(b, seen, f, side, null);
        return;
    default:
        put_string(b, f, null);
    }
}

void openapi_schema_field(struct buf *b, struct openapi_schemas *seen, const struct json_field *f)
{
    struct json_field given = *f; /* a field of a query is there or not, it is never null */

    given.required = true;
    api_name(b, "schema");
    put_type(b, seen, &given, OPENAPI_BODY);
}

/* --- components -------------------------------------------------------------------------------------------------- */

static void put_plain(struct buf *b)
{
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        api_name(b, plain[i].name);
        buf_str(b, "{\"type\":\"string\"");
        if (plain[i].format != NULL)
            api_put_text(b, "format", plain[i].format);
        api_put_text(b, "pattern", plain[i].pattern);
        buf_u8(b, '}');
    }
}

void openapi_schema_components(struct buf *b, struct openapi_schemas *seen)
{
    /* the list grows while it is written */
    for (size_t i = 0; i < seen->n; i++) {
        api_next(b);
        buf_u8(b, '"');
        put_schema_name(b, seen->named[i].shape, seen->named[i].side);
        buf_str(b, "\":");
        put_object(b, seen, seen->named[i].shape, seen->named[i].side);
    }
    for (int i = 0; i < WORD_LISTS; i++) {
        if ((seen->words & (uint64_t)1 << i) == 0)
            continue;
        api_name(b, word_list_name((enum word_list)i));
        buf_str(b, "{\"type\":\"string\"");
        put_codes(b, &(struct json_field){"", JSON_CODE, .words = (enum word_list)i}, false);
        buf_u8(b, '}');
    }
    put_plain(b);
}
