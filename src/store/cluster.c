/* SPDX-License-Identifier: EUPL-1.2 */
/* Set-up as the cluster's superuser. CREATE DATABASE and ALTER ROLE take no parameters: the server itself quotes
 * names and verifiers into them. These few plain connections are apart from store/conn, whose statements are
 * constant. */
#include <stdio.h>

#include <libpq-fe.h>

#include "store/cluster.h"

#include "base/err.h"
#include "store/conninfo.h"
#include "store/row.h"

#include "base/banned.h"

static void finish(PGconn **pg)
{
    PQfinish(*pg);
}
#define SCOPED_PG __attribute__((cleanup(finish))) = NULL

static void clear(PGresult **res)
{
    PQclear(*res);
}
#define SCOPED_PGRESULT __attribute__((cleanup(clear))) = NULL

static void quiet(void *ctx, const PGresult *res)
{
    (void)ctx;
    (void)res;
}

/* database NULL: the one of the string. */
static int open_as(PGconn **out, const char *conninfo, const char *database, char why[CLUSTER_WHY])
{
    /* Only the first dbname is taken as a whole connection string; the second overrides the database in it. */
    const char *const keys[] = {"dbname",          "application_name",         "connect_timeout",
                                "client_encoding", database ? "dbname" : NULL, NULL};
    const char *const values[] = {conninfo, "jalon setup", "5", "UTF8", database, NULL};

    *out = PQconnectdbParams(keys, values, 1);
    if (*out == NULL)
        return ERR_NOMEM;
    if (PQstatus(*out) != CONNECTION_OK) {
        (void)snprintf(why, CLUSTER_WHY, "%s", PQerrorMessage(*out));
        return ERR_UNAVAILABLE;
    }
    PQsetNoticeReceiver(*out, quiet, NULL);
    return ERR_OK;
}

static int run(PGconn *pg, const char *sql, char why[CLUSTER_WHY])
{
    PGresult *res SCOPED_PGRESULT;

    res = PQexec(pg, sql);
    ExecStatusType s = PQresultStatus(res);
    if (s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_EMPTY_QUERY)
        return ERR_OK;
    (void)snprintf(why, CLUSTER_WHY, "%s", PQerrorMessage(pg));
    return ERR_DENIED;
}

/* Lets the server write a statement with names and values in it (its format()), and runs that. */
static int run_written(PGconn *pg, const char *writer, const char *first, const char *second, char why[CLUSTER_WHY])
{
    const char *const params[] = {first, second};
    PGresult *res SCOPED_PGRESULT;

    res = PQexecParams(pg, writer, second == NULL ? 1 : 2, NULL, params, NULL, NULL, 0);
    if (PQresultStatus(res) != PGRES_TUPLES_OK || PQntuples(res) > 1) {
        (void)snprintf(why, CLUSTER_WHY, "%s", PQerrorMessage(pg));
        return ERR_DENIED;
    }
    return PQntuples(res) == 0 ? ERR_OK : run(pg, PQgetvalue(res, 0, 0), why);
}

int cluster_database(const char *superuser, const char *database, char why[CLUSTER_WHY])
{
    PGconn *pg SCOPED_PG;
    int rc = open_as(&pg, superuser, NULL, why);

    if (rc != ERR_OK)
        return rc;
    return run_written(pg,
                       "SELECT pg_catalog.format('CREATE DATABASE %I TEMPLATE template0 ENCODING UTF8', $1::text) "
                       "WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = $1::text)",
                       database, NULL, why);
}

int cluster_script(const char *superuser, const char *database, const char *sql, char why[CLUSTER_WHY])
{
    PGconn *pg SCOPED_PG;
    int rc = open_as(&pg, superuser, database, why);

    return rc == ERR_OK ? run(pg, sql, why) : rc;
}

int cluster_password(const char *superuser, const char *login, char why[CLUSTER_WHY])
{
    PGconn *pg SCOPED_PG;
    PGconn *asker SCOPED_PG;
    char user[64];
    int rc = conninfo_get(login, "user", user, sizeof user);

    if (rc != ERR_OK)
        return rc;
    rc = open_as(&pg, superuser, NULL, why);
    if (rc != ERR_OK)
        return rc;
    /* libpq looks the password up before it connects: its own rules for passfiles, whatever the server then says. */
    asker = PQconnectStart(login);
    const char *password = asker == NULL ? NULL : PQpass(asker);
    if (password == NULL || *password == '\0') {
        (void)snprintf(why, CLUSTER_WHY, "no password for %s in its passfile", user);
        return ERR_NOTFOUND;
    }
    char *verifier = PQencryptPasswordConn(pg, password, user, "scram-sha-256");
    if (verifier == NULL)
        return ERR_NOMEM;
    rc = run_written(pg, "SELECT pg_catalog.format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)", user, verifier,
                     why);
    PQfreemem(verifier);
    return rc;
}

int cluster_version(struct conn *c, int *version)
{
    static const struct conn_stmt ask = {NULL, "SELECT pg_catalog.current_setting('server_version_num')::int"};
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int rc = conn_exec(c, &ask, NULL, &res);

    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    *version = row_i32(&r);
    return row_end(&r);
}
