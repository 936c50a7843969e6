/* SPDX-License-Identifier: EUPL-1.2 */
/* Days and hours at which somebody is expected elsewhere, in a profile. */
#ifndef JALON_API_COMMITMENT_JSON_H
#define JALON_API_COMMITMENT_JSON_H

#include "api/json.h"
#include "base/buf.h"
#include "domain/profile.h"

/* {first, last, from, to}: a day without a last one is that day alone; without hours it is taken whole. */
extern const struct json_shape commitment_json_shape;

/* The list of a member at base; list->count of them. Refuses a last day before the first, half of the hours or hours
 * backwards, and hours on more than PROFILE_COMMITMENT_DAYS days. */
enum refusal commitment_json_read(struct json_doc *d, const struct json_value *list, const char *base,
                                  struct profile_commitment out[PROFILE_COMMITMENTS]);
/* The canonical form of n of them, as a list. */
void commitment_json_put(struct buf *b, const struct profile_commitment *c, size_t n);

#endif
