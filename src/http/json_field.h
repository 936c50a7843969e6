/* SPDX-License-Identifier: EUPL-1.2 */
/* What a field is: of a body, of a query, of an answer. One declaration is what the reader takes by, what the OpenAPI
 * document says and what the tests hold every answer against. Nothing here reads or writes JSON (api/json.h does). */
#ifndef JALON_HTTP_JSON_FIELD_H
#define JALON_HTTP_JSON_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/word.h"

/* A declaration leaves out what its kind has no use for. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define JSON_WORD 40 /* characters of a word, at most */
#define JSON_TEXT 100

/* Where min and max are both 0, as in most answers, nothing is said of a length or a range. */
enum json_kind {
    JSON_LINE,   /* one line: UTF-8 without control characters or blanks at the ends; min to max characters */
    JSON_LINES,  /* the same with line feeds */
    JSON_OPAQUE, /* any UTF-8, min to max bytes: passwords */
    JSON_DAY,    /* YYYY-MM-DD that exists */
    JSON_TIME,   /* RFC 3339, of any offset; not in bodies */
    JSON_DIGITS, /* exactly max digits */
    JSON_ID,     /* a UUID in canonical form */
    JSON_INSEE,  /* the code of a commune, its form */
    JSON_CODE,   /* one code of a closed list */
    JSON_FLAG,   /* true or false */
    JSON_INT,    /* an integer from min to max; no fraction, no exponent */
    JSON_DECIMAL, /* a number from min to max, kept to its sixth decimal */
    JSON_FIELDS, /* an object of the shape of */
    JSON_ITEMS,  /* a list of min to max objects of the shape of, each read by json_doc_take_item */
    JSON_WORDS,  /* a list of min to max lines of 1 to JSON_WORD characters, read by json_words */
    JSON_TEXTS,  /* the same with lines of 1 to JSON_TEXT characters */
    JSON_IDS,    /* the same with UUIDs */
    JSON_CODES,  /* the same with codes of a closed list, each once */
    JSON_YES,   /* queries: the word true, and no other */
    JSON_CURSOR, /* queries: where a page goes on */
    JSON_ALSO    /* answers: the fields of the shape of, in this place; it has no name */
};

struct json_shape;

struct json_field {
    const char *name;
    enum json_kind kind;
    bool required; /* what is not required may be left out of a body or be null in it, and may be null in an answer */
    int64_t min;
    int64_t max;
    const struct json_shape *of;
    enum word_list words;             /* the closed list, */
    const char *(*code)(size_t i);    /* or, where this is not NULL, code i of it; NULL past its end */
    bool some;                        /* answers: there for some readers only */
};

struct json_shape {
    const char *name; /* of its schema; NULL: it has none of its own */
    const struct json_field *field;
    size_t n;
};

/* The whole of an array, and its first n. */
#define JSON_SHAPE(name_, fields_) {name_, fields_, sizeof(fields_) / sizeof(fields_)[0]}
#define JSON_FIRST(name_, fields_, n_) {name_, fields_, n_}

#endif
