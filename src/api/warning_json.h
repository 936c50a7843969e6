/* SPDX-License-Identifier: EUPL-1.2 */
/* What a match warns of, as JSON, wherever one is answered: nothing of it forbids anything. */
#ifndef JALON_API_WARNING_JSON_H
#define JALON_API_WARNING_JSON_H

#include "app/match_case.h"
#include "base/buf.h"
#include "http/json_field.h"

extern const struct json_shape warning_json_shape;
extern const struct json_shape warning_json_load_shape;

/* "warnings":[…]: those of a fit. */
void warning_json_put(struct buf *b, const struct match_fit *f);
/* "name":{…}: how many people the one in charge follows meanwhile (C-11), of how many whom they take on; null where
 * nobody said. */
void warning_json_load(struct buf *b, const char *name, const struct match_fit *f);

#endif
