/* SPDX-License-Identifier: EUPL-1.2 */
/* One request and its answer, from the raw target to the finished reply, without any knowledge of the HTTP library. The
 * server calls target, head, body (any number of times) and run, in this order; after a refusal run only finishes the
 * reply. */
#ifndef JALON_HTTP_EXCHANGE_H
#define JALON_HTTP_EXCHANGE_H

#include "base/buf.h"
#include "http/client.h"
#include "http/gate.h"
#include "http/reply.h"
#include "http/route.h"

/* The inside, as the edge needs it: main hands it over at the start. */
struct exchange_service {
    struct route_table table;
    const struct client_fronts *fronts; /* NULL: none */
    void *ctx; /* given to handlers and to role_of */
    /* Whose token is this? Negative when it could not be asked; a refusal when the session is not live. */
    int (*role_of)(void *ctx, const unsigned char token[32], const char *address, enum role *role, enum refusal *no);
};

struct exchange {
    const struct route *route;
    const char *raw_target; /* where it lay: an address to compare, never read again */
    enum refusal target_refusal;
    size_t target_n;
    bool begun;
    struct route_request q;
    struct buf body;
    struct reply reply;
    char target[LIMITS_TARGET + 1];
};

/* NULL when there is no memory. */
struct exchange *exchange_new(void);
void exchange_free(struct exchange *x);
/* The target as it came, before anything decodes it in place. */
void exchange_target(struct exchange *x, const char *raw);
/* Gate, route, session, role, headers, length: all that can be said before the body. peer: the other end's address. */
void exchange_head(struct exchange *x, const struct exchange_service *s, const struct gate_head *h, const char *peer);
void exchange_body(struct exchange *x, const void *p, size_t n);
/* The handler, if nothing was refused; afterwards x->reply is finished. */
void exchange_run(struct exchange *x, const struct exchange_service *s);
/* Answer at once instead of reading the body? */
bool exchange_is_over(const struct exchange *x);

#endif
