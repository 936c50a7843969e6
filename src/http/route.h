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
#include "http/json_field.h"
#include "http/limits.h"
#include "http/params.h"
#include "http/reply.h"

#define ROUTE_PUBLIC (1u << 15) /* needs no session */
#define ROUTE_ANYBODY (((1u << ROLE_COUNT) - 1) & ~1u) /* any role, but a live session */

enum route_flag {
    ROUTE_PLAIN = 0,
    ROUTE_JSON = 1,        /* takes a JSON body, of a row that says its shape; without this flag a body is refused */
    ROUTE_IDEMPOTENT = 2,  /* needs Idempotency-Key */
    ROUTE_IF_MATCH = 4,    /* needs If-Match */
    ROUTE_REASON = 8,      /* reads Access-Reason; whether one is needed is decided with the data */
    ROUTE_ETAG = 16        /* its success says a version, as ETag too, unless nothing was written yet */
};

/* What a success is: a status and a body of one of these forms. */
enum route_form {
    ROUTE_NOTHING, /* no body */
    ROUTE_OBJECT,  /* the shape */
    ROUTE_LIST,    /* {"items":[the shape, …]} */
    ROUTE_PAGE,    /* the same with "next" */
    ROUTE_FREE,    /* an object of another standard */
    ROUTE_TEXT,    /* text/plain */
    ROUTE_CALENDAR, /* text/calendar, RFC 5545 */
    ROUTE_HTML      /* text/html: a page to print */
};

struct route_answer {
    unsigned status;
    enum route_form form;
    const struct json_shape *shape; /* NULL with the other forms */
};

struct route;

/* A checked request: all that a handler ever sees of it. */
struct route_request {
    const struct route *route; /* the row it came by */
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
    const char *name;    /* of its handler */
    const char *summary; /* one line of English, for the OpenAPI document */
    unsigned roles;   /* ROLE_BIT()s or ROUTE_PUBLIC */
    unsigned flags;
    size_t body_max;
    const struct json_shape *body;  /* what arrives of a body; NULL: none is taken */
    const struct json_shape *query; /* declared query fields, at most LIMITS_QUERY_FIELDS; NULL: none */
    struct route_answer answer;
    route_fn fn;
};

/* A condition on constants that must hold, as 0: where it does not the array would have a negative size. */
#define ROUTE_HOLDS(condition_) (0u * (unsigned)sizeof(char[(condition_) ? 1 : -1]))

/* A row without a role set does not compile, nor one that takes JSON otherwise than by ROUTE_TAKES, nor one of
 * ROUTE_TAKES without a shape for it. answer_ is a struct route_answer in braces or a macro for one. */
#define ROUTE(method_, path_, summary_, roles_, flags_, query_, answer_, fn_) \
    { \
        .method = (method_), .path = (path_), .summary = (summary_), .roles = (roles_) + ROUTE_HOLDS((roles_) != 0u), \
        .flags = (flags_) + ROUTE_HOLDS(((flags_) & ROUTE_JSON) == 0u), .query = (query_), .answer = answer_, \
        .name = #fn_, .fn = (fn_) \
    }
#define ROUTE_TAKES(method_, path_, summary_, roles_, flags_, max_, body_, answer_, fn_) \
    { \
        .method = (method_), .path = (path_), .summary = (summary_), .roles = (roles_) + ROUTE_HOLDS((roles_) != 0u), \
        .flags = (flags_) | ROUTE_JSON, .body_max = (max_) + ROUTE_HOLDS((max_) > 0 && (max_) <= LIMITS_BODY), \
        .body = &(body_), .answer = answer_, .name = #fn_, .fn = (fn_) \
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
