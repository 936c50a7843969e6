/* SPDX-License-Identifier: EUPL-1.2 */
/* Jansson behind declarations. Before it parses, a scan of our own bounds the depth, as its recursion has no limit
 * that we may choose, and checks that all is UTF-8. Its allocator is replaced by one that wipes: bodies carry
 * passwords and names. Jansson does not say which field was repeated, only at which byte, so the scan is run again
 * up to there to find the pointer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "api/json.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"
#include "domain/day.h"

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

static void pointer_at(char pointer[JSON_POINTER], const char *s, size_t n)
{
    struct scan st;
    char index[24];

    pointer[0] = '\0';
    if (!scan_to(&st, s, n))
        return;
    for (size_t i = 0; i < st.depth; i++) {
        if (st.level[i].object) {
            pointer_add(pointer, s + st.level[i].key, st.level[i].key_n);
        } else {
            int len = snprintf(index, sizeof index, "%zu", st.level[i].index);

            pointer_add(pointer, index, (size_t)len);
        }
    }
}

static enum refusal refuse(struct json_doc *d, enum refusal why)
{
    d->refusal = why;
    return why;
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
        if (json_error_code(&error) == json_error_duplicate_key && error.position > 0 && (size_t)error.position <= n)
            pointer_at(d->pointer, p, (size_t)error.position);
        return refuse(d, REFUSAL_JSON);
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

static bool value_fits(const struct json_field *f, const char *s, size_t n, struct uuid *id)
{
    size_t chars = json_characters(s, n);
    struct day day;

    switch (f->kind) {
    case JSON_LINE:
        return chars >= f->min && chars <= f->max && text_is_line(s, n) && !blank_ends(s, n);
    case JSON_LINES:
        return chars >= f->min && chars <= f->max && lines_fine(s, n) && !blank_ends(s, n);
    case JSON_OPAQUE:
        return n >= f->min && n <= f->max;
    case JSON_DAY:
        return day_parse(&day, s, n) == ERR_OK;
    case JSON_DIGITS:
        return n == f->max && digits_only(s, n);
    case JSON_ID:
        return uuid_parse(id, s, n) == ERR_OK;
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

static enum refusal take_one(struct json_doc *d, json_t *object, const char *base, const struct json_field *f,
                             struct json_value *out)
{
    json_t *v = json_object_get(object, f->name);

    memset(out, 0, sizeof *out);
    if (v == NULL || (json_is_null(v) && !f->required))
        return f->required ? at_field(d, REFUSAL_FIELD_MISSING, base, f->name, strlen(f->name)) : REFUSAL_NONE;
    out->present = true;
    if (f->kind == JSON_FIELDS) {
        out->object = v;
        return json_is_object(v) ? REFUSAL_NONE : json_doc_refuse(d, base, f->name);
    }
    if (f->kind == JSON_FLAG) {
        out->flag = json_is_true(v);
        return json_is_boolean(v) ? REFUSAL_NONE : json_doc_refuse(d, base, f->name);
    }
    if (!json_is_string(v) || !value_fits(f, json_string_value(v), json_string_length(v), &out->id))
        return json_doc_refuse(d, base, f->name);
    out->s = json_string_value(v);
    out->n = json_string_length(v);
    return REFUSAL_NONE;
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
