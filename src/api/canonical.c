/* SPDX-License-Identifier: EUPL-1.2 */
/* Writers of members. Two requests that say the same in another order, with other blanks or escapes, become the same
 * bytes; what those bytes are depends on nothing but the declarations. */
#include <stdio.h>
#include <string.h>

#include "api/canonical.h"
#include "base/uuid.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define LIST_MAX 32 /* longest list that is written here */

void canonical_name(struct buf *out, bool *first, const char *name)
{
    if (!*first)
        buf_u8(out, ',');
    *first = false;
    jsontext_str(out, name);
    buf_u8(out, ':');
}

static void write_list(struct buf *out, const struct json_value *v)
{
    const char *line[LIST_MAX];
    size_t n = v->count <= LIST_MAX ? json_words(v, line) : 0;

    buf_u8(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_u8(out, ',');
        jsontext_str(out, line[i]);
    }
    buf_u8(out, ']');
}

static void write_value(struct buf *out, const struct json_field *f, const struct json_value *v)
{
    switch (f->kind) {
    case JSON_FLAG:
        buf_str(out, v->flag ? "true" : "false");
        return;
    case JSON_INT:
        buf_dec(out, v->i);
        return;
    default:
        jsontext_string(out, v->s, v->n);
    }
}

void canonical_member(struct buf *out, bool *first, const struct json_field *f, const struct json_value *v)
{
    bool text = f->kind != JSON_FLAG && f->kind != JSON_INT;

    canonical_name(out, first, f->name);
    if (f->kind == JSON_WORDS || f->kind == JSON_TEXTS || f->kind == JSON_IDS)
        write_list(out, v);
    else if (!v->present || (text && v->n == 0))
        buf_str(out, "null");
    else
        write_value(out, f, v);
}

void canonical_text(struct buf *out, const struct json_field *f, const struct json_value *v)
{
    bool first = true;

    buf_u8(out, '{');
    canonical_member(out, &first, f, v);
    buf_u8(out, '}');
}

enum refusal canonical_read_text(struct json_doc *d, const struct json_field *f, const void *body, size_t n,
                                 struct buf *out)
{
    struct json_value v[1];
    enum refusal r = json_doc_parse(d, body, n);

    if (r == REFUSAL_NONE)
        r = json_doc_take(d, NULL, "", f, v, 1);
    if (r == REFUSAL_NONE)
        canonical_text(out, f, v);
    return r;
}

bool canonical_put_text(struct buf *answer, const struct json_field *f, const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];

    if (json_doc_parse(&d, p, n) != REFUSAL_NONE || json_doc_take(&d, NULL, "", f, v, 1) != REFUSAL_NONE)
        return false;
    jsontext_string(answer, v[0].s, v[0].n);
    return true;
}

enum refusal canonical_refuse(struct json_doc *d, const char *base, const char *name, size_t i)
{
    char at[JSON_POINTER];
    char index[24];

    (void)snprintf(at, sizeof at, "%s/%s", base, name);
    (void)snprintf(index, sizeof index, "%zu", i);
    return json_doc_refuse(d, at, index);
}

void canonical_set(const struct json_field *f, const struct json_value *v, struct buf *out, bool *first)
{
    const char *code[LIST_MAX];
    size_t n = v->count <= LIST_MAX ? json_codes(f, v, code) : 0;
    size_t written = 0;

    canonical_name(out, first, f->name);
    buf_u8(out, '[');
    for (size_t k = 0; json_code(f, k) != NULL; k++)
        for (size_t i = 0; i < n; i++) {
            if (code[i] != json_code(f, k)) /* the list's own: each is one pointer */
                continue;
            if (written++ > 0)
                buf_u8(out, ',');
            jsontext_str(out, code[i]);
        }
    buf_u8(out, ']');
}
