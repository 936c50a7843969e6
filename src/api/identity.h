/* SPDX-License-Identifier: EUPL-1.2 */
/* Who a person is, as the API takes and gives it. What is sealed is compact JSON with the fields in a fixed order,
 * written by this file only. */
#ifndef JALON_API_IDENTITY_H
#define JALON_API_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/json.h"
#include "base/buf.h"
#include "domain/day.h"

extern const struct json_shape identity_body;  /* {"identity":{...}} */
extern const struct json_shape identity_known; /* the inside, as it is answered */

/* Reads {"identity":{...}}: the whole body. REFUSAL_NONE, and out has the bytes to seal, person the same person folded
 * (domain/person.h); both are initialised and secret. */
enum refusal identity_read(struct json_doc *d, const void *body, size_t n, int64_t now_us, struct buf *out,
                           struct buf *person);
/* After identity_read has taken d: is the person under 18 on this day? */
bool identity_is_minor(struct json_doc *d, int64_t now_us);
/* Are these bytes what identity_read writes? What was sealed by somebody else must not break the answer it is put
 * into. */
bool identity_is_sound(const void *p, size_t n);
/* The birth date in bytes that are sound; false when they are not. */
bool identity_birth_date(const void *p, size_t n, struct day *out);
/* By what somebody is met: parts of bytes that were sealed, which lie in d. false: they are not what was sealed. */
struct identity_reached {
    struct json_value first_names;
    struct json_value family_name;
    struct json_value phone; /* may be absent */
};
bool identity_reach(struct json_doc *d, const void *p, size_t n, struct identity_reached *out);
/* A telephone number in international (+33612345678) or French form (06 12 34 56 78). */
bool identity_is_phone(const char *s, size_t n);

#endif
