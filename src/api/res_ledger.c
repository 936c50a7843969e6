/* SPDX-License-Identifier: EUPL-1.2 */
/* The ledger of a measure over JSON, as it is or as it was at an instant. What was ordered is what is ordered today. */
#include "api/res_ledger.h"

#include "api/api.h"
#include "api/list.h"
#include "api/shapes.h"
#include "api/query.h"
#include "api/sealed_text.h"
#include "app/settle_hours.h"
#include "base/err.h"

#include "base/banned.h"

#define REASON 4000

static const struct json_field query[] = {{"at", JSON_TIME}, {"after", JSON_CURSOR}};
static const struct json_field countering[] = {{"reason", JSON_LINES, true, 1, REASON}};
static const struct json_field entry[] = {
    {"id", JSON_ID, true},
    {"placement", JSON_ID, true},
    {"report", JSON_ID, true},
    {"kind", JSON_CODE, true, .words = WORD_ENTRY_KIND},
    {"minutes", JSON_INT, true},
    {"reasoned", JSON_FLAG, true},
    {"day", JSON_DAY},
    {"reverses", JSON_ID},
    {"reversed_by", JSON_ID},
    {"made_by", JSON_ID, true},
    {"made_at", JSON_TIME, true},
};
static const struct json_shape entry_shape = JSON_SHAPE("LedgerEntry", entry);
static const struct json_field ledger[] = {
    {"ordered_minutes", JSON_INT},
    {"balance", JSON_INT},
    {"remaining", JSON_INT},
    {"items", JSON_ITEMS, true, .of = &entry_shape},
    {"next", JSON_LINE},
};

const struct json_shape res_ledger_read_query = JSON_SHAPE(NULL, query);
const struct json_shape res_ledger_new_counter = JSON_SHAPE("NewCounterEntry", countering);
const struct json_shape res_ledger_page = JSON_SHAPE("Ledger", ledger);

static void put_entry(struct buf *b, const void *item)
{
    const struct ledger_entry *e = item;

    api_put_id(b, "id", &e->id);
    api_put_id(b, "placement", &e->placement);
    api_put_id(b, "report", &e->report);
    api_put_text(b, "kind", e->kind);
    api_put_int(b, "minutes", e->minutes);
    api_put_flag(b, "reasoned", e->reasoned);
    api_put_day_or_null(b, "day", &e->day);
    api_put_id_or_null(b, "reverses", &e->reverses);
    api_put_id_or_null(b, "reversed_by", &e->reversed_by);
    api_put_id(b, "made_by", &e->made_by);
    api_put_time(b, "made_at", e->made_us);
}

static void put_ledger(struct buf *b, const struct settle_hours_ledger_out *out)
{
    const struct list_timed page = LIST_TIMED(*out, put_entry, made_us, id);
    const struct ledger_balance *sum = &out->balance;
    char next[API_CURSOR];

    buf_u8(b, '{');
    api_put_int_or_null(b, "ordered_minutes", sum->ordered > 0, sum->ordered);
    api_put_int(b, "balance", sum->credited);
    api_put_int_or_null(b, "remaining", sum->ordered > 0, sum->ordered - sum->credited);
    list_put(b, "items", &page.rows);
    api_put_text_or_null(b, "next", list_timed_next(&page, next));
    buf_u8(b, '}');
}

void res_ledger_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct settle_hours_ledger_out out;
    struct api_step s;
    struct query f;
    const int64_t *at;
    int64_t us;

    query_init(&f, q);
    at = query_time(&f, "at", &us);
    if (!query_end(&f, r) || !list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, settle_hours_ledger(s.service, &s.caller, &q->id, at, s.after, &out, &s.no))) {
        put_ledger(&r->body, &out);
        reply_ok(r, 200);
    }
    settle_hours_ledger_release(&out);
}

void res_ledger_counter(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct buf reason SCOPED_BUF;
    struct settle_hours_counter_in in = {.key = q->key, .request = {q->body, q->body_n}, .entry = q->id};
    struct api_step s;

    buf_init_secret(&reason, VAULT_PLAINTEXT);
    if (!api_body(q, &d, v, 1, r))
        return;
    sealed_text_write(&reason, &v[0]);
    if (!reply_outcome(r, buf_err(&reason), REFUSAL_NONE))
        return;
    in.reason = (struct vault_bytes){reason.data, reason.len};
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, settle_hours_counter(s.service, &s.caller, &in, &s.made, &s.no));
}
