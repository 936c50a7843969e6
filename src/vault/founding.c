/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads what people brought, lets ceremony.c make the root, and leaves what they carry away. */
#include "vault/founding.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "base/num.h"
#include "base/secret.h"
#include "vault/ceremony.h"
#include "vault/recovery.h"
#include "vault/root.h"
#include "vault/shares.h"

#include "base/banned.h"

static void save(const char *path, const struct buf *b)
{
    int err = file_save(path, b->data, b->len, 0600);
    if (err != ERR_OK)
        log_die(EX_CANTCREAT, "%s: %s", path, err_name(err));
}

static void read_file(const char *path, struct buf *b)
{
    int err = file_load(path, b);
    if (err != ERR_OK)
        log_die(EX_NOINPUT, "%s: %s", path, err_name(err));
}

/* "K/N"; without it the recovery key is in one piece. */
static void read_shares(const char *text, struct ceremony_options *o)
{
    int64_t k = 1, n = 1;
    const char *slash = text == NULL ? NULL : strchr(text, '/');
    if (text != NULL && (slash == NULL || num_parse_i64(text, (size_t)(slash - text), 1, SHARES_MAX, &k) != ERR_OK ||
                         num_parse_i64(slash + 1, strlen(slash + 1), k, SHARES_MAX, &n) != ERR_OK))
        log_die(EX_USAGE, "--shares K/N: K of N, N at most %d", SHARES_MAX);
    o->shares_needed = (uint8_t)k;
    o->shares = (uint8_t)n;
}

/* One file for each share, FILE.1 to FILE.N, because each is somebody else's; in one piece just FILE. */
static void save_shares(const char *path, const struct buf *lines, uint8_t n)
{
    const char *p = (const char *)lines->data, *end = p + lines->len;
    for (unsigned i = 1; p < end; i++) {
        char name[4096];
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        struct buf one SCOPED_BUF;
        buf_init_secret(&one, 256);
        buf_bytes(&one, p, (size_t)(eol - p) + 1);
        (void)snprintf(name, sizeof name, n == 1 ? "%s" : "%s.%u", path, i);
        if (buf_err(&one) != ERR_OK)
            log_die(EX_OSERR, "no memory");
        save(name, &one);
        p = eol + 1;
    }
}

/* What the shares and the export bring back, for a service whose root is lost. */
static struct recovery *recover(const struct founding *f)
{
    struct buf shares SCOPED_BUF, lines SCOPED_BUF;
    struct secret_key key SCOPED_KEY;
    char why[128];
    struct recovery *r = recovery_alloc();
    if (r == NULL)
        log_die(EX_OSERR, "no memory that can be locked");
    buf_init_secret(&shares, 1u << 14);
    buf_init(&lines, 4u << 20);
    read_file(f->recover, &shares);
    read_file(f->export, &lines);
    int err = shares_join(shares.data, shares.len, key.b);
    if (err != ERR_OK)
        log_die(EX_DATAERR, "%s: %s", f->recover,
                err == ERR_NOTFOUND ? "too few shares" : err == ERR_CONFLICT ? "shares that do not belong together"
                                                                              : "a line is no share, or mistyped");
    if (recovery_read(r, &lines, key.b, why) != ERR_OK)
        log_die(EX_DATAERR, "%s: %s", f->export, why);
    return r;
}

/* The root is saved last: as long as it is not there the founding can simply be run again. */
void founding_do(const struct founding *f)
{
    struct buf manifest SCOPED_BUF, text SCOPED_BUF, codes SCOPED_BUF, shares SCOPED_BUF;
    struct ceremony_options o = {.demonstration = f->demonstration};
    char why[128];
    if (access(f->root, F_OK) == 0)
        log_die(EX_CANTCREAT, "%s is there: this service is founded already", f->root);
    read_shares(f->shares, &o);
    struct recovery *known = f->recover == NULL ? NULL : recover(f);
    o.known = known;
    buf_init(&manifest, 1u << 20);
    read_file(f->manifest, &manifest);
    struct root *root = root_alloc();
    if (root == NULL)
        log_die(EX_OSERR, "no memory that can be locked");
    buf_init_secret(&text, 4u << 20);
    buf_init_secret(&codes, 1u << 16);
    buf_init_secret(&shares, 1u << 14);
    int err = ceremony_found(root, &o, &manifest, &text, &codes, &shares, why);
    recovery_free(known);
    if (err != ERR_OK)
        log_die(err == ERR_FORMAT ? EX_DATAERR : EX_OSERR, "founding: %s", why[0] != '\0' ? why : err_name(err));
    save(f->out, &text);
    save(f->codes, &codes);
    save_shares(f->recovery, &shares, o.shares);
    err = root_save(root, f->root);
    root_free(root);
    if (err != ERR_OK)
        log_die(EX_CANTCREAT, "%s: %s", f->root, err_name(err));
    log_info("founded: load %s with jalon found, hand out %s, take %s out of here", f->out, f->codes, f->recovery);
}
