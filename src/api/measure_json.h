/* SPDX-License-Identifier: EUPL-1.2 */
/* A measure as the API takes and gives it. */
#ifndef JALON_API_MEASURE_JSON_H
#define JALON_API_MEASURE_JSON_H

#include "api/json.h"
#include "app/keep_measures.h"
#include "http/route.h"

extern const struct json_shape measure_json_ordered_shape; /* the body of what was ordered, */
extern const struct json_shape measure_json_steps_shape;   /* of the steps */
extern const struct json_shape measure_json_shape;         /* all of it, as it is answered */

/* What was ordered, out of the whole body; a draft may lack all but kind, class of offence and authority. false: r says
 * why not. d keeps nothing that o points to. */
bool measure_json_ordered(const struct route_request *q, struct json_doc *d, struct measure_ordered *o,
                          struct reply *r);
bool measure_json_steps(const struct route_request *q, struct json_doc *d, struct measure_steps *s, struct reply *r);
/* The object of a measure, with those of the suspensions that are its own. */
void measure_json_put(struct buf *b, const struct measure *m, const struct keep_measures_out *of);

#endif
