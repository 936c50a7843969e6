/* SPDX-License-Identifier: EUPL-1.2 */
/* A sealed record that is one text: {"text":"…"}. */
#ifndef JALON_API_SEALED_TEXT_H
#define JALON_API_SEALED_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "api/json.h"
#include "base/buf.h"

#define SEALED_TEXT_MAX 10000 /* characters */

extern const struct json_shape sealed_text_body; /* {"text":"…"} */

/* The bytes to seal, out of a member that was read with JSON_LINES and a maximum of at most the one above. */
void sealed_text_write(struct buf *out, const struct json_value *v);
/* The same of a whole body {"text":"…"}. REFUSAL_NONE, and out (initialised, secret) has the bytes to seal. */
enum refusal sealed_text_read(struct json_doc *d, const void *body, size_t n, struct buf *out);
/* Looks at bytes that were sealed, as strictly as at a request, and writes the text alone, as a JSON string. false, and
 * nothing written: they are not what sealed_text_write writes. */
bool sealed_text_put(struct buf *answer, const void *p, size_t n);

#endif
