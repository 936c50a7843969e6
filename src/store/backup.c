/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements of backup and restore. The lock is on the one table that ties the database to the log: what has been read
 * from the log cannot move while it is held, writes of everybody else go on. */
#include "store/backup.h"

#include "base/err.h"
#include "store/row.h"

#include "base/banned.h"

static const struct conn_stmt begun = {NULL, "SELECT sec.backup_begun() IS NULL"};
static const struct conn_stmt snapshot = {NULL, "SELECT pg_catalog.pg_export_snapshot()"};
static const struct conn_stmt is_empty = {NULL, "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE "
                                                "c.relnamespace >= 16384 AND c.relkind IN ('r', 'p', 'v'))"};
static const struct conn_stmt restored = {NULL, "SELECT r.next_index, r.ended FROM sec.restored() AS r"};

int backup_noted(struct conn *c)
{
    return conn_exec(c, &begun, NULL, NULL);
}

int backup_lock(struct conn *c)
{
    return conn_script(c, "BEGIN; LOCK TABLE sec.log_cursor IN EXCLUSIVE MODE");
}

int backup_unlock(struct conn *c)
{
    return conn_script(c, "ROLLBACK");
}

int backup_snapshot(struct conn *c, char id[BACKUP_SNAPSHOT])
{
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int rc = conn_script(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

    if (rc == ERR_OK)
        rc = conn_exec(c, &snapshot, NULL, &res);
    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    row_copy(&r, id, BACKUP_SNAPSHOT);
    return row_end(&r);
}

int backup_is_empty(struct conn *c, bool *empty)
{
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int rc = conn_exec(c, &is_empty, NULL, &res);

    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    *empty = row_bool(&r);
    return row_end(&r);
}

int backup_restored(struct conn *c, uint64_t *next, int *ended)
{
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int rc = conn_exec(c, &restored, NULL, &res);

    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    int64_t n = row_i64(&r);
    *ended = row_i32(&r);
    if (row_end(&r) != ERR_OK || n < 0)
        return ERR_FORMAT;
    *next = (uint64_t)n;
    return ERR_OK;
}
