/* SPDX-License-Identifier: EUPL-1.2 */
/* The same fields make a host, replace its sheet and turn a lead into one; an organisation that came with the founding
 * and has no sheet yet is named when it gets one. A SIREN is looked at before the database is asked: a mistyped digit
 * is a field at fault, a number that somebody has is a conflict. */
#include "api/res_host_sheets.h"

#include <string.h>

#include "api/api.h"
#include "app/edit_host.h"
#include "domain/place.h"
#include "domain/siren.h"
#include "domain/word.h"

#include "base/banned.h"

enum { NAME, FORM, SIREN, INSEE, ADDRESS, SHEET, ORGANISATION = SHEET, FIELDS };

static const struct json_field fields[FIELDS] = {
    [NAME] = {"name", JSON_LINE, true, 1, 200},
    [FORM] = {"form", JSON_CODE, true, .words = WORD_LEGAL_FORM},
    [SIREN] = {"siren", JSON_LINE, false, SIREN_DIGITS, SIREN_DIGITS},
    [INSEE] = {"insee", JSON_INSEE, true},
    [ADDRESS] = {"address", JSON_LINE, false, 0, 300},
    [ORGANISATION] = {"organisation", JSON_ID, false, 0, 0},
};
static const struct json_field state[] = {
    {"state", JSON_CODE, true, .words = WORD_HOST_STATE},
    {"reason", JSON_LINES, false, 0, 1000},
};

const struct json_shape res_host_sheets_new = JSON_SHAPE("NewHost", fields);
const struct json_shape res_host_sheets_changed = JSON_FIRST("ChangedHost", fields, SHEET);
const struct json_shape res_host_sheets_converted = JSON_FIRST("HostOfLead", fields + FORM, SHEET - FORM);
const struct json_shape res_host_sheets_state = JSON_SHAPE("HostState", state);

static bool check(struct json_doc *d, const struct json_value v[SHEET], struct host_sheet *h, struct reply *r)
{
    *h = (struct host_sheet){.name = v[NAME].s, .form = v[FORM].s, .siren = v[SIREN].s, .insee = v[INSEE].s,
                             .address = api_text(&v[ADDRESS])};
    return !v[SIREN].present || siren_fits(v[SIREN].s, v[SIREN].n) || api_refuse(d, "", "siren", r);
}

bool res_host_sheets_of_lead(struct json_doc *d, const struct route_request *q, struct host_sheet *h, struct reply *r)
{
    struct json_value v[SHEET] = {0};

    return api_body(q, d, v + FORM, SHEET - FORM, r) && check(d, v, h, r);
}

void res_host_sheets_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct edit_host_new in = {.key = q->key, .request = {q->body, q->body_n}};
    struct api_step s;

    if (!api_body(q, &d, v, FIELDS, r) || !check(&d, v, &in.sheet, r))
        return;
    in.org = v[ORGANISATION].id;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, edit_host_create(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_host_sheets_replace(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[SHEET];
    struct host_sheet sheet;
    struct api_step s;

    if (!api_body(q, &d, v, SHEET, r) || !check(&d, v, &sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, edit_host_put(s.service, &s.caller, &q->id, q->version, &sheet, &s.version, &s.no));
}

void res_host_sheets_set_state(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct api_step s;
    const char *reason;

    if (!api_body(q, &d, v, 2, r))
        return;
    reason = api_text(&v[1]);
    /* who stops a host says why */
    if (strcmp(v[0].s, "active") != 0 && reason[0] == '\0') {
        reply_refuse(r, REFUSAL_FIELD_MISSING, "/reason");
        return;
    }
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r,
                 edit_host_set_state(s.service, &s.caller, &q->id, q->version, v[0].s, reason, &s.version, &s.no));
}
