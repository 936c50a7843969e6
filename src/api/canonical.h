/* SPDX-License-Identifier: EUPL-1.2 */
/* The canonical form of what is sealed: compact JSON with every declared member in the order of its declaration, null
 * where nothing was said, an empty list where nothing was listed. Used by the files that each write one such form. */
#ifndef JALON_API_CANONICAL_H
#define JALON_API_CANONICAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/json.h"
#include "base/buf.h"

/* "name": with a comma before it unless it is the first of its object. */
void canonical_name(struct buf *out, bool *first, const char *name);
/* The whole member of a field that is one value or a list of lines; an empty text is null. Not for JSON_FIELDS and
 * JSON_ITEMS. */
void canonical_member(struct buf *out, bool *first, const struct json_field *f, const struct json_value *v);

/* Records of one text: {"name":"text"}, of a field that is required. From a member that was read; from a whole body of
 * that form, into out (initialised, secret); and from bytes that were sealed, looked at as strictly as at a request, as
 * a JSON string into an answer (false, and nothing written: they are not what the former write). */
void canonical_text(struct buf *out, const struct json_field *f, const struct json_value *v);
enum refusal canonical_read_text(struct json_doc *d, const struct json_field *f, const void *body, size_t n,
                                 struct buf *out);
bool canonical_put_text(struct buf *answer, const struct json_field *f, const void *p, size_t n);

/* A list that is a set of codes (JSON_CODES), at most 32: written in the order of the closed list, whatever the order
 * typed. */
void canonical_set(const struct json_field *f, const struct json_value *v, struct buf *out, bool *first);
/* Refuses element i of a list. */
enum refusal canonical_refuse(struct json_doc *d, const char *base, const char *name, size_t i);

#endif
