/* SPDX-License-Identifier: EUPL-1.2 */
/* Carries the outbox into the log: every committed write once, none twice, whoever dies in between. Not shared
 * between threads. */
#ifndef JALON_WORKER_CARRY_H
#define JALON_WORKER_CARRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "store/outbox.h"
#include "wire/sealer_msg.h"

#define CARRY_TAIL 256 /* entries asked for at once while reading the log */

enum carry_state {
    CARRY_IDLE,     /* all that waited is carried */
    CARRY_BUSY,     /* there may be more */
    CARRY_WAITING,  /* another worker holds the lock */
    CARRY_NO_STORE, /* PostgreSQL does not answer, or refuses */
    CARRY_NO_SEALER /* the sealer does not answer, or refuses */
};

struct carry {
    struct conn *db;
    const char *sealer;  /* its socket */
    int fd;              /* connected to it, or -1 */
    unsigned generation; /* of the database connection that holds the lock; 0: none */
    bool synced;         /* the log has been read to its end since the last doubt */
    uint64_t base;       /* 1 + index of the last write entry in the log, when synced */
    uint64_t next;       /* first index not yet read */
    uint64_t carried;    /* rows carried by this process */
    int err;             /* why the last step failed */
    struct outbox_batch batch;
    struct sealer_entry entry[OUTBOX_TAKE];
    struct sealer_object object[OUTBOX_TAKE];
    struct uuid id[OUTBOX_TAKE];
    int64_t index[OUTBOX_TAKE];
};

/* db is the caller's (conn_new with outbox_groups); both stay valid until carry_end. */
void carry_init(struct carry *c, struct conn *db, const char *sealer);
void carry_end(struct carry *c);
/* One step: at most one batch. */
enum carry_state carry_step(struct carry *c);

#endif
