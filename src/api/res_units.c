/* SPDX-License-Identifier: EUPL-1.2 */
/* Units over JSON. "alarm" is for whoever looks after a unit: one more person lost, and nobody could open its cases or
 * decide for it any more. */
#include "api/res_units.h"

#include "api/api.h"
#include "api/shapes.h"
#include "api/list.h"
#include "app/ask_officers.h"
#include "app/list_units.h"
#include "app/reseal_member.h"
#include "app/set_territory.h"
#include "domain/place.h"

#include "base/banned.h"

enum { USER, OFFICER, FIELDS };

static const struct json_field fields[FIELDS] = {
    [USER] = {"user", JSON_ID, true, 0, 0},
    [OFFICER] = {"officer", JSON_FLAG, false, 0, 0},
};
static const struct json_field territory[] = {{"departement", JSON_LINE, true, 2, PLACE_DEPARTEMENT}};
static const struct json_field unit[] = {
    {"id", JSON_ID, true},           {"name", JSON_LINE, true},  {"kind", JSON_LINE, true},
    {"departement", JSON_LINE},      {"people", JSON_INT, true}, {"holders", JSON_INT, true},
    {"officers", JSON_INT, true},    {"alarm", JSON_FLAG, true},
};
static const struct json_field member[] = {
    {NULL, JSON_ALSO, .of = &shapes_user},
    {"role", JSON_CODE, true, .code = shapes_role},
    {"state", JSON_CODE, true, .code = shapes_account_state},
    {"holder", JSON_FLAG, true},
    {"officer", JSON_FLAG, true},
    {"awaits_resealing", JSON_FLAG, true},
    {"open_cases", JSON_INT},
    {"waiting_cases", JSON_INT},
    {"placed_cases", JSON_INT},
};
static const struct json_shape member_shape = JSON_SHAPE("UnitMember", member);
static const struct json_field whole[] = {
    {NULL, JSON_ALSO, .of = &res_units_item},
    {"members", JSON_ITEMS, true, .of = &member_shape},
};

const struct json_shape res_units_new_member = JSON_SHAPE("NewMember", fields);
const struct json_shape res_units_territory = JSON_SHAPE("Territory", territory);
const struct json_shape res_units_item = JSON_SHAPE("Unit", unit);
const struct json_shape res_units_whole = JSON_SHAPE("UnitWithMembers", whole);

static void put_unit(struct buf *b, const void *item)
{
    const struct unit *u = item;

    api_put_id(b, "id", &u->id);
    api_put_text(b, "name", u->name);
    api_put_text(b, "kind", u->kind);
    api_put_text_or_null(b, "departement", u->departement);
    api_put_int(b, "people", u->members);
    api_put_int(b, "holders", u->holders);
    api_put_int(b, "officers", u->officers);
    api_put_flag(b, "alarm", u->alarm);
}

static void put_member(struct buf *b, const void *item)
{
    const struct unit_member *m = item;

    api_put_id(b, "id", &m->id);
    api_put_text(b, "login", m->login);
    api_put_text(b, "name", m->name);
    api_put_text(b, "role", m->role);
    api_put_text(b, "state", m->state);
    api_put_flag(b, "holder", m->holder);
    api_put_flag(b, "officer", m->officer);
    api_put_flag(b, "awaits_resealing", m->awaiting);
    api_put_int_or_null(b, "open_cases", m->counted, m->cases);
    api_put_int_or_null(b, "waiting_cases", m->counted, m->waiting);
    api_put_int_or_null(b, "placed_cases", m->counted, m->placed);
}

void res_units_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_units_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_units_do(s.service, &s.caller, &out, &s.no)))
        list_answer(r, &(struct list){out.item, out.n, sizeof *out.item, put_unit});
    list_units_release(&out);
}

void res_units_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_units_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_units_one(s.service, &s.caller, &q->id, &out, &s.no))) {
        buf_u8(&r->body, '{');
        put_unit(&r->body, &out.item[0]);
        list_put(&r->body, "members", &(struct list){out.member, out.members, sizeof *out.member, put_member});
        buf_u8(&r->body, '}');
        reply_ok(r, 200);
    }
    list_units_release(&out);
}

void res_units_ask_member(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct api_step s;
    struct uuid id;
    int rc;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    api_step_begin(&s, ctx, q);
    rc = ask_officers_member(s.service, &s.caller, &q->id, &v[USER].id, v[OFFICER].flag, &id, &s.no);
    if (api_step_done(&s, r, rc))
        api_made(r, &id);
}

void res_units_reseal(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;

    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, reseal_member_do(s.service, &s.caller, &q->user, &q->id, &s.no));
}

void res_units_set_territory(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    if (!place_departement_fits(v[0].s, v[0].n)) {
        api_refuse(&d, "", "departement", r);
        return;
    }
    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, set_territory_do(s.service, &s.caller, &q->id, v[0].s, &s.no));
}
