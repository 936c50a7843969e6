/* SPDX-License-Identifier: EUPL-1.2 */
/* What a proposal would be, as JSON: its times and every session where it fits, else the rule against it and other
 * posts (E-02, PEERS E4). */
#ifndef JALON_API_PREVIEW_JSON_H
#define JALON_API_PREVIEW_JSON_H

#include "app/match_ask.h"
#include "base/buf.h"
#include "http/json_field.h"

extern const struct json_shape preview_json_shape;

/* The whole object; asked: beyond her profile. */
void preview_json_put(struct buf *b, const struct match_ask *check, const struct what_if *asked);

#endif
