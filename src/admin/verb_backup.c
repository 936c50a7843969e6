/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * backup: database, log and keys of one moment, while everything runs. The moment:
 *
 *   1. The worker's cursor in the database is locked: what the database has read of the log stands still.
 *   2. The sealer is asked for its signed head and for the end of its journal. Whatever is before it was committed in
 *      the database before.
 *   3. A snapshot of the database is taken, then the lock goes: held for milliseconds, and no write waits for it. The
 *      key files are copied at once, while they fit the MAC keys in the snapshot.
 *
 * So the log copy is never behind what the dump has read of it, and holds no write that the dump has not. The dump and
 * the copies take as long as they take.
 */
#include <dirent.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
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
#define SEGMENTS 1000
#define SEGMENT_NAME 24

struct moment {
    struct archive archive;
    struct buf head; /* signed */
    uint64_t entries;
    uint32_t segments;
    uint64_t bytes[SEGMENTS]; /* of log-000001, log-000002, ...; of the last one, those of that moment */
    char snapshot[BACKUP_SNAPSHOT];
};

static int failed(const char *what, int err, const char *why)
{
    log_error("backup: nothing was made: %s: %s", what, why != NULL && *why != '\0' ? why : err_name(err));
    if (err == ERR_CONFLICT)
        return EX_CANTCREAT;
    return err == ERR_UNAVAILABLE || err == ERR_TIMEOUT || err == ERR_CLOSED ? EX_UNAVAILABLE : EX_IOERR;
}

static const char *setting(const struct conf *c, const char *section, const char *key)
{
    const char *value = conf_str(c, section, key, NULL);

    if (value == NULL)
        log_die(EX_CONFIG, "configuration: [%s] %s is missing", section, key);
    return value;
}

static int segment_path(const struct conf *c, unsigned number, char path[PATH_MAX])
{
    int n = snprintf(path, PATH_MAX, "%s/journal/log-%06u", setting(c, "sealer", "directory"), number);

    return n > 0 && n < PATH_MAX ? ERR_OK : ERR_LIMIT;
}

/* The files before the last one, which grow no more. */
static int measure(const struct conf *c, struct moment *m)
{
    char path[PATH_MAX];
    struct stat st;

    for (uint32_t i = 0; i + 1 < m->segments; i++) {
        int rc = segment_path(c, i + 1, path);

        if (rc != ERR_OK)
            return rc;
        if (stat(path, &st) != 0)
            return ERR_IO;
        m->bytes[i] = (uint64_t)st.st_size;
    }
    return ERR_OK;
}

static int ask_sealer(const struct conf *c, struct moment *m)
{
    int64_t deadline = clock_mono_ms() + PATIENCE_MS;
    uint64_t bytes = 0;
    int fd SCOPED_FD;

    fd = fdio_connect(verbs_need(c, "sealer"), deadline);
    int rc = fd < 0 ? fd : sealer_head(fd, &m->head, &m->entries, deadline);
    if (rc == ERR_OK)
        rc = m->head.len == 0 ? ERR_UNAVAILABLE : sealer_end(fd, &m->entries, &m->segments, &bytes, deadline);
    if (rc != ERR_OK)
        return rc;
    if (m->segments == 0 || m->segments > SEGMENTS)
        return ERR_LIMIT;
    m->bytes[m->segments - 1] = bytes;
    return ERR_OK;
}

/* With the lock held. 0 or an exit code that was explained. */
static int fix_moment(const struct conf *c, struct conn *reader, struct moment *m)
{
    int rc = ask_sealer(c, m);

    if (rc != ERR_OK)
        return failed("the sealer gives no signed head", rc, NULL);
    rc = measure(c, m);
    if (rc != ERR_OK)
        return failed("the journal of the log", rc, NULL);
    rc = backup_snapshot(reader, m->snapshot);
    return rc == ERR_OK ? EX_OK : failed("snapshot", rc, conn_message(reader));
}

static int dump(const struct conf *c, const struct moment *m)
{
    char info[TOOL_INFO], snapshot[BACKUP_SNAPSHOT + 16], file[PATH_MAX + 32], database[TOOL_INFO + 16];

    tool_superuser(c, info);
    (void)snprintf(database, sizeof database, "--dbname=%s", info);
    (void)snprintf(snapshot, sizeof snapshot, "--snapshot=%s", m->snapshot);
    (void)snprintf(file, sizeof file, "--file=%s/database.dump", m->archive.path);
    const char *const args[] = {"--format=custom", "--no-password", snapshot, file, database, NULL};
    int rc = tool_run(c, "pg_dump", args);
    return rc == ERR_OK ? EX_OK : failed("pg_dump", rc, NULL);
}

static int copy_log(const struct conf *c, const struct moment *m)
{
    char path[PATH_MAX], name[SEGMENT_NAME];
    int rc = ERR_OK;

    for (uint32_t i = 0; rc == ERR_OK && i < m->segments; i++) {
        (void)snprintf(name, sizeof name, "log-%06u", i + 1);
        rc = segment_path(c, i + 1, path);
        if (rc == ERR_OK)
            rc = archive_copy(&m->archive, path, name, m->bytes[i], true);
    }
    if (rc == ERR_OK) {
        int n = snprintf(path, sizeof path, "%s/log.vkey", setting(c, "sealer", "directory"));
        rc = n > 0 && (size_t)n < sizeof path ? archive_copy(&m->archive, path, "log.vkey", UINT64_MAX, false)
                                              : ERR_LIMIT;
    }
    if (rc == ERR_OK)
        rc = archive_write(&m->archive, "checkpoint", m->head.data, m->head.len);
    return rc == ERR_OK ? EX_OK : failed("the log", rc, NULL);
}

static int copy_keys(const struct conf *c, const char *config, const struct moment *m)
{
    const char *accounts = conf_str(c, "admin", "demonstration", NULL);
    const struct {
        const char *from, *name;
        bool optional;
    } files[] = {{setting(c, "vault", "root"), "vault.root", false},
                 {setting(c, "sealer", "key"), "sealer.key", false},
                 {config, "jalon.conf", false},
                 {accounts, "accounts.json", true}};

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        int rc = files[i].from == NULL
                     ? ERR_NOTFOUND
                     : archive_copy(&m->archive, files[i].from, files[i].name, UINT64_MAX, false);

        if (rc != ERR_OK && !(rc == ERR_NOTFOUND && files[i].optional))
            return failed(files[i].name, rc, NULL);
    }
    return EX_OK;
}

static int make(const struct conf *c, const char *config, const char *out, struct conn *holder, struct conn *reader,
                struct moment *m)
{
    int rc = backup_lock(holder);

    if (rc != ERR_OK)
        return failed("lock", rc, conn_message(holder));
    int code = fix_moment(c, reader, m);
    rc = backup_unlock(holder);
    if (code == EX_OK && rc != ERR_OK)
        code = failed("lock", rc, conn_message(holder));
    if (code == EX_OK)
        code = copy_keys(c, config, m);
    if (code == EX_OK)
        code = dump(c, m);
    if (code == EX_OK)
        code = copy_log(c, m);
    if (code != EX_OK)
        return code;
    rc = archive_finish(&m->archive, out, m->entries);
    return rc == ERR_OK ? EX_OK : failed(out, rc, NULL);
}

static struct conn *connect_super(const char *info)
{
    struct conn_options o = {.conninfo = info, .application = "jalon backup", .timeout_ms = PATIENCE_MS};
    struct conn *db;

    if (conn_new(&db, &o) != ERR_OK)
        log_die(EX_OSERR, "no memory");
    if (conn_ready(db) != ERR_OK)
        log_die(EX_UNAVAILABLE, "[admin] super_database: %s", conn_message(db));
    return db;
}

static int note(const struct conf *c)
{
    struct conn *db = verbs_connect(c, "database");
    int rc = backup_noted(db);
    int code = rc == ERR_OK ? EX_OK : failed("its note for the log", rc, conn_message(db));

    conn_free(db);
    return code;
}

int verbs_backup(const struct conf *c, const char *config, const char *out)
{
    static struct moment m; /* too large for a stack */
    char info[TOOL_INFO];

    /* Ends the program where something is missing, before anything is begun. */
    (void)setting(c, "sealer", "directory");
    (void)setting(c, "sealer", "key");
    (void)setting(c, "vault", "root");
    (void)verbs_need(c, "sealer");
    (void)verbs_need(c, "postgres_bin");
    int code = note(c);
    if (code != EX_OK)
        return code;
    tool_superuser(c, info);
    struct conn *holder = connect_super(info), *reader = connect_super(info);
    buf_init(&m.head, 65536);
    int rc = archive_make(&m.archive, out);
    if (rc != ERR_OK) {
        code = failed(out, rc, rc == ERR_CONFLICT ? "is there already" : NULL);
    } else {
        code = make(c, config, out, holder, reader, &m);
        archive_release(&m.archive);
    }
    conn_free(reader);
    conn_free(holder);
    buf_release(&m.head);
    if (code == EX_OK)
        printf("backup: %s holds the database, %" PRIu64 " entries of the log and the keys; keep it like a key\n", out,
               m.entries);
    return code;
}
