/* SPDX-License-Identifier: EUPL-1.2 */
/* Each kind of field, and when a value is of it. */
#include <string.h>

#include <jansson.h>

#include "api/json_value.h"
#include "base/err.h"
#include "base/text.h"
#include "domain/place.h"

#include "base/banned.h"

size_t json_characters(const char *s, size_t n)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] & 0xc0) != 0x80)
            k++;
    return k;
}

const char *json_code(const struct json_field *f, size_t i)
{
    return f->code != NULL ? f->code(i) : word_code(f->words, i);
}

const char *json_code_find(const struct json_field *f, const char *s, size_t n)
{
    const char *code;

    for (size_t i = 0; (code = json_code(f, i)) != NULL; i++)
        if (strlen(code) == n && memcmp(code, s, n) == 0)
            return code;
    return NULL;
}

static bool lines_fine(const char *s, size_t n)
{
    while (n > 0) {
        const char *lf = memchr(s, '\n', n);
        size_t k = lf == NULL ? n : (size_t)(lf - s);

        if (!text_is_line(s, k))
            return false;
        s += lf == NULL ? k : k + 1;
        n -= lf == NULL ? k : k + 1;
    }
    return true;
}

static bool blank_ends(const char *s, size_t n)
{
    return n > 0 && (s[0] == ' ' || s[0] == '\n' || s[n - 1] == ' ' || s[n - 1] == '\n');
}

static bool digits_only(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return true;
}

bool json_value_in_range(const struct json_field *f, int64_t v)
{
    return v >= f->min && v <= f->max;
}

static bool text_fits(const struct json_field *f, const char *s, size_t n, struct json_value *out)
{
    int64_t chars = (int64_t)json_characters(s, n);

    switch (f->kind) {
    case JSON_LINE:
        return json_value_in_range(f, chars) && text_is_line(s, n) && !blank_ends(s, n);
    case JSON_LINES:
        return json_value_in_range(f, chars) && lines_fine(s, n) && !blank_ends(s, n);
    case JSON_OPAQUE:
        return json_value_in_range(f, (int64_t)n);
    case JSON_DAY:
        return day_parse(&out->day, s, n) == ERR_OK;
    case JSON_DIGITS:
        return (int64_t)n == f->max && digits_only(s, n);
    case JSON_ID:
        return uuid_parse(&out->id, s, n) == ERR_OK;
    case JSON_INSEE:
        return place_insee_fits(s, n);
    case JSON_CODE:
        out->s = json_code_find(f, s, n);
        return out->s != NULL;
    default:
        return false;
    }
}

static bool decimal_fits(const struct json_field *f, json_t *v, struct json_value *out)
{
    double d = json_number_value(v);

    if (!json_is_number(v) || !(d >= (double)f->min && d <= (double)f->max))
        return false;
    out->i = (int64_t)(d * 1e6 + (d < 0 ? -0.5 : 0.5));
    return true;
}

bool json_value_fits(const struct json_field *f, json_t *v, struct json_value *out)
{
    switch (f->kind) {
    case JSON_FIELDS:
        out->object = v;
        return json_is_object(v);
    case JSON_FLAG:
        out->flag = json_is_true(v);
        return json_is_boolean(v);
    case JSON_INT:
        out->i = json_integer_value(v);
        return json_is_integer(v) && json_value_in_range(f, out->i);
    case JSON_DECIMAL:
        return decimal_fits(f, v, out);
    default:
        out->s = json_string_value(v);
        out->n = json_string_length(v);
        return json_is_string(v) && text_fits(f, out->s, out->n, out);
    }
}

struct json_field json_value_element(const struct json_field *f)
{
    switch (f->kind) {
    case JSON_ITEMS:
        return (struct json_field){"", JSON_FIELDS, true};
    case JSON_IDS:
        return (struct json_field){"", JSON_ID, true};
    case JSON_CODES:
        return (struct json_field){"", JSON_CODE, true, .words = f->words, .code = f->code};
    default:
        return (struct json_field){"", JSON_LINE, true, 1, f->kind == JSON_WORDS ? JSON_WORD : JSON_TEXT};
    }
}

bool json_value_is_list(enum json_kind kind)
{
    return kind == JSON_ITEMS || kind == JSON_WORDS || kind == JSON_TEXTS || kind == JSON_IDS || kind == JSON_CODES;
}
