/* SPDX-License-Identifier: EUPL-1.2 */
/* The few things that several resources need: the caller out of a request, and the writers of common members.
 * Instants are written in UTC. Nothing here knows PostgreSQL or the vault. */
#include "api/api.h"
#include "base/clock.h"
#include "base/err.h"
#include "http/jsontext.h"

#include "base/banned.h"

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

void api_put_text(struct buf *b, const char *name, const char *text)
{
    jsontext_str(b, name);
    buf_u8(b, ':');
    jsontext_str(b, text);
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
