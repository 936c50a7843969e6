/* SPDX-License-Identifier: EUPL-1.2 */
/* doctor: one line for each thing that has to be so, "ok", "note" or "FAIL". A note is a weakness that a
 * demonstration may have and nobody else. Every check is made, whatever the ones before it found. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/verbs.h"

#include "admin/migration.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "store/cluster.h"
#include "store/conninfo.h"
#include "store/outbox.h"
#include "wire/sealer_msg.h"
#include "wire/vault_msg.h"

#include "base/banned.h"

#define PATIENCE_MS 5000
#define VERSION_MIN 150020
#define LAG_LIMIT_US (5 * INT64_C(1000000)) /* a write is sealed within a second when all is well */
#define COPY_LIMIT 10000 /* entries: a few seconds of copying */

enum verdict { WELL, NOTE, BAD };

struct report {
    const struct conf *conf;
    bool demonstration;
    bool has_log;
    uint64_t log; /* entries in the log, when has_log */
    int failed;
};

__attribute__((format(printf, 4, 5))) static void say(struct report *r, enum verdict v, const char *what,
                                                      const char *fmt, ...)
{
    static const char *const words[] = {[WELL] = "ok", [NOTE] = "note", [BAD] = "FAIL"};
    va_list ap;

    printf("%-5s %-12s ", words[v], what);
    va_start(ap, fmt);
    (void)vprintf(fmt, ap);
    va_end(ap);
    printf("\n");
    r->failed += v == BAD;
}

/* owner: the user id that alone may read it, -1 when the configuration names none. */
static void look_at_secret(struct report *r, const char *path, int64_t owner)
{
    struct stat st;

    if (lstat(path, &st) != 0)
        say(r, BAD, "secret", "%s is not there or cannot be seen", path);
    else if (!S_ISREG(st.st_mode))
        say(r, BAD, "secret", "%s is no plain file", path);
    else if ((st.st_mode & 077) != 0)
        say(r, BAD, "secret", "%s has mode %04o: others may read or write it", path, (unsigned)(st.st_mode & 07777));
    else if (owner >= 0 && st.st_uid != (uid_t)owner)
        say(r, BAD, "secret", "%s belongs to user %u, not to %" PRId64, path, (unsigned)st.st_uid, owner);
    else
        say(r, WELL, "secret", "%s is its owner's alone", path);
}

static void look_at_secrets(struct report *r)
{
    static const struct {
        const char *section, *key;
        bool conninfo; /* the passfile in it, otherwise the value is the path */
    } places[] = {{"vault", "root", false},     {"sealer", "key", false},     {"jalond", "database", true},
                  {"worker", "database", true}, {"admin", "database", true},  {"admin", "web_database", true},
                  {"admin", "super_database", true}};

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const char *value = conf_str(r->conf, places[i].section, places[i].key, NULL);
        char path[4096];
        int64_t owner = -1;

        if (value == NULL)
            continue;
        int n = places[i].conninfo ? 0 : snprintf(path, sizeof path, "%s", value);
        if (n < 0 || (size_t)n >= sizeof path ||
            (places[i].conninfo && conninfo_get(value, "passfile", path, sizeof path) != ERR_OK) ||
            conf_int(r->conf, places[i].section, "user", 0, INT32_MAX, -1, &owner) != ERR_OK)
            say(r, BAD, "secret", "[%s] %s cannot be read", places[i].section, places[i].key);
        else if (path[0] != '\0')
            look_at_secret(r, path, owner);
    }
}

static void look_at_vault(struct report *r)
{
    int64_t deadline = clock_mono_ms() + PATIENCE_MS;
    int fd SCOPED_FD;
    struct vault_pong pong = {0};

    fd = fdio_connect(verbs_need(r->conf, "vault"), deadline);
    int rc = fd < 0 ? fd : vault_ping(fd, &pong, deadline);
    r->demonstration = pong.demonstration;
    if (rc != ERR_OK) {
        say(r, BAD, "vault", "does not answer: %s", err_name(rc));
        return;
    }
    say(r, WELL, "vault", "answers%s", r->demonstration ? ", a demonstration" : "");
    /* The vault compares its account with the asker's; jalond's is what counts, where the configuration names one. */
    if (pong.separated)
        say(r, WELL, "accounts", "the vault runs under an account of its own");
    else
        say(r, r->demonstration ? NOTE : BAD, "accounts", "separation by account absent");
}

static void look_at_sealer(struct report *r)
{
    int64_t deadline = clock_mono_ms() + PATIENCE_MS;
    struct buf head SCOPED_BUF;
    int fd SCOPED_FD;
    uint64_t durable = 0;

    buf_init(&head, 65536);
    fd = fdio_connect(verbs_need(r->conf, "sealer"), deadline);
    int rc = fd < 0 ? fd : sealer_head(fd, &head, &durable, deadline);
    const char *text = rc == ERR_OK ? buf_cstr(&head) : NULL;
    if (rc != ERR_OK) {
        say(r, BAD, "sealer", "does not answer: %s", err_name(rc));
        return;
    }
    r->has_log = true;
    r->log = durable;
    /* The second line of a checkpoint is the size of the tree that was signed. */
    const char *size = text == NULL ? NULL : strchr(text, '\n');
    int digits = size == NULL ? 0 : (int)strspn(size + 1, "0123456789");
    say(r, WELL, "sealer", "answers: %" PRIu64 " entries, %.*s under its signed head", durable, digits > 0 ? digits : 4,
        digits > 0 ? size + 1 : "none");
}

static void look_at_version(struct report *r, struct conn *db)
{
    int version = 0;
    int rc = cluster_version(db, &version);

    if (rc != ERR_OK)
        say(r, BAD, "database", "does not say its version: %s", err_name(rc));
    else
        say(r, version >= VERSION_MIN ? WELL : BAD, "database", "PostgreSQL %d.%d%s", version / 10000, version % 10000,
            version >= VERSION_MIN ? "" : ": at least 15.20 is needed, earlier ones let SQL users run code");
}

static void look_at_migrations(struct report *r, struct conn *db)
{
    struct migration m;
    char why[SCRIPTS_WHY] = "";
    int rc = migration_compare(&m, db, verbs_need(r->conf, "sql"), why);

    if (rc != ERR_OK)
        say(r, BAD, "migrations", "%s", why);
    else if (m.applied != m.patches.n)
        say(r, BAD, "migrations", "%zu of %zu patches are not applied: jalon migrate", m.patches.n - m.applied,
            m.patches.n);
    else
        say(r, WELL, "migrations", "%zu patches, all applied", m.applied);
    migration_release(&m);
}

static void look_at_lag(struct report *r, struct conn *db)
{
    uint64_t rows = 0;
    int64_t oldest = 0;
    int rc = outbox_lag(db, &rows, &oldest);

    if (rc != ERR_OK)
        say(r, BAD, "lag", "not known: %s", err_name(rc));
    else if (rows == 0)
        say(r, WELL, "lag", "0 writes wait for the log");
    else
        say(r, oldest > LAG_LIMIT_US ? BAD : WELL, "lag",
            "%" PRIu64 " writes wait for the log, the oldest for %" PRId64 ".%" PRId64 " s", rows, oldest / 1000000,
            oldest / 100000 % 10);
}

/* What was sealed since the sealer was asked does not count. */
static void look_at_copy(struct report *r, struct conn *db)
{
    uint64_t copied = 0;
    int rc = outbox_copied(db, &copied);

    if (rc != ERR_OK || !r->has_log)
        say(r, BAD, "copy", "not known: %s", rc != ERR_OK ? err_name(rc) : "the sealer does not answer");
    else if (copied >= r->log)
        say(r, WELL, "copy", "all entries of the log can be searched");
    else
        say(r, r->log - copied > COPY_LIMIT ? BAD : WELL, "copy", "%" PRIu64 " entries of the log wait to be searched",
            r->log - copied);
}

static void look_at_database(struct report *r)
{
    struct conn_options o = {.conninfo = verbs_need(r->conf, "database"), .application = "jalon doctor"};
    struct conn *db;

    o.timeout_ms = PATIENCE_MS;
    if (conn_new(&db, &o) != ERR_OK || conn_ready(db) != ERR_OK) {
        say(r, BAD, "database", "does not answer: %s", db == NULL ? "no memory" : conn_message(db));
    } else {
        look_at_version(r, db);
        look_at_migrations(r, db);
        look_at_lag(r, db);
        look_at_copy(r, db);
    }
    conn_free(db);
}

static void look_at_kernel(struct report *r)
{
    /* Asking for the version with no attributes makes no ruleset. */
    long landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, 1u);

    if (landlock >= 1)
        say(r, WELL, "landlock", "version %ld", landlock);
    else
        say(r, r->demonstration ? NOTE : BAD, "landlock", "not offered by this kernel: files are held by rights alone");
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0)
        say(r, WELL, "seccomp", "offered");
    else
        say(r, BAD, "seccomp", "not offered by this kernel");
}

int verbs_doctor(const struct conf *c)
{
    struct report r = {.conf = c};

    look_at_vault(&r);
    look_at_sealer(&r);
    look_at_database(&r);
    look_at_secrets(&r);
    look_at_kernel(&r);
    return r.failed == 0 ? EX_OK : 1;
}
