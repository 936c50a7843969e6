/* SPDX-License-Identifier: EUPL-1.2 */
/* A placement as the API gives it, by who reads it (table 6a, assignment decision). People of a host have their own
 * copy: no case, no measure, no authority, nobody of the service, no reason for its end. An auditor has dates and
 * states, nobody's name. */
#ifndef JALON_API_PLACEMENT_JSON_H
#define JALON_API_PLACEMENT_JSON_H

#include <stdbool.h>

#include "app/list_placements.h"
#include "base/buf.h"
#include "domain/role.h"
#include "http/json_field.h"

extern const struct json_shape placement_json_item;  /* placement_json_put */
extern const struct json_shape placement_json_whole;

/* Does this role read the copy of a host? */
bool placement_json_is_host(enum role reader);
/* The members of one in a list, without braces. */
void placement_json_put(struct buf *b, const struct placement *p, enum role reader);
/* The object of one, with its times; for the service also who decided and what is missing. */
void placement_json_put_whole(struct buf *b, const struct list_placements_whole *w, enum role reader);
/* "load":{…},"warnings":[…]: of the one in charge of a placement that waits (C-11). */
void placement_json_load(struct buf *b, const struct list_placements_whole *w);

#endif
