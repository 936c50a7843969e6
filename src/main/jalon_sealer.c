/* SPDX-License-Identifier: EUPL-1.2 */
/* jalon-sealer: the only program that holds the log key, and the only memory of what was asked. Serving: read the
 * configuration and the key, lock the log, open the socket, drop the account, close the cage; then the journal, then
 * the first request. init makes key and folder, once. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "audit/checkpoint.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/file.h"
#include "base/log.h"
#include "base/secret.h"
#include "jail/jail.h"
#include "sealer/head.h"
#include "sealer/key.h"
#include "sealer/sequence.h"
#include "sealer/serve.h"
#include "sealer/settings.h"

#include "base/banned.h"

#ifndef JALON_VERSION
#define JALON_VERSION "0"
#endif

#define BACKLOG 64
#define FOLDER_MODE 0750
#define JOURNAL_MODE 0700
#define VKEY_MODE 0644
#define KEPT (1 << 20) /* bytes that malloc keeps */

static const char usage[] = "usage: jalon-sealer --config FILE [--check-config]\n"
                            "       jalon-sealer init --config FILE\n"
                            "       jalon-sealer --version | --help\n";

struct arguments {
    const char *config;
    bool init, check;
};

/* Too large for a stack; there is one of each. */
static struct sequence sequence;
static struct head head;

static void die_usage(void)
{
    (void)fputs(usage, stderr);
    exit(EX_USAGE);
}

static void read_arguments(struct arguments *a, int argc, char **argv)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'}, {"check-config", no_argument, NULL, 'x'},
        {"version", no_argument, NULL, 'v'},      {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int c;
    while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
        switch (c) {
        case 'c': a->config = optarg; break;
        case 'x': a->check = true; break;
        case 'v': (void)puts("jalon-sealer " JALON_VERSION " (EUPL-1.2)"); exit(0);
        case 'h': (void)fputs(usage, stdout); exit(0);
        default: die_usage();
        }
    }
    a->init = optind < argc && strcmp(argv[optind], "init") == 0;
    if (argc - optind > (a->init ? 1 : 0) || !a->config)
        die_usage();
}

static struct conf *load(const char *path, struct settings *s)
{
    struct conf *c = NULL;
    char why[256] = "";
    if (conf_load(&c, path, why) != ERR_OK || settings_read(s, c, why) != ERR_OK)
        log_die(EX_CONFIG, "%s", why);
    return c;
}

static void path_below(char out[PATH_MAX], const char *folder, const char *name)
{
    int n = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    if (n < 0 || n >= PATH_MAX)
        log_die(EX_CONFIG, "%s: too long", folder);
}

/* --- init --- */

static void make_folder(const char *path, mode_t mode, uid_t owner)
{
    if (mkdir(path, mode) != 0 && errno != EEXIST)
        log_die(EX_CANTCREAT, "%s: %m", path);
    if (geteuid() == 0 && owner != (uid_t)-1 && chown(path, owner, owner) != 0)
        log_die(EX_CANTCREAT, "%s: %m", path);
}

static int init(const struct settings *s)
{
    char vkey[PATH_MAX], journal[PATH_MAX];
    struct buf text SCOPED_BUF;
    struct key *key;
    path_below(vkey, s->directory, "log.vkey");
    path_below(journal, s->directory, "journal");
    if (access(vkey, F_OK) == 0 || access(journal, F_OK) == 0)
        log_die(EX_CANTCREAT, "%s: there is a log already", s->directory);
    int err = key_create(&key, s->key, s->user);
    if (err)
        log_die(EX_CANTCREAT, "%s: %s", s->key, err == ERR_CONFLICT ? "there is a key already" : err_name(err));
    make_folder(s->directory, FOLDER_MODE, s->user);
    make_folder(journal, JOURNAL_MODE, s->user);
    buf_init(&text, 1024);
    err = checkpoint_vkey(s->origin, key_public(key), &text);
    buf_u8(&text, '\n');
    if (!err)
        err = file_save(vkey, text.data, text.len, VKEY_MODE);
    key_free(key);
    if (err)
        log_die(EX_CANTCREAT, "%s: %s", vkey, err_name(err));
    log_info("init: log=%s verifier key=%s", s->directory, vkey);
    return 0;
}

/* --- serving --- */

static struct key *open_key(const struct settings *s)
{
    struct key *key;
    int err = key_load(&key, s->key);
    if (err == ERR_DENIED)
        log_die(EX_NOPERM, "%s: must be readable by its owner only", s->key);
    if (err)
        log_die(err == ERR_FORMAT ? EX_DATAERR : EX_NOINPUT, "%s: %s", s->key, err_name(err));
    return key;
}

/* The journal's folder, locked: a second sealer on one log would be two truths. */
static int open_journal(const struct settings *s)
{
    char path[PATH_MAX];
    path_below(path, s->directory, "journal");
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        log_die(EX_NOINPUT, "%s: %m (jalon-sealer init makes it)", path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        log_die(EX_TEMPFAIL, "%s: another jalon-sealer is at work here", path);
    return fd;
}

static void lock_cage(const struct settings *s)
{
    const struct jail_path paths[] = {{s->directory, true}};
    char missing[JAIL_MISSING];
    if (jail_drop(s->user, (gid_t)-1) != ERR_OK)
        log_die(EX_NOPERM, "cannot become user %u", (unsigned)s->user);
    if (jail_enter(paths, 1, JAIL_NO_SOCKET, missing, sizeof missing) != ERR_OK)
        log_die(EX_OSERR, "the cage does not close");
    if (missing[0])
        log_warn("walls missing: %s", missing);
}

static int replay_leaf(void *ctx, uint64_t index, const struct tree_hash *leaf)
{
    (void)ctx;
    return head_replay(&head, &sequence.hashes, index, leaf);
}

static void open_log(const struct settings *s, int folder, const struct key *key)
{
    struct journal_fault fault = {.why = NULL};
    uint64_t cut = 0;
    int err = head_open(&head, s->directory, key, s->origin);
    if (err)
        log_die(err == ERR_INTEGRITY ? EX_SOFTWARE : EX_IOERR, "checkpoint: %s", err_name(err));
    int64_t now = clock_now_us();
    err = sequence_open(&sequence, folder, &s->limits, now, replay_leaf, NULL, &cut, &fault);
    if (fault.why)
        log_die(EX_DATAERR, "journal: %s at byte %llu: %s", fault.file, (unsigned long long)fault.offset, fault.why);
    if (err)
        log_die(EX_IOERR, "journal: %s", err_name(err));
    err = head_compare(&head, &sequence);
    if (err)
        log_die(err == ERR_INTEGRITY ? EX_SOFTWARE : EX_IOERR,
                "journal: %llu entries do not agree with the signed head of %llu: %s",
                (unsigned long long)sequence_size(&sequence), (unsigned long long)head.size, err_name(err));
    if (cut)
        log_warn("journal: %llu bytes of a torn frame behind entry %llu are cut off; nobody was told of them",
                 (unsigned long long)cut, (unsigned long long)sequence_size(&sequence));
    if (journal_mend(&sequence.journal) != ERR_OK)
        log_warn("journal: cannot be cut now: %m");
    if (sequence.last_us > now)
        log_warn("clock: behind the last entry; entries repeat its time until the clock has caught up");
}

static int serve(const struct settings *s)
{
    (void)mallopt(M_TRIM_THRESHOLD, KEPT); /* each head and tail takes what the last one gave back */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
    (void)umask(027);
    struct key *key = open_key(s);
    int folder = open_journal(s);
    int listener = fdio_listen(s->socket, 0666, BACKLOG);
    if (listener < 0)
        log_die(EX_OSERR, "%s: %s", s->socket, err_name(listener));
    /* The poll loop takes connections until there are none left. */
    if (fcntl(listener, F_SETFL, O_NONBLOCK) != 0)
        log_die(EX_OSERR, "%s: %m", s->socket);
    lock_cage(s);
    open_log(s, folder, key);
    log_info("ready: socket=%s entries=%llu signed=%llu", s->socket, (unsigned long long)sequence_size(&sequence),
             (unsigned long long)head.size);
    int err = serve_run(listener, s, &sequence, &head);
    if (err == ERR_INTEGRITY)
        log_error("doubt: what was read back does not agree with what was signed; head of %llu entries stays the last",
                  (unsigned long long)head.size);
    else
        log_info("end: entries=%llu signed=%llu", (unsigned long long)sequence_size(&sequence),
                 (unsigned long long)head.size);
    sequence_close(&sequence);
    head_close(&head);
    key_free(key);
    return err == ERR_OK ? 0 : err == ERR_INTEGRITY ? EX_SOFTWARE : EX_IOERR;
}

int main(int argc, char **argv)
{
    struct arguments a = {0};
    struct settings s;
    log_init("jalon-sealer");
    read_arguments(&a, argc, argv);
    struct conf *c = load(a.config, &s);
    if (secret_init() != ERR_OK)
        log_die(EX_OSERR, "no randomness");
    int code = a.check ? 0 : a.init ? init(&s) : serve(&s);
    conf_free(c);
    return code;
}
