/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts that are sealed beside incidents and reports to the judge: the words of who told an incident (PLACEMENT), what
 * the service noted of it (JUSTICE), what the judge is told (JUSTICE: no host ever sees it). Each is the canonical JSON
 * of one member (canonical.h). */
#ifndef JALON_API_REPORT_TEXT_H
#define JALON_API_REPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "api/json.h"
#include "base/buf.h"

#define REPORT_TEXT_WORDS 4000 /* characters */
#define REPORT_TEXT_NOTE 4000
#define REPORT_TEXT_MAX 10000

/* The bytes to seal, from a member that was read with JSON_LINES, at least 1 and at most the above. */
void report_text_words(struct buf *out, const struct json_value *v);
void report_text_note(struct buf *out, const struct json_value *v);
/* Reads {"text":"..."}: the whole body. REFUSAL_NONE, and out (initialised, secret) has the bytes to seal. */
enum refusal report_text_read(struct json_doc *d, const void *body, size_t n, struct buf *out);

/* Look at bytes that were sealed, as strictly as at a request, and write them into an answer as a JSON string. false,
 * and nothing written: they are not what the above write. */
bool report_text_put_words(struct buf *answer, const void *p, size_t n);
bool report_text_put_note(struct buf *answer, const void *p, size_t n);
bool report_text_put(struct buf *answer, const void *p, size_t n);

#endif
