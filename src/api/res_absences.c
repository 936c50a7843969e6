/* SPDX-License-Identifier: EUPL-1.2 */
/* Why somebody is away is no field of a body: it is nobody's business here, and often their health. */
#include "api/res_absences.h"

#include "api/api.h"
#include "api/api_put.h"
#include "api/shapes.h"
#include "app/plan_absences.h"

#include "base/banned.h"

enum { FIRST, LAST, STAND_IN, FIELDS };

static const struct json_field days[FIELDS] = {
    [FIRST] = {"first", JSON_DAY, true, 0, 0},
    [LAST] = {"last", JSON_DAY, true, 0, 0},
    [STAND_IN] = {"stand_in", JSON_ID, false, 0, 0},
};
static const struct json_field item[] = {
    {"id", JSON_ID, true},
    {"contact", JSON_FIELDS, true, .of = &shapes_named},
    {"first", JSON_DAY},
    {"last", JSON_DAY},
    {"stand_in", JSON_FIELDS, .of = &shapes_named},
    {"version", JSON_INT, true},
};

const struct json_shape res_absences_days = JSON_SHAPE("AbsenceDays", days);
const struct json_shape res_absences_item = JSON_SHAPE("Absence", item);

void res_absences_put(struct buf *b, const void *one)
{
    const struct absence *a = one;

    api_put_id(b, "id", &a->id);
    api_put_named(b, "contact", &a->contact, a->name);
    api_put_day_or_null(b, "first", &a->first);
    api_put_day_or_null(b, "last", &a->last);
    api_put_labelled_or_null(b, "stand_in", &a->stand_in, "name", a->stand_in_name);
    api_put_int(b, "version", a->version);
}

static bool read_days(struct json_doc *d, const struct route_request *q, struct absence_days *out, struct reply *r)
{
    struct json_value v[FIELDS];

    if (!api_body(q, d, v, FIELDS, r))
        return false;
    *out = (struct absence_days){v[FIRST].day, v[LAST].day, v[STAND_IN].id};
    return day_compare(&out->first, &out->last) <= 0 || api_refuse(d, "", "last", r);
}

void res_absences_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct plan_absences_new in = {.key = q->key, .request = {q->body, q->body_n}, .contact = q->id};
    struct api_step s;

    if (!read_days(&d, q, &in.days, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, plan_absences_add(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_absences_replace(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct absence_days in;
    struct api_step s;

    if (!read_days(&d, q, &in, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, plan_absences_put(s.service, &s.caller, &q->id, q->version, &in, &s.version, &s.no));
}

void res_absences_drop(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, plan_absences_drop);
}
