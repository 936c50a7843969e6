/* SPDX-License-Identifier: EUPL-1.2 */
/* jalond: the HTTP service. Order of the start: configuration, listening socket, random generator, own account,
 * first connections to database and vault, cage, threads, first byte of input. It holds no key: what it knows of a
 * person is a token in memory for the length of a request. TERM lets the requests under way end. */
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "api/api.h"
#include "api/json.h"
#include "api/openapi.h"
#include "api/routes.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"
#include "http/listener.h"
#include "http/server.h"
#include "jail/jail.h"
#include "store/conninfo.h"
#include "store/statements.h"

#include "base/banned.h"

#ifndef JALON_VERSION
#define JALON_VERSION "0"
#endif

#define PATIENCE_MS 30000 /* how long database and vault may take to be there */

static const char usage[] = "usage: jalond --config FILE [--check-config]\n"
                            "       jalond --print-statements | --print-routes | --print-openapi\n"
                            "       jalond --version | --help\n";

static const char *const keys[] = {"listen",    "database",    "vault",     "sealer",  "user",
                                   "pages",     "sealed",      "sign_ins",  "waiting", "connections",
                                   "per_address", "header_ms", "body_ms",   "idle_ms", "send_ms",
                                   "front",     "names_per_address", "tries_per_name", NULL};

struct settings {
    struct service_options service;
    struct conn_group groups[STATEMENTS_GROUPS];
    struct server_options server;
    struct client_fronts fronts;
    const char *listen;
    char passfile[4096];
    int64_t user;
};

static void print_statement(void *ctx, const struct conn_stmt *s)
{
    (void)ctx;
    printf("%s\t%s\n", s->name, s->sql);
}

static void print_statements(void)
{
    struct conn_group groups[STATEMENTS_GROUPS];

    statements_web(groups);
    conn_statements(groups, print_statement, NULL);
}

static void print_routes(void)
{
    for (size_t i = 0; i < routes_table.n; i++) {
        const struct route *r = &routes_table.row[i];

        printf("%s\t%s\t", r->method, r->path);
        if ((r->roles & ROUTE_PUBLIC) != 0)
            (void)fputs("public", stdout);
        for (int role = ROLE_NONE + 1, n = 0; role < ROLE_COUNT; role++)
            if ((r->roles & ROLE_BIT(role)) != 0)
                printf("%s%s", n++ == 0 ? "" : " ", role_name((enum role)role));
        putchar('\n');
    }
}

static void make_openapi(struct buf *out)
{
    if (openapi_write(out, &routes_table) != ERR_OK)
        log_die(EX_SOFTWARE, "the OpenAPI document cannot be written");
}

static void print_openapi(void)
{
    struct buf document SCOPED_BUF;

    make_openapi(&document);
    (void)fwrite(document.data, 1, document.len, stdout);
}

/* What was asked for is out whole, or the exit status says that it is not. */
static int printed(void)
{
    return fflush(stdout) == 0 && !ferror(stdout) ? EX_OK : EX_IOERR;
}

static void die_usage(void)
{
    (void)fputs(usage, stderr);
    exit(EX_USAGE);
}

static const char *read_arguments(int argc, char **argv, bool *check)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'},    {"check-config", no_argument, NULL, 'x'},
        {"print-statements", no_argument, NULL, 's'}, {"print-routes", no_argument, NULL, 'r'},
        {"print-openapi", no_argument, NULL, 'o'},    {"version", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},             {NULL, 0, NULL, 0}};
    const char *config = NULL;
    int c;

    while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
        switch (c) {
        case 'c': config = optarg; break;
        case 'x': *check = true; break;
        case 's': print_statements(); exit(printed());
        case 'r': print_routes(); exit(printed());
        case 'o': print_openapi(); exit(printed());
        case 'v': (void)puts("jalond " JALON_VERSION " (EUPL-1.2)"); exit(printed());
        case 'h': (void)fputs(usage, stdout); exit(printed());
        default: die_usage();
        }
    }
    if (config == NULL || optind < argc)
        die_usage();
    return config;
}

static const char *need(const struct conf *c, const char *key)
{
    const char *value = conf_str(c, "jalond", key, NULL);

    if (value == NULL)
        log_die(EX_CONFIG, "configuration: [jalond] %s is missing", key);
    return value;
}

static int64_t number(const struct conf *c, const char *key, int64_t lo, int64_t hi, int64_t fallback)
{
    int64_t v;

    if (conf_int(c, "jalond", key, lo, hi, fallback, &v) != ERR_OK)
        log_die(EX_CONFIG, "configuration: [jalond] %s: a number from %lld to %lld expected", key, (long long)lo,
                (long long)hi);
    return v;
}

static void read_numbers(struct settings *s, const struct conf *c)
{
    struct watch_limits *l = &s->server.limits;

    s->user = number(c, "user", 0, INT32_MAX, -1);
    s->service.size.pages = (size_t)number(c, "pages", 1, 64, 4);
    s->service.size.sealed = (size_t)number(c, "sealed", 1, 64, 8);
    s->service.size.sign_in = (size_t)number(c, "sign_ins", 1, 16, 2);
    s->service.size.waiting = (size_t)number(c, "waiting", 0, LIMITS_CONNECTIONS, 64);
    s->server.connections = (unsigned)number(c, "connections", 1, LIMITS_CONNECTIONS, LIMITS_CONNECTIONS);
    s->server.per_address = (unsigned)number(c, "per_address", 0, LIMITS_CONNECTIONS, 128);
    s->service.brake.names = (unsigned)number(c, "names_per_address", 0, BRAKE_NAMES, BRAKE_NAMES_DEFAULT);
    s->service.brake.tries = (unsigned)number(c, "tries_per_name", 1, 1000, BRAKE_TRIES_DEFAULT);
    l->ms[WATCH_HEADER] = (int)number(c, "header_ms", 100, 600000, LIMITS_HEADER_MS);
    l->ms[WATCH_BODY] = (int)number(c, "body_ms", 100, 600000, LIMITS_BODY_MS);
    l->ms[WATCH_IDLE] = (int)number(c, "idle_ms", 100, 600000, LIMITS_IDLE_MS);
    l->ms[WATCH_SEND] = (int)number(c, "send_ms", 100, 600000, LIMITS_SEND_MS);
}

static struct conf *read_settings(struct settings *s, const char *path)
{
    struct conf *c = NULL;
    char why[256] = "";

    memset(s, 0, sizeof *s);
    server_default_limits(&s->server.limits);
    if (conf_load(&c, path, why) != ERR_OK || conf_check(c, "jalond", keys, why) != ERR_OK)
        log_die(EX_CONFIG, "%s", why);
    s->listen = need(c, "listen");
    s->service.vault = need(c, "vault");
    s->service.sealer = need(c, "sealer");
    s->service.database.conninfo = need(c, "database");
    s->service.database.application = "jalond";
    s->service.database.groups = s->groups;
    statements_web(s->groups);
    if (conninfo_get(s->service.database.conninfo, "passfile", s->passfile, sizeof s->passfile) != ERR_OK)
        log_die(EX_CONFIG, "configuration: [jalond] database: no connection string");
    if (!client_read_fronts(&s->fronts, conf_str(c, "jalond", "front", "")))
        log_die(EX_CONFIG, "configuration: [jalond] front: at most %d numeric addresses expected", CLIENT_FRONTS);
    read_numbers(s, c);
    return c;
}

static void wait_for(const char *what, struct service *s, int (*ask)(struct service *, int64_t))
{
    static const struct timespec nap = {.tv_nsec = 100000000L};
    int64_t until = clock_mono_ms() + PATIENCE_MS;
    int rc;

    while ((rc = ask(s, clock_mono_ms() + 2000)) != ERR_OK) {
        if (rc == ERR_INTERNAL || clock_mono_ms() >= until)
            log_die(EX_UNAVAILABLE, "%s: %s", what, err_name(rc));
        nanosleep(&nap, NULL);
    }
}

/* libpq reads the passfile at every connection; sockets need no path. */
static void lock_cage(const struct settings *s)
{
    const struct jail_path paths[] = {{s->passfile, false}};
    char missing[JAIL_MISSING];

    if (jail_enter(paths, s->passfile[0] != '\0' ? 1 : 0, JAIL_UNIX_ONLY, missing, sizeof missing) != ERR_OK)
        log_die(EX_OSERR, "the cage does not close");
    if (missing[0] != '\0')
        log_warn("walls missing: %s", missing);
}

static void await_end(const sigset_t *ends)
{
    int sig = 0;

    while (sigwait(ends, &sig) != 0)
        ;
}

int main(int argc, char **argv)
{
    struct settings s;
    struct service *service;
    struct server *server;
    struct api api;
    sigset_t ends;
    bool check = false;

    log_init("jalond");
    struct conf *c = read_settings(&s, read_arguments(argc, argv, &check));
    if (check) {
        conf_free(c);
        return EX_OK;
    }
    s.server.listener = listener_open(s.listen);
    if (s.server.listener == ERR_FORMAT)
        log_die(EX_CONFIG, "configuration: [jalond] listen: ADDRESS:PORT expected");
    if (s.server.listener < 0)
        log_die(EX_UNAVAILABLE, "cannot listen on %s: %m", s.listen);
    if (secret_init() != ERR_OK)
        log_die(EX_OSERR, "no randomness");
    json_start();
    if (jail_drop(s.user < 0 ? (uid_t)-1 : (uid_t)s.user, (gid_t)-1) != ERR_OK)
        log_die(EX_NOPERM, "cannot become user %lld", (long long)s.user);
    if (service_new(&service, &s.service) != ERR_OK)
        log_die(EX_OSERR, "cannot start");
    wait_for("database", service, service_warm);
    wait_for("vault", service, service_greet);
    if (!service_is_separated(service))
        log_warn("separation by account absent: the vault runs under our own account");
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    lock_cage(&s);
    api.service = service;
    make_openapi(&api.openapi);
    s.server.demonstration = service_is_demonstration(service);
    s.server.service = (struct exchange_service){.table = routes_table, .fronts = &s.fronts, .ctx = &api,
                                                .role_of = api_role_of};
    if (server_start(&server, &s.server) != ERR_OK)
        log_die(EX_OSERR, "the server does not start");
    log_info("ready: listen=%s demonstration=%d", s.listen, s.server.demonstration ? 1 : 0);
    await_end(&ends);
    log_info("ending");
    server_stop(server, LIMITS_DRAIN_MS);
    service_free(service);
    buf_release(&api.openapi);
    conf_free(c);
    return EX_OK;
}
