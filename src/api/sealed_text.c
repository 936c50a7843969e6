/* SPDX-License-Identifier: EUPL-1.2 */
/* With a text at its longest and every character one that is escaped, it still fits into a record. */
#include "api/sealed_text.h"

#include "api/canonical.h"

#include "base/banned.h"

static const struct json_field field = {"text", JSON_LINES, true, 1, SEALED_TEXT_MAX};

const struct json_shape sealed_text_body = {"SealedText", &field, 1};

void sealed_text_write(struct buf *out, const struct json_value *v)
{
    canonical_text(out, &field, v);
}

enum refusal sealed_text_read(struct json_doc *d, const void *body, size_t n, struct buf *out)
{
    return canonical_read_text(d, &field, body, n, out);
}

bool sealed_text_put(struct buf *answer, const void *p, size_t n)
{
    return canonical_put_text(answer, &field, p, n);
}
