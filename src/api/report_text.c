/* SPDX-License-Identifier: EUPL-1.2 */
/* With a text at its longest and every character one that is escaped, each still fits into a record. */
#include "api/report_text.h"

#include "api/canonical.h"

#include "base/banned.h"

static const struct json_field words_field = {"words", JSON_LINES, true, 1, REPORT_TEXT_WORDS};
static const struct json_field note_field = {"note", JSON_LINES, true, 1, REPORT_TEXT_NOTE};
static const struct json_field text_field = {"text", JSON_LINES, true, 1, REPORT_TEXT_MAX};

void report_text_words(struct buf *out, const struct json_value *v)
{
    canonical_text(out, &words_field, v);
}

void report_text_note(struct buf *out, const struct json_value *v)
{
    canonical_text(out, &note_field, v);
}

enum refusal report_text_read(struct json_doc *d, const void *body, size_t n, struct buf *out)
{
    return canonical_read_text(d, &text_field, body, n, out);
}

bool report_text_put_words(struct buf *answer, const void *p, size_t n)
{
    return canonical_put_text(answer, &words_field, p, n);
}

bool report_text_put_note(struct buf *answer, const void *p, size_t n)
{
    return canonical_put_text(answer, &note_field, p, n);
}

bool report_text_put(struct buf *answer, const void *p, size_t n)
{
    return canonical_put_text(answer, &text_field, p, n);
}
