/* SPDX-License-Identifier: EUPL-1.2 */
/* The offence must be said, the rest may come later. With every text at its longest and every character one that is
 * escaped, what is written still fits into a record. */
#include <string.h>

#include "api/canonical.h"
#include "api/justice.h"
#include "base/err.h"
#include "domain/word.h"

#include "base/banned.h"

#define PLAIN_MAX 65000

enum { OFFENCE, FAMILIES, COURT, CASE_NUMBER, JUDGMENT, FALLBACK, OBLIGATIONS, VICTIMS, NOTES, FIELDS };

static const struct json_field fallback[] = {{"prison_days", JSON_INT, false, 0, 3650},
                                             {"fine_cents", JSON_INT, false, 0, 1000000000},
                                             {"text", JSON_LINES, false, 0, 500}};
static const struct json_shape fallback_shape = JSON_SHAPE("FallbackPenalty", fallback);

static const struct json_field fields[FIELDS] = {
    [OFFENCE] = {"offence", JSON_LINES, true, 1, 500},
    [FAMILIES] = {"families", JSON_CODES, false, 0, 16, .words = WORD_OFFENCE_FAMILY},
    [COURT] = {"court", JSON_LINE, false, 0, 200},
    [CASE_NUMBER] = {"case_number", JSON_LINE, false, 0, 100},
    [JUDGMENT] = {"judgment", JSON_LINES, false, 0, 2000},
    [FALLBACK] = {"fallback", JSON_FIELDS, .of = &fallback_shape},
    [OBLIGATIONS] = {"obligations", JSON_LINES, false, 0, 2000},
    [VICTIMS] = {"victims", JSON_LINES, false, 0, 1000},
    [NOTES] = {"notes", JSON_LINES, false, 0, 4000},
};

static const struct json_field copy_field = {"text", JSON_LINES, true, 1, 8000};
static const struct json_field outer[] = {{"justice", JSON_FIELDS, true, .of = &justice_shape}};

const struct json_shape justice_shape = JSON_SHAPE("Justice", fields);
const struct json_shape justice_body = JSON_SHAPE("JusticeOfMeasure", outer);
const struct json_shape justice_copy_body = {"CopyOfAct", &copy_field, 1};

static enum refusal put_fallback(struct json_doc *d, const char *at, const struct json_value *whole, struct buf *out,
                                 bool *first)
{
    struct json_value v[3];
    bool inner = true;
    enum refusal r;

    canonical_name(out, first, fields[FALLBACK].name);
    if (!whole->present) {
        buf_str(out, "null");
        return REFUSAL_NONE;
    }
    r = json_doc_take(d, whole->object, at, fallback, v, 3);
    buf_u8(out, '{');
    for (int i = 0; i < 3 && r == REFUSAL_NONE; i++)
        canonical_member(out, &inner, &fallback[i], &v[i]);
    buf_u8(out, '}');
    return r;
}

static enum refusal put_all(struct json_doc *d, bool in_body, struct json_t *object, struct buf *out)
{
    const char *base = in_body ? "/justice" : "";
    struct json_value v[FIELDS];
    bool first = true;
    enum refusal r = json_doc_take(d, object, base, fields, v, FIELDS);

    buf_u8(out, '{');
    for (int i = 0; i < FIELDS && r == REFUSAL_NONE; i++) {
        if (i == FAMILIES)
            canonical_set(&fields[i], &v[i], out, &first);
        else if (i == FALLBACK)
            r = put_fallback(d, in_body ? "/justice/fallback" : "/fallback", &v[i], out, &first);
        else
            canonical_member(out, &first, &fields[i], &v[i]);
    }
    buf_u8(out, '}');
    return r;
}

enum refusal justice_read(struct json_doc *d, const void *body, size_t n, struct buf *out)
{
    struct json_value whole[1];
    enum refusal r = json_doc_parse(d, body, n);

    if (r == REFUSAL_NONE)
        r = json_doc_take(d, NULL, "", outer, whole, 1);
    return r == REFUSAL_NONE ? put_all(d, true, whole[0].object, out) : r;
}

bool justice_put(struct buf *answer, const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct buf again SCOPED_BUF;

    buf_init_secret(&again, PLAIN_MAX);
    if (json_doc_parse(&d, p, n) != REFUSAL_NONE || put_all(&d, false, NULL, &again) != REFUSAL_NONE ||
        buf_err(&again) != ERR_OK)
        return false;
    buf_bytes(answer, again.data, again.len);
    return true;
}

enum refusal justice_read_copy(struct json_doc *d, const void *body, size_t n, struct buf *out)
{
    return canonical_read_text(d, &copy_field, body, n, out);
}

bool justice_put_copy(struct buf *answer, const void *p, size_t n)
{
    return canonical_put_text(answer, &copy_field, p, n);
}
