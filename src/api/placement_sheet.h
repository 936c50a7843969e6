/* SPDX-License-Identifier: EUPL-1.2 */
/* The sealed records of a placement: why she is proposed (JUSTICE: for the service alone), the sheet for the host
 * (PLACEMENT: skills, limits of what her body may do, a message; it has no field for a name), her name and phone for a
 * host that accepted, and the host's words at its answer. What is sealed is the canonical JSON that this file writes
 * (canonical.h). */
#ifndef JALON_API_PLACEMENT_SHEET_H
#define JALON_API_PLACEMENT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/json.h"
#include "base/buf.h"

#define PLACEMENT_SHEET_REASON 4000 /* characters */
#define PLACEMENT_SHEET_WORDS 2000

extern const struct json_shape placement_sheet_shape;         /* what is asked for and shown */
extern const struct json_shape placement_sheet_contact_shape; /* who is met */

/* The one-text records, from a member that was read with JSON_LINES and the maximum above. */
void placement_sheet_reason(const struct json_value *v, struct buf *out);
void placement_sheet_words(const struct json_value *v, struct buf *out);
/* Reads the sheet's object at base ("/sheet"; object NULL: the whole document, ""). out (initialised, secret) has what
 * was asked for. */
enum refusal placement_sheet_read(struct json_doc *d, const char *base, struct json_t *object, struct buf *out);
/* The bytes to seal of such a sheet, with the most minutes of an ISO week that her job leaves (W-01; negative: no limit
 * is known), which the program looks at when hours are reported and nobody is shown. */
void placement_sheet_finish(struct buf *out, const void *sheet, size_t n, int32_t week_minutes);
/* Those minutes, out of bytes that were sealed; negative: none, or they are not what was sealed. */
int32_t placement_sheet_week(const void *p, size_t n);
/* The bytes to seal of name and phone, out of an identity that was opened. false: it is not what was sealed. */
bool placement_sheet_contact(const void *identity, size_t n, struct buf *out);

/* Look at bytes that were sealed, as strictly as at a request, and write them into an answer: a string, or an object.
 * false, and nothing written: they are not what the above write. */
bool placement_sheet_put_reason(struct buf *answer, const void *p, size_t n);
bool placement_sheet_put_sheet(struct buf *answer, const void *p, size_t n);
bool placement_sheet_put_contact(struct buf *answer, const void *p, size_t n);
bool placement_sheet_put_words(struct buf *answer, const void *p, size_t n);

#endif
