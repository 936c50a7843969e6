/* SPDX-License-Identifier: EUPL-1.2 */
/* What is said to jalon-sealer. Who may say what is decided by the peer's user id (src/sealer/README.md).
 *
 * SEALER_APPEND       vault: u8 count, then entries without id, all or none of them; at most 2 MiB
 *      reply          u64 index of the first | u64 tree size after | i64 time us. WIRE_CEILING: the refusal was
 *                     appended instead and nothing may be opened.
 * SEALER_WRITES       worker: u64 base (0, or 1 + index of the last SEALER_WRITES entry that the asker has seen)
 *                     | u16 count, then entries with id
 *      reply          as above. WIRE_STALE when another write entry is in the log at or after base: read the tail
 *                     again first. So no outbox row is sealed twice.
 * SEALER_TAIL         worker: u64 from | u16 most
 *      reply          u64 tree size | u64 base (as above, current) | u16 n | n times { u64 index, lv16 bytes }
 * SEALER_HEAD         anybody listed: empty
 *      reply          lv16 signed checkpoint (empty when none was signed yet) | u64 durable size
 * SEALER_PROOF        anybody listed: u64 index | u64 size (at most the durable size, else WIRE_DENIED)
 *      reply          u8 n | n times 32 bytes: RFC 6962 inclusion proof
 * SEALER_CONSISTENCY  anybody listed: u64 old | u64 new
 *      reply          u8 n | n times 32 bytes
 * SEALER_END          anybody listed: empty
 *      reply          u64 durable size | u32 number of the journal's last file | u64 bytes of it that hold these
 *                     entries, behind which it may go on (0 and 0 while there is none)
 *
 * An entry: lv8 action | u8 flags (1 actor, 2 subject, 4 of, 8 id, 16 reason was the default) | [of i64] | [id 16]
 *   | [actor 16, lv8 role, org 16] | [subject 16] | lv8 reason (or empty) | lv8 outcome | lv8 claimed (or empty)
 *   | u16 n objects, each: lv8 kind | u8 flags (1 id, 2 case, 4 digest) | [id 16] | u32 version | lv8 compartment
 *     | [case 16] | lv8 link | [digest 32] */
#ifndef JALON_WIRE_SEALER_MSG_H
#define JALON_WIRE_SEALER_MSG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"

enum sealer_verb {
    SEALER_APPEND = 1,
    SEALER_WRITES = 2,
    SEALER_TAIL = 3,
    SEALER_HEAD = 4,
    SEALER_PROOF = 5,
    SEALER_CONSISTENCY = 6,
    SEALER_END = 7
};

#define SEALER_OBJECTS 256 /* objects in one entry */
#define SEALER_BATCH 64    /* entries in one request */

struct sealer_object {
    const char *kind;
    const struct uuid *id;          /* NULL: absent */
    uint32_t version;               /* 0: absent */
    const char *compartment;        /* "" : absent */
    const struct uuid *case_id;     /* NULL: absent */
    const char *link;               /* "" : absent */
    const unsigned char *digest;    /* 32 bytes or NULL */
};

struct sealer_entry {
    const char *action;
    const int64_t *of_us;           /* NULL: absent */
    const struct uuid *id;          /* NULL: absent */
    const struct uuid *actor;       /* NULL: absent; then role and org are not looked at */
    const char *role;
    const struct uuid *org;
    const unsigned char *subject;   /* 16 bytes or NULL */
    const char *reason;             /* "" : absent */
    bool reason_default;
    const char *outcome;
    const char *claimed;            /* "" : absent */
    const struct sealer_object *object;
    uint16_t objects;
};

struct sealer_receipt {
    uint64_t index; /* of the first entry of the batch */
    uint64_t size;
    int64_t at_us;
};

/* Adds one entry to a request under construction (after its count). */
void sealer_put_entry(struct buf *b, const struct sealer_entry *e);
/* Appends entries and waits until they are durable. ERR_CEILING: refused and recorded. */
int sealer_append(int fd, const struct sealer_entry *entries, uint8_t n, struct sealer_receipt *out, int64_t deadline)
    __attribute__((warn_unused_result));
/* ERR_CONFLICT when stale. */
int sealer_writes(int fd, uint64_t base, const struct sealer_entry *entries, uint16_t n, struct sealer_receipt *out,
                  int64_t deadline) __attribute__((warn_unused_result));
/* reply keeps the bytes that the callback sees. A negative return of each stops and is passed on. */
typedef int (*sealer_each_fn)(void *ctx, uint64_t index, const unsigned char *bytes, size_t n);
int sealer_tail(int fd, uint64_t from, uint16_t most, uint64_t *size, uint64_t *base, sealer_each_fn each, void *ctx,
                int64_t deadline) __attribute__((warn_unused_result));
int sealer_head(int fd, struct buf *note, uint64_t *durable, int64_t deadline) __attribute__((warn_unused_result));
int sealer_end(int fd, uint64_t *durable, uint32_t *file, uint64_t *bytes, int64_t deadline)
    __attribute__((warn_unused_result));
int sealer_proof(int fd, uint64_t index, uint64_t size, unsigned char (*hashes)[32], uint8_t *n, int64_t deadline)
    __attribute__((warn_unused_result)); /* hashes holds 128 */
int sealer_consistency(int fd, uint64_t old_size, uint64_t new_size, unsigned char (*hashes)[32], uint8_t *n,
                       int64_t deadline) __attribute__((warn_unused_result));

#endif
