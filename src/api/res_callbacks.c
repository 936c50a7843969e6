/* SPDX-License-Identifier: EUPL-1.2 */
/* Who calls back is an id: names of the service's people are not a host's to read. */
#include "api/res_callbacks.h"

#include "api/api.h"
#include "api/api_put.h"
#include "api/list.h"
#include "api/query.h"
#include "api/shapes.h"
#include "app/call_back.h"
#include "domain/word.h"

#include "base/banned.h"

enum { SUBJECT, CONTACT, REACH, FIELDS };

static const struct json_field query[] = {
    {"after", JSON_CURSOR}, {"state", JSON_CODE, .words = WORD_CALLBACK_STATE}};
static const struct json_field fields[FIELDS] = {
    [SUBJECT] = {"subject", JSON_CODE, true, .words = WORD_CALLBACK_SUBJECT},
    [CONTACT] = {"contact", JSON_ID, false, 0, 0},
    [REACH] = {"reach", JSON_LINE, false, 0, 80},
};
static const struct json_field result[] = {
    {"outcome", JSON_CODE, true, .words = WORD_CALLBACK_OUTCOME},
    {"on_day", JSON_DAY, true, 0, 0},
};
static const struct json_field whom[] = {{NULL, JSON_ALSO, .of = &shapes_named}, {"phone", JSON_LINE, true}};
static const struct json_shape whom_shape = JSON_SHAPE("CallbackContact", whom);
static const struct json_field item[] = {
    {"id", JSON_ID, true},
    {"host", JSON_FIELDS, true, .of = &shapes_named},
    {"contact", JSON_FIELDS, .of = &whom_shape},
    {"subject", JSON_CODE, true, .words = WORD_CALLBACK_SUBJECT},
    {"reach", JSON_LINE, true},
    {"state", JSON_CODE, true, .words = WORD_CALLBACK_STATE},
    {"due_on", JSON_DAY},
    {"asked_at", JSON_TIME, true},
    {"taken_by", JSON_ID},
    {"outcome", JSON_CODE, .words = WORD_CALLBACK_OUTCOME},
    {"closed_on", JSON_DAY},
    {"version", JSON_INT, true},
};

const struct json_shape res_callbacks_query = JSON_SHAPE(NULL, query);
const struct json_shape res_callbacks_item = JSON_SHAPE("Callback", item);
const struct json_shape res_callbacks_new = JSON_SHAPE("NewCallback", fields);
const struct json_shape res_callbacks_result = JSON_SHAPE("CallbackResult", result);

static void put_contact(struct buf *b, const struct callback *c)
{
    if (uuid_is_nil(&c->contact)) {
        api_put_null(b, "contact");
        return;
    }
    api_open(b, "contact");
    api_put_id(b, "id", &c->contact);
    api_put_text(b, "name", c->contact_name);
    api_put_text(b, "phone", c->contact_phone);
    buf_u8(b, '}');
}

static void put_item(struct buf *b, const void *one)
{
    const struct callback *c = one;

    api_put_id(b, "id", &c->id);
    api_put_named(b, "host", &c->host, c->host_name);
    put_contact(b, c);
    api_put_text(b, "subject", c->subject);
    api_put_text(b, "reach", c->reach);
    api_put_text(b, "state", c->state);
    api_put_day_or_null(b, "due_on", &c->due_on);
    api_put_time(b, "asked_at", c->asked_us);
    api_put_id_or_null(b, "taken_by", &c->taken_by);
    api_put_text_or_null(b, "outcome", c->outcome);
    api_put_day_or_null(b, "closed_on", &c->closed_on);
    api_put_int(b, "version", c->version);
}

void res_callbacks_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct call_back_out out;
    struct api_step s;
    struct query f;
    const char *state;

    query_init(&f, q);
    state = query_code(&f, "state");
    if (!query_end(&f, r) || !list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, call_back_list(s.service, &s.caller, state, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_item, asked_us, id));
    call_back_release(&out);
}

void res_callbacks_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct call_back_new in = {.key = q->key, .request = {q->body, q->body_n}};
    struct api_step s;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    in.sheet = (struct callback_sheet){v[SUBJECT].s, v[CONTACT].id, api_text(&v[REACH])};
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, call_back_ask(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_callbacks_take(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, call_back_take);
}

void res_callbacks_close(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct api_step s;

    if (!api_body(q, &d, v, 2, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, call_back_close(s.service, &s.caller, &q->id, q->version, v[0].s, &v[1].day, &s.version,
                                        &s.no));
}
