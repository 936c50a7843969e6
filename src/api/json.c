/* SPDX-License-Identifier: EUPL-1.2 */
/* Jansson behind declarations. Before it parses, a scan of our own bounds the depth, as its recursion has no limit
 * that we may choose, and checks that all is UTF-8. Its allocator is replaced by one that wipes: bodies carry
 * passwords and names. Jansson does not say which field was repeated or too large, only at which byte, so the
 * scan is run again up to there to find the pointer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "api/json.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"
#include "domain/day.h"
#include "domain/place.h"

#include "base/banned.h"

#define HEAD 16 /* bytes before each allocation, for its size; keeps the alignment */

static void *take_memory(size_t n)
{
    unsigned char *p;

    if (n > SIZE_MAX - HEAD || (p = malloc(n + HEAD)) == NULL)
        return NULL;
    memcpy(p, &n, sizeof n);
    return p + HEAD;
}

static void give_memory(void *p)
{
    size_t n;

    if (p == NULL)
        return;
    memcpy(&n, (unsigned char *)p - HEAD, sizeof n);
    secret_wipe(p, n);
    free((unsigned char *)p - HEAD);
}

void json_start(void)
{
    json_set_alloc_funcs(take_memory, give_memory);
}

/* Where the scan is: for each open container the key (or index) it stands at. */
struct level {
    bool object;
    bool wants_key;
    size_t key; /* offset of the key's first character, in an object */
    size_t key_n;
    size_t index;
};

struct scan {
    struct level level[JSON_DEPTH];
    size_t depth;
};

/* The end of the string whose opening quote is at i; n when it does not end. */
static size_t string_end(const char *s, size_t i, size_t n)
{
    for (i++; i < n && s[i] != '"'; i++)
        if (s[i] == '\\')
            i++;
    return i < n ? i : n;
}

/* Walks to byte n. false when it goes deeper than JSON_DEPTH. */
static bool scan_to(struct scan *st, const char *s, size_t n)
{
    memset(st, 0, sizeof *st);
    for (size_t i = 0; i < n; i++) {
        struct level *at = st->depth == 0 ? NULL : &st->level[st->depth - 1];

        if (s[i] == '"') {
            size_t end = string_end(s, i, n);

            if (at != NULL && at->object && at->wants_key) {
                at->key = i + 1;
                at->key_n = end - i - 1;
                at->wants_key = false;
            }
            i = end;
        } else if (s[i] == '{' || s[i] == '[') {
            if (st->depth == JSON_DEPTH)
                return false;
            st->level[st->depth++] = (struct level){.object = s[i] == '{', .wants_key = s[i] == '{'};
        } else if (s[i] == '}' || s[i] == ']') {
            if (st->depth > 0)
                st->depth--;
        } else if (s[i] == ',' && at != NULL) {
            at->wants_key = at->object;
            at->index++;
        }
    }
    return true;
}

/* Adds "/name" to a pointer, escaped as RFC 6901 wants; names that are no line of text become '?'. */
static void pointer_add(char pointer[JSON_POINTER], const char *name, size_t n)
{
    size_t k = strlen(pointer);
    bool fine = text_is_line(name, n);

    if (k + 2 >= JSON_POINTER)
        return;
    pointer[k++] = '/';
    for (size_t i = 0; i < n && k + 3 < JSON_POINTER; i++) {
        if (fine && (name[i] == '~' || name[i] == '/')) {
            pointer[k++] = '~';
            pointer[k++] = name[i] == '~' ? '0' : '1';
        } else {
            pointer[k++] = fine ? name[i] : '?';
        }
    }
    /* never half a character */
    pointer[k] = '\0';
    while (k > 0 && !text_is_utf8(pointer, k))
        pointer[--k] = '\0';
}

static void pointer_add_index(char pointer[JSON_POINTER], size_t i)
{
    char index[24];
    int len = snprintf(index, sizeof index, "%zu", i);

    pointer_add(pointer, index, (size_t)len);
}

static void pointer_at(char pointer[JSON_POINTER], const char *s, size_t n)
{
    struct scan st;

    pointer[0] = '\0';
    if (!scan_to(&st, s, n))
        return;
    for (size_t i = 0; i < st.depth; i++) {
        if (st.level[i].object)
            pointer_add(pointer, s + st.level[i].key, st.level[i].key_n);
        else
            pointer_add_index(pointer, st.level[i].index);
    }
}

static enum refusal refuse(struct json_doc *d, enum refusal why)
{
    d->refusal = why;
    return why;
}

/* Why the parser stopped at byte n. A number beyond 64 bits is a field out of range, when it has neither fraction nor
 * exponent; one of these is no number at all. */
static enum refusal judge(struct json_doc *d, enum json_error_code code, const char *s, size_t n)
{
    size_t from = n;

    if (code == json_error_duplicate_key)
        pointer_at(d->pointer, s, n);
    if (code != json_error_numeric_overflow)
        return REFUSAL_JSON;
    while (from > 0 && s[from - 1] >= '0' && s[from - 1] <= '9')
        from--;
    if (from == n || from == 0 || strchr(".eE+", s[from - 1]) != NULL)
        return REFUSAL_JSON;
    pointer_at(d->pointer, s, n);
    return REFUSAL_FIELD_INVALID;
}

enum refusal json_doc_parse(struct json_doc *d, const void *p, size_t n)
{
    json_error_t error;
    struct scan st;

    memset(d, 0, sizeof *d);
    if (n == 0 || !text_is_utf8(p, n) || !scan_to(&st, p, n))
        return refuse(d, REFUSAL_JSON);
    d->root = json_loadb(p, n, JSON_REJECT_DUPLICATES, &error);
    if (d->root == NULL) {
        bool inside = error.position > 0 && (size_t)error.position <= n;

        return refuse(d, inside ? judge(d, json_error_code(&error), p, (size_t)error.position) : REFUSAL_JSON);
    }
    return json_is_object(d->root) ? REFUSAL_NONE : refuse(d, REFUSAL_JSON);
}

void json_doc_release(struct json_doc *d)
{
    json_decref(d->root);
    d->root = NULL;
}

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

static bool in_range(const struct json_field *f, int64_t v)
{
    return v >= f->min && v <= f->max;
}

static bool text_fits(const struct json_field *f, const char *s, size_t n, struct json_value *out)
{
    int64_t chars = (int64_t)json_characters(s, n);

    switch (f->kind) {
    case JSON_LINE:
        return in_range(f, chars) && text_is_line(s, n) && !blank_ends(s, n);
    case JSON_LINES:
        return in_range(f, chars) && lines_fine(s, n) && !blank_ends(s, n);
    case JSON_OPAQUE:
        return in_range(f, (int64_t)n);
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

static enum refusal at_field(struct json_doc *d, enum refusal why, const char *base, const char *name, size_t n)
{
    snprintf(d->pointer, sizeof d->pointer, "%s", base);
    pointer_add(d->pointer, name, n);
    return refuse(d, why);
}

enum refusal json_doc_refuse(struct json_doc *d, const char *base, const char *name)
{
    return at_field(d, REFUSAL_FIELD_INVALID, base, name, strlen(name));
}

static bool is_declared(const struct json_field *fields, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i].name, key) == 0)
            return true;
    return false;
}

static bool decimal_fits(const struct json_field *f, json_t *v, struct json_value *out)
{
    double d = json_number_value(v);

    if (!json_is_number(v) || !(d >= (double)f->min && d <= (double)f->max))
        return false;
    out->i = (int64_t)(d * 1e6 + (d < 0 ? -0.5 : 0.5));
    return true;
}

/* A value that is one by itself: a string, a number, a flag, an object. */
static bool value_fits(const struct json_field *f, json_t *v, struct json_value *out)
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
        return json_is_integer(v) && in_range(f, out->i);
    case JSON_DECIMAL:
        return decimal_fits(f, v, out);
    default:
        out->s = json_string_value(v);
        out->n = json_string_length(v);
        return json_is_string(v) && text_fits(f, out->s, out->n, out);
    }
}

/* What each element of a list is. */
static struct json_field element_of(const struct json_field *f)
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

/* Is element i of a list there already? */
static bool is_repeated(json_t *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (json_equal(json_array_get(list, k), json_array_get(list, i)))
            return true;
    return false;
}

/* A list as long as is declared, of elements that are each one of a kind; fields of objects are read later. */
static enum refusal take_list(struct json_doc *d, json_t *v, const char *base, const struct json_field *f,
                              struct json_value *out)
{
    struct json_field each = element_of(f);
    struct json_value one = {0};

    out->list = v;
    out->count = json_array_size(v);
    if (!json_is_array(v) || !in_range(f, (int64_t)out->count))
        return json_doc_refuse(d, base, f->name);
    for (size_t i = 0; i < out->count; i++)
        if (!value_fits(&each, json_array_get(v, i), &one) || (f->kind == JSON_CODES && is_repeated(v, i))) {
            json_doc_refuse(d, base, f->name);
            pointer_add_index(d->pointer, i);
            return d->refusal;
        }
    return REFUSAL_NONE;
}

static bool is_list(enum json_kind kind)
{
    return kind == JSON_ITEMS || kind == JSON_WORDS || kind == JSON_TEXTS || kind == JSON_IDS || kind == JSON_CODES;
}

static enum refusal take_one(struct json_doc *d, json_t *object, const char *base, const struct json_field *f,
                             struct json_value *out)
{
    json_t *v = json_object_get(object, f->name);

    memset(out, 0, sizeof *out);
    if (v == NULL || (json_is_null(v) && !f->required))
        return f->required ? at_field(d, REFUSAL_FIELD_MISSING, base, f->name, strlen(f->name)) : REFUSAL_NONE;
    out->present = true;
    if (is_list(f->kind))
        return take_list(d, v, base, f, out);
    return value_fits(f, v, out) ? REFUSAL_NONE : json_doc_refuse(d, base, f->name);
}

enum refusal json_doc_take(struct json_doc *d, struct json_t *object, const char *base, const struct json_field *fields,
                           struct json_value *values, size_t n)
{
    json_t *from = object == NULL ? d->root : object;
    const char *key;
    json_t *v;

    json_object_foreach(from, key, v)
    {
        if (!is_declared(fields, n, key))
            return at_field(d, REFUSAL_FIELD_UNKNOWN, base, key, strlen(key));
    }
    for (size_t i = 0; i < n; i++) {
        enum refusal r = take_one(d, from, base, &fields[i], &values[i]);

        if (r != REFUSAL_NONE)
            return r;
    }
    return REFUSAL_NONE;
}

enum refusal json_doc_take_item(struct json_doc *d, const struct json_value *list, const char *base, size_t i,
                                const struct json_field *fields, struct json_value *values, size_t n,
                                char at[JSON_POINTER])
{
    snprintf(at, JSON_POINTER, "%s", base);
    pointer_add_index(at, i);
    return json_doc_take(d, json_array_get(list->list, i), at, fields, values, n);
}

size_t json_words(const struct json_value *list, const char **out)
{
    for (size_t i = 0; i < list->count; i++)
        out[i] = json_string_value(json_array_get(list->list, i));
    return list->count;
}

size_t json_codes(const struct json_field *f, const struct json_value *list, const char **out)
{
    size_t n = json_words(list, out);

    for (size_t i = 0; i < n; i++)
        out[i] = json_code_find(f, out[i], strlen(out[i]));
    return n;
}
