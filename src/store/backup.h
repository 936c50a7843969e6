/* SPDX-License-Identifier: EUPL-1.2 */
/* What a backup asks of the database so that its dump and the copy of the log fit each other, and what a restored
 * database is told. */
#ifndef JALON_STORE_BACKUP_H
#define JALON_STORE_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/conn.h"

#define BACKUP_SNAPSHOT 64

/* As jalon_migrator: notes that a backup is made. */
int backup_noted(struct conn *c) __attribute__((warn_unused_result));
/* As superuser: from now until the connection goes or backup_unlock, the worker cannot say that it has read on in the
 * log. */
int backup_lock(struct conn *c) __attribute__((warn_unused_result));
int backup_unlock(struct conn *c) __attribute__((warn_unused_result));
/* As superuser: a state of the database that pg_dump --snapshot can read as long as this connection lives. */
int backup_snapshot(struct conn *c, char id[BACKUP_SNAPSHOT]) __attribute__((warn_unused_result));
/* As superuser: no table of Jalon is in this database. */
int backup_is_empty(struct conn *c, bool *empty) __attribute__((warn_unused_result));
/* As jalon_migrator, after a restore: ends all sessions; next is the index of the first log entry that this database
 * has not read, ended the number of sessions. */
int backup_restored(struct conn *c, uint64_t *next, int *ended) __attribute__((warn_unused_result));

#endif
