/* SPDX-License-Identifier: EUPL-1.2 */
/* Leads over JSON. Who follows one and who spoke to it are ids: names of colleagues are not a referent's to read. */
#include "api/res_leads.h"

#include <string.h>

#include "api/api.h"
#include "api/shapes.h"
#include "api/list.h"
#include "api/query.h"
#include "api/res_host_sheets.h"
#include "app/follow_leads.h"
#include "domain/place.h"
#include "domain/reach.h"
#include "domain/word.h"

#include "base/banned.h"

/* what a new one and a changed one have in common, then what each has of its own */
enum { NAME, INSEE, CONTACT_NAME, PHONE, EMAIL, NOTE, NEXT_ON, COMMON, WORD = COMMON, LAST, FIELDS };

#define COMMON_FIELDS \
    [NAME] = {"name", JSON_LINE, true, 1, 200}, \
    [INSEE] = {"insee", JSON_INSEE}, \
    [CONTACT_NAME] = {"contact_name", JSON_LINE, false, 0, 200}, \
    [PHONE] = {"phone", JSON_LINE, false, 0, 40}, \
    [EMAIL] = {"email", JSON_LINE, false, 0, 200}, \
    [NOTE] = {"note", JSON_LINES, false, 0, 2000}, \
    [NEXT_ON] = {"next_on", JSON_DAY, false, 0, 0}

static const struct json_field new_fields[FIELDS] = {
    COMMON_FIELDS,
    [WORD] = {"origin", JSON_CODE, true, .words = WORD_LEAD_ORIGIN},
    [LAST] = {"last_contact_on", JSON_DAY, false, 0, 0},
};
static const struct json_field changed_fields[FIELDS] = {
    COMMON_FIELDS,
    [WORD] = {"state", JSON_CODE, true, .words = WORD_LEAD_STATE},
    [LAST] = {"assigned_to", JSON_ID, false, 0, 0},
};

static const struct json_field said[] = {
    {"kind", JSON_CODE, true, .words = WORD_LEAD_EVENT_KIND},
    {"on_day", JSON_DAY, true, 0, 0},
    {"note", JSON_LINES, false, 0, 2000},
};
static const struct json_field query[] = {
    {"after", JSON_CURSOR}, {"state", JSON_CODE, .words = WORD_LEAD_STATE}, {"due", JSON_FLAG}};
static const struct json_field lead_fields[] = {
    {"id", JSON_ID, true},
    {"name", JSON_LINE, true},
    {"commune", JSON_FIELDS, .of = &shapes_commune},
    {"origin", JSON_CODE, true, .words = WORD_LEAD_ORIGIN},
    {"state", JSON_CODE, true, .words = WORD_LEAD_STATE},
    {"contact_name", JSON_LINE, true},
    {"phone", JSON_LINE, true},
    {"email", JSON_LINE, true},
    {"note", JSON_LINES, true},
    {"next_on", JSON_DAY},
    {"last_contact_on", JSON_DAY},
    {"assigned_to", JSON_ID},
    {"host", JSON_ID},
    {"created_at", JSON_TIME, true},
    {"version", JSON_INT, true},
};
static const struct json_field event_fields[] = {
    {"id", JSON_ID, true},
    {"kind", JSON_CODE, true, .words = WORD_LEAD_EVENT_KIND},
    {"on_day", JSON_DAY},
    {"note", JSON_LINES, true},
    {"by", JSON_ID, true},
    {"created_at", JSON_TIME, true},
};
static const struct json_shape event_shape = JSON_SHAPE("LeadEvent", event_fields);
static const struct json_field whole[] = {
    {NULL, JSON_ALSO, .of = &res_leads_item}, {"events", JSON_ITEMS, true, .of = &event_shape}};

const struct json_shape res_leads_list_query = JSON_SHAPE(NULL, query);
const struct json_shape res_leads_new = JSON_SHAPE("NewLead", new_fields);
const struct json_shape res_leads_changed = JSON_SHAPE("ChangedLead", changed_fields);
const struct json_shape res_leads_said = JSON_SHAPE("NewLeadEvent", said);
const struct json_shape res_leads_item = JSON_SHAPE("Lead", lead_fields);
const struct json_shape res_leads_whole = JSON_SHAPE("LeadWithEvents", whole);

static void put_lead(struct buf *b, const void *item)
{
    const struct lead *l = item;

    api_put_id(b, "id", &l->id);
    api_put_text(b, "name", l->name);
    if (l->insee[0] == '\0') {
        api_put_null(b, "commune");
    } else {
        api_open(b, "commune");
        api_put_text(b, "insee", l->insee);
        api_put_text(b, "name", l->commune);
        buf_u8(b, '}');
    }
    api_put_text(b, "origin", l->origin);
    api_put_text(b, "state", l->state);
    api_put_text(b, "contact_name", l->contact_name);
    api_put_text(b, "phone", l->phone);
    api_put_text(b, "email", l->email);
    api_put_text(b, "note", l->note);
    api_put_day_or_null(b, "next_on", &l->next_on);
    api_put_day_or_null(b, "last_contact_on", &l->last_contact_on);
    api_put_id_or_null(b, "assigned_to", &l->assigned_to);
    api_put_id_or_null(b, "host", &l->host);
    api_put_time(b, "created_at", l->created_us);
    api_put_int(b, "version", l->version);
}

static void put_event(struct buf *b, const void *item)
{
    const struct lead_event *e = item;

    api_put_id(b, "id", &e->id);
    api_put_text(b, "kind", e->kind);
    api_put_day_or_null(b, "on_day", &e->on_day);
    api_put_text(b, "note", e->note);
    api_put_id(b, "by", &e->by);
    api_put_time(b, "created_at", e->created_us);
}

static bool read_filter(const struct route_request *q, struct lead_filter *f, struct reply *r)
{
    struct query fields;

    query_init(&fields, q);
    f->due = query_flag(&fields, "due");
    f->state = query_code(&fields, "state");
    return query_end(&fields, r);
}

void res_leads_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct lead_filter filter;
    struct follow_leads_out out;
    struct api_step s;

    if (!read_filter(q, &filter, r) || !list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, follow_leads_list(s.service, &s.caller, &filter, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_lead, created_us, id));
    follow_leads_release(&out);
}

void res_leads_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct follow_leads_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, follow_leads_one(s.service, &s.caller, &q->id, &out, &s.no))) {
        buf_u8(&r->body, '{');
        put_lead(&r->body, &out.item[0]);
        list_put(&r->body, "events", &(struct list){out.event, out.events, sizeof *out.event, put_event});
        buf_u8(&r->body, '}');
        r->version = out.item[0].version;
        reply_ok(r, 200);
    }
    follow_leads_release(&out);
}

static bool read_sheet(struct json_doc *d, const struct route_request *q, struct lead_sheet *l, struct reply *r)
{
    struct json_value v[FIELDS];

    if (!api_body(q, d, v, FIELDS, r))
        return false;
    *l = (struct lead_sheet){.name = v[NAME].s, .insee = v[INSEE].s, .origin = v[WORD].s, .state = v[WORD].s,
                             .contact_name = api_text(&v[CONTACT_NAME]), .phone = api_text(&v[PHONE]),
                             .email = api_text(&v[EMAIL]), .note = api_text(&v[NOTE]), .next_on = v[NEXT_ON].day,
                             .last_contact_on = v[LAST].day, .assigned_to = v[LAST].id};
    if (!reach_phone_fits(l->phone, v[PHONE].n))
        return api_refuse(d, "", "phone", r);
    return reach_email_fits(l->email, v[EMAIL].n) || api_refuse(d, "", "email", r);
}

void res_leads_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct follow_leads_new in = {.key = q->key, .request = {q->body, q->body_n}};
    struct api_step s;

    if (!read_sheet(&d, q, &in.sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, follow_leads_create(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_leads_replace(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct lead_sheet sheet;
    struct api_step s;

    if (!read_sheet(&d, q, &sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, follow_leads_put(s.service, &s.caller, &q->id, q->version, &sheet, &s.version, &s.no));
}

void res_leads_say(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[3];
    struct follow_leads_said in = {.key = q->key, .request = {q->body, q->body_n}, .lead = q->id};
    struct api_step s;

    if (!api_body(q, &d, v, 3, r))
        return;
    in.kind = v[0].s;
    in.on_day = v[1].day;
    in.note = api_text(&v[2]);
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, follow_leads_say(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_leads_convert(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct follow_leads_host in = {
        .key = q->key, .request = {q->body, q->body_n}, .lead = q->id, .expected = q->version};
    struct api_step s;

    if (!res_host_sheets_of_lead(&d, q, &in.sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, follow_leads_convert(s.service, &s.caller, &in, &s.made, &s.no));
}
