/* SPDX-License-Identifier: EUPL-1.2 */
/* The few things that several resources need: the caller out of a request, and the writers of common members.
 * Instants are written in UTC. Nothing here knows PostgreSQL or the vault. */
#include "api/api.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define CURSOR 24 /* bytes: instant 8, id 16 */

void api_caller(struct service_caller *c, const struct route_request *q)
{
    service_caller_init(c, q->token, q->address);
    c->role = q->role;
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

void api_put_time(struct buf *b, const char *name, int64_t us)
{
    char text[CLOCK_TEXT + 1];

    clock_format(us, text);
    api_put_text(b, name, text);
}

void api_put_id(struct buf *b, const char *name, const struct uuid *id)
{
    char text[UUID_TEXT + 1];

    uuid_format(id, text);
    api_put_text(b, name, text);
}

void api_put_id_or_null(struct buf *b, const char *name, const struct uuid *id)
{
    if (uuid_is_nil(id)) {
        jsontext_str(b, name);
        buf_str(b, ":null");
    } else {
        api_put_id(b, name, id);
    }
}

void api_put_flag(struct buf *b, const char *name, bool flag)
{
    jsontext_str(b, name);
    buf_str(b, flag ? ":true" : ":false");
}

void api_put_code(struct buf *b, const struct acting_code *code)
{
    if (code->text[0] == '\0') {
        buf_str(b, "\"activation_code\":null,\"expires_at\":null");
        return;
    }
    api_put_text(b, "activation_code", code->text);
    buf_u8(b, ',');
    api_put_time(b, "expires_at", code->end_us);
}

void api_put_text(struct buf *b, const char *name, const char *text)
{
    jsontext_str(b, name);
    buf_u8(b, ':');
    jsontext_str(b, text);
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

void api_put_cursor(struct buf *b, int64_t us, const struct uuid *id)
{
    struct buf bytes SCOPED_BUF;
    char text[40];

    buf_init(&bytes, CURSOR);
    buf_i64(&bytes, us);
    buf_bytes(&bytes, id->b, sizeof id->b);
    if (buf_err(&bytes) != ERR_OK || text_base64url(text, sizeof text, bytes.data, bytes.len) != ERR_OK)
        b->failed = true;
    else
        api_put_text(b, "next", text);
}

void api_put_me(struct buf *b, const struct session_info *who, bool demonstration)
{
    buf_u8(b, '{');
    api_put_id(b, "id", &who->account);
    buf_u8(b, ',');
    api_put_text(b, "login", who->login);
    buf_u8(b, ',');
    api_put_text(b, "name", who->name);
    buf_u8(b, ',');
    api_put_text(b, "role", role_name(who->role));
    buf_str(b, ",\"organisation\":{");
    api_put_id(b, "id", &who->org);
    buf_u8(b, ',');
    api_put_text(b, "name", who->org_name);
    buf_str(b, "},");
    api_put_time(b, "expires_at", who->abs_until_us);
    buf_u8(b, ',');
    api_put_time(b, "idle_until", who->idle_until_us);
    buf_fmt(b, ",\"demonstration\":%s}", demonstration ? "true" : "false");
}
