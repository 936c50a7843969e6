/* SPDX-License-Identifier: EUPL-1.2 */
/* The gate: whether a request, as the HTTP library has split it, is one that every reader of the protocol
 * understands the same way. The library accepts much that it should not; what does not pass here gets 400 and the
 * connection is closed. Pure. */
#ifndef JALON_HTTP_GATE_H
#define JALON_HTTP_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/refusal.h"

struct gate_field {
    const char *name;
    const char *value;
    size_t name_n;
    size_t value_n;
};

/* The pieces of one request head. The pointers must be those into the buffer the request was read into, separators
 * overwritten with NULs: the gate looks at where they lie and at the bytes between them, so that none is unaccounted
 * for. */
struct gate_head {
    const char *method; /* NUL-terminated */
    const char *target; /* where the raw target began */
    size_t target_n;    /* its length before anybody decoded it */
    const char *version; /* NUL-terminated */
    const struct gate_field *field; /* in the order of arrival */
    size_t fields;
    size_t size; /* bytes of the head, request line to empty line */
};

/* Values of the headers that this service reads; n == 0: absent. They lie in the head. */
struct gate_value {
    const char *p;
    size_t n;
};

struct gate_facts {
    bool has_length; /* Content-Length was there */
    uint64_t length;
    struct gate_value authorization;
    struct gate_value content_type;
    struct gate_value idempotency_key;
    struct gate_value if_match;
    struct gate_value access_reason;
    struct gate_value forwarded; /* the last X-Forwarded-For of all */
};

/* The raw target, before any decoding: origin form, printable ASCII, no fragment, no encoded NUL, no encoding in the
 * path. */
enum refusal gate_target(const char *raw, size_t n);
/* REFUSAL_NONE and the facts, or why not. */
enum refusal gate_head(const struct gate_head *h, struct gate_facts *facts);

#endif
