/* SPDX-License-Identifier: EUPL-1.2 */
/* The map of the service: one row for each door, and how a request finds its row. What a row does not declare does
 * not reach its handler. The table itself stands where the handlers are. */
#ifndef JALON_HTTP_ROUTE_H
#define JALON_HTTP_ROUTE_H

#include <stddef.h>

#include "base/uuid.h"
#include "domain/reason.h"
#include "domain/refusal.h"
#include "domain/role.h"
#include "http/limits.h"
#include "http/params.h"
#include "http/reply.h"

#define ROUTE_PUBLIC (1u << 15) /* needs no session */
#define ROUTE_ANYBODY (((1u << ROLE_COUNT) - 1) & ~1u) /* any role, but a live session */

enum route_flag {
    ROUTE_PLAIN = 0,
    ROUTE_JSON = 1,        /* takes a JSON body; without this flag a body is refused */
    ROUTE_IDEMPOTENT = 2,  /* needs Idempotency-Key */
    ROUTE_IF_MATCH = 4,    /* needs If-Match */
    ROUTE_REASON = 8       /* reads Access-Reason; whether one is needed is decided with the data */
};

/* A checked request: all that a handler ever sees of it. */
struct route_request {
    struct uuid id;   /* the {id} of the path */
    struct uuid user; /* and its {user}, in the few that have one */
    enum role role; /* ROLE_NONE on public routes */
    enum reason reason;
    int32_t version; /* If-Match */
    struct uuid key; /* Idempotency-Key */
    unsigned char token[32];
    char address[64]; /* where the client claims to be */
    struct params query;
    const unsigned char *body;
    size_t body_n;
};

typedef void (*route_fn)(void *ctx, const struct route_request *q, struct reply *r);

struct route {
    const char *method;
    const char *path; /* "/api/v1/cases/{id}" : a name in braces stands for one UUID */
    unsigned roles;   /* ROLE_BIT()s or ROUTE_PUBLIC */
    unsigned flags;
    size_t body_max;
    const char *const *query; /* declared query fields, NULL-terminated, or NULL */
    route_fn fn;
};

/* A row without a role set does not compile: the array would have a negative size. */
#define ROUTE(method_, path_, roles_, flags_, body_, query_, fn_) \
    { \
        .method = (method_), .path = (path_), \
        .roles = (roles_) + 0u * (unsigned)sizeof(char[(roles_) != 0u ? 1 : -1]), .flags = (flags_), \
        .body_max = (body_) + 0u * sizeof(char[(body_) <= LIMITS_BODY ? 1 : -1]), .query = (query_), .fn = (fn_) \
    }

struct route_table {
    const struct route *row;
    size_t n;
};

/* The row for method and path; of q its ids are filled. REFUSAL_NOT_FOUND: no such path; REFUSAL_METHOD: allow lists
 * what there is. */
enum refusal route_find(const struct route_table *t, const char *method, const char *path, size_t path_n,
                        const struct route **out, struct route_request *q, char allow[64]);

#endif
