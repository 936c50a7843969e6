/* SPDX-License-Identifier: EUPL-1.2 */
/* The situation of a person as far as it decides which posts fit (compartment MATCH): job and free times, where home
 * is and how she gets about, what she knows and wants to learn, what a doctor concluded (W-05, W-06: no diagnosis), and
 * what must be kept away from her. IT HOLDS NO NAME OF A THIRD PERSON: who is to be avoided is named by the id of a
 * case, a host or a site, or as a place; a field for anybody's name is not there and must not come.
 *
 * What is sealed is the canonical JSON that this file writes (canonical.h). */
#ifndef JALON_API_PROFILE_H
#define JALON_API_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "api/json.h"
#include "base/buf.h"

extern const struct json_shape profile_shape; /* what is sealed and shown, and its objects */
extern const struct json_shape profile_job_shape;
extern const struct json_shape profile_home_shape;
extern const struct json_shape profile_french_shape;
extern const struct json_shape profile_fitness_shape;
extern const struct json_shape profile_avoid_shape;
extern const struct json_shape profile_body; /* {"profile":{...}} */

/* Reads {"profile":{...}}: the whole body. REFUSAL_NONE, and out (initialised, secret) has the bytes to seal. */
enum refusal profile_read(struct json_doc *d, const void *body, size_t n, struct buf *out);
/* Looks at bytes that were sealed, as strictly as at a request, and writes them into again (initialised, secret).
 * false: they are not what profile_read writes. A member that older records lack comes out as null. d stays the
 * caller's. */
bool profile_parse(struct json_doc *d, const void *p, size_t n, struct buf *again);
/* The same into an answer; nothing is written where it is false. */
bool profile_put(struct buf *answer, const void *p, size_t n);

#endif
