/* SPDX-License-Identifier: EUPL-1.2 */
/* Incidents over JSON, by who reads them (table 6a): the service all that is clear; people of a host, who see those
 * that they told, neither the case nor whom of the service or which judge it reached; an auditor dates and states. A
 * member that a reader may not have is not there. The words may be left out: an alarm waits for no key. */
#include "api/res_incidents.h"

#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "api/placement_json.h"
#include "api/query.h"
#include "api/sealed_text.h"
#include "app/report_incident.h"
#include "base/err.h"
#include "domain/word.h"

#include "base/banned.h"

#define TEXT_MAX 4000 /* characters of words, of a note */

static const struct json_field query[] = {
    {"after", JSON_CURSOR},
    {"placement", JSON_ID},
    {"case", JSON_ID},
    {"kind", JSON_CODE, .words = WORD_INCIDENT_KIND},
    {"open", JSON_YES},
};
static const struct json_field item_fields[] = {
    {"id", JSON_ID, true},
    {"placement", JSON_ID, true},
    {"day", JSON_DAY},
    {"stopped", JSON_FLAG, true},
    {"reported_at", JSON_TIME},
    {"resumed_on", JSON_DAY},
    {"declared_on", JSON_DAY},
    {"closed_at", JSON_TIME},
    {"version", JSON_INT, true},
    {"case", JSON_ID, true, .some = true},
    {"seen_at", JSON_TIME, .some = true},
    {"judge_told_on", JSON_DAY, .some = true},
    {"kind", JSON_CODE, true, .words = WORD_INCIDENT_KIND, .some = true},
    {"reported_by", JSON_ID, true, .some = true},
    {"text_version", JSON_INT, true, .some = true},
    {"by_host", JSON_FLAG, true, .some = true},
    {"seen_by", JSON_ID, .some = true},
    {"note_version", JSON_INT, true, .some = true},
};

enum { PLACEMENT, KIND, DAY, STOPPED, WORDS, TOLD };

static const struct json_field told_fields[TOLD] = {
    [PLACEMENT] = {"placement", JSON_ID, true, 0, 0},
    [KIND] = {"kind", JSON_CODE, true, .words = WORD_INCIDENT_KIND},
    [DAY] = {"day", JSON_DAY, true, 0, 0},
    [STOPPED] = {"stopped", JSON_FLAG, true, 0, 0},
    [WORDS] = {"words", JSON_LINES, false, 1, TEXT_MAX},
};

enum { DECLARED, JUDGE_TOLD, RESUMED, CLOSED, NOTE, STEP };

static const struct json_field step_fields[STEP] = {
    [DECLARED] = {"declared_on", JSON_DAY, false, 0, 0},
    [JUDGE_TOLD] = {"judge_told_on", JSON_DAY, false, 0, 0},
    [RESUMED] = {"resumed_on", JSON_DAY, false, 0, 0},
    [CLOSED] = {"closed", JSON_FLAG, true, 0, 0},
    [NOTE] = {"note", JSON_LINES, false, 1, TEXT_MAX},
};

const struct json_shape res_incidents_list_query = JSON_SHAPE(NULL, query);
const struct json_shape res_incidents_item = JSON_SHAPE("Incident", item_fields);
const struct json_shape res_incidents_new = JSON_SHAPE("NewIncident", told_fields);
const struct json_shape res_incidents_step = JSON_SHAPE("IncidentFollowUp", step_fields);

/* What everybody reads who sees it at all. */
static void put_common(struct buf *b, const struct incident *i)
{
    api_put_id(b, "id", &i->id);
    api_put_id(b, "placement", &i->told.placement);
    api_put_day_or_null(b, "day", &i->told.day);
    api_put_flag(b, "stopped", i->told.stopped);
    api_put_time_or_null(b, "reported_at", i->reported_us);
    api_put_day_or_null(b, "resumed_on", &i->step.resumed_on);
    api_put_day_or_null(b, "declared_on", &i->step.declared_on);
    api_put_time_or_null(b, "closed_at", i->closed_us);
    api_put_int(b, "version", i->version);
}

/* Not for the host. */
static void put_steps(struct buf *b, const struct incident *i)
{
    api_put_id(b, "case", &i->case_id);
    api_put_time_or_null(b, "seen_at", i->seen_us);
    api_put_day_or_null(b, "judge_told_on", &i->step.judge_told_on);
}

/* Not for an auditor. */
static void put_told(struct buf *b, const struct incident *i)
{
    api_put_text(b, "kind", i->told.kind);
    api_put_id(b, "reported_by", &i->reported_by);
    api_put_int(b, "text_version", i->text_version);
}

static void put_for_host(struct buf *b, const void *item)
{
    put_common(b, item);
    put_told(b, item);
}

static void put_for_auditor(struct buf *b, const void *item)
{
    put_common(b, item);
    put_steps(b, item);
}

static void put_for_service(struct buf *b, const void *item)
{
    const struct incident *i = item;

    put_common(b, i);
    put_steps(b, i);
    put_told(b, i);
    api_put_flag(b, "by_host", i->by_host);
    api_put_id_or_null(b, "seen_by", &i->seen_by);
    api_put_int(b, "note_version", i->note_version);
}

static void (*put_of(enum role reader))(struct buf *, const void *)
{
    return placement_json_is_host(reader) ? put_for_host : reader == ROLE_AUDITOR ? put_for_auditor : put_for_service;
}

/* What is not told of a row does not choose it either. */
static bool read_filter(const struct route_request *q, struct incident_filter *f, struct reply *r)
{
    struct query fields;

    *f = (struct incident_filter){0};
    query_init(&fields, q);
    (void)query_id(&fields, "placement", &f->placement);
    (void)query_id(&fields, "case", &f->case_id);
    f->kind = query_code(&fields, "kind");
    f->open = query_true(&fields, "open");
    if ((placement_json_is_host(q->role) && !uuid_is_nil(&f->case_id)) || (q->role == ROLE_AUDITOR && f->kind != NULL))
        fields.bad = true;
    return query_end(&fields, r);
}

void res_incidents_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct incident_filter filter;
    struct report_incident_out out;
    struct api_step s;

    if (!read_filter(q, &filter, r) || !list_begin(&s, ctx, q, r))
        return;
    filter.after = s.after;
    if (api_step_done(&s, r, report_incident_list(s.service, &s.caller, &filter, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_of(q->role), reported_us, id));
    report_incident_release(&out);
}

void res_incidents_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct incident out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, report_incident_one(s.service, &s.caller, &q->id, &out, &s.no))) {
        buf_u8(&r->body, '{');
        put_of(q->role)(&r->body, &out);
        buf_u8(&r->body, '}');
        r->version = out.version;
        reply_ok(r, 200);
    }
}

void res_incidents_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[TOLD];
    struct buf plain SCOPED_BUF;
    struct report_incident_in in = {.key = q->key, .request = {q->body, q->body_n}};
    struct api_step s;

    buf_init_secret(&plain, VAULT_PLAINTEXT);
    if (!api_body(q, &d, v, TOLD, r))
        return;
    in.told.kind = v[KIND].s;
    in.told.placement = v[PLACEMENT].id;
    in.told.day = v[DAY].day;
    in.told.stopped = v[STOPPED].flag;
    if (v[WORDS].present)
        sealed_text_write(&plain, &v[WORDS]);
    if (!reply_outcome(r, buf_err(&plain), REFUSAL_NONE))
        return;
    in.words = (struct vault_bytes){plain.data, plain.len};
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, report_incident_new(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_incidents_follow(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[STEP];
    struct buf plain SCOPED_BUF;
    struct report_incident_step in = {.id = q->id, .expected = q->version};
    struct api_step s;

    buf_init_secret(&plain, VAULT_PLAINTEXT);
    if (!api_body(q, &d, v, STEP, r))
        return;
    in.step = (struct incident_step){v[DECLARED].day, v[JUDGE_TOLD].day, v[RESUMED].day, v[CLOSED].flag};
    if (v[NOTE].present)
        sealed_text_write(&plain, &v[NOTE]);
    if (!reply_outcome(r, buf_err(&plain), REFUSAL_NONE))
        return;
    in.note = (struct vault_bytes){plain.data, plain.len};
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, report_incident_follow(s.service, &s.caller, &in, &s.version, &s.no));
}
