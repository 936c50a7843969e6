/* SPDX-License-Identifier: EUPL-1.2 */
/* Handing cases over, over JSON: the body names the counsellor who takes them. */
#include "api/res_caseload.h"

#include "api/api.h"
#include "app/hand_cases.h"

#include "base/banned.h"

static const struct json_field fields[] = {{"counsellor", JSON_ID, true, 0, 0}};
static const struct json_field moved_field[] = {{"moved", JSON_INT, true}};

const struct json_shape res_caseload_taker = JSON_SHAPE("CaseloadTaker", fields);
const struct json_shape res_caseload_moved = JSON_SHAPE("MovedCases", moved_field);

void res_caseload_hand_one(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, hand_cases_one(s.service, &s.caller, &q->id, &v[0].id, &s.no));
}

void res_caseload_hand_all(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;
    int32_t moved = 0;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, hand_cases_all(s.service, &s.caller, &q->id, &v[0].id, &moved, &s.no))) {
        buf_u8(&r->body, '{');
        api_put_int(&r->body, "moved", moved);
        buf_u8(&r->body, '}');
        reply_ok(r, 200);
    }
}
