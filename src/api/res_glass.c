/* SPDX-License-Identifier: EUPL-1.2 */
/* Break-glass over JSON. A refused code answers 401 without ending the session: its code tells the two apart. Lists
 * give the reason's code; the words of the person are sealed and read one by one. */
#include "api/res_glass.h"

#include "api/api.h"
#include "api/shapes.h"
#include "api/list.h"
#include "app/break_glass.h"
#include "app/list_glass.h"
#include "app/read_glass.h"
#include "base/text.h"
#include "http/jsontext.h"

#include "base/banned.h"

enum { REASON, TEXT, OTP, FIELDS };

static const struct json_field fields[FIELDS] = {
    [REASON] = {"reason", JSON_CODE, true, .code = shapes_reason},
    [TEXT] = {"text", JSON_LINES, true, 10, 500},
    [OTP] = {"otp", JSON_DIGITS, true, 6, 6},
};
static const struct json_field opened[] = {
    {"id", JSON_ID, true}, {"case", JSON_ID, true}, {"expires_at", JSON_TIME, true}};
static const struct json_field own[] = {
    {"id", JSON_ID, true},
    {"case", JSON_ID, true},
    {"reason", JSON_CODE, true, .code = shapes_reason},
    {"opened_at", JSON_TIME, true},
    {"expires_at", JSON_TIME, true},
};
static const struct json_field seen[] = {
    {NULL, JSON_ALSO, .of = &res_glass_own},
    {"user", JSON_FIELDS, true, .of = &shapes_user},
    {"ended_at", JSON_TIME},
    {"effective", JSON_FLAG, true},
};
static const struct json_field words[] = {{"id", JSON_ID, true}, {"text", JSON_LINES}, {"integrity", JSON_FLAG, true}};

const struct json_shape res_glass_new = JSON_SHAPE("NewBreakGlass", fields);
const struct json_shape res_glass_opened = JSON_SHAPE("OpenedBreakGlass", opened);
const struct json_shape res_glass_own = JSON_SHAPE("BreakGlass", own);
const struct json_shape res_glass_seen = JSON_SHAPE("BreakGlassOfUnit", seen);
const struct json_shape res_glass_words = JSON_SHAPE("BreakGlassWords", words);

void res_glass_open(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct break_glass_out out;
    struct api_step s;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    struct break_glass_in in = {.case_id = q->id, .reason = reason_parse(v[REASON].s, v[REASON].n),
                                .text = {v[TEXT].s, v[TEXT].n}, .otp = {v[OTP].s, v[OTP].n}};
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, break_glass_do(s.service, &s.caller, &in, &out, &s.no))) {
        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", &out.id);
        api_put_id(&r->body, "case", &q->id);
        api_put_time(&r->body, "expires_at", out.until_us);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
}

void res_glass_end(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, break_glass_end);
}

/* The members that both lists share. */
static void put_glass(struct buf *b, const void *item)
{
    const struct glass *g = item;

    api_put_id(b, "id", &g->id);
    api_put_id(b, "case", &g->case_id);
    api_put_text(b, "reason", g->reason);
    api_put_time(b, "opened_at", g->at_us);
    api_put_time(b, "expires_at", g->until_us);
}

void res_glass_mine(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_glass_own out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_glass_of_caller(s.service, &s.caller, &out, &s.no)))
        list_answer(r, &(struct list){out.item, out.n, sizeof out.item[0], put_glass});
}

static void put_seen(struct buf *b, const void *item)
{
    const struct glass_seen *s = item;

    put_glass(b, &s->glass);
    api_put_user(b, &s->account, s->login, s->name);
    api_put_time_or_null(b, "ended_at", s->ended_us);
    api_put_flag(b, "effective", s->told);
}

void res_glass_of_unit(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_glass_unit out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, list_glass_of_unit(s.service, &s.caller, &q->id, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_seen, glass.at_us, glass.id));
}

static bool put_words(struct buf *b, const void *p, size_t n)
{
    bool sound = text_is_utf8(p, n);

    if (sound)
        jsontext_string(b, p, n);
    return sound;
}

void res_glass_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct read_glass_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, read_glass_do(s.service, &s.caller, &q->id, q->reason, &out, &s.no))) {
        bool sound;

        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", &q->id);
        sound = api_put_opened(&r->body, "text", out.text.p, out.text.n, put_words);
        api_put_flag(&r->body, "integrity", sound);
        buf_u8(&r->body, '}');
        reply_ok(r, 200);
    }
    read_glass_release(&out);
}
