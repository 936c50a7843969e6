/* SPDX-License-Identifier: EUPL-1.2 */
/* Cases over JSON. The plaintext of an identity is the JSON that went in, so it goes out by copying, after a look that
 * it is sound. The cursor of a page is the opening time and id of the last case shown. */
#include "api/res_cases.h"

#include <string.h>

#include "api/api.h"
#include "api/shapes.h"
#include "api/identity.h"
#include "api/list.h"
#include "app/change_identity.h"
#include "app/list_cases.h"
#include "app/open_case.h"
#include "app/read_case.h"
#include "app/same_person.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/secret.h"
#include "domain/person.h"

#include "base/banned.h"

static const struct json_field item_fields[] = {
    {"id", JSON_ID, true},
    {"version", JSON_INT, true},
    {"opened_at", JSON_TIME, true},
    {"state", JSON_CODE, true, .words = WORD_CASE_STATE},
    {"minor", JSON_FLAG, true},
    {"identity", JSON_FIELDS, .of = &identity_known},
    {"integrity", JSON_FLAG, true},
};
static const struct json_field made[] = {
    {NULL, JSON_ALSO, .of = &shapes_made},
    {"version", JSON_INT, true},
    {"same_person", JSON_FLAG, true},
};
static const struct json_field same[] = {{"case", JSON_ID}, {"unit", JSON_FIELDS, true, .of = &shapes_named}};

const struct json_shape res_cases_item = JSON_SHAPE("Case", item_fields);
const struct json_shape res_cases_made = JSON_SHAPE("NewCase", made);
const struct json_shape res_cases_same = JSON_SHAPE("SamePerson", same);

static bool put_identity(struct buf *b, const void *p, size_t n)
{
    bool sound = identity_is_sound(p, n);

    if (sound)
        buf_bytes(b, p, n);
    return sound;
}

static void put_case(struct buf *b, const void *item)
{
    const struct list_cases_item *i = item;
    const struct case_file *f = &i->file;
    bool sound;

    api_put_id(b, "id", &f->id);
    api_put_int(b, "version", f->ident_version);
    api_put_time(b, "opened_at", f->opened_us);
    api_put_text(b, "state", f->state);
    api_put_flag(b, "minor", f->minor);
    sound = api_put_opened(b, "identity", i->identity.p, i->identity.n, put_identity);
    api_put_flag(b, "integrity", sound || f->ident_version == 0);
}

void res_cases_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_cases_out out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, list_cases_do(s.service, &s.caller, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_case, file.opened_us, file.id));
    list_cases_release(&out);
}

/* false: r says why not. plain and person are initialised here. */
static bool read_identity(const struct route_request *q, struct json_doc *d, struct buf *plain, struct buf *person,
                          struct reply *r)
{
    buf_init_secret(plain, VAULT_PLAINTEXT);
    buf_init_secret(person, PERSON_TEXT);
    if (identity_read(d, q->body, q->body_n, clock_now_us(), plain, person) != REFUSAL_NONE) {
        reply_refuse(r, d->refusal, d->pointer);
        return false;
    }
    return reply_outcome(r, buf_err(plain), REFUSAL_NONE) && reply_outcome(r, buf_err(person), REFUSAL_NONE);
}

void res_cases_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct buf plain SCOPED_BUF;
    struct buf person SCOPED_BUF;
    struct api_step s;
    struct open_case_out out;
    int rc;

    if (!read_identity(q, &d, &plain, &person, r))
        return;
    api_step_begin(&s, ctx, q);
    rc = open_case_do(s.service, &s.caller,
                      &(struct open_case_in){.key = q->key, .request = {q->body, q->body_n},
                                             .identity = {plain.data, plain.len},
                                             .person = {person.data, person.len},
                                             .minor = identity_is_minor(&d, clock_now_us())},
                      &out, &s.no);
    if (api_step_done(&s, r, rc)) {
        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", &out.id);
        api_put_int(&r->body, "version", out.version);
        api_put_flag(&r->body, "same_person", out.same_person);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
}

void res_cases_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct read_case_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, read_case_do(s.service, &s.caller, &q->id, q->reason, &out, &s.no))) {
        buf_u8(&r->body, '{');
        put_case(&r->body, &(struct list_cases_item){out.file, out.identity});
        buf_u8(&r->body, '}');
        r->version = out.file.ident_version;
        reply_ok(r, 200);
    }
    read_case_release(&out);
}

void res_cases_change_identity(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct buf plain SCOPED_BUF;
    struct buf person SCOPED_BUF;
    struct change_identity_in in = {.id = q->id, .expected = q->version};
    struct api_step s;

    if (!read_identity(q, &d, &plain, &person, r) ||
        !reply_outcome(r, identity_birth_date(plain.data, plain.len, &in.birth) ? ERR_OK : ERR_INTERNAL, REFUSAL_NONE))
        return;
    in.identity = (struct vault_bytes){plain.data, plain.len};
    in.person = (struct vault_bytes){person.data, person.len};
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, change_identity_do(s.service, &s.caller, &in, &s.version, &s.no));
    secret_wipe(&in.birth, sizeof in.birth);
}

static void put_same_person(struct buf *b, const void *item)
{
    const struct person_case *p = item;

    api_put_id_or_null(b, "case", &p->case_id);
    api_put_named(b, "unit", &p->unit, p->unit_name);
}

void res_cases_same_person(void *ctx, const struct route_request *q, struct reply *r)
{
    struct same_person_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, same_person_do(s.service, &s.caller, &q->id, &out, &s.no)))
        list_answer(r, &(struct list){out.item, out.n, sizeof out.item[0], put_same_person});
}
