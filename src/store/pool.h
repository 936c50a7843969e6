/* SPDX-License-Identifier: EUPL-1.2 */
/* A fixed number of connections in two lanes: pages, and sign-ins, which hold theirs for the length of a password
 * hash and must never starve the pages. Who finds a lane empty waits in line; a line that is too long sends away at
 * once. */
#ifndef JALON_STORE_POOL_H
#define JALON_STORE_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "store/conn.h"

enum pool_lane {
    POOL_PAGES,   /* database only */
    POOL_SEALED,  /* a person with a session, and the vault */
    POOL_SIGN_IN, /* anybody, and the vault */
    POOL_LANES
};

struct pool;

struct pool_size {
    size_t pages;    /* connections for pages, 1 to 64 */
    size_t sealed;   /* for what waits for the vault, 1 to 64 */
    size_t sign_in;  /* for sign-ins and activations, 1 to 16 */
    size_t waiting;  /* most who wait in each lane */
};

/* Makes the connections without connecting them. */
int pool_new(struct pool **out, const struct conn_options *o, const struct pool_size *size)
    __attribute__((warn_unused_result));
void pool_free(struct pool *p); /* nobody may hold a connection any more */
/* A connection that is ready. ERR_TIMEOUT when none came free by deadline (clock_mono_ms), ERR_LIMIT when too many
 * wait, ERR_UNAVAILABLE when the database does not answer. */
int pool_take(struct pool *p, enum pool_lane lane, int64_t deadline, struct conn **out)
    __attribute__((warn_unused_result));
/* Gives it back; one still inside a transaction is put in doubt first. NULL is fine. */
void pool_give(struct pool *p, struct conn *c);
/* All connections of both lanes; slots are numbered 0 to pool_slots - 1 (conn_slot). */
size_t pool_slots(const struct pool *p);

#endif
