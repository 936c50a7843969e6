/* SPDX-License-Identifier: EUPL-1.2 */
/* Hosts over JSON, as they are read. Civil status of contacts is there for who works on the file and for the host's
 * manager; for others these members are absent, not null. The writing is in res_host_sheets.c. */
#include "api/res_hosts.h"

#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "api/query.h"
#include "api/res_absences.h"
#include "api/shapes.h"
#include "api/way_json.h"
#include "app/list_hosts.h"
#include "domain/word.h"

#include "base/banned.h"

static const char *standing(size_t i)
{
    return i + STANDING_UNKNOWN + 1 < STANDING_COUNT ? standing_code((enum standing)(i + STANDING_UNKNOWN + 1)) : NULL;
}

static const struct json_field query[] = {
    {"after", JSON_CURSOR},
    {"form", JSON_CODE, .words = WORD_LEGAL_FORM},
    {"commune", JSON_INSEE},
    {"state", JSON_CODE, .words = WORD_HOST_STATE},
    {"standing", JSON_CODE, .code = standing},
};
static const struct json_field host[] = {
    {"id", JSON_ID, true},
    {"name", JSON_LINE, true},
    {"form", JSON_CODE, true, .words = WORD_LEGAL_FORM},
    {"siren", JSON_LINE},
    {"commune", JSON_FIELDS, true, .of = &shapes_commune},
    {"state", JSON_CODE, true, .words = WORD_HOST_STATE},
    {"standing", JSON_CODE, true, .code = standing},
    {"standing_until", JSON_DAY},
    {"version", JSON_INT, true},
};
static const struct json_field site[] = {
    {"id", JSON_ID, true},
    {"name", JSON_LINE, true},
    {"address", JSON_LINE, true},
    {"commune", JSON_FIELDS, true, .of = &shapes_commune},
    {"lat", JSON_DECIMAL},
    {"lon", JSON_DECIMAL},
    {"access", JSON_LINES, true},
    {"step_free", JSON_FLAG, true},
    {NULL, JSON_ALSO, .of = &way_json_stop_shape},
    {"closed", JSON_FLAG, true},
    {"version", JSON_INT, true},
};
static const struct json_shape site_shape = JSON_SHAPE("Site", site);
static const struct json_field contact[] = {
    {"id", JSON_ID, true},
    {"part", JSON_CODE, true, .words = WORD_CONTACT_PART},
    {"name", JSON_LINE, true},
    {"function", JSON_LINE, true},
    {"phone", JSON_LINE, true},
    {"email", JSON_LINE, true},
    {"people_max", JSON_INT},
    {"trained_on", JSON_DAY},
    {"people", JSON_INT},
    {"birth_date", JSON_DAY, .some = true},
    {"birth_place", JSON_LINE, true, .some = true},
    {"nationality", JSON_LINE, true, .some = true},
    {"version", JSON_INT, true},
};
static const struct json_shape contact_shape = JSON_SHAPE("Contact", contact);
static const struct json_field habilitation[] = {
    {"territory", JSON_LINE, true},
    {"public", JSON_CODE, true, .words = WORD_PUBLIC},
    {"from", JSON_DAY},
    {"to", JSON_DAY},
    {"withdrawn", JSON_FLAG, true},
};
static const struct json_shape habilitation_shape = JSON_SHAPE("Habilitation", habilitation);
static const struct json_field procedure[] = {
    {"id", JSON_ID, true},
    {"kind", JSON_CODE, true, .words = WORD_PROCEDURE_KIND},
    {"public", JSON_CODE, true, .words = WORD_PUBLIC},
    {"state", JSON_CODE, true, .words = WORD_PROCEDURE_STATE},
};
static const struct json_shape procedure_shape = JSON_SHAPE("ProcedureOfHost", procedure);
static const struct json_field sheet[] = {
    {NULL, JSON_ALSO, .of = &res_hosts_item},
    {"address", JSON_LINE, true},
    {"state_reason", JSON_LINES, true},
    {"sites", JSON_ITEMS, true, .of = &site_shape},
    {"contacts", JSON_ITEMS, true, .of = &contact_shape},
    {"absences", JSON_ITEMS, true, .of = &res_absences_item},
    {"habilitations", JSON_ITEMS, true, .of = &habilitation_shape},
    {"procedures", JSON_ITEMS, true, .of = &procedure_shape},
};

const struct json_shape res_hosts_list_query = JSON_SHAPE(NULL, query);
const struct json_shape res_hosts_item = JSON_SHAPE("Host", host);
const struct json_shape res_hosts_sheet = JSON_SHAPE("HostSheet", sheet);

static void put_commune(struct buf *b, const char *insee, const char *name)
{
    api_open(b, "commune");
    api_put_text(b, "insee", insee);
    api_put_text(b, "name", name);
    buf_u8(b, '}');
}

static void put_host(struct buf *b, const void *item)
{
    const struct host *h = item;

    api_put_id(b, "id", &h->id);
    api_put_text(b, "name", h->name);
    api_put_text(b, "form", h->form);
    api_put_text_or_null(b, "siren", h->siren);
    put_commune(b, h->insee, h->commune);
    api_put_text(b, "state", h->state);
    api_put_text(b, "standing", standing_code(h->standing));
    api_put_day_or_null(b, "standing_until", &h->until);
    api_put_int(b, "version", h->version);
}

static bool read_filter(const struct route_request *q, struct host_filter *f, struct reply *r)
{
    struct query fields;
    const char *code;

    query_init(&fields, q);
    code = query_code(&fields, "standing");
    f->standing = code == NULL ? STANDING_UNKNOWN : standing_parse(code, strlen(code));
    f->form = query_code(&fields, "form");
    f->state = query_code(&fields, "state");
    f->insee = query_insee(&fields, "commune");
    return query_end(&fields, r);
}

void res_hosts_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct host_filter filter;
    struct list_hosts_out out;
    struct api_step s;

    if (!read_filter(q, &filter, r) || !list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, list_hosts_do(s.service, &s.caller, &filter, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_host, created_us, id));
    list_hosts_release(&out);
}

static void put_site(struct buf *b, const void *item)
{
    const struct site *s = item;

    api_put_id(b, "id", &s->id);
    api_put_text(b, "name", s->name);
    api_put_text(b, "address", s->address);
    put_commune(b, s->insee, s->commune);
    api_put_degrees_or_null(b, "lat", s->point.known, s->point.lat);
    api_put_degrees_or_null(b, "lon", s->point.known, s->point.lon);
    api_put_text(b, "access", s->access);
    api_put_flag(b, "step_free", s->step_free);
    way_json_stop(b, s->stop, s->lines, s->stop_walk_min);
    api_put_flag(b, "closed", s->closed);
    api_put_int(b, "version", s->version);
}

/* As the policies of offer.contact_civil have it. */
static bool sees_civil_status(enum role role)
{
    return role == ROLE_DIRECTOR || role == ROLE_REFERENT || role == ROLE_HOST_MANAGER;
}

static void put_contact_as(struct buf *b, const struct contact *t, bool civil)
{
    api_put_id(b, "id", &t->id);
    api_put_text(b, "part", t->part);
    api_put_text(b, "name", t->name);
    api_put_text(b, "function", t->function);
    api_put_text(b, "phone", t->phone);
    api_put_text(b, "email", t->email);
    api_put_int_or_null(b, "people_max", t->people_max > 0, t->people_max);
    api_put_day_or_null(b, "trained_on", &t->trained_on);
    api_put_int_or_null(b, "people", t->people >= 0, t->people);
    if (civil) {
        api_put_day_or_null(b, "birth_date", &t->birth_date);
        api_put_text(b, "birth_place", t->birth_place);
        api_put_text(b, "nationality", t->nationality);
    }
    api_put_int(b, "version", t->version);
}

static void put_contact(struct buf *b, const void *item)
{
    put_contact_as(b, item, false);
}

static void put_civil_contact(struct buf *b, const void *item)
{
    put_contact_as(b, item, true);
}

static void put_habilitation(struct buf *b, const void *item)
{
    const struct host_habilitation *h = item;

    api_put_text(b, "territory", h->territory);
    api_put_text(b, "public", h->public);
    api_put_day_or_null(b, "from", &h->from);
    api_put_day_or_null(b, "to", &h->to);
    api_put_flag(b, "withdrawn", h->withdrawn);
}

static void put_procedure(struct buf *b, const void *item)
{
    const struct host_procedure *p = item;

    api_put_id(b, "id", &p->id);
    api_put_text(b, "kind", p->kind);
    api_put_text(b, "public", p->public);
    api_put_text(b, "state", p->state);
}

static void put_sheet(struct buf *b, const struct list_hosts_sheet *s, bool civil)
{
    buf_u8(b, '{');
    put_host(b, &s->host);
    api_put_text(b, "address", s->more.address);
    api_put_text(b, "state_reason", s->more.state_reason);
    list_put(b, "sites", &(struct list){s->site, s->sites, sizeof *s->site, put_site});
    list_put(b, "contacts", &(struct list){s->contact, s->contacts, sizeof *s->contact,
                                           civil ? put_civil_contact : put_contact});
    list_put(b, "absences", &(struct list){s->absence, s->absences, sizeof *s->absence, res_absences_put});
    list_put(b, "habilitations", &(struct list){s->habilitation, s->habilitations, sizeof *s->habilitation,
                                                put_habilitation});
    list_put(b, "procedures", &(struct list){s->procedure, s->procedures, sizeof *s->procedure, put_procedure});
    buf_u8(b, '}');
}

void res_hosts_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_hosts_sheet out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_hosts_one(s.service, &s.caller, &q->id, &out, &s.no))) {
        put_sheet(&r->body, &out, sees_civil_status(q->role));
        r->version = out.host.version;
        reply_ok(r, 200);
    }
    list_hosts_close(&out);
}
