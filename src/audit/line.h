/* SPDX-License-Identifier: EUPL-1.2 */
/* One entry of the access log as canonical bytes: always the same lines in the same order, "-" for what is absent,
 * so that equal facts are equal bytes and anybody can read them without us. References, never data (P-07).
 *
 *   jalon/1
 *   at 2026-11-22T19:44:31.123456Z          the sealer's clock, when the entry was appended
 *   of 2026-11-22T19:44:31.020000Z          when it happened, when told by somebody else (outbox), else -
 *   id 0f8e...                              uuid of the outbox row, else -
 *   action case.open                        dotted lower-case words, at most 40 characters
 *   actor <uuid> <role> <organisation uuid> or "actor - - -"
 *   subject 32 hex characters               pseudonym of a login name in sign-in attempts, else -
 *   reason follow_up default                code, then "given" or "default"; "reason - -"
 *   outcome ok                              one word: ok denied ceiling integrity ...
 *   claimed 127.0.0.1                       what the web process says it saw; at most 64 characters, else -
 *   object <kind> <uuid> <version> <compartment> <case uuid> <link> <digest hex 64>
 *                                           0 to LINE_OBJECTS of these lines, each field but kind "-" when absent
 *
 * Each line ends with one LF. Words are [a-z0-9_.] and compartments IDENT JUSTICE MATCH PLACEMENT. */
#ifndef JALON_AUDIT_LINE_H
#define JALON_AUDIT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"

#define LINE_OBJECTS 256
#define LINE_FIRST "jalon/1" /* the first line: which format this is */
#define LINE_MAX_BYTES 65535 /* an entry bundle of tlog-tiles holds no longer one */
#define LINE_WORD 41

struct line_object {
    char kind[LINE_WORD];        /* never empty */
    bool has_id, has_case, has_digest;
    struct uuid id;
    uint32_t version;            /* 0: absent */
    char compartment[LINE_WORD]; /* "" : absent */
    struct uuid case_id;
    char link[LINE_WORD];        /* "" : absent */
    unsigned char digest[32];
};

struct line {
    int64_t at_us;
    bool has_of, has_id, has_actor, has_subject;
    int64_t of_us;
    struct uuid id;
    char action[LINE_WORD];
    struct uuid actor;
    char role[LINE_WORD];
    struct uuid org;
    unsigned char subject[16];
    char reason[LINE_WORD];      /* "" : absent */
    bool reason_default;
    char outcome[LINE_WORD];     /* never empty */
    char claimed[65];            /* "" : absent; printable ASCII without space */
    size_t objects;
    struct line_object *object;  /* the caller's array of LINE_OBJECTS */
};

/* Whether every field holds what the format can say. */
bool line_can_be_said(const struct line *l);
/* Appends the canonical bytes. ERR_FORMAT when a field holds what the format cannot say (also a claimed of "-" alone);
 * nothing is then appended. */
int line_format(const struct line *l, struct buf *out) __attribute__((warn_unused_result));
/* Only what line_format could have written is accepted. objects: array of LINE_OBJECTS that l->object will point to. */
int line_parse(struct line *l, struct line_object *objects, const void *p, size_t n)
    __attribute__((warn_unused_result));

#endif
