/* SPDX-License-Identifier: EUPL-1.2 */
/* Sites over JSON. A point is two numbers of degrees or none; what goes beyond the sixth decimal is rounded. */
#include "api/res_sites.h"

#include "api/api.h"
#include "app/edit_host.h"
#include "domain/place.h"

#include "base/banned.h"

enum { NAME, ADDRESS, INSEE, LAT, LON, ACCESS, STEP_FREE, STOP, LINES, WALK, NEW, CLOSED = NEW, FIELDS };

static const struct json_field fields[FIELDS] = {
    [NAME] = {"name", JSON_LINE, true, 1, 200},
    [ADDRESS] = {"address", JSON_LINE, false, 0, 300},
    [INSEE] = {"insee", JSON_INSEE, true},
    [LAT] = {"lat", JSON_DECIMAL, false, -90, 90},
    [LON] = {"lon", JSON_DECIMAL, false, -180, 180},
    [ACCESS] = {"access", JSON_LINES, false, 0, 500},
    [STEP_FREE] = {"step_free", JSON_FLAG, false, 0, 0},
    [STOP] = {"stop", JSON_LINE, false, 0, 100},
    [LINES] = {"lines", JSON_LINE, false, 0, 100},
    [WALK] = {"stop_walk_minutes", JSON_INT, false, 1, 90},
    [CLOSED] = {"closed", JSON_FLAG, true, 0, 0},
};

const struct json_shape res_sites_new = JSON_FIRST("NewSite", fields, NEW);
const struct json_shape res_sites_changed = JSON_SHAPE("ChangedSite", fields);

/* The first n fields of the body: a new site is not closed. */
static bool read_sheet(struct json_doc *d, const struct route_request *q, size_t n, struct site_sheet *h,
                       struct reply *r)
{
    struct json_value v[FIELDS] = {0};

    if (!api_body(q, d, v, n, r))
        return false;
    *h = (struct site_sheet){.name = v[NAME].s, .address = api_text(&v[ADDRESS]),
                             .insee = v[INSEE].s,
                             .point = {v[LAT].present, (int32_t)v[LAT].i, (int32_t)v[LON].i},
                             .access = api_text(&v[ACCESS]), .step_free = v[STEP_FREE].flag,
                             .stop = api_text(&v[STOP]), .lines = api_text(&v[LINES]),
                             .stop_walk_min = (int32_t)v[WALK].i, .closed = v[CLOSED].flag};
    if (v[LAT].present != v[LON].present)
        reply_refuse(r, REFUSAL_FIELD_MISSING, v[LAT].present ? "/lon" : "/lat");
    else if (h->stop[0] == '\0' && (h->lines[0] != '\0' || h->stop_walk_min > 0)) /* of which stop? */
        reply_refuse(r, REFUSAL_FIELD_MISSING, "/stop");
    else
        return true;
    return false;
}

void res_sites_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct edit_host_site in = {.key = q->key, .request = {q->body, q->body_n}, .host = q->id};
    struct api_step s;

    if (!read_sheet(&d, q, NEW, &in.sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, edit_host_add_site(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_sites_replace(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct site_sheet sheet;
    struct api_step s;

    if (!read_sheet(&d, q, FIELDS, &sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, edit_host_put_site(s.service, &s.caller, &q->id, q->version, &sheet, &s.version, &s.no));
}
