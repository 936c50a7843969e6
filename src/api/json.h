/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads a JSON body into declared fields: strict types, lengths in characters, no unknown and no repeated field, at
 * most 16 levels. A refusal names the field at fault by its JSON pointer. Memory of the parser is wiped when it is
 * given back. */
#ifndef JALON_API_JSON_H
#define JALON_API_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/json_pointer.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "domain/refusal.h"
#include "http/json_field.h"

struct json_t;

struct json_doc {
    struct json_t *root; /* an object; NULL after a refusal */
    enum refusal refusal;
    char pointer[JSON_POINTER];
};

struct json_value {
    bool present;
    const char *s; /* NUL-terminated, lives as long as the document; JSON_CODE: the list's own, lives for ever */
    size_t n;      /* bytes */
    struct json_t *object;
    struct json_t *list; /* of the kinds that are one */
    size_t count;        /* of the list */
    int64_t i;           /* JSON_INT; JSON_DECIMAL in millionths */
    struct uuid id;      /* JSON_ID */
    struct day day;      /* JSON_DAY */
    bool flag;           /* JSON_FLAG */
};

/* Once, before the first document. */
void json_start(void);
/* REFUSAL_NONE or d->refusal. Release it in both cases. */
enum refusal json_doc_parse(struct json_doc *d, const void *p, size_t n);
void json_doc_release(struct json_doc *d);
/* Takes the n declared fields of object (NULL: the root) into values; base is the pointer of the object, "" for the
 * root. */
enum refusal json_doc_take(struct json_doc *d, struct json_t *object, const char *base, const struct json_field *fields,
                           struct json_value *values, size_t n);
/* The same for item i < list->count of a list at base ("/slots"). at is then the item's pointer ("/slots/3"), to refuse
 * one of its fields. */
enum refusal json_doc_take_item(struct json_doc *d, const struct json_value *list, const char *base, size_t i,
                                const struct json_field *fields, struct json_value *values, size_t n,
                                char at[JSON_POINTER]);
/* The lines of a list, NUL-terminated as long as the document lives, into out; how many (at most the declared max, 0
 * when the field is absent). */
size_t json_words(const struct json_value *list, const char **out);
/* The same of JSON_CODES: the closed list's own, which live for ever. */
size_t json_codes(const struct json_field *f, const struct json_value *list, const char **out);
/* The closed list of a field: code i, NULL past its end; the code that is s, or NULL. */
const char *json_code(const struct json_field *f, size_t i);
const char *json_code_find(const struct json_field *f, const char *s, size_t n);
/* A field is well formed but makes no sense: refuse it. */
enum refusal json_doc_refuse(struct json_doc *d, const char *base, const char *name);
/* Characters of n bytes of valid UTF-8. */
size_t json_characters(const char *s, size_t n);

#define SCOPED_JSON __attribute__((cleanup(json_doc_release))) = {0}

#endif
