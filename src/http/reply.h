/* SPDX-License-Identifier: EUPL-1.2 */
/* An answer under construction. A handler writes a body and says which success it is, or names a refusal; status,
 * problem body (RFC 9457) and headers follow from that. */
#ifndef JALON_HTTP_REPLY_H
#define JALON_HTTP_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "domain/refusal.h"

#define REPLY_POINTER 128

enum reply_type {
    REPLY_JSON,
    REPLY_PROBLEM,
    REPLY_TEXT,
    REPLY_CALENDAR,
    REPLY_HTML
};

struct reply {
    unsigned status;
    enum reply_type type;
    enum refusal refusal;
    char pointer[REPLY_POINTER]; /* JSON pointer of the field at fault, "" : none */
    char allow[64];              /* for REFUSAL_METHOD */
    unsigned retry_s;            /* of a refusal: when to come again; 0: not said */
    int32_t version;             /* ETag when > 0 */
    const char *style;           /* of a page: the hash of the one style that may apply to it; NULL: none may */
    bool lasting;                /* the same for everybody and for a while: may be kept */
    bool close;                  /* the connection is of no more use */
    struct buf body;             /* secret: it may hold names */
    struct buf more;             /* of a problem: further members; secret */
};

void reply_init(struct reply *r);
void reply_release(struct reply *r);
/* Success: 200, 201 or 204 and what was written to body. */
void reply_ok(struct reply *r, unsigned status);
/* A refusal instead of whatever was written, to body and to more. pointer may be NULL. */
void reply_refuse(struct reply *r, enum refusal why, const char *pointer);
/* The outcome of a use case: a failure becomes a refusal. true when it was a success and the handler goes on. */
bool reply_outcome(struct reply *r, int rc, enum refusal no);
/* Writes the problem body where there is a refusal, or turns an answer that did not fit its buffer into one. Last
 * call. */
void reply_finish(struct reply *r);
/* HTTP status of a refusal. */
unsigned reply_status(enum refusal why);
/* "application/json" and so on. */
const char *reply_content_type(const struct reply *r);

#endif
