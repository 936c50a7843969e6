/* SPDX-License-Identifier: EUPL-1.2 */
/* A patch is a transaction that registers itself. The migrator inherits nothing: inside the transaction it becomes
 * the owner that the file names, and jalon_sec for the registry. A connection that breaks ends the transaction with
 * it, so a step that fails is never followed by another one. */
#include <string.h>

#include "store/migrate.h"

#include "base/err.h"
#include "store/param.h"
#include "store/row.h"

#include "base/banned.h"

#define MIGRATE_LOCK INT64_C(0x4a616c6f6e4d) /* "JalonM" */

static const char *const become[] = {[MIGRATE_SEC] = "SET LOCAL ROLE jalon_sec",
                                     [MIGRATE_OWNER] = "SET LOCAL ROLE jalon_owner"};

int migrate_lock(struct conn *c)
{
    static const struct conn_stmt lock = {NULL, "SELECT pg_catalog.pg_advisory_lock($1)"};
    struct pg_result *res SCOPED_RESULT;
    struct param_list p;

    param_init(&p);
    param_i64(&p, MIGRATE_LOCK);
    return conn_exec(c, &lock, &p, &res);
}

/* Ends a transaction that failed and keeps the failure's own words for the caller. */
static int give_up(struct conn *c, int rc)
{
    if (rc == ERR_DENIED)
        conn_doubt(c); /* rolls back before the next use */
    else
        conn_drop(c);
    return rc;
}

static int read_entries(const struct pg_result *res, struct migrate_entry *entries, size_t *n)
{
    int count = row_count(res);

    if (count > MIGRATE_MAX)
        return ERR_LIMIT;
    for (int i = 0; i < count; i++) {
        struct row r;

        row_init(&r, res, i);
        row_copy(&r, entries[i].patch, sizeof entries[i].patch);
        row_copy(&r, entries[i].after, sizeof entries[i].after);
        row_copy(&r, entries[i].sha256, sizeof entries[i].sha256);
        if (row_end(&r) != ERR_OK)
            return ERR_FORMAT;
    }
    *n = (size_t)count;
    return ERR_OK;
}

static int registry_there(struct conn *c, bool *there)
{
    static const struct conn_stmt ask = {NULL, "SELECT pg_catalog.to_regclass('sec.migration') IS NOT NULL"};
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int rc = conn_exec(c, &ask, NULL, &res);

    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    *there = row_bool(&r);
    return row_end(&r);
}

int migrate_read(struct conn *c, struct migrate_entry *entries, size_t *n)
{
    static const struct conn_stmt ask = {
        NULL, "SELECT patch, after, sha256 FROM sec.migration ORDER BY patch COLLATE pg_catalog.\"C\""};
    struct pg_result *res SCOPED_RESULT;
    bool there = false;
    int rc = conn_script(c, "BEGIN");

    *n = 0;
    if (rc == ERR_OK)
        rc = conn_script(c, become[MIGRATE_SEC]);
    if (rc == ERR_OK)
        rc = registry_there(c, &there);
    if (rc == ERR_OK && there)
        rc = conn_exec(c, &ask, NULL, &res);
    if (rc == ERR_OK)
        rc = conn_script(c, "COMMIT");
    if (rc != ERR_OK)
        return give_up(c, rc);
    return there ? read_entries(res, entries, n) : ERR_OK;
}

int migrate_sha256(struct conn *c, const void *p, size_t n, char out[MIGRATE_SHA])
{
    static const struct conn_stmt ask = {NULL, "SELECT pg_catalog.encode(pg_catalog.sha256($1), 'hex')"};
    struct pg_result *res SCOPED_RESULT;
    struct param_list params;
    struct row r;

    param_init(&params);
    param_bytes(&params, p, n);
    int rc = conn_exec(c, &ask, &params, &res);
    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    row_copy(&r, out, MIGRATE_SHA);
    return row_end(&r);
}

static int enter(struct conn *c, const struct migrate_entry *e)
{
    static const struct conn_stmt insert = {
        NULL, "INSERT INTO sec.migration (patch, after, sha256) VALUES ($1, $2, $3)"};
    struct pg_result *res SCOPED_RESULT;
    struct param_list p;

    param_init(&p);
    param_str(&p, e->patch);
    param_str(&p, e->after);
    param_str(&p, e->sha256);
    return conn_exec(c, &insert, &p, &res);
}

int migrate_apply(struct conn *c, const struct migrate_entry *e, enum migrate_owner owner, const char *sql)
{
    int rc = conn_script(c, "BEGIN");

    if (rc == ERR_OK)
        rc = conn_script(c, become[owner]);
    if (rc == ERR_OK)
        rc = conn_script(c, sql);
    if (rc == ERR_OK)
        rc = conn_script(c, become[MIGRATE_SEC]);
    if (rc == ERR_OK)
        rc = enter(c, e);
    if (rc == ERR_OK)
        rc = conn_script(c, "COMMIT");
    return rc == ERR_OK ? rc : give_up(c, rc);
}

int migrate_reload(struct conn *c, const struct migrate_text *texts, size_t n, size_t *failed)
{
    int rc = conn_script(c, "BEGIN");

    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        *failed = i;
        rc = conn_script(c, become[texts[i].owner]);
        if (rc == ERR_OK)
            rc = conn_script(c, texts[i].sql);
    }
    if (rc == ERR_OK)
        rc = conn_script(c, "COMMIT");
    return rc == ERR_OK ? rc : give_up(c, rc);
}
