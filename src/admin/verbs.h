/* SPDX-License-Identifier: EUPL-1.2 */
/* What `jalon` can do: one function a verb, each with the exit code of sysexits.h that the program ends with. They
 * say on stdout what they did and on stderr why they could not; nothing in them asks a question. */
#ifndef JALON_ADMIN_VERBS_H
#define JALON_ADMIN_VERBS_H

#include <stdbool.h>

#include "base/conf.h"
#include "store/conn.h"

/* Superuser work, once and at upgrades: database, roles and rights, passwords of the login roles out of their
 * passfiles. */
int verbs_setup(const struct conf *c);
/* Applies the patches that are missing and reloads functions and policies; by the rules of sql/README.md.
 * EX_DATAERR: the files are not those that this database was made from. status: only says what is applied; 1 when
 * something is pending. */
int verbs_migrate(const struct conf *c, bool status);
/* Loads what jalon-vault made at the founding. EX_NOPERM: the founding is closed. again: loads what it made out of a
 * recovery, over what is there; EX_NOPERM: there was no founding. All of it or nothing. */
int verbs_found(const struct conf *c, const char *file, bool again);
/* Writes what a recovery begins with, for the vault's ceremony. */
int verbs_recovery(const struct conf *c, const char *out);
/* The next MAC keys out of what jalon-vault mac-keys print wrote; all of it or nothing, and again it changes nothing.
 * EX_TEMPFAIL: the vault that runs does not know of them yet. */
int verbs_mac_keys(const struct conf *c, const char *file);
/* Drops the MAC keys before those of the vault. EX_TEMPFAIL: it uses older ones still, or they came within a minute. */
int verbs_mac_keys_drop(const struct conf *c);
/* Loads a table of communes; since: first day of its millésime, YYYY-MM-DD. */
int verbs_communes(const struct conf *c, const char *file, const char *since);
/* Looks at everything that has to be so; a line each. 0 when all is well, else 1. */
int verbs_doctor(const struct conf *c);
/* The demonstration: its people take their accounts, hosts and leads are entered, its counsellors open cases. Refused
 * where the vault is no demonstration's. Begun again it goes on; done again it changes nothing. */
struct verbs_demo_files {
    const char *codes;
    const char *manifest;
    const char *out;
    const char *communes; /* NULL: the small story alone; else the whole territory, out of this table */
};
int verbs_demo(const struct conf *c, const struct verbs_demo_files *f);

/* Database, log and keys as they are now into the new folder out (archive.h says what is in it), while everything runs;
 * config is the path of c. Nothing is there unless all of it is. */
int verbs_backup(const struct conf *c, const char *config, const char *out);
/* The database of a backup into an empty cluster, whose sealer already runs on the backup's log. EX_DATAERR: the backup
 * is damaged (nothing was done), or its parts do not belong together. only_check: looks at the backup, asks nobody, and
 * needs no setting. */
int verbs_restore(const struct conf *c, const char *from, bool only_check);

/* The value of [admin] key; ends the program with EX_CONFIG when it is missing. */
const char *verbs_need(const struct conf *c, const char *key);
/* A connection for the conninfo under [admin] key that answers; ends the program when none does. Free with
 * conn_free. */
struct conn *verbs_connect(const struct conf *c, const char *key);

#endif
