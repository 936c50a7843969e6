/* SPDX-License-Identifier: EUPL-1.2 */
/* Four small forms from three declarations. With every text at its longest and every character one that is escaped,
 * each still fits into a record. */
#include "api/canonical.h"
#include "api/identity.h"
#include "api/placement_sheet.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define PARTS 3
#define SEALED 4
#define WEEK (7 * 24 * 60)

static const struct json_field reason_field = {"reason", JSON_LINES, true, 1, PLACEMENT_SHEET_REASON};
static const struct json_field words_field = {"words", JSON_LINES, true, 1, PLACEMENT_SHEET_WORDS};

/* The first PARTS are asked for and shown. */
static const struct json_field sheet_fields[SEALED] = {{"skills", JSON_TEXTS, false, 0, 20},
                                                       {"limits", JSON_LINES, false, 0, 500},
                                                       {"message", JSON_LINES, false, 0, 1000},
                                                       {"week_minutes", JSON_INT, false, 0, WEEK}};

/* As long as in an identity. */
static const struct json_field contact_fields[PARTS] = {{"given", JSON_LINE, true, 1, 100},
                                                        {"family", JSON_LINE, true, 1, 100},
                                                        {"phone", JSON_LINE, false, 1, 30}};

const struct json_shape placement_sheet_shape = JSON_FIRST("PlacementSheet", sheet_fields, PARTS);
const struct json_shape placement_sheet_contact_shape = JSON_SHAPE("PlacementContact", contact_fields);

static void put_object(const struct json_field *f, const struct json_value *v, size_t n, struct buf *out)
{
    bool first = true;

    buf_u8(out, '{');
    for (size_t i = 0; i < n; i++)
        canonical_member(out, &first, &f[i], &v[i]);
    buf_u8(out, '}');
}

void placement_sheet_reason(const struct json_value *v, struct buf *out)
{
    put_object(&reason_field, v, 1, out);
}

void placement_sheet_words(const struct json_value *v, struct buf *out)
{
    put_object(&words_field, v, 1, out);
}

enum refusal placement_sheet_read(struct json_doc *d, const char *base, struct json_t *object, struct buf *out)
{
    struct json_value v[PARTS];
    enum refusal r = json_doc_take(d, object, base, sheet_fields, v, PARTS);

    if (r == REFUSAL_NONE)
        put_object(sheet_fields, v, PARTS, out);
    return r;
}

void placement_sheet_finish(struct buf *out, const void *sheet, size_t n, int32_t week_minutes)
{
    const struct json_field *f = &sheet_fields[PARTS];
    bool first = false;

    buf_bytes(out, sheet, n - 1);
    canonical_member(out, &first, f, &(struct json_value){.present = week_minutes >= 0, .i = week_minutes});
    buf_u8(out, '}');
}

/* false: it is not what was sealed. */
static bool read_sealed(struct json_doc *d, const void *p, size_t n, struct json_value v[SEALED])
{
    return json_doc_parse(d, p, n) == REFUSAL_NONE &&
           json_doc_take(d, NULL, "", sheet_fields, v, SEALED) == REFUSAL_NONE;
}

int32_t placement_sheet_week(const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[SEALED];

    return read_sealed(&d, p, n, v) && v[PARTS].present ? (int32_t)v[PARTS].i : -1;
}

bool placement_sheet_contact(const void *identity, size_t n, struct buf *out)
{
    struct json_doc d SCOPED_JSON;
    struct identity_reached who;

    if (!identity_reach(&d, identity, n, &who))
        return false;
    put_object(contact_fields, (struct json_value[PARTS]){who.first_names, who.family_name, who.phone}, PARTS, out);
    return true;
}

bool placement_sheet_put_reason(struct buf *answer, const void *p, size_t n)
{
    return canonical_put_text(answer, &reason_field, p, n);
}

bool placement_sheet_put_words(struct buf *answer, const void *p, size_t n)
{
    return canonical_put_text(answer, &words_field, p, n);
}

bool placement_sheet_put_sheet(struct buf *answer, const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[SEALED];

    if (!read_sealed(&d, p, n, v))
        return false;
    put_object(sheet_fields, v, PARTS, answer);
    return true;
}

bool placement_sheet_put_contact(struct buf *answer, const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[PARTS];

    if (json_doc_parse(&d, p, n) != REFUSAL_NONE ||
        json_doc_take(&d, NULL, "", contact_fields, v, PARTS) != REFUSAL_NONE)
        return false;
    put_object(contact_fields, v, PARTS, answer);
    return true;
}
