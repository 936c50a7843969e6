/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * jalon-verify: the offline verifier of the access log, for anybody's machine. It needs the log's folder (a copy will
 * do), or a bundle of entries with their proofs, and the verifier key, which the user must have from elsewhere; no
 * network, no database, no configuration. Nothing of a log goes to standard output before all of it is verified. Exit:
 * 0 verified, 1 not verified (standard error says what and where first), else a sysexits code: it could not be tried.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "audit/line.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/num.h"
#include "base/secret.h"
#include "base/text.h"
#include "verify/folder.h"
#include "verify/head.h"
#include "verify/proofs.h"
#include "verify/single.h"
#include "verify/walk.h"

#include "base/banned.h"

#ifndef JALON_VERSION
#define JALON_VERSION "0.1"
#endif

static const char usage[] =
    "usage: jalon-verify --key VKEYFILE [--old CHECKPOINT] [--print [FROM-TO]] LOGDIR\n"
    "       jalon-verify --key VKEYFILE --proof FILE ENTRYFILE\n"
    "       jalon-verify --key VKEYFILE --bundle [--print [FROM-TO]] FILE\n"
    "\n"
    "Verifies a whole log, or that one entry or a bundle of entries is in it, against the log's public key.\n"
    "  --key FILE        verifier key of the log, one line; have it from elsewhere than the log\n"
    "  --old CHECKPOINT  also prove that this older signed checkpoint is a prefix of the log\n"
    "  --print [FROM-TO] after verification, print the entries (of these indexes) as text\n"
    "  --proof FILE      a tlog-proof; ENTRYFILE holds the exact bytes of the entry\n"
    "  --bundle          FILE holds entries in a row, each with its proof, as GET log/bundle gives them\n"
    "  --version, --help\n"
    "\n"
    "Exit: 0 verified, 1 not verified, 64 and above: could not be tried (sysexits.h).\n";

struct request {
    const char *key, *old, *proof, *subject;
    bool bundle, print;
    int64_t from, to;
};

static int not_verified(const char *why)
{
    (void)fprintf(stderr, "jalon-verify: not verified: %s\n", why);
    return 1;
}

/* Exit code of an error whose sentence is why; missing says what it means when a file is not there. */
static int stop(int rc, int missing, const char *why)
{
    if (rc == ERR_INTEGRITY || (rc == ERR_NOTFOUND && missing == 1))
        return not_verified(why);
    (void)fprintf(stderr, "jalon-verify: %s\n", why);
    if (rc == ERR_NOTFOUND)
        return missing;
    if (rc == ERR_NOMEM)
        return EX_OSERR;
    if (rc == ERR_FORMAT || rc == ERR_LIMIT)
        return EX_DATAERR;
    return rc == ERR_IO ? EX_IOERR : EX_SOFTWARE;
}

static int flush(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    (void)fprintf(stderr, "jalon-verify: standard output cannot be written\n");
    return EX_IOERR;
}

static void say_head(const struct checkpoint *c)
{
    char hex[65];

    text_hex(hex, c->root.b, sizeof c->root.b);
    (void)printf("origin %s\nsize %llu\nroot %s\n", c->origin, (unsigned long long)c->size, hex);
}

static void print_entry(void *ctx, uint64_t index, const unsigned char *bytes, size_t n)
{
    const struct request *r = ctx;

    if (index < (uint64_t)r->from || index > (uint64_t)r->to)
        return;
    (void)printf("# %llu\n", (unsigned long long)index);
    (void)fwrite(bytes, 1, n, stdout);
    (void)putchar('\n');
}

static void say_times(int64_t first_us, int64_t last_us)
{
    char first[CLOCK_TEXT + 1], last[CLOCK_TEXT + 1];

    clock_format(first_us, first);
    clock_format(last_us, last);
    (void)printf("entries from %s to %s\n", first, last);
}

static int verify_log(struct request *r, const struct head_key *key)
{
    struct checkpoint head, old = {0};
    struct walk w = {.folder = r->subject, .head = &head};
    struct stat st;
    char path[FOLDER_PATH], why[HEAD_WHY];
    int rc;

    if (stat(r->subject, &st) != 0 || !S_ISDIR(st.st_mode))
        return stop(ERR_NOTFOUND, EX_NOINPUT, "no such folder");
    if (folder_join(path, r->subject, "checkpoint") != ERR_OK)
        return stop(ERR_LIMIT, EX_NOINPUT, "path too long");
    rc = head_load(&head, key, path, why);
    if (rc != ERR_OK)
        return stop(rc, 1, why);
    if (r->old != NULL) {
        rc = head_load(&old, key, r->old, why);
        if (rc != ERR_OK)
            return stop(rc, EX_NOINPUT, why);
        w.old = &old;
    }
    rc = walk_log(&w);
    if (rc != ERR_OK)
        return stop(rc, EX_IOERR, w.why);
    say_head(&head);
    if (head.size > 0)
        say_times(w.first_us, w.last_us);
    (void)printf("hash tiles %llu compared, %llu absent\n", (unsigned long long)w.tiles,
                 (unsigned long long)w.tiles_absent);
    if (w.old != NULL)
        (void)printf("old size %llu is a prefix\n", (unsigned long long)old.size);
    (void)printf("verified\n");
    if (r->print) {
        /* Read again, now with something to say; that it is still the same is checked again too. */
        (void)putchar('\n');
        w.each = print_entry;
        w.ctx = r;
        rc = walk_log(&w);
        if (rc != ERR_OK)
            return stop(rc, EX_IOERR, w.why);
    }
    return flush();
}

static int load(const char *path, struct buf *b, size_t max)
{
    char why[HEAD_WHY];
    int rc;

    buf_init(b, max);
    rc = file_load(path, b);
    if (rc == ERR_OK)
        return 0;
    (void)snprintf(why, sizeof why, "%s: %s", path,
                   rc == ERR_NOTFOUND ? "no such file"
                   : rc == ERR_LIMIT  ? "too long for what it should be"
                                      : "cannot be read");
    return stop(rc, EX_NOINPUT, why);
}

static int verify_one(const struct request *r, const struct head_key *key)
{
    struct buf proof SCOPED_BUF;
    struct buf entry SCOPED_BUF;
    char why[HEAD_WHY], at[CLOCK_TEXT + 1];
    struct single s;
    int rc = load(r->proof, &proof, 524288);

    if (rc == 0)
        rc = load(r->subject, &entry, LINE_MAX_BYTES);
    if (rc != 0)
        return rc;
    rc = single_check(&s, key, (const char *)proof.data, proof.len, entry.data, entry.len, why);
    if (rc != ERR_OK)
        return stop(rc, EX_NOINPUT, why);
    say_head(&s.head);
    clock_format(s.at_us, at);
    (void)printf("entry %llu at %s\nverified\n", (unsigned long long)s.index, at);
    return flush();
}

static int verify_bundle(struct request *r, const struct head_key *key)
{
    struct buf bundle SCOPED_BUF;
    struct proofs p = {.each = NULL};
    int rc = load(r->subject, &bundle, PROOFS_BYTES);

    if (rc != 0)
        return rc;
    rc = proofs_check(&p, key, (const char *)bundle.data, bundle.len);
    if (rc != ERR_OK)
        return stop(rc, EX_NOINPUT, p.why);
    say_head(&p.head);
    say_times(p.first_us, p.last_us);
    (void)printf("first %llu\ncount %llu\nverified\n", (unsigned long long)p.first, (unsigned long long)p.count);
    if (r->print) {
        (void)putchar('\n');
        p.each = print_entry;
        p.ctx = r;
        rc = proofs_check(&p, key, (const char *)bundle.data, bundle.len);
        if (rc != ERR_OK)
            return stop(rc, EX_NOINPUT, p.why);
    }
    return flush();
}

/* "12" or "12-20". */
static bool read_range(struct request *r, const char *s)
{
    const char *dash = strchr(s, '-');
    size_t n = dash != NULL ? (size_t)(dash - s) : strlen(s);
    int64_t from, to;

    if (num_parse_i64(s, n, 0, INT64_MAX, &from) != ERR_OK)
        return false;
    to = from;
    if (dash != NULL && num_parse_i64(dash + 1, strlen(dash + 1), from, INT64_MAX, &to) != ERR_OK)
        return false;
    r->from = from;
    r->to = to;
    return true;
}

static int misuse(void)
{
    (void)fputs(usage, stderr);
    return EX_USAGE;
}

/* -1: go on; else the exit code. */
static int read_arguments(struct request *r, int argc, char **argv)
{
    static const struct option options[] = {
        {"key", required_argument, NULL, 'k'},   {"old", required_argument, NULL, 'o'},
        {"proof", required_argument, NULL, 'p'}, {"print", optional_argument, NULL, 'P'},
        {"bundle", no_argument, NULL, 'b'},      {"version", no_argument, NULL, 'V'},
        {"help", no_argument, NULL, 'h'},        {NULL, 0, NULL, 0},
    };
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'k':
            r->key = optarg;
            break;
        case 'o':
            r->old = optarg;
            break;
        case 'p':
            r->proof = optarg;
            break;
        case 'b':
            r->bundle = true;
            break;
        case 'P':
            r->print = true;
            r->to = INT64_MAX;
            /* The range may also stand as the next word; a folder of such a name is ./12-20. */
            if (optarg == NULL && optind < argc && read_range(r, argv[optind]))
                optind++;
            else if (optarg != NULL && !read_range(r, optarg))
                return misuse();
            break;
        case 'V':
            (void)puts("jalon-verify " JALON_VERSION);
            return flush();
        case 'h':
            (void)fputs(usage, stdout);
            return flush();
        default:
            return misuse();
        }
    }
    if (r->key == NULL || optind + 1 != argc || (r->proof != NULL && (r->old != NULL || r->print)) ||
        (r->bundle && (r->old != NULL || r->proof != NULL)))
        return misuse();
    r->subject = argv[optind];
    return -1;
}

int main(int argc, char **argv)
{
    struct request r = {0};
    struct head_key key;
    char why[HEAD_WHY];
    int rc = read_arguments(&r, argc, argv);

    if (rc >= 0)
        return rc;
    if (secret_init() != ERR_OK)
        return stop(ERR_INTERNAL, EX_SOFTWARE, "libsodium cannot be started");
    rc = head_key_load(&key, r.key, why);
    if (rc != ERR_OK)
        return stop(rc, EX_NOINPUT, why);
    if (r.bundle)
        return verify_bundle(&r, &key);
    return r.proof != NULL ? verify_one(&r, &key) : verify_log(&r, &key);
}
