/* SPDX-License-Identifier: EUPL-1.2 */
/* The way in. Order of the questions: is it HTTP as everybody reads it (gate), is there such a door (route), is the
 * session live and is the door one of its role (else the answer is that of a door that does not exist), are the
 * declared headers there, may the body be this long. Only then the body is read into memory that is wiped, and only
 * then the handler runs. After a refusal of a well-formed request a short body is read and thrown away, so that the
 * connection can go on; a malformed one closes. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/secret.h"
#include "http/exchange.h"

#include "base/banned.h"

struct exchange *exchange_new(void)
{
    struct exchange *x = calloc(1, sizeof *x);

    if (x == NULL)
        return NULL;
    reply_init(&x->reply);
    buf_init_secret(&x->body, LIMITS_BODY);
    return x;
}

void exchange_free(struct exchange *x)
{
    if (x == NULL)
        return;
    reply_release(&x->reply);
    buf_release(&x->body);
    secret_discard(x, sizeof *x);
}

void exchange_target(struct exchange *x, const char *raw)
{
    x->raw_target = raw;
    x->target_n = raw == NULL ? 0 : strlen(raw);
    x->target_refusal = gate_target(raw, x->target_n);
    if (raw != NULL && x->target_refusal == REFUSAL_NONE)
        memcpy(x->target, raw, x->target_n);
}

static bool reads_role(const struct route *r, enum role role)
{
    return (r->roles & ROLE_BIT(role)) != 0;
}

/* Who asks, and is this door there for them? */
static enum refusal admit(struct exchange *x, const struct exchange_service *s, const struct gate_facts *f)
{
    enum refusal no = REFUSAL_NONE;
    int rc;

    if ((x->route->roles & ROUTE_PUBLIC) != 0)
        return REFUSAL_NONE;
    if (!params_bearer(f->authorization.p, f->authorization.n, x->q.token))
        return REFUSAL_UNAUTHENTICATED;
    rc = s->role_of(s->ctx, x->q.token, x->q.address, &x->q.role, &no);
    if (rc != ERR_OK)
        return refusal_of_err(rc);
    if (no != REFUSAL_NONE)
        return no;
    return reads_role(x->route, x->q.role) ? REFUSAL_NONE : REFUSAL_NOT_FOUND;
}

static enum refusal declared_headers(struct exchange *x, const struct gate_facts *f)
{
    unsigned flags = x->route->flags;

    if ((flags & ROUTE_IDEMPOTENT) != 0) {
        if (f->idempotency_key.n == 0)
            return REFUSAL_IDEMPOTENCY_REQUIRED;
        if (!params_key(f->idempotency_key.p, f->idempotency_key.n, &x->q.key))
            return REFUSAL_HEADER_INVALID;
    }
    if ((flags & ROUTE_IF_MATCH) != 0) {
        if (f->if_match.n == 0)
            return REFUSAL_VERSION_REQUIRED;
        if (!params_version(f->if_match.p, f->if_match.n, &x->q.version))
            return REFUSAL_HEADER_INVALID;
    }
    if ((flags & ROUTE_REASON) != 0 && f->access_reason.n != 0) {
        x->q.reason = reason_parse(f->access_reason.p, f->access_reason.n);
        if (x->q.reason == REASON_NONE)
            return REFUSAL_REASON_UNKNOWN;
    }
    return REFUSAL_NONE;
}

static enum refusal announced_body(const struct exchange *x, const struct gate_facts *f)
{
    if ((x->route->flags & ROUTE_JSON) == 0)
        return f->length > 0 ? REFUSAL_BODY_UNEXPECTED : REFUSAL_NONE;
    if (!f->has_length)
        return REFUSAL_LENGTH_REQUIRED;
    if (f->content_type.n == 0 || !params_is_json(f->content_type.p, f->content_type.n))
        return REFUSAL_MEDIA_TYPE;
    return f->length > x->route->body_max ? REFUSAL_BODY_TOO_LARGE : REFUSAL_NONE;
}

static enum refusal check(struct exchange *x, const struct exchange_service *s, const struct gate_facts *f,
                          const char *method)
{
    const char *mark = memchr(x->target, '?', x->target_n);
    size_t path_n = mark == NULL ? x->target_n : (size_t)(mark - x->target);
    size_t skip = mark == NULL ? x->target_n : path_n + 1;
    enum refusal r = route_find(&s->table, method, x->target, path_n, &x->route, &x->q, x->reply.allow);

    if (r == REFUSAL_NONE)
        r = admit(x, s, f);
    if (r == REFUSAL_NONE)
        r = params_query(&x->q.query, x->route->query, x->target + skip, x->target_n - skip);
    if (r == REFUSAL_NONE)
        r = declared_headers(x, f);
    return r == REFUSAL_NONE ? announced_body(x, f) : r;
}

void exchange_head(struct exchange *x, const struct exchange_service *s, const struct gate_head *h, const char *peer)
{
    struct gate_facts facts = {0};
    enum refusal r = x->target_refusal;

    x->begun = true;
    if (r == REFUSAL_NONE)
        r = gate_head(h, &facts);
    if (r != REFUSAL_NONE) {
        reply_refuse(&x->reply, r, NULL);
        x->reply.close = true;
        return;
    }
    client_address(x->q.address, s->fronts, peer, &facts.forwarded);
    r = check(x, s, &facts, h->method);
    if (r == REFUSAL_NONE)
        return;
    reply_refuse(&x->reply, r, NULL);
    x->reply.close = facts.length > LIMITS_BODY;
}

bool exchange_is_over(const struct exchange *x)
{
    return x->reply.refusal != REFUSAL_NONE && x->reply.close;
}

void exchange_body(struct exchange *x, const void *p, size_t n)
{
    if (x->reply.refusal == REFUSAL_NONE)
        buf_bytes(&x->body, p, n);
}

void exchange_run(struct exchange *x, const struct exchange_service *s)
{
    if (x->reply.refusal == REFUSAL_NONE) {
        if (buf_err(&x->body) != ERR_OK) {
            reply_refuse(&x->reply, REFUSAL_BODY_TOO_LARGE, NULL);
        } else {
            x->q.route = x->route;
            x->q.body = x->body.data;
            x->q.body_n = x->body.len;
            x->route->fn(s->ctx, &x->q, &x->reply);
        }
    }
    buf_release(&x->body);
    reply_finish(&x->reply);
}
