/* SPDX-License-Identifier: EUPL-1.2 */
/* Copies the log, all of it, into the database where it is searched: each entry once, in order, whoever dies in
 * between. Not shared between threads. */
#ifndef JALON_WORKER_COPY_H
#define JALON_WORKER_COPY_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/line.h"
#include "base/buf.h"
#include "store/conn.h"
#include "worker/carry.h"

#define COPY_TAIL 256 /* entries asked for at once */

struct copy {
    struct conn *db;
    const char *sealer; /* its socket */
    int fd;             /* connected to it, or -1 */
    bool known;         /* next is what the database says */
    uint64_t next;      /* index of the next entry to copy */
    uint64_t copied;    /* entries copied by this process */
    int err;            /* why the last step failed */
    struct buf bytes;   /* entries read, one behind the other */
    size_t end[COPY_TAIL];
    struct buf keys;    /* by what they are found: int64_t, one behind the other */
    int64_t upto[COPY_TAIL];
    size_t n;
    bool more;          /* others lie behind them */
    struct line_object object[LINE_OBJECTS];
};

/* db is the caller's and holds the worker's lock; it stays valid until copy_end. */
void copy_init(struct copy *p, struct conn *db, const char *sealer);
void copy_end(struct copy *p);
/* One step: at most COPY_TAIL entries. CARRY_BUSY when the log has more. */
enum carry_state copy_step(struct copy *p);

#endif
