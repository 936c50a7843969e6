/* SPDX-License-Identifier: EUPL-1.2 */
/* One session of work as its host reports it: read from a request and written into a list, with its settlement. */
#ifndef JALON_API_HOURS_JSON_H
#define JALON_API_HOURS_JSON_H

#include <stdbool.h>

#include "api/json.h"
#include "app/report_hours.h"
#include "http/route.h"

extern const struct json_shape hours_json_new;  /* the body of a report */
extern const struct json_shape hours_json_item; /* hours_json_put */

/* The body of a report; words is what is to be sealed (initialised, secret), empty when there are none. false: r says
 * why not. d keeps what s points to, release it in both cases. */
bool hours_json_read(const struct route_request *q, struct json_doc *d, struct hours_session *s, struct buf *words,
                       struct reply *r);
/* The members of a report (struct hours_report), without braces: for a list. */
void hours_json_put(struct buf *b, const void *item);

#endif
