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
    [FORM] = {"form", JSON_LINE, true, 1, WORD_MAX},
    [SIREN] = {"siren", JSON_LINE, false, SIREN_DIGITS, SIREN_DIGITS},
    [INSEE] = {"insee", JSON_LINE, true, PLACE_INSEE, PLACE_INSEE},
    [ADDRESS] = {"address", JSON_LINE, false, 0, 300},
    [ORGANISATION] = {"organisation", JSON_ID, false, 0, 0},
};

static bool check(struct json_doc *d, const struct json_value v[SHEET], struct host_sheet *h, struct reply *r)
{
    *h = (struct host_sheet){.name = v[NAME].s, .siren = v[SIREN].s, .insee = v[INSEE].s,
                             .address = api_text(&v[ADDRESS])};
    if (!api_word(d, &v[FORM], "form", WORD_LEGAL_FORM, &h->form, r))
        return false;
    if (v[SIREN].present && !siren_fits(v[SIREN].s, v[SIREN].n))
        return api_refuse(d, "", "siren", r);
    return place_insee_fits(v[INSEE].s, v[INSEE].n) || api_refuse(d, "", "insee", r);
}

bool res_host_sheets_of_lead(struct json_doc *d, const struct route_request *q, struct host_sheet *h, struct reply *r)
{
    struct json_value v[SHEET] = {0};

    return api_body(q, d, fields + FORM, v + FORM, SHEET - FORM, r) && check(d, v, h, r);
}

void res_host_sheets_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct edit_host_new in = {.key = q->key, .request = {q->body, q->body_n}};
    struct asking_made made;
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, FIELDS, r) || !check(&d, v, &in.sheet, r))
        return;
    in.org = v[ORGANISATION].id;
    api_caller(&c, q);
    rc = edit_host_create(a->service, &c, &in, &made, &no);
    if (reply_outcome(r, rc, no))
        api_made(r, &made.id);
    service_caller_wipe(&c);
}

void res_host_sheets_replace(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[SHEET];
    struct host_sheet sheet;
    struct service_caller c;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, SHEET, r) || !check(&d, v, &sheet, r))
        return;
    api_caller(&c, q);
    rc = edit_host_put(a->service, &c, &q->id, q->version, &sheet, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

void res_host_sheets_set_state(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field state[2] = {
        {"state", JSON_LINE, true, 1, WORD_MAX},
        {"reason", JSON_LINES, false, 0, 1000},
    };
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct service_caller c;
    const char *word, *reason;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, state, v, 2, r) || !api_word(&d, &v[0], "state", WORD_HOST_STATE, &word, r))
        return;
    reason = api_text(&v[1]);
    /* who stops a host says why */
    if (strcmp(word, "active") != 0 && reason[0] == '\0') {
        reply_refuse(r, REFUSAL_FIELD_MISSING, "/reason");
        return;
    }
    api_caller(&c, q);
    rc = edit_host_set_state(a->service, &c, &q->id, q->version, word, reason, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}
