/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.lead and offer.lead_event. */
#include "store/lead.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

#define LEADS \
    "SELECT l.id, l.name, l.insee, c.nom, l.origin::text, l.state::text, l.contact_name, l.phone, l.email, l.note, " \
    "l.next_on, l.last_contact_on, l.assigned_to, l.host_id, l.version, l.created_at " \
    "FROM offer.lead l LEFT JOIN offer.commune c ON c.insee = l.insee "

static const struct conn_stmt stmts[LEAD_STATEMENTS] = {
    [LEAD_LIST] = {"lead_list", LEADS "WHERE ($1::text IS NULL OR l.state::text = $1) "
                                      "AND (NOT $2::boolean OR l.next_on <= offer.today()) "
                                      "AND ($3::timestamptz IS NULL OR (l.created_at, l.id) < ($3, $4::uuid)) "
                                      "ORDER BY l.created_at DESC, l.id DESC LIMIT 51"},
    [LEAD_ONE] = {"lead_one", LEADS "WHERE l.id = $1"},
    [LEAD_EVENTS] = {"lead_events", "SELECT id, kind::text, on_day, note, by_account, created_at FROM "
                                    "offer.lead_event WHERE lead_id = $1 ORDER BY on_day DESC, created_at DESC, id"},
    [LEAD_NEW] = {"lead_new", "SELECT id, replayed FROM offer.lead_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
    [LEAD_PUT] = {"lead_put", "SELECT offer.lead_put($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
    [LEAD_EVENT_NEW] = {"lead_event_new", "SELECT id, replayed FROM offer.lead_event_new($1, $2, $3, $4, $5, $6)"},
    [LEAD_CONVERT] = {"lead_convert", "SELECT id, replayed FROM offer.lead_convert($1, $2, $3, $4, $5, $6, $7, $8)"},
};

const struct conn_group lead_statements = {stmts, LEAD_STATEMENTS};

void lead_list_step(struct conn_step *s, struct param_list *p, const struct lead_filter *f,
                    const struct page_cursor *after)
{
    conn_step_begin(s, p, &stmts[LEAD_LIST]);
    param_str(p, f->state);
    param_bool(p, f->due);
    param_cursor(p, after);
}

void lead_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[LEAD_ONE], id);
}

void lead_events_step(struct conn_step *s, struct param_list *p, const struct uuid *lead)
{
    conn_step_about(s, p, &stmts[LEAD_EVENTS], lead);
}

static void read_lead(struct row *r, void *item)
{
    struct lead *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->name, sizeof out->name);
    row_copy_or_none(r, out->insee, sizeof out->insee);
    row_copy_or_none(r, out->commune, sizeof out->commune);
    row_copy(r, out->origin, sizeof out->origin);
    row_copy(r, out->state, sizeof out->state);
    row_copy(r, out->contact_name, sizeof out->contact_name);
    row_copy(r, out->phone, sizeof out->phone);
    row_copy(r, out->email, sizeof out->email);
    row_copy(r, out->note, sizeof out->note);
    row_day_or_none(r, &out->next_on);
    row_day(r, &out->last_contact_on);
    row_uuid_or_nil(r, &out->assigned_to);
    row_uuid_or_nil(r, &out->host);
    out->version = row_i32(r);
    out->created_us = row_time(r);
}

int lead_read_list(const struct conn_step *s, struct lead out[LEAD_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_lead, out, sizeof *out, LEAD_PAGE, n, more);
}

int lead_read_one(const struct conn_step *s, struct lead *out)
{
    return rows_read_one(s, read_lead, out, sizeof *out);
}

static void read_event(struct row *r, void *item)
{
    struct lead_event *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->kind, sizeof out->kind);
    row_day(r, &out->on_day);
    row_copy(r, out->note, sizeof out->note);
    row_uuid(r, &out->by);
    out->created_us = row_time(r);
}

int lead_read_events(const struct conn_step *s, struct lead_event **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_event, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

static void put_reach(struct param_list *p, const struct lead_sheet *l)
{
    param_str(p, l->contact_name);
    param_str(p, l->phone);
    param_str(p, l->email);
    param_str(p, l->note);
    param_day(p, &l->next_on);
}

void lead_new_step(struct conn_step *s, struct param_list *p, const struct lead_sheet *l, const unsigned char *key,
                   const unsigned char *digest)
{
    conn_step_begin(s, p, &stmts[LEAD_NEW]);
    param_str(p, l->name);
    param_str(p, l->insee);
    param_str(p, l->origin);
    put_reach(p, l);
    param_day(p, &l->last_contact_on);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void lead_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                   const struct lead_sheet *l)
{
    conn_step_about(s, p, &stmts[LEAD_PUT], id);
    param_i32(p, expected);
    param_str(p, l->name);
    param_str(p, l->insee);
    param_str(p, l->state);
    put_reach(p, l);
    param_uuid_or_null(p, &l->assigned_to);
}

void lead_event_new_step(struct conn_step *s, struct param_list *p, const struct uuid *lead, const char *kind,
                         const struct day *on_day, const char *note, const unsigned char *key,
                         const unsigned char *digest)
{
    conn_step_about(s, p, &stmts[LEAD_EVENT_NEW], lead);
    param_str(p, kind);
    param_day(p, on_day);
    param_str(p, note);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void lead_convert_step(struct conn_step *s, struct param_list *p, const struct uuid *lead, int32_t expected,
                       const struct host_sheet *h, const unsigned char *key, const unsigned char *digest)
{
    conn_step_about(s, p, &stmts[LEAD_CONVERT], lead);
    param_i32(p, expected);
    param_str(p, h->form);
    param_str(p, h->siren);
    param_str(p, h->insee);
    param_str(p, h->address);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}
