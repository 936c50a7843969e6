/* SPDX-License-Identifier: EUPL-1.2 */
/* What only the superuser of the PostgreSQL cluster can do, once at set-up and again at upgrades: the database, the
 * roles, the passwords of those that log in. Each call connects and leaves; each may be repeated. */
#ifndef JALON_STORE_CLUSTER_H
#define JALON_STORE_CLUSTER_H

#include "store/conn.h"

#define CLUSTER_WHY 512

/* Makes the database unless it is there. ERR_UNAVAILABLE, ERR_DENIED; *why then has the server's sentence. */
int cluster_database(const char *superuser, const char *database, char why[CLUSTER_WHY])
    __attribute__((warn_unused_result));
/* Runs a text of statements in the database, all or nothing. */
int cluster_script(const char *superuser, const char *database, const char *sql, char why[CLUSTER_WHY])
    __attribute__((warn_unused_result));
/* Gives the user of the connection string login the password that its passfile holds. The server and its logs see the
 * SCRAM verifier only. ERR_NOTFOUND: the passfile has no password for it. */
int cluster_password(const char *superuser, const char *login, char why[CLUSTER_WHY])
    __attribute__((warn_unused_result));
/* 150020 for 15.20. */
int cluster_version(struct conn *c, int *version) __attribute__((warn_unused_result));

#endif
