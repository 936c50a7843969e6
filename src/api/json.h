/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads a JSON body into declared fields: strict types, lengths in characters, no unknown and no repeated field, at
 * most 16 levels. A refusal names the field at fault by its JSON pointer. Memory of the parser is wiped when it is
 * given back. */
#ifndef JALON_API_JSON_H
#define JALON_API_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/refusal.h"

#define JSON_DEPTH 16
#define JSON_POINTER 128
#define JSON_WORD 40 /* characters of a word, at most */
#define JSON_TEXT 100

struct json_t;

struct json_doc {
    struct json_t *root; /* an object; NULL after a refusal */
    enum refusal refusal;
    char pointer[JSON_POINTER];
};

enum json_kind {
    JSON_LINE,   /* one line: UTF-8 without control characters or blanks at the ends; min to max characters */
    JSON_LINES,  /* the same with line feeds */
    JSON_OPAQUE, /* any UTF-8, min to max bytes: passwords */
    JSON_DAY,    /* YYYY-MM-DD that exists */
    JSON_DIGITS, /* exactly max digits */
    JSON_ID,     /* a UUID in canonical form */
    JSON_FLAG,   /* true or false */
    JSON_INT,    /* an integer from min to max; no fraction, no exponent */
    JSON_DECIMAL, /* a number from min to max, kept to its sixth decimal */
    JSON_FIELDS, /* an object, read with its own declaration */
    JSON_ITEMS,  /* a list of min to max objects, each read by json_doc_take_item */
    JSON_WORDS,  /* a list of min to max lines of 1 to JSON_WORD characters, read by json_words */
    JSON_TEXTS   /* the same with lines of 1 to JSON_TEXT characters */
};

struct json_field {
    const char *name;
    enum json_kind kind;
    bool required; /* an optional field may also be null */
    int64_t min;
    int64_t max;
};

struct json_value {
    bool present;
    const char *s; /* NUL-terminated, lives as long as the document */
    size_t n;      /* bytes */
    struct json_t *object;
    struct json_t *list; /* JSON_ITEMS, JSON_WORDS, JSON_TEXTS */
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
/* The words of a list, NUL-terminated as long as the document lives, into out; how many (at most the declared max, 0
 * when the field is absent). */
size_t json_words(const struct json_value *list, const char **out);
/* A field is well formed but makes no sense: refuse it. */
enum refusal json_doc_refuse(struct json_doc *d, const char *base, const char *name);
/* Characters of n bytes of valid UTF-8. */
size_t json_characters(const char *s, size_t n);

#define SCOPED_JSON __attribute__((cleanup(json_doc_release))) = {0}

#endif
