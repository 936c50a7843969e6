/* SPDX-License-Identifier: EUPL-1.2 */
/* What justice said of a measure (compartment JUSTICE): offence, court, what was ordered for a failure (M-08), what
 * else binds the person. And the copy of a decision of an authority without account, as who recorded it read it. No
 * host ever sees either. Victims are described as far as the work must keep away from them, not named.
 *
 * What is sealed is the canonical JSON that this file writes (canonical.h). */
#ifndef JALON_API_JUSTICE_H
#define JALON_API_JUSTICE_H

#include <stdbool.h>
#include <stddef.h>

#include "api/json.h"
#include "base/buf.h"

extern const struct json_shape justice_shape;     /* what is sealed and shown */
extern const struct json_shape justice_body;      /* {"justice":{...}} */
extern const struct json_shape justice_copy_body; /* {"text":"…"} */

/* Reads {"justice":{...}}: the whole body. REFUSAL_NONE, and out (initialised, secret) has the bytes to seal. */
enum refusal justice_read(struct json_doc *d, const void *body, size_t n, struct buf *out);
/* Looks at bytes that were sealed, as strictly as at a request, and writes them into an answer. false, and nothing
 * written: they are not what justice_read writes. */
bool justice_put(struct buf *answer, const void *p, size_t n);

/* The same for {"text":"..."}; the answer gets the text alone, as a JSON string. */
enum refusal justice_read_copy(struct json_doc *d, const void *body, size_t n, struct buf *out);
bool justice_put_copy(struct buf *answer, const void *p, size_t n);

#endif
