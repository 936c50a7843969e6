/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests for a case of another unit over JSON. Which case it is, who asked learns when it is given. */
#include "api/res_glass_requests.h"

#include <stdlib.h>

#include "api/api.h"
#include "api/list.h"
#include "api/shapes.h"
#include "app/ask_glass.h"
#include "base/err.h"

#include "base/banned.h"

enum { REASON, OTP, UNIT, FIELDS };

static const struct json_field fields[FIELDS] = {
    [REASON] = {"reason", JSON_CODE, true, .code = shapes_reason},
    [OTP] = {"otp", JSON_DIGITS, true, 6, 6},
    [UNIT] = {"unit", JSON_ID, false, 0, 0},
};

static const struct json_field given[1] = {{"text", JSON_LINES, true, 10, 500}};

static const struct json_field item_fields[] = {
    {"id", JSON_ID, true},
    {"user", JSON_FIELDS, true, .of = &shapes_user},
    {"organisation", JSON_FIELDS, true, .of = &shapes_named},
    {"case", JSON_ID},
    {"unit", JSON_FIELDS, true, .of = &shapes_named},
    {"reason", JSON_CODE, true, .code = shapes_reason},
    {"state", JSON_CODE, true, .code = shapes_request_state},
    {"asked_at", JSON_TIME, true},
    {"expires_at", JSON_TIME, true},
    {"decided_by", JSON_ID},
    {"decided_at", JSON_TIME},
    {"break_glass", JSON_ID},
};
static const struct json_field opened[] = {{"id", JSON_ID, true}, {"expires_at", JSON_TIME, true}};

const struct json_shape res_glass_requests_new = JSON_SHAPE("NewBreakGlassRequest", fields);
const struct json_shape res_glass_requests_approval = JSON_SHAPE("BreakGlassApproval", given);
const struct json_shape res_glass_requests_item = JSON_SHAPE("BreakGlassRequest", item_fields);
const struct json_shape res_glass_requests_until = JSON_SHAPE("BreakGlassUntil", opened);

static void answer(struct api_step *s, struct reply *r, int rc, const struct break_glass_out *out)
{
    if (!api_step_done(s, r, rc))
        return;
    buf_u8(&r->body, '{');
    api_put_id(&r->body, "id", &out->id);
    api_put_time(&r->body, "expires_at", out->until_us);
    buf_u8(&r->body, '}');
    reply_ok(r, 201);
}

void res_glass_requests_ask(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct break_glass_out out;
    struct api_step s;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    struct ask_glass_in in = {.case_id = q->id, .reason = reason_parse(v[REASON].s, v[REASON].n),
                              .otp = {v[OTP].s, v[OTP].n}};
    if (v[UNIT].present)
        in.unit = v[UNIT].id;
    api_step_begin(&s, ctx, q);
    answer(&s, r, ask_glass_do(s.service, &s.caller, &in, &out, &s.no), &out);
}

static void put_request(struct buf *b, const void *item)
{
    const struct glass_request *g = item;

    api_put_id(b, "id", &g->id);
    api_put_user(b, &g->account, g->login, g->name);
    api_put_named(b, "organisation", &g->org, g->org_name);
    api_put_id_or_null(b, "case", &g->case_id);
    api_put_named(b, "unit", &g->unit, g->unit_name);
    api_put_text(b, "reason", g->reason);
    api_put_text(b, "state", g->state);
    api_put_time(b, "asked_at", g->asked_us);
    api_put_time(b, "expires_at", g->until_us);
    api_put_id_or_null(b, "decided_by", &g->decided_by);
    api_put_time_or_null(b, "decided_at", uuid_is_nil(&g->decided_by) ? 0 : g->decided_us);
    api_put_id_or_null(b, "break_glass", &g->glass);
}

static void page(struct api *a, const struct route_request *q, const struct uuid *unit, struct reply *r)
{
    struct ask_glass_list *out;
    struct api_step s;
    int rc = ERR_NOMEM;

    if (!list_begin(&s, a, q, r))
        return;
    out = calloc(1, sizeof *out); /* too large for the stack of a thread */
    if (out != NULL)
        rc = ask_glass_page(s.service, &s.caller, unit, s.after, out, &s.no);
    if (api_step_done(&s, r, rc))
        list_answer_timed(r, &LIST_TIMED(*out, put_request, asked_us, id));
    free(out);
}

void res_glass_requests_mine(void *ctx, const struct route_request *q, struct reply *r)
{
    page(ctx, q, NULL, r);
}

void res_glass_requests_of_unit(void *ctx, const struct route_request *q, struct reply *r)
{
    page(ctx, q, &q->id, r);
}

void res_glass_requests_give(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct break_glass_out out;
    struct api_step s;
    int rc;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    rc = ask_glass_give(s.service, &s.caller, &q->id, (struct vault_bytes){v[0].s, v[0].n}, &out, &s.no);
    answer(&s, r, rc, &out);
}

void res_glass_requests_close(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, ask_glass_close);
}
