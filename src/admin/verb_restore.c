/* SPDX-License-Identifier: EUPL-1.2 */
/* restore: a backup into a cluster that holds nothing of Jalon. Files of keys and log are put in their places by who
 * owns those (deploy/run restore), before: the sealer already runs on the restored log, so that the database's word for
 * how far it has read can be compared with a log that was read back and signed. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "admin/verbs.h"

#include "admin/archive.h"
#include "admin/tool.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/log.h"
#include "store/backup.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

#define PATIENCE_MS 5000

static int check(const char *from, uint64_t *entries)
{
    struct archive a;
    char why[ARCHIVE_WHY] = "";

    if (archive_check(&a, from, entries, why) == ERR_OK)
        return EX_OK;
    log_error("restore: refused: %s: %s", from, why);
    return EX_DATAERR;
}

static int need_empty(const struct conf *c)
{
    struct conn_options o = {.application = "jalon restore", .timeout_ms = PATIENCE_MS};
    char info[TOOL_INFO];
    struct conn *db;
    bool empty = false;

    tool_superuser(c, info);
    o.conninfo = info;
    if (conn_new(&db, &o) != ERR_OK)
        log_die(EX_OSERR, "no memory");
    int rc = conn_ready(db);
    if (rc == ERR_OK)
        rc = backup_is_empty(db, &empty);
    if (rc != ERR_OK)
        log_error("restore: the database: %s", conn_message(db));
    else if (!empty)
        log_error("restore: refused: the database is not empty");
    conn_free(db);
    if (rc != ERR_OK)
        return EX_UNAVAILABLE;
    return empty ? EX_OK : EX_NOPERM;
}

/* One transaction: all or nothing. --clean is for the empty schemas that the set-up made. */
static int load(const struct conf *c, const char *from)
{
    char info[TOOL_INFO], database[TOOL_INFO + 16], file[PATH_MAX];

    tool_superuser(c, info);
    (void)snprintf(database, sizeof database, "--dbname=%s", info);
    int n = snprintf(file, sizeof file, "%s/database.dump", from);
    if (n < 0 || (size_t)n >= sizeof file)
        return EX_DATAERR;
    const char *const args[] = {"--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-password",
                                database,               file,              NULL};
    int rc = tool_run(c, "pg_restore", args);
    if (rc == ERR_OK)
        return EX_OK;
    log_error("restore: pg_restore: %s", err_name(rc));
    return EX_SOFTWARE;
}

static int log_size(const struct conf *c, uint64_t *entries)
{
    int64_t deadline = clock_mono_ms() + PATIENCE_MS;
    struct buf head SCOPED_BUF;
    int fd SCOPED_FD;

    buf_init(&head, 65536);
    fd = fdio_connect(verbs_need(c, "sealer"), deadline);
    return fd < 0 ? fd : sealer_head(fd, &head, entries, deadline);
}

/* The database is there: nobody goes on where she was, and the log beside it must be its own or a later one. */
static int settle(const struct conf *c, uint64_t promised)
{
    uint64_t next = 0, entries = 0;
    int ended = 0;
    struct conn *db = verbs_connect(c, "database");
    int rc = backup_restored(db, &next, &ended);

    if (rc != ERR_OK)
        log_error("restore: %s", conn_message(db));
    conn_free(db);
    if (rc != ERR_OK)
        return EX_SOFTWARE;
    rc = log_size(c, &entries);
    if (rc != ERR_OK) {
        log_error("restore: the sealer does not answer: %s", err_name(rc));
        return EX_UNAVAILABLE;
    }
    if (entries < promised || entries < next) {
        log_error("restore: refused: the log has %" PRIu64 " entries, the backup %" PRIu64
                  ", and the database has read %" PRIu64,
                  entries, promised, next);
        return EX_DATAERR;
    }
    printf("restore: %" PRIu64 " entries in the log, %" PRIu64 " of them known to the database; %d sessions ended\n",
           entries, next, ended);
    return EX_OK;
}

int verbs_restore(const struct conf *c, const char *from, bool only_check)
{
    uint64_t entries = 0;
    int code = check(from, &entries);

    if (code == EX_OK && only_check)
        printf("restore: %s is whole: %" PRIu64 " entries in its log\n", from, entries);
    if (code != EX_OK || only_check)
        return code;
    code = verbs_setup(c);
    if (code == EX_OK)
        code = need_empty(c);
    if (code == EX_OK)
        code = load(c, from);
    if (code == EX_OK)
        code = verbs_setup(c);
    if (code == EX_OK)
        code = verbs_migrate(c, false);
    return code == EX_OK ? settle(c, entries) : code;
}
