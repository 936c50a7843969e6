/* SPDX-License-Identifier: EUPL-1.2 */
/* What a match took as known of a measure and a person, as JSON. */
#ifndef JALON_API_KNOWN_JSON_H
#define JALON_API_KNOWN_JSON_H

#include "app/match_case.h"
#include "base/buf.h"
#include "http/json_field.h"

extern const struct json_shape known_json_shape;

/* Code i of how somebody comes; NULL past the last. */
const char *known_json_transport(size_t i);
/* "name":["car",…] of bits in the order of those codes. */
void known_json_put_transport(struct buf *b, const char *name, uint32_t means);
/* "measure":{…},"known":{…}: the members, without braces around both. */
void known_json_put(struct buf *b, const struct match_case_known *known);

#endif
