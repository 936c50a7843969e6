/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports of hours over JSON. The cursor of a page is the minute at which its last session began, counted from 1970 at
 * the place, and its id. */
#include "api/res_hours.h"

#include "api/api.h"
#include "api/hours_json.h"
#include "api/list.h"
#include "api/placement_sheet.h"
#include "api/query.h"
#include "api/rules_json.h"
#include "api/sealed_text.h"
#include "api/shapes.h"
#include "app/settle_hours.h"
#include "base/err.h"
#include "domain/slot.h"

#include "base/banned.h"

#define MINUTE_US 60000000LL
#define REASON 4000

enum { SAID, SAID_HOW, WORD };
enum { CREDITED, WHY, SETTLEMENT };

/* That nobody asked her is no word of hers. */
static const char *spoken_word(size_t i)
{
    return word_code(WORD_PERSON_WORD, i + 1);
}

static const struct json_field word_fields[WORD] = {
    [SAID] = {"word", JSON_CODE, true, .code = spoken_word},
    [SAID_HOW] = {"channel", JSON_CODE, true, .words = WORD_CHANNEL},
};
static const struct json_field settlement[SETTLEMENT] = {
    [CREDITED] = {"credited_minutes", JSON_INT, true, 0, SLOT_DAY},
    [WHY] = {"reason", JSON_LINES, false, 1, REASON},
};
static const struct json_field made[] = {
    {NULL, JSON_ALSO, .of = &shapes_made}, {"flags", JSON_ITEMS, true, .of = &shapes_rule}};
static const struct json_field settled[] = {{NULL, JSON_ALSO, .of = &shapes_changed}, {"done", JSON_FLAG, true}};

const struct json_shape res_hours_new_word = JSON_SHAPE("PersonWord", word_fields);
const struct json_shape res_hours_settlement = JSON_SHAPE("Settlement", settlement);
const struct json_shape res_hours_made = JSON_SHAPE("ReportedHours", made);
const struct json_shape res_hours_settled = JSON_SHAPE("SettledHours", settled);

static const char *put_cursor(char text[API_CURSOR], const struct hours_report *h)
{
    int64_t minute = (int64_t)day_number(&h->session.day) * SLOT_DAY + h->session.from_min;

    return api_cursor(text, minute * MINUTE_US, &h->id);
}

static bool read_cursor(int64_t us, struct hours_cursor *out)
{
    int64_t minute = us / MINUTE_US;

    if (us % MINUTE_US != 0 || minute / SLOT_DAY > day_number(&(struct day){2199, 12, 31}))
        return false;
    day_from_number(&out->day, (int32_t)(minute / SLOT_DAY));
    out->from_min = (int32_t)(minute % SLOT_DAY);
    return true;
}

void res_hours_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct report_hours_list_out out;
    struct hours_cursor cursor;
    struct api_step s;
    char next[API_CURSOR];
    int64_t us;
    bool later;

    if (!query_page(q, &us, &cursor.id, &later, r))
        return;
    if (later && !read_cursor(us, &cursor)) {
        reply_refuse(r, REFUSAL_PARAMETER, NULL);
        return;
    }
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, report_hours_list(s.service, &s.caller, &q->id, later ? &cursor : NULL, &out, &s.no)))
        list_answer_page(r, &(struct list){out.item, out.n, sizeof *out.item, hours_json_put},
                         out.more ? put_cursor(next, &out.item[out.n - 1]) : NULL);
    report_hours_list_release(&out);
}

void res_hours_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct buf words SCOPED_BUF;
    struct report_hours_in in = {.key = q->key, .request = {q->body, q->body_n}, .placement = q->id};
    struct report_hours_out out;
    struct api_step s;

    buf_init_secret(&words, VAULT_PLAINTEXT);
    if (!hours_json_read(q, &d, &in.session, &words, r) || !reply_outcome(r, buf_err(&words), REFUSAL_NONE))
        return;
    in.words = (struct vault_bytes){words.data, words.len};
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, report_hours_new(s.service, &s.caller, &in, placement_sheet_week, &out, &s.no))) {
        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", &out.id);
        rules_json_put(&r->body, "flags", out.flags.rule, out.flags.n, RULE_REPORT);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
}

void res_hours_word(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[WORD];
    struct api_step s;

    if (!api_body(q, &d, v, WORD, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r,
                 report_hours_word(s.service, &s.caller, &q->id, q->version, v[SAID].s, v[SAID_HOW].s, &s.version,
                                   &s.no));
}

void res_hours_withdraw(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;

    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, report_hours_withdraw(s.service, &s.caller, &q->id, q->version, &s.version, &s.no));
}

static void answer_settled(struct reply *r, const struct settle_hours_out *out)
{
    buf_u8(&r->body, '{');
    api_put_int(&r->body, "version", out->version);
    api_put_flag(&r->body, "done", out->done);
    buf_u8(&r->body, '}');
    r->version = out->version;
    reply_ok(r, 200);
}

void res_hours_settle(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[SETTLEMENT];
    struct buf reason SCOPED_BUF;
    struct settle_hours_in in = {.report = q->id, .expected = q->version};
    struct settle_hours_out out;
    struct api_step s;

    buf_init_secret(&reason, VAULT_PLAINTEXT);
    if (!api_body(q, &d, v, SETTLEMENT, r))
        return;
    if (v[WHY].present)
        sealed_text_write(&reason, &v[WHY]);
    if (!reply_outcome(r, buf_err(&reason), REFUSAL_NONE))
        return;
    in.credited = (int32_t)v[CREDITED].i;
    in.reason = (struct vault_bytes){reason.data, reason.len};
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, settle_hours_do(s.service, &s.caller, &in, &out, &s.no))) {
        answer_settled(r, &out);
    } else if (r->refusal == REFUSAL_RULE) {
        rules_json_one(&r->more, "rules", "S-10",
                       "plus de minutes que n’en compte la déclaration ou qu’il n’en reste à effectuer");
    }
}
