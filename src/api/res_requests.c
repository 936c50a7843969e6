/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests over JSON. The second approval of a reset answers the new activation code, once; whoever lost it asks for
 * another reset. An approval that is sent again is refused by a code of its own and changes nothing. */
#include "api/res_requests.h"

#include "api/api.h"
#include "api/shapes.h"
#include "api/list.h"
#include "app/approve_request.h"
#include "app/ask_officers.h"
#include "base/secret.h"

#include "base/banned.h"

static const char *kind_code(size_t i)
{
    static const char *const kinds[] = {"membership", "officer", "reset"};

    return i < sizeof kinds / sizeof kinds[0] ? kinds[i] : NULL;
}

static const char *outcome(size_t i)
{
    static const char *const outcomes[] = {"endorsed", "done"};

    return i < sizeof outcomes / sizeof outcomes[0] ? outcomes[i] : NULL;
}

static const struct json_field request[] = {
    {"id", JSON_ID, true},
    {"kind", JSON_CODE, true, .code = kind_code},
    {"state", JSON_CODE, true, .code = shapes_request_state},
    {"organisation", JSON_FIELDS, true, .of = &shapes_id},
    {"user", JSON_FIELDS, true, .of = &shapes_user},
    {"asked_at", JSON_TIME, true},
    {"asked_by", JSON_ID, true},
    {"endorsed_by", JSON_ID},
    {"decided_by", JSON_ID},
    {"decided_at", JSON_TIME},
};
static const struct json_field approved[] = {
    {"outcome", JSON_CODE, true, .code = outcome},
    {NULL, JSON_ALSO, .of = &shapes_code},
};

const struct json_shape res_requests_item = JSON_SHAPE("Request", request);
const struct json_shape res_requests_approved = JSON_SHAPE("Approval", approved);

static void put_request(struct buf *b, const void *item)
{
    const struct request *q = item;

    api_put_id(b, "id", &q->id);
    api_put_text(b, "kind", q->kind);
    api_put_text(b, "state", q->state);
    api_put_whose(b, "organisation", &q->org);
    api_put_user(b, &q->account, q->login, q->name);
    api_put_time(b, "asked_at", q->asked_us);
    api_put_id(b, "asked_by", &q->asked_by);
    api_put_id_or_null(b, "endorsed_by", &q->endorsed_by);
    api_put_id_or_null(b, "decided_by", &q->decided_by);
    api_put_time_or_null(b, "decided_at", uuid_is_nil(&q->decided_by) ? 0 : q->decided_us);
}

static void answer(struct api *a, const struct route_request *q, const struct uuid *org, struct reply *r)
{
    struct ask_officers_list out;
    struct api_step s;

    if (!list_begin(&s, a, q, r))
        return;
    if (api_step_done(&s, r, ask_officers_page(s.service, &s.caller, org, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_request, asked_us, id));
    ask_officers_release(&out);
}

void res_requests_list(void *ctx, const struct route_request *q, struct reply *r)
{
    answer(ctx, q, NULL, r);
}

void res_requests_of_unit(void *ctx, const struct route_request *q, struct reply *r)
{
    answer(ctx, q, &q->id, r);
}

void res_requests_approve(void *ctx, const struct route_request *q, struct reply *r)
{
    struct approve_request_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, approve_request_do(s.service, &s.caller, &q->id, &out, &s.no))) {
        buf_u8(&r->body, '{');
        api_put_text(&r->body, "outcome", outcome(out.stage == 2));
        api_put_code(&r->body, &out.code);
        buf_u8(&r->body, '}');
        reply_ok(r, 200);
    }
    secret_wipe(&out, sizeof out);
}

void res_requests_withdraw(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, ask_officers_withdraw);
}
