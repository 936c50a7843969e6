/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports to the judge over JSON. An auditor reads that there is one and its dates, not what it is about (table 6a).
 * The text of one is in res_sealed. */
#include "api/res_reports.h"

#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "app/judge_reports.h"
#include "base/err.h"
#include "domain/word.h"

#include "base/banned.h"

#define LAST_YEAR 2099 /* what is due later is a mistake of typing */

enum { KIND, INCIDENT, DUE, FIELDS };

static const struct json_field fields[FIELDS] = {
    [KIND] = {"kind", JSON_CODE, true, .words = WORD_JUDGE_REPORT_KIND},
    [INCIDENT] = {"incident", JSON_ID, false, 0, 0},
    [DUE] = {"due_on", JSON_DAY, false, 0, 0},
};
static const struct json_field sent[] = {{"sent_on", JSON_DAY, true, 0, 0}};
static const struct json_field item_fields[] = {
    {"id", JSON_ID, true},
    {"measure", JSON_ID, true},
    {"case", JSON_ID, true},
    {"created_at", JSON_TIME, true},
    {"due_on", JSON_DAY},
    {"sent_on", JSON_DAY},
    {"dropped_at", JSON_TIME},
    {"kind", JSON_CODE, true, .words = WORD_JUDGE_REPORT_KIND, .some = true},
    {"incident", JSON_ID, .some = true},
    {"written_by", JSON_ID, true, .some = true},
    {"text_version", JSON_INT, true, .some = true},
    {"version", JSON_INT, true, .some = true},
};

const struct json_shape res_reports_new = JSON_SHAPE("NewReport", fields);
const struct json_shape res_reports_sent = JSON_SHAPE("SentReport", sent);
const struct json_shape res_reports_item = JSON_SHAPE("Report", item_fields);

static void put_dates(struct buf *b, const void *item)
{
    const struct judge_report *j = item;

    api_put_id(b, "id", &j->id);
    api_put_id(b, "measure", &j->begun.measure);
    api_put_id(b, "case", &j->case_id);
    api_put_time(b, "created_at", j->created_us);
    api_put_day_or_null(b, "due_on", &j->begun.due_on);
    api_put_day_or_null(b, "sent_on", &j->sent_on);
    api_put_time_or_null(b, "dropped_at", j->dropped_us);
}

static void put_report(struct buf *b, const void *item)
{
    const struct judge_report *j = item;

    put_dates(b, j);
    api_put_text(b, "kind", j->begun.kind);
    api_put_id_or_null(b, "incident", &j->begun.incident);
    api_put_id(b, "written_by", &j->written_by);
    api_put_int(b, "text_version", j->text_version);
    api_put_int(b, "version", j->version);
}

void res_reports_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct judge_reports_out out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, judge_reports_list(s.service, &s.caller, &q->id, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, q->role == ROLE_AUDITOR ? put_dates : put_report, created_us, id));
    judge_reports_release(&out);
}

void res_reports_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct judge_reports_in in = {.key = q->key, .request = {q->body, q->body_n}, .begun.measure = q->id};
    struct api_step s;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    in.begun.kind = v[KIND].s;
    if (v[INCIDENT].present && strcmp(in.begun.kind, "incident") != 0) {
        api_refuse(&d, "", "incident", r);
        return;
    }
    if (v[DUE].day.year > LAST_YEAR) {
        api_refuse(&d, "", "due_on", r);
        return;
    }
    in.begun.incident = v[INCIDENT].id;
    in.begun.due_on = v[DUE].day;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, judge_reports_new(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_reports_send(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, judge_reports_send(s.service, &s.caller, &q->id, q->version, &v[0].day, &s.version, &s.no));
}

void res_reports_drop(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;

    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, judge_reports_drop(s.service, &s.caller, &q->id, q->version, &s.version, &s.no));
}
