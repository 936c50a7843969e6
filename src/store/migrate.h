/* SPDX-License-Identifier: EUPL-1.2 */
/* The schema's own history, as jalon_migrator: which patches were applied, from which bytes. The rules are in
 * sql/README.md, what files there are is the caller's business. */
#ifndef JALON_STORE_MIGRATE_H
#define JALON_STORE_MIGRATE_H

#include <stddef.h>

#include "store/conn.h"

#define MIGRATE_PATCH 5  /* "0001" */
#define MIGRATE_SHA 65   /* lower-case hexadecimal */
#define MIGRATE_MAX 1024 /* patches */

struct migrate_entry {
    char patch[MIGRATE_PATCH];
    char after[MIGRATE_PATCH]; /* "none" for the first */
    char sha256[MIGRATE_SHA];
};

enum migrate_owner { MIGRATE_SEC, MIGRATE_OWNER }; /* jalon_sec, jalon_owner */

/* One text of functions/ or policies/. */
struct migrate_text {
    const char *name; /* for messages */
    enum migrate_owner owner;
    const char *sql;
};

/* Waits until nobody else migrates this database; the lock goes with the connection. */
int migrate_lock(struct conn *c) __attribute__((warn_unused_result));
/* What was applied, in order. entries holds MIGRATE_MAX. */
int migrate_read(struct conn *c, struct migrate_entry *entries, size_t *n) __attribute__((warn_unused_result));
/* SHA-256 of n bytes, computed by the server. */
int migrate_sha256(struct conn *c, const void *p, size_t n, char out[MIGRATE_SHA]) __attribute__((warn_unused_result));
/* One patch and its registration, one transaction. ERR_DENIED: rolled back, see conn_message. */
int migrate_apply(struct conn *c, const struct migrate_entry *e, enum migrate_owner owner, const char *sql)
    __attribute__((warn_unused_result));
/* All texts in one transaction; *failed is the one that did not run. */
int migrate_reload(struct conn *c, const struct migrate_text *texts, size_t n, size_t *failed)
    __attribute__((warn_unused_result));

#endif
