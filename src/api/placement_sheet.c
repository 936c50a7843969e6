/* SPDX-License-Identifier: EUPL-1.2 */
/* Four small forms from three declarations. With every text at its longest and every character one that is escaped,
 * each still fits into a record. */
#include "api/canonical.h"
#include "api/identity.h"
#include "api/placement_sheet.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define PARTS 3

static const struct json_field reason_field = {"reason", JSON_LINES, true, 1, PLACEMENT_SHEET_REASON};
static const struct json_field words_field = {"words", JSON_LINES, true, 1, PLACEMENT_SHEET_WORDS};

static const struct json_field sheet_fields[PARTS] = {{"skills", JSON_TEXTS, false, 0, 20},
                                                      {"limits", JSON_LINES, false, 0, 500},
                                                      {"message", JSON_LINES, false, 0, 1000}};

/* As long as in an identity. */
static const struct json_field contact_fields[PARTS] = {{"given", JSON_LINE, true, 1, 100},
                                                        {"family", JSON_LINE, true, 1, 100},
                                                        {"phone", JSON_LINE, false, 1, 30}};

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

bool placement_sheet_contact(const void *identity, size_t n, struct buf *out)
{
    struct json_doc d SCOPED_JSON;
    struct identity_reached who;

    if (!identity_reach(&d, identity, n, &who))
        return false;
    put_object(contact_fields, (struct json_value[PARTS]){who.first_names, who.family_name, who.phone}, PARTS, out);
    return true;
}

static bool put_text(struct buf *answer, const struct json_field *f, const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];

    if (json_doc_parse(&d, p, n) != REFUSAL_NONE || json_doc_take(&d, NULL, "", f, v, 1) != REFUSAL_NONE)
        return false;
    jsontext_string(answer, v[0].s, v[0].n);
    return true;
}

static bool put_parts(struct buf *answer, const struct json_field *f, const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[PARTS];

    if (json_doc_parse(&d, p, n) != REFUSAL_NONE || json_doc_take(&d, NULL, "", f, v, PARTS) != REFUSAL_NONE)
        return false;
    put_object(f, v, PARTS, answer);
    return true;
}

bool placement_sheet_put_reason(struct buf *answer, const void *p, size_t n)
{
    return put_text(answer, &reason_field, p, n);
}

bool placement_sheet_put_words(struct buf *answer, const void *p, size_t n)
{
    return put_text(answer, &words_field, p, n);
}

bool placement_sheet_put_sheet(struct buf *answer, const void *p, size_t n)
{
    return put_parts(answer, sheet_fields, p, n);
}

bool placement_sheet_put_contact(struct buf *answer, const void *p, size_t n)
{
    return put_parts(answer, contact_fields, p, n);
}
