/* SPDX-License-Identifier: EUPL-1.2 */
/* jalon-worker: carries writes into the log and lets sessions expire. Holds no key. Reads its configuration, seeds,
 * takes its account, locks the cage; then it connects for the first time, and from inside again whenever something
 * went away. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"
#include "jail/jail.h"
#include "store/conn.h"
#include "store/conninfo.h"
#include "store/outbox.h"
#include "worker/loop.h"

#include "base/banned.h"

#ifndef JALON_VERSION
#define JALON_VERSION "0"
#endif

static const char usage[] = "usage: jalon-worker --config FILE [--check-config]\n"
                            "       jalon-worker --version | --help\n";

static const char *const keys[] = {"database", "sealer", "user", NULL};

struct settings {
    const char *database, *sealer;
    char passfile[4096];
    int64_t user;
};

static _Noreturn void die_usage(void)
{
    (void)fputs(usage, stderr);
    exit(EX_USAGE);
}

static const char *read_arguments(int argc, char **argv, bool *check)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"check-config", no_argument, NULL, 'x'},
                                            {"version", no_argument, NULL, 'v'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    const char *config = NULL;
    int c;

    while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
        switch (c) {
        case 'c': config = optarg; break;
        case 'x': *check = true; break;
        case 'v': (void)puts("jalon-worker " JALON_VERSION " (EUPL-1.2)"); exit(EX_OK);
        case 'h': (void)fputs(usage, stdout); exit(EX_OK);
        default: die_usage();
        }
    }
    if (config == NULL || optind < argc)
        die_usage();
    return config;
}

static struct conf *read_settings(struct settings *s, const char *path)
{
    struct conf *c = NULL;
    char why[256] = "";

    if (conf_load(&c, path, why) != ERR_OK || conf_check(c, "worker", keys, why) != ERR_OK)
        log_die(EX_CONFIG, "%s", why);
    s->database = conf_str(c, "worker", "database", NULL);
    s->sealer = conf_str(c, "worker", "sealer", NULL);
    if (s->database == NULL || s->sealer == NULL)
        log_die(EX_CONFIG, "configuration: [worker] database and sealer are needed");
    if (conninfo_get(s->database, "passfile", s->passfile, sizeof s->passfile) != ERR_OK)
        log_die(EX_CONFIG, "configuration: [worker] database: no connection string");
    if (conf_int(c, "worker", "user", 0, INT32_MAX, -1, &s->user) != ERR_OK)
        log_die(EX_CONFIG, "configuration: [worker] user: a user id expected");
    return c;
}

/* libpq reads the passfile at every connection; sockets need no path. */
static void lock_cage(const struct settings *s)
{
    const struct jail_path paths[] = {{s->passfile, false}};
    char missing[JAIL_MISSING];

    if (jail_drop(s->user < 0 ? (uid_t)-1 : (uid_t)s->user, (gid_t)-1) != ERR_OK)
        log_die(EX_NOPERM, "cannot become user %lld", (long long)s->user);
    if (jail_enter(paths, s->passfile[0] != '\0' ? 1 : 0, JAIL_UNIX_ONLY, missing, sizeof missing) != ERR_OK)
        log_die(EX_OSERR, "the cage does not close; is %s there?", s->passfile);
    if (missing[0] != '\0')
        log_warn("walls missing: %s", missing);
}

int main(int argc, char **argv)
{
    struct settings s;
    struct conn_options o = {.application = "jalon-worker", .groups = outbox_groups};
    struct conn *db;
    bool check = false;

    log_init("jalon-worker");
    struct conf *c = read_settings(&s, read_arguments(argc, argv, &check));
    if (check) {
        conf_free(c);
        return EX_OK;
    }
    o.conninfo = s.database;
    if (secret_init() != ERR_OK || loop_prepare() != ERR_OK || conn_new(&db, &o) != ERR_OK)
        log_die(EX_OSERR, "cannot start");
    lock_cage(&s);
    log_info("ready: sealer=%s", s.sealer);
    int rc = loop_run(db, s.sealer);
    conn_free(db);
    conf_free(c);
    return rc == ERR_OK ? EX_OK : EX_OSERR;
}
