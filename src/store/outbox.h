/* SPDX-License-Identifier: EUPL-1.2 */
/* What the worker asks for, as role jalon_job (lag and copied also as jalon_migrator). Rows wait in the outbox, left by
 * triggers in the transaction of the write, until they are carried into the log; the log is copied to be searched. */
#ifndef JALON_STORE_OUTBOX_H
#define JALON_STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "store/conn.h"

#define OUTBOX_TAKE 256 /* rows in one batch */

/* A write that is not yet in the log. Texts point into the batch; "" and false: absent. */
struct outbox_row {
    struct uuid id;
    int64_t at_us; /* when it happened, microseconds since 1970 */
    bool has_actor, has_row, has_case;
    struct uuid actor;
    struct uuid org;
    struct uuid row_id;
    struct uuid case_id;
    uint32_t version; /* 0: absent */
    const char *role, *action, *object, *compartment, *reason;
    const unsigned char *digest; /* 32 bytes or NULL */
};

struct outbox_batch {
    struct pg_result *result;
    size_t n;
    struct outbox_row row[OUTBOX_TAKE];
};

/* Entries as the sealer gave them: entry i lies from end[i - 1] (the first from 0) to end[i] of bytes, and is found by
 * the keys from upto[i - 1] to upto[i]. */
struct outbox_entries {
    const unsigned char *bytes;
    const size_t *end;
    const int64_t *keys;
    const int64_t *upto;
    size_t n;
};

/* What is prepared on a worker's connection. */
extern const struct conn_group outbox_groups[];

/* Asks for the lock that one worker of this database holds as long as its connection lives. */
int outbox_lock(struct conn *c, bool *mine) __attribute__((warn_unused_result));
/* The oldest rows that are not sealed. Release the batch afterwards; a batch may be reused after outbox_release. */
int outbox_take(struct conn *c, struct outbox_batch *b) __attribute__((warn_unused_result));
void outbox_release(struct outbox_batch *b);
/* How far the log has been read: index of the next entry, and 1 + index of the last write entry in it (0: none). */
int outbox_cursor(struct conn *c, uint64_t *next, uint64_t *base) __attribute__((warn_unused_result));
/* In one transaction: the cursor moves to next and base, the rows with these ids bear the index of their entry. Ids
 * that are no row are passed over. */
int outbox_seen(struct conn *c, uint64_t next, uint64_t base, const struct uuid *ids, const int64_t *indexes, size_t n)
    __attribute__((warn_unused_result));
/* Entries of the log that the copy has. */
int outbox_copied(struct conn *c, uint64_t *entries) __attribute__((warn_unused_result));
/* Adds these entries, the first of which has this index. All or none, together with the number of entries. ERR_DENIED
 * when they are not the next ones. */
int outbox_copy(struct conn *c, uint64_t first, const struct outbox_entries *e) __attribute__((warn_unused_result));
/* Rows that wait, and the age of the oldest in microseconds (0 when none). */
int outbox_lag(struct conn *c, uint64_t *rows, int64_t *oldest_us) __attribute__((warn_unused_result));
/* Deletes what is over: sessions, idempotency keys. */
int outbox_expire(struct conn *c) __attribute__((warn_unused_result));
/* Ends web transactions that are older than their binding may be; how many there were. */
int outbox_end_old(struct conn *c, int *ended) __attribute__((warn_unused_result));

#endif
