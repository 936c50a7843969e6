/* SPDX-License-Identifier: EUPL-1.2 */
/* Outcomes into statuses and bodies: the one place where a refusal of the registry becomes a number of HTTP. A problem
 * carries type (a tag that names the code and resolves nowhere), title, status, detail, code and, for a field at fault,
 * its JSON pointer; some say more. Missing and not allowed are the same refusal already, so the same bytes go out. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "http/jsontext.h"
#include "http/limits.h"
#include "http/reply.h"

#include "base/banned.h"

unsigned reply_status(enum refusal why)
{
    static const unsigned status[REFUSAL_KIND_COUNT] = {
        [REFUSAL_KIND_NONE] = 200,
        [REFUSAL_KIND_MALFORMED] = 400,
        [REFUSAL_KIND_TARGET_LONG] = 414,
        [REFUSAL_KIND_HEADERS_LARGE] = 431,
        [REFUSAL_KIND_LENGTH] = 411,
        [REFUSAL_KIND_BODY_LARGE] = 413,
        [REFUSAL_KIND_MEDIA] = 415,
        [REFUSAL_KIND_METHOD] = 405,
        [REFUSAL_KIND_UNKNOWN_PERSON] = 401,
        [REFUSAL_KIND_ABSENT] = 404,
        [REFUSAL_KIND_UNACCEPTABLE] = 422,
        [REFUSAL_KIND_CONFLICT] = 409,
        [REFUSAL_KIND_PRECONDITION_REQUIRED] = 428,
        [REFUSAL_KIND_PRECONDITION_FAILED] = 412,
        [REFUSAL_KIND_TOO_MANY] = 429,
        [REFUSAL_KIND_LATER] = 503,
        [REFUSAL_KIND_FAULT] = 500,
    };
    enum refusal_kind k = refusal_kind(why);

    return (unsigned)k < REFUSAL_KIND_COUNT && status[k] != 0 ? status[k] : 500;
}

void reply_init(struct reply *r)
{
    memset(r, 0, sizeof *r);
    buf_init_secret(&r->body, LIMITS_REPLY);
    buf_init_secret(&r->more, LIMITS_PROBLEM);
}

void reply_release(struct reply *r)
{
    buf_release(&r->body);
    buf_release(&r->more);
}

void reply_ok(struct reply *r, unsigned status)
{
    r->status = status;
    r->refusal = REFUSAL_NONE;
}

void reply_refuse(struct reply *r, enum refusal why, const char *pointer)
{
    r->refusal = why == REFUSAL_NONE ? REFUSAL_INTERNAL : why;
    buf_reset(&r->more);
    (void)snprintf(r->pointer, sizeof r->pointer, "%s", pointer == NULL ? "" : pointer);
}

bool reply_outcome(struct reply *r, int rc, enum refusal no)
{
    if (rc == ERR_OK && no == REFUSAL_NONE)
        return true;
    if (refusal_of_err(rc) == REFUSAL_INTERNAL)
        log_error("answer: internal error=%s", err_name(rc));
    reply_refuse(r, rc != ERR_OK ? refusal_of_err(rc) : no, NULL);
    return false;
}

static void put_problem(struct reply *r)
{
    struct buf *b = &r->body;

    buf_fmt(b, "{\"type\":\"tag:jalon.invalid,2026:problem/%s\",\"title\":", refusal_code(r->refusal));
    jsontext_str(b, refusal_title(r->refusal));
    buf_fmt(b, ",\"status\":%u,\"detail\":", r->status);
    jsontext_str(b, refusal_detail(r->refusal));
    buf_fmt(b, ",\"code\":\"%s\"", refusal_code(r->refusal));
    if (r->pointer[0] != '\0') {
        buf_str(b, ",\"pointer\":");
        jsontext_str(b, r->pointer);
    }
    if (buf_err(&r->more) == ERR_OK && r->more.len > 0) {
        buf_u8(b, ',');
        buf_bytes(b, r->more.data, r->more.len);
    }
    buf_u8(b, '}');
}

void reply_finish(struct reply *r)
{
    if (r->refusal == REFUSAL_NONE && (r->status == 0 || buf_err(&r->body) != ERR_OK))
        reply_refuse(r, REFUSAL_INTERNAL, NULL);
    if (r->refusal == REFUSAL_NONE)
        return;
    buf_reset(&r->body);
    r->status = reply_status(r->refusal);
    r->type = REPLY_PROBLEM;
    r->version = 0;
    r->lasting = false;
    put_problem(r);
}

const char *reply_content_type(const struct reply *r)
{
    switch (r->type) {
    case REPLY_PROBLEM:
        return "application/problem+json";
    case REPLY_TEXT:
        return "text/plain; charset=utf-8";
    case REPLY_CALENDAR:
        return "text/calendar; charset=utf-8";
    case REPLY_HTML:
        return "text/html; charset=utf-8";
    default:
        return "application/json";
    }
}
