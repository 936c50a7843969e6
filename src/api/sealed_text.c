/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/canonical.h"
#include "api/sealed_text.h"
#include "http/jsontext.h"

#include "base/banned.h"

static const struct json_field field = {"text", JSON_LINES, true, 1, SEALED_TEXT_MAX};

void sealed_text_write(struct buf *out, const struct json_value *v)
{
    bool first = true;

    buf_u8(out, '{');
    canonical_member(out, &first, &field, v);
    buf_u8(out, '}');
}

bool sealed_text_put(struct buf *answer, const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];

    if (json_doc_parse(&d, p, n) != REFUSAL_NONE || json_doc_take(&d, NULL, "", &field, v, 1) != REFUSAL_NONE)
        return false;
    jsontext_string(answer, v[0].s, v[0].n);
    return true;
}
