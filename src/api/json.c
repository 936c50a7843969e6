/* SPDX-License-Identifier: EUPL-1.2 */
/* Jansson behind declarations. Before it parses, we look ourselves that all is UTF-8 and not too deep, as its recursion
 * has no limit that we may choose. Its allocator is replaced by one that wipes: bodies carry passwords and names.
 * Jansson does not say which field was repeated or too large, only at which byte; json_pointer finds it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <jansson.h>

#include "api/json.h"
#include "api/json_value.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"

#include "base/banned.h"

#define HEAD 16 /* bytes before each allocation, for its size; keeps the alignment */

/* Jansson 2.14 goes on when the buffer of a token could not grow, looks for the closing quote that is not in it, and so
 * reads and writes past its memory: the process ends before that. */
static _Noreturn void no_memory(void)
{
    log_error("json: no memory");
    _exit(EX_OSERR);
}

static void *take_memory(size_t n)
{
    unsigned char *p;

    if (n > SIZE_MAX - HEAD || (p = malloc(n + HEAD)) == NULL)
        no_memory();
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
        json_pointer_at(d->pointer, s, n);
    if (code != json_error_numeric_overflow)
        return REFUSAL_JSON;
    while (from > 0 && s[from - 1] >= '0' && s[from - 1] <= '9')
        from--;
    if (from == n || from == 0 || strchr(".eE+", s[from - 1]) != NULL)
        return REFUSAL_JSON;
    json_pointer_at(d->pointer, s, n);
    return REFUSAL_FIELD_INVALID;
}

enum refusal json_doc_parse(struct json_doc *d, const void *p, size_t n)
{
    json_error_t error;

    memset(d, 0, sizeof *d);
    if (n == 0 || !text_is_utf8(p, n) || !json_pointer_depth_fine(p, n))
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

static enum refusal at_field(struct json_doc *d, enum refusal why, const char *base, const char *name, size_t n)
{
    (void)snprintf(d->pointer, sizeof d->pointer, "%s", base);
    json_pointer_add(d->pointer, name, n);
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
    struct json_field each = json_value_element(f);
    struct json_value one = {0};

    out->list = v;
    out->count = json_array_size(v);
    if (!json_is_array(v) || !json_value_in_range(f, (int64_t)out->count))
        return json_doc_refuse(d, base, f->name);
    for (size_t i = 0; i < out->count; i++)
        if (!json_value_fits(&each, json_array_get(v, i), &one) || (f->kind == JSON_CODES && is_repeated(v, i))) {
            json_doc_refuse(d, base, f->name);
            json_pointer_add_index(d->pointer, i);
            return d->refusal;
        }
    return REFUSAL_NONE;
}

static enum refusal take_one(struct json_doc *d, json_t *object, const char *base, const struct json_field *f,
                             struct json_value *out)
{
    json_t *v = json_object_get(object, f->name);

    memset(out, 0, sizeof *out);
    if (v == NULL || (json_is_null(v) && !f->required))
        return f->required ? at_field(d, REFUSAL_FIELD_MISSING, base, f->name, strlen(f->name)) : REFUSAL_NONE;
    out->present = true;
    if (json_value_is_list(f->kind))
        return take_list(d, v, base, f, out);
    return json_value_fits(f, v, out) ? REFUSAL_NONE : json_doc_refuse(d, base, f->name);
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
    (void)snprintf(at, JSON_POINTER, "%s", base);
    json_pointer_add_index(at, i);
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
