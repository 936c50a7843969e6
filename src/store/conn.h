/* SPDX-License-Identifier: EUPL-1.2 */
/* One connection to PostgreSQL: pipelined, statements of a constant list prepared once under constant names, binary
 * parameters and results, a deadline on everything. It connects when it is first used and again after it broke. Not
 * shared between threads. Nothing of a query or of its data is ever logged: only the name of the statement and the
 * SQLSTATE. */
#ifndef JALON_STORE_CONN_H
#define JALON_STORE_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conn;
struct param_list;
struct uuid;
struct pg_result; /* libpq's PGresult; read it with store/row.h */

struct conn_stmt {
    const char *name; /* NULL: sent unprepared each time (administration only) */
    const char *sql;
};

/* A constant list of statements; arrays of groups end with {NULL, 0}. */
struct conn_group {
    const struct conn_stmt *stmt;
    size_t n;
};

struct conn_options {
    const char *conninfo;            /* libpq key=value string or URI */
    const char *application;         /* application_name, what pg_stat_activity shows */
    const struct conn_group *groups; /* prepared on connect; may be NULL */
    int timeout_ms;                  /* longest wait for the answers of one conn_run; 0: 10 s */
};

/* Statements of every list: transaction control. */
extern const struct conn_stmt conn_begin;     /* BEGIN ISOLATION LEVEL READ COMMITTED */
extern const struct conn_stmt conn_close_all; /* CLOSE ALL: a holdable cursor would survive a commit */
extern const struct conn_stmt conn_commit;
extern const struct conn_stmt conn_rollback;

struct conn_step {
    const struct conn_stmt *stmt;
    const struct param_list *params; /* NULL: none */
    struct pg_result *result;        /* out: owned by the caller, NULL when the step was not reached or failed */
};

/* Fills a step without a result and initialises its parameters; p NULL: it has none. */
void conn_step_begin(struct conn_step *s, struct param_list *p, const struct conn_stmt *stmt);
/* The same of a statement whose first parameter is this id. */
void conn_step_about(struct conn_step *s, struct param_list *p, const struct conn_stmt *stmt, const struct uuid *id);

/* Makes the object; the strings of o must outlive it. Does not connect. ERR_NOMEM. */
int conn_new(struct conn **out, const struct conn_options *o) __attribute__((warn_unused_result));
void conn_free(struct conn *c);
/* Connects and prepares unless that is done and the connection still lives. ERR_UNAVAILABLE: no server, or it refuses;
 * ERR_INTERNAL: a statement of the list does not prepare, and not because it had to wait. */
int conn_ready(struct conn *c) __attribute__((warn_unused_result));

/* All steps in one round trip, in order; the first failing one makes the server skip the rest. ERR_OK when all ran.
 * ERR_DENIED: a step failed in SQL, see conn_sqlstate and conn_failed_step; the transaction is then aborted.
 * ERR_UNAVAILABLE or ERR_TIMEOUT: the connection broke and is closed; whether a commit in the steps took place is
 * not known. */
int conn_run(struct conn *c, struct conn_step *steps, size_t n) __attribute__((warn_unused_result));
void conn_clear(struct conn_step *steps, size_t n); /* frees the results */
/* One statement that is no part of a transaction, for programs of the administration and for tests. */
int conn_exec(struct conn *c, const struct conn_stmt *stmt, const struct param_list *params, struct pg_result **result)
    __attribute__((warn_unused_result));
/* A whole text of several statements by the simple protocol, such as a migration file. ERR_DENIED as above. */
int conn_script(struct conn *c, const char *sql) __attribute__((warn_unused_result));

/* Five characters, "" when the last call was fine. */
const char *conn_sqlstate(const struct conn *c);
/* That failure is one of the moment and nobody's fault: a lock that was held too long, a server that shuts down. */
bool conn_passes(const struct conn *c);
size_t conn_failed_step(const struct conn *c);
/* The server's sentence about the last failure, for administration programs only: it may contain data. Never NULL. */
const char *conn_message(const struct conn *c);
bool conn_in_transaction(const struct conn *c);
/* Something unforeseen happened: before it is used again, ROLLBACK, DISCARD ALL and every statement prepared anew. */
void conn_doubt(struct conn *c);
/* Closes; the next use connects again. */
void conn_drop(struct conn *c);
/* Number of times this object connected, for tests and health. */
unsigned conn_generation(const struct conn *c);

/* A word the owner may keep with the connection (the pool keeps its slot number there). */
void conn_set_slot(struct conn *c, size_t slot);
size_t conn_slot(const struct conn *c);

/* Calls each for the built-in statements and the groups, in the order of preparation. */
typedef void (*conn_each_fn)(void *ctx, const struct conn_stmt *stmt);
void conn_statements(const struct conn_group *groups, conn_each_fn each, void *ctx);

#endif
