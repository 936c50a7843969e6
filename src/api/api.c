/* SPDX-License-Identifier: EUPL-1.2 */
/* The few things that several resources need: the caller and the body out of a request, the frame of a use case, the
 * cursor of a page. Nothing here knows PostgreSQL or the vault. */
#include <string.h>

#include "api/api.h"
#include "app/sign_in.h"
#include "app/whoami.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/rd.h"
#include "base/text.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define CURSOR 24 /* bytes: instant 8, id 16 */

bool api_body(const struct route_request *q, struct json_doc *d, struct json_value *values, size_t n,
              struct reply *r)
{
    const struct json_shape *shape = q->route->body;

    *d = (struct json_doc){0};
    if (shape->n != n) { /* a row that names another shape than its handler reads */
        log_error("answer: %s %s takes %zu fields, not %zu", q->route->method, q->route->path, shape->n, n);
        reply_refuse(r, REFUSAL_INTERNAL, NULL);
        return false;
    }
    if (json_doc_parse(d, q->body, q->body_n) == REFUSAL_NONE &&
        json_doc_take(d, NULL, "", shape->field, values, n) == REFUSAL_NONE)
        return true;
    reply_refuse(r, d->refusal, d->pointer);
    return false;
}

bool api_refuse(struct json_doc *d, const char *base, const char *name, struct reply *r)
{
    reply_refuse(r, json_doc_refuse(d, base, name), d->pointer);
    return false;
}

void api_say_when(struct api *a, const struct route_request *q, const struct json_value *login, struct reply *r)
{
    char folded[SIGN_IN_LOGIN + 1];

    if (r->refusal == REFUSAL_ATTEMPTS && sign_in_fold(login->s, login->n, folded) == ERR_OK)
        r->retry_s = brake_wait_s(service_brake(a->service), q->address, folded, clock_mono_ms());
}

const char *api_text(const struct json_value *v)
{
    return v->present ? v->s : "";
}

int api_role_of(void *ctx, const unsigned char token[32], const char *address, enum role *role, enum refusal *no)
{
    struct api *a = ctx;
    struct service_caller c;
    int rc;

    service_caller_init(&c, token, address);
    rc = whoami_role(a->service, &c, no);
    *role = c.role;
    service_caller_wipe(&c);
    return rc;
}

void api_next(struct buf *b)
{
    static const char opens[] = {'{', '[', ':', ','};

    if (!b->failed && b->len > 0 && memchr(opens, b->data[b->len - 1], sizeof opens) == NULL)
        buf_u8(b, ',');
}

void api_name(struct buf *b, const char *name)
{
    api_next(b);
    jsontext_str(b, name);
    buf_u8(b, ':');
}

void api_open(struct buf *b, const char *name)
{
    api_name(b, name);
    buf_u8(b, '{');
}

void api_open_list(struct buf *b)
{
    buf_str(b, "{\"items\":[");
}

void api_next_item(struct buf *b, size_t i)
{
    if (i > 0)
        buf_u8(b, ',');
}

void api_close_list(struct buf *b)
{
    buf_str(b, "]}");
}

void api_close_page(struct buf *b, const char *next)
{
    buf_u8(b, ']');
    api_put_text_or_null(b, "next", next);
    buf_u8(b, '}');
}

bool api_read_cursor(const char *s, size_t n, int64_t *us, struct uuid *id)
{
    unsigned char bytes[CURSOR];
    struct rd r;
    size_t len = 0;

    if (text_unbase64url(bytes, sizeof bytes, &len, s, n) != ERR_OK || len != sizeof bytes)
        return false;
    rd_init(&r, bytes, sizeof bytes);
    *us = rd_i64(&r);
    rd_copy(&r, id->b, sizeof id->b);
    /* far outside of any calendar PostgreSQL would refuse it, and so do we */
    return rd_end(&r) == ERR_OK && *us >= 0 && *us < 253402300800000000LL;
}

const char *api_cursor(char text[API_CURSOR], int64_t us, const struct uuid *id)
{
    uint64_t u = (uint64_t)us;
    unsigned char bytes[CURSOR];

    for (int i = 7; i >= 0; i--, u >>= 8)
        bytes[i] = (unsigned char)u;
    memcpy(bytes + 8, id->b, sizeof id->b);
    if (text_base64url(text, API_CURSOR, bytes, sizeof bytes) != ERR_OK)
        text[0] = '\0'; /* it always fits */
    return text;
}

void api_made(struct reply *r, const struct uuid *id)
{
    buf_u8(&r->body, '{');
    api_put_id(&r->body, "id", id);
    buf_u8(&r->body, '}');
    reply_ok(r, 201);
}

void api_changed(struct reply *r, int32_t version)
{
    buf_fmt(&r->body, "{\"version\":%d}", (int)version);
    r->version = version;
    reply_ok(r, 200);
}

void api_step_begin(struct api_step *s, void *ctx, const struct route_request *q)
{
    const struct api *a = ctx;

    *s = (struct api_step){.service = a->service, .no = REFUSAL_NONE};
    service_caller_init(&s->caller, q->token, q->address);
    s->caller.role = q->role;
}

bool api_step_done(struct api_step *s, struct reply *r, int rc)
{
    service_caller_wipe(&s->caller);
    return reply_outcome(r, rc, s->no);
}

void api_step_made(struct api_step *s, struct reply *r, int rc)
{
    if (api_step_done(s, r, rc))
        api_made(r, &s->made.id);
}

void api_step_end(struct api_step *s, struct reply *r, int rc)
{
    if (api_step_done(s, r, rc))
        api_changed(r, s->version);
}

void api_step_silent(struct api_step *s, struct reply *r, int rc)
{
    if (api_step_done(s, r, rc))
        reply_ok(r, 204);
}

void api_on_id(void *ctx, const struct route_request *q, struct reply *r,
               int (*act)(struct service *, const struct service_caller *, const struct uuid *, enum refusal *))
{
    struct api_step s;

    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, act(s.service, &s.caller, &q->id, &s.no));
}
