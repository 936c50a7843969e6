/* SPDX-License-Identifier: EUPL-1.2 */
/* The answer that a plan is made with. */
#ifndef JALON_API_PLAN_JSON_H
#define JALON_API_PLAN_JSON_H

#include "api/json.h"
#include "app/plan_waiting.h"
#include "base/buf.h"

extern const struct json_shape plan_json_shape;
extern const struct json_shape plan_json_made; /* which plan, and until when it is kept */

void plan_json_put(struct buf *b, const struct plan_waiting_out *out);
void plan_json_put_made(struct buf *b, const struct plan_made *m); /* members, without braces */

#endif
