/* SPDX-License-Identifier: EUPL-1.2 */
/* Cases over JSON. The plaintext of an identity is the JSON that went in, so it goes out by copying, after a look that
 * it is sound. The cursor of a page is the opening time and id of the last case shown. */
#include "api/res_cases.h"

#include <string.h>

#include "api/api.h"
#include "api/identity.h"
#include "app/change_identity.h"
#include "app/list_cases.h"
#include "app/open_case.h"
#include "app/read_case.h"
#include "app/same_person.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/person.h"

#include "base/banned.h"

const char *const res_cases_list_query[] = {"after", NULL};

static void put_case(struct buf *b, const struct case_file *f, struct vault_bytes identity)
{
    bool sound = identity.p != NULL && identity_is_sound(identity.p, identity.n);

    buf_u8(b, '{');
    api_put_id(b, "id", &f->id);
    buf_fmt(b, ",\"version\":%d,", (int)f->ident_version);
    api_put_time(b, "opened_at", f->opened_us);
    buf_u8(b, ',');
    api_put_text(b, "state", f->state);
    buf_u8(b, ',');
    api_put_flag(b, "minor", f->minor);
    buf_str(b, ",\"identity\":");
    if (sound)
        buf_bytes(b, identity.p, identity.n);
    else
        buf_str(b, "null");
    buf_fmt(b, ",\"integrity\":%s}", sound || f->ident_version == 0 ? "true" : "false");
}

static void put_page(struct buf *b, const struct list_cases_out *out)
{
    const struct case_file *last = out->more ? &out->item[out->n - 1].file : NULL;
    char next[API_CURSOR];

    api_open_list(b);
    for (size_t i = 0; i < out->n; i++) {
        api_next_item(b, i);
        put_case(b, &out->item[i].file, out->item[i].identity);
    }
    api_close_page(b, last == NULL ? NULL : api_cursor(next, last->opened_us, &last->id));
}

void res_cases_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct case_file_cursor cursor;
    struct list_cases_out out;
    struct service_caller c;
    enum refusal no;
    size_t n;
    const char *after = params_get(&q->query, "after", &n);
    int rc;

    if (after != NULL && !api_read_cursor(after, n, &cursor.opened_us, &cursor.id)) {
        reply_refuse(r, REFUSAL_PARAMETER, NULL);
        return;
    }
    api_caller(&c, q);
    rc = list_cases_do(a->service, &c, after == NULL ? NULL : &cursor, &out, &no);
    if (reply_outcome(r, rc, no)) {
        put_page(&r->body, &out);
        reply_ok(r, 200);
    }
    list_cases_release(&out);
    service_caller_wipe(&c);
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
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct buf plain SCOPED_BUF;
    struct buf person SCOPED_BUF;
    struct service_caller c;
    struct open_case_out out;
    enum refusal no;
    int rc;

    if (!read_identity(q, &d, &plain, &person, r))
        return;
    api_caller(&c, q);
    rc = open_case_do(a->service, &c,
                      &(struct open_case_in){.key = q->key, .request = {q->body, q->body_n},
                                             .identity = {plain.data, plain.len},
                                             .person = {person.data, person.len},
                                             .minor = identity_is_minor(&d, clock_now_us())},
                      &out, &no);
    if (reply_outcome(r, rc, no)) {
        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", &out.id);
        buf_fmt(&r->body, ",\"version\":%d,", out.version);
        api_put_flag(&r->body, "same_person", out.same_person);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
    service_caller_wipe(&c);
}

void res_cases_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct read_case_out out;
    struct service_caller c;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = read_case_do(a->service, &c, &q->id, q->reason, &out, &no);
    if (reply_outcome(r, rc, no)) {
        put_case(&r->body, &out.file, out.identity);
        r->version = out.file.ident_version;
        reply_ok(r, 200);
    }
    read_case_release(&out);
    service_caller_wipe(&c);
}

void res_cases_change_identity(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct buf plain SCOPED_BUF;
    struct buf person SCOPED_BUF;
    struct service_caller c;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!read_identity(q, &d, &plain, &person, r))
        return;
    api_caller(&c, q);
    rc = change_identity_do(a->service, &c,
                            &(struct change_identity_in){.id = q->id, .expected = q->version,
                                                         .identity = {plain.data, plain.len},
                                                         .person = {person.data, person.len}},
                            &version, &no);
    if (reply_outcome(r, rc, no)) {
        buf_fmt(&r->body, "{\"version\":%d}", (int)version);
        r->version = version;
        reply_ok(r, 200);
    }
    service_caller_wipe(&c);
}

void res_cases_same_person(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct same_person_out out;
    struct service_caller c;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = same_person_do(a->service, &c, &q->id, &out, &no);
    if (reply_outcome(r, rc, no)) {
        api_open_list(&r->body);
        for (size_t i = 0; i < out.n; i++) {
            api_next_item(&r->body, i);
            buf_u8(&r->body, '{');
            api_put_id_or_null(&r->body, "case", &out.item[i].case_id);
            buf_str(&r->body, ",\"unit\":{");
            api_put_id(&r->body, "id", &out.item[i].unit);
            buf_u8(&r->body, ',');
            api_put_text(&r->body, "name", out.item[i].unit_name);
            buf_str(&r->body, "}}");
        }
        api_close_list(&r->body);
        reply_ok(r, 200);
    }
    service_caller_wipe(&c);
}
