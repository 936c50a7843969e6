/* SPDX-License-Identifier: EUPL-1.2 */
/* The last day of a placement over JSON, and how it was moved. One that a rule forbids is refused with all the rules
 * that it breaks. The reason goes to be sealed and is in no answer but that of its own door. */
#include "api/res_last_day.h"

#include "api/api.h"
#include "api/list.h"
#include "api/rules_json.h"
#include "api/sealed_text.h"
#include "app/move_last_day.h"

#include "base/banned.h"

#define REASON 4000

enum { LAST_DAY, ASKED_BY, WHY, FIELDS };

static const struct json_field fields[FIELDS] = {
    [LAST_DAY] = {"last_day", JSON_DAY, true, 0, 0},
    [ASKED_BY] = {"asked_by", JSON_CODE, true, .words = WORD_ASKER},
    [WHY] = {"reason", JSON_LINES, true, 1, REASON},
};
static const struct json_field change[] = {
    {"id", JSON_ID, true},
    {"asked_by", JSON_CODE, true, .words = WORD_ASKER},
    {"last_day", JSON_DAY, true},
    {"replaced", JSON_DAY, true},
    {"made_by", JSON_ID, true},
    {"made_at", JSON_TIME, true},
};

const struct json_shape res_last_day_new = JSON_SHAPE("LastDay", fields);
const struct json_shape res_last_day_item = JSON_SHAPE("LastDayChange", change);

void res_last_day_move(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct buf reason SCOPED_BUF;
    struct json_value v[FIELDS];
    struct move_last_day_in in = {.placement = q->id, .expected = q->version};
    struct move_last_day_out out;
    struct api_step s;

    buf_init_secret(&reason, VAULT_PLAINTEXT);
    if (!api_body(q, &d, v, FIELDS, r))
        return;
    sealed_text_write(&reason, &v[WHY]);
    if (!reply_outcome(r, buf_err(&reason), REFUSAL_NONE))
        return;
    in.last_day = v[LAST_DAY].day;
    in.asked_by = v[ASKED_BY].s;
    in.reason = (struct vault_bytes){reason.data, reason.len};
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, move_last_day_do(s.service, &s.caller, &in, &out, &s.no)))
        api_changed(r, out.version);
    else if (out.broken.n > 0)
        rules_json_put(&r->more, "rules", out.broken.rule, out.broken.n, RULE_PLACEMENT);
}

static void put_change(struct buf *b, const void *item)
{
    const struct last_day_change *c = item;

    api_put_id(b, "id", &c->id);
    api_put_text(b, "asked_by", c->asked_by);
    api_put_day_or_null(b, "last_day", &c->last_day);
    api_put_day_or_null(b, "replaced", &c->replaced);
    api_put_id(b, "made_by", &c->made_by);
    api_put_time(b, "made_at", c->made_us);
}

void res_last_day_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct move_last_day_list out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, move_last_day_history(s.service, &s.caller, &q->id, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_change, made_us, id));
}
