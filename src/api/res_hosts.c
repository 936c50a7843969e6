/* SPDX-License-Identifier: EUPL-1.2 */
/* Hosts over JSON, as they are read. Civil status of contacts is there for who works on the file and for the host's
 * manager; for others these members are absent, not null. The writing is in res_host_sheets.c. */
#include "api/res_hosts.h"

#include <inttypes.h>

#include "api/api.h"
#include "app/list_hosts.h"
#include "base/err.h"
#include "domain/place.h"
#include "domain/word.h"

#include "base/banned.h"

const char *const res_hosts_list_query[] = {"after", "form", "commune", "state", "standing", NULL};

static void put_commune(struct buf *b, const char *insee, const char *name)
{
    buf_str(b, "\"commune\":{");
    api_put_text(b, "insee", insee);
    buf_u8(b, ',');
    api_put_text(b, "name", name);
    buf_u8(b, '}');
}

static void put_host(struct buf *b, const struct host *h)
{
    api_put_id(b, "id", &h->id);
    buf_u8(b, ',');
    api_put_text(b, "name", h->name);
    buf_u8(b, ',');
    api_put_text(b, "form", h->form);
    buf_u8(b, ',');
    api_put_text_or_null(b, "siren", h->siren);
    buf_u8(b, ',');
    put_commune(b, h->insee, h->commune);
    buf_u8(b, ',');
    api_put_text(b, "state", h->state);
    buf_u8(b, ',');
    api_put_text(b, "standing", standing_code(h->standing));
    buf_u8(b, ',');
    api_put_day_or_null(b, "standing_until", &h->until);
    buf_u8(b, ',');
    api_put_int(b, "version", h->version);
}

/* A word of a closed list, or nothing; *bad when it is neither. */
static const char *word_of(const struct route_request *q, const char *field, enum word_list list, bool *bad)
{
    size_t n;
    const char *s = params_get(&q->query, field, &n);
    const char *word = s == NULL ? NULL : word_find(list, s, n);

    *bad = *bad || (s != NULL && word == NULL);
    return word;
}

static bool read_filter(const struct route_request *q, struct host_filter *f)
{
    size_t n;
    bool bad = false;
    const char *standing = params_get(&q->query, "standing", &n);

    f->standing = standing == NULL ? STANDING_UNKNOWN : standing_parse(standing, n);
    if (standing != NULL && f->standing == STANDING_UNKNOWN)
        return false;
    f->form = word_of(q, "form", WORD_LEGAL_FORM, &bad);
    f->state = word_of(q, "state", WORD_HOST_STATE, &bad);
    f->insee = params_get(&q->query, "commune", &n);
    return !bad && (f->insee == NULL || place_insee_fits(f->insee, n));
}

void res_hosts_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct host_filter filter;
    struct host_cursor cursor;
    struct list_hosts_out out;
    struct service_caller c;
    char next[API_CURSOR];
    enum refusal no;
    size_t n;
    const char *after = params_get(&q->query, "after", &n);
    int rc;

    if (!read_filter(q, &filter) || (after != NULL && !api_read_cursor(after, n, &cursor.created_us, &cursor.id))) {
        reply_refuse(r, REFUSAL_PARAMETER, NULL);
        return;
    }
    api_caller(&c, q);
    rc = list_hosts_do(a->service, &c, &filter, after == NULL ? NULL : &cursor, &out, &no);
    if (reply_outcome(r, rc, no)) {
        const struct host *last = out.more ? &out.item[out.n - 1] : NULL;

        api_open_list(&r->body);
        for (size_t i = 0; i < out.n; i++) {
            api_next_item(&r->body, i);
            buf_u8(&r->body, '{');
            put_host(&r->body, &out.item[i]);
            buf_u8(&r->body, '}');
        }
        api_close_page(&r->body, last == NULL ? NULL : api_cursor(next, last->created_us, &last->id));
        reply_ok(r, 200);
    }
    list_hosts_release(&out);
    service_caller_wipe(&c);
}

/* "lat":50.632970 ; JSON has no other form for a fraction */
static void put_degrees(struct buf *b, const char *name, int32_t millionths)
{
    int64_t v = millionths < 0 ? -(int64_t)millionths : millionths;

    buf_fmt(b, "\"%s\":%s%" PRId64 ".%06" PRId64, name, millionths < 0 ? "-" : "", v / 1000000, v % 1000000);
}

static void put_site(struct buf *b, const struct site *s)
{
    buf_u8(b, '{');
    api_put_id(b, "id", &s->id);
    buf_u8(b, ',');
    api_put_text(b, "name", s->name);
    buf_u8(b, ',');
    api_put_text(b, "address", s->address);
    buf_u8(b, ',');
    put_commune(b, s->insee, s->commune);
    buf_u8(b, ',');
    if (s->point.known) {
        put_degrees(b, "lat", s->point.lat);
        buf_u8(b, ',');
        put_degrees(b, "lon", s->point.lon);
    } else {
        buf_str(b, "\"lat\":null,\"lon\":null");
    }
    buf_u8(b, ',');
    api_put_text(b, "access", s->access);
    buf_u8(b, ',');
    api_put_flag(b, "step_free", s->step_free);
    buf_u8(b, ',');
    api_put_flag(b, "closed", s->closed);
    buf_u8(b, ',');
    api_put_int(b, "version", s->version);
    buf_u8(b, '}');
}

/* As the policies of offer.contact_civil have it. */
static bool sees_civil_status(enum role role)
{
    return role == ROLE_DIRECTOR || role == ROLE_REFERENT || role == ROLE_HOST_MANAGER;
}

static void put_contact(struct buf *b, const struct contact *t, bool civil)
{
    buf_u8(b, '{');
    api_put_id(b, "id", &t->id);
    buf_u8(b, ',');
    api_put_text(b, "part", t->part);
    buf_u8(b, ',');
    api_put_text(b, "name", t->name);
    buf_u8(b, ',');
    api_put_text(b, "function", t->function);
    buf_u8(b, ',');
    api_put_text(b, "phone", t->phone);
    buf_u8(b, ',');
    api_put_text(b, "email", t->email);
    buf_u8(b, ',');
    if (civil) {
        api_put_day_or_null(b, "birth_date", &t->birth_date);
        buf_u8(b, ',');
        api_put_text(b, "birth_place", t->birth_place);
        buf_u8(b, ',');
        api_put_text(b, "nationality", t->nationality);
        buf_u8(b, ',');
    }
    api_put_int(b, "version", t->version);
    buf_u8(b, '}');
}

static void put_habilitation(struct buf *b, const struct host_habilitation *h)
{
    buf_u8(b, '{');
    api_put_text(b, "territory", h->territory);
    buf_u8(b, ',');
    api_put_text(b, "public", h->public);
    buf_u8(b, ',');
    api_put_day_or_null(b, "from", &h->from);
    buf_u8(b, ',');
    api_put_day_or_null(b, "to", &h->to);
    buf_u8(b, ',');
    api_put_flag(b, "withdrawn", h->withdrawn);
    buf_u8(b, '}');
}

static void put_procedure(struct buf *b, const struct host_procedure *p)
{
    buf_u8(b, '{');
    api_put_id(b, "id", &p->id);
    buf_u8(b, ',');
    api_put_text(b, "kind", p->kind);
    buf_u8(b, ',');
    api_put_text(b, "public", p->public);
    buf_u8(b, ',');
    api_put_text(b, "state", p->state);
    buf_u8(b, '}');
}

static void put_sheet(struct buf *b, const struct list_hosts_sheet *s, bool civil)
{
    buf_u8(b, '{');
    put_host(b, &s->host);
    buf_u8(b, ',');
    api_put_text(b, "address", s->more.address);
    buf_u8(b, ',');
    api_put_text(b, "state_reason", s->more.state_reason);
    buf_str(b, ",\"sites\":[");
    for (size_t i = 0; i < s->sites; i++) {
        api_next_item(b, i);
        put_site(b, &s->site[i]);
    }
    buf_str(b, "],\"contacts\":[");
    for (size_t i = 0; i < s->contacts; i++) {
        api_next_item(b, i);
        put_contact(b, &s->contact[i], civil);
    }
    buf_str(b, "],\"habilitations\":[");
    for (size_t i = 0; i < s->habilitations; i++) {
        api_next_item(b, i);
        put_habilitation(b, &s->habilitation[i]);
    }
    buf_str(b, "],\"procedures\":[");
    for (size_t i = 0; i < s->procedures; i++) {
        api_next_item(b, i);
        put_procedure(b, &s->procedure[i]);
    }
    buf_str(b, "]}");
}

void res_hosts_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct list_hosts_sheet out;
    struct service_caller c;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = list_hosts_one(a->service, &c, &q->id, &out, &no);
    if (reply_outcome(r, rc, no)) {
        put_sheet(&r->body, &out, sees_civil_status(q->role));
        r->version = out.host.version;
        reply_ok(r, 200);
    }
    list_hosts_close(&out);
    service_caller_wipe(&c);
}
