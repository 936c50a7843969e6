/* SPDX-License-Identifier: EUPL-1.2 */
/* jalon-vault: the only program that ever holds a data key. Serving: read configuration, open the socket, seed, drop
 * the account, lock the cage, then the first byte of input. Founding: the ceremony that makes the root, run once by
 * hand. */
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/log.h"
#include "base/secret.h"
#include "jail/jail.h"
#include "vault/founding.h"
#include "vault/root.h"
#include "vault/vault.h"

#include "base/banned.h"

#ifndef JALON_VERSION
#define JALON_VERSION "0"
#endif

#define KEPT (1 << 20) /* bytes that malloc keeps */

static const char usage[] =
    "usage: jalon-vault --config FILE [--check-config]\n"
    "       jalon-vault found --config FILE --manifest FILE --out FILE --codes FILE --recovery FILE\n"
    "                         [--shares K/N] [--recover SHARES --export FILE] [--demonstration]\n"
    "       jalon-vault mac-keys next | print | end --config FILE\n"
    "       jalon-vault --version | --help\n";

static const char *const keys[] = {"socket", "root", "sealer", "peers", "user", NULL};

struct arguments {
    const char *config;
    const char *mac_keys; /* what to do with them */
    struct founding founding;
    bool found, check;
};

static void die_usage(void)
{
    (void)fputs(usage, stderr);
    exit(EX_USAGE);
}

static void read_arguments(struct arguments *a, int argc, char **argv)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'},   {"manifest", required_argument, NULL, 'm'},
        {"out", required_argument, NULL, 'o'},      {"codes", required_argument, NULL, 'k'},
        {"recovery", required_argument, NULL, 'r'}, {"demonstration", no_argument, NULL, 'd'},
        {"shares", required_argument, NULL, 's'},   {"recover", required_argument, NULL, 'R'},
        {"export", required_argument, NULL, 'e'},
        {"check-config", no_argument, NULL, 'x'},   {"version", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},           {NULL, 0, NULL, 0}};
    int c;
    while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
        switch (c) {
        case 'c': a->config = optarg; break;
        case 'm': a->founding.manifest = optarg; break;
        case 'o': a->founding.out = optarg; break;
        case 'k': a->founding.codes = optarg; break;
        case 'r': a->founding.recovery = optarg; break;
        case 's': a->founding.shares = optarg; break;
        case 'R': a->founding.recover = optarg; break;
        case 'e': a->founding.export = optarg; break;
        case 'd': a->founding.demonstration = true; break;
        case 'x': a->check = true; break;
        case 'v': (void)puts("jalon-vault " JALON_VERSION " (EUPL-1.2)"); exit(0);
        case 'h': (void)fputs(usage, stdout); exit(0);
        default: die_usage();
        }
    }
    a->found = optind < argc && strcmp(argv[optind], "found") == 0;
    if (optind + 1 < argc && strcmp(argv[optind], "mac-keys") == 0)
        a->mac_keys = argv[optind + 1];
    if (argc - optind != (a->mac_keys != NULL ? 2 : a->found ? 1 : 0) || a->config == NULL)
        die_usage();
}

static bool is_whole(const struct founding *f)
{
    return f->manifest != NULL && f->out != NULL && f->codes != NULL && f->recovery != NULL &&
           (f->recover == NULL || f->export != NULL);
}

static struct conf *load(const char *path)
{
    struct conf *c = NULL;
    char why[256] = "";
    if (conf_load(&c, path, why) != ERR_OK || conf_check(c, "vault", keys, why) != ERR_OK)
        log_die(EX_CONFIG, "%s", why);
    return c;
}

static const char *need(const struct conf *c, const char *key)
{
    const char *value = conf_str(c, "vault", key, NULL);
    if (value == NULL)
        log_die(EX_CONFIG, "configuration: [vault] %s is missing", key);
    return value;
}

/* The change of the MAC keys, in steps that can each be repeated: next and end change the root file, and a vault that
 * serves knows of it once it is started again; print is for jalon mac-keys through a pipe, so no file holds keys. */
static void change_mac_keys(const struct conf *c, const char *what)
{
    struct buf lines SCOPED_BUF;
    const char *path = need(c, "root");
    struct root *root = root_alloc();
    int err = root == NULL ? ERR_NOMEM : root_load(root, path);
    buf_init_secret(&lines, 1024);
    if (err == ERR_OK && strcmp(what, "next") == 0) {
        err = root_mac_begin(root);
        if (err == ERR_OK)
            err = root_replace(root, path);
    } else if (err == ERR_OK && strcmp(what, "end") == 0) {
        root_mac_end(root);
        err = root_replace(root, path);
    } else if (err == ERR_OK && strcmp(what, "print") == 0 && !isatty(STDOUT_FILENO)) {
        root_mac_lines(root, &lines);
        buf_str(&lines, "end\n");
        err = buf_err(&lines);
        if (err == ERR_OK)
            err = fdio_write(STDOUT_FILENO, lines.data, lines.len, 0);
    } else if (err == ERR_OK) {
        die_usage();
    }
    root_free(root);
    if (err != ERR_OK)
        log_die(err == ERR_FORMAT ? EX_DATAERR : EX_OSERR, "%s: %s", path, err_name(err));
}

static void on_term(int sig)
{
    (void)sig;
    _exit(0); /* nothing to save: the vault has no state */
}

static void open_all(struct vault *v, const struct conf *c, int *listener)
{
    const char *path = need(c, "root");
    int err = conf_uids(c, "vault", "peers", v->peer, VAULT_PEERS, &v->peers);
    if (err != ERR_OK || v->peers == 0)
        log_die(EX_CONFIG, "configuration: [vault] peers: a list of 1 to %d user ids expected", VAULT_PEERS);
    v->sealer = need(c, "sealer");
    v->root = root_alloc();
    if (v->root == NULL)
        log_die(EX_OSERR, "no memory that can be locked");
    err = root_load(v->root, path);
    if (err != ERR_OK)
        log_die(err == ERR_FORMAT ? EX_DATAERR : EX_NOINPUT, "%s: %s", path, err_name(err));
    *listener = fdio_listen(need(c, "socket"), 0666, 64);
    if (*listener < 0)
        log_die(EX_OSERR, "%s: %s", need(c, "socket"), err_name(*listener));
}

static void become(int64_t user)
{
    uid_t uid = user < 0 ? (uid_t)-1 : (uid_t)user;
    if (jail_drop(uid, (gid_t)-1) != ERR_OK)
        log_die(EX_NOPERM, "cannot become user %u", (unsigned)uid);
}

/* No path stays reachable: the root is read, and connecting to the sealer's socket needs no file right. */
static void lock_cage(int64_t user)
{
    char missing[JAIL_MISSING];
    become(user);
    if (jail_enter(NULL, 0, JAIL_UNIX_ONLY, missing, sizeof missing) != ERR_OK)
        log_die(EX_OSERR, "the cage does not close");
    if (missing[0] != '\0')
        log_warn("walls missing: %s", missing);
}

int main(int argc, char **argv)
{
    struct arguments a = {0};
    struct vault v = {0};
    int64_t user;
    int listener = -1;
    log_init("jalon-vault");
    read_arguments(&a, argc, argv);
    struct conf *c = load(a.config);
    if (secret_init() != ERR_OK)
        log_die(EX_OSERR, "no randomness");
    if (a.found) {
        a.founding.root = need(c, "root");
        if (!is_whole(&a.founding))
            die_usage();
        founding_do(&a.founding);
        conf_free(c);
        return 0;
    }
    if (conf_int(c, "vault", "user", 0, INT32_MAX, -1, &user) != ERR_OK)
        log_die(EX_CONFIG, "configuration: [vault] user: a user id expected");
    if (a.mac_keys != NULL) {
        become(user);
        change_mac_keys(c, a.mac_keys);
    }
    if (a.check || a.mac_keys != NULL) {
        conf_free(c);
        return 0;
    }
    (void)mallopt(M_ARENA_MAX, 2);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT); /* each request takes what the last one gave back */
    open_all(&v, c, &listener);
    lock_cage(user);
    v.uid = geteuid();
    const struct sigaction term = {.sa_handler = on_term};
    (void)sigaction(SIGTERM, &term, NULL);
    (void)sigaction(SIGINT, &term, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    log_info("ready: socket=%s demonstration=%d", need(c, "socket"), v.root->demonstration ? 1 : 0);
    int err = vault_serve(&v, listener);
    log_error("cannot go on: %s", err_name(err));
    return EX_OSERR;
}
