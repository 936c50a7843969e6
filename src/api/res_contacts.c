/* SPDX-License-Identifier: EUPL-1.2 */
/* Contacts over JSON. A change replaces the whole of a contact, civil status included: what is left out is gone. */
#include "api/res_contacts.h"

#include "api/api.h"
#include "app/edit_host.h"
#include "base/clock.h"
#include "domain/reach.h"
#include "domain/word.h"

#include "base/banned.h"

enum { PART, NAME, FUNCTION, PHONE, EMAIL, BIRTH_DATE, BIRTH_PLACE, NATIONALITY, PEOPLE_MAX, TRAINED_ON, FIELDS };

static const struct json_field fields[FIELDS] = {
    [PART] = {"part", JSON_CODE, true, .words = WORD_CONTACT_PART},
    [NAME] = {"name", JSON_LINE, true, 1, 200},
    [FUNCTION] = {"function", JSON_LINE, false, 0, 200},
    [PHONE] = {"phone", JSON_LINE, false, 0, 40},
    [EMAIL] = {"email", JSON_LINE, false, 0, 200},
    [BIRTH_DATE] = {"birth_date", JSON_DAY, false, 0, 0},
    [BIRTH_PLACE] = {"birth_place", JSON_LINE, false, 0, 200},
    [NATIONALITY] = {"nationality", JSON_LINE, false, 0, 100},
    [PEOPLE_MAX] = {"people_max", JSON_INT, false, 1, 50},
    [TRAINED_ON] = {"trained_on", JSON_DAY, false, 0, 0},
};

const struct json_shape res_contacts_sheet = JSON_SHAPE("ContactSheet", fields);

/* Positive: a day that is over; 0: today; negative: one to come. */
static int since(const struct day *d)
{
    struct day today;

    day_of(&today, clock_now_us());
    return day_compare(&today, d);
}

static bool read_sheet(struct json_doc *d, const struct route_request *q, struct contact_sheet *h, struct reply *r)
{
    struct json_value v[FIELDS];

    if (!api_body(q, d, v, FIELDS, r))
        return false;
    *h = (struct contact_sheet){.part = v[PART].s, .name = v[NAME].s, .function = api_text(&v[FUNCTION]),
                                .phone = api_text(&v[PHONE]), .email = api_text(&v[EMAIL]),
                                .birth_date = v[BIRTH_DATE].day, .birth_place = api_text(&v[BIRTH_PLACE]),
                                .nationality = api_text(&v[NATIONALITY]),
                                .people_max = (int32_t)v[PEOPLE_MAX].i, .trained_on = v[TRAINED_ON].day};
    if (!reach_phone_fits(h->phone, v[PHONE].n))
        return api_refuse(d, "", "phone", r);
    if (!reach_email_fits(h->email, v[EMAIL].n))
        return api_refuse(d, "", "email", r);
    if (v[TRAINED_ON].present && since(&h->trained_on) < 0)
        return api_refuse(d, "", "trained_on", r);
    return !v[BIRTH_DATE].present || since(&h->birth_date) > 0 || api_refuse(d, "", "birth_date", r);
}

void res_contacts_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct edit_host_contact in = {.key = q->key, .request = {q->body, q->body_n}, .host = q->id};
    struct api_step s;

    if (!read_sheet(&d, q, &in.sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, edit_host_add_contact(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_contacts_replace(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct contact_sheet sheet;
    struct api_step s;

    if (!read_sheet(&d, q, &sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, edit_host_put_contact(s.service, &s.caller, &q->id, q->version, &sheet, &s.version, &s.no));
}

void res_contacts_drop(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, edit_host_drop_contact);
}
