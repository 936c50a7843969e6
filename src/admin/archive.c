/* SPDX-License-Identifier: EUPL-1.2 */
/* The folder of a backup: made beside its place and renamed when whole, or read and compared with its manifest. The
 * same two functions list and hash for both, so that what was written is what is asked for. */
#include "admin/archive.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/num.h"
#include "base/secret.h"
#include "base/text.h"

#include "base/banned.h"

#define MANIFEST "MANIFEST"
#define MANIFEST_BYTES (1u << 20)
#define HASH 32
#define HEX (2 * HASH + 1)
#define CHUNK 65536

struct listing {
    size_t n;
    char name[ARCHIVE_FILES][ARCHIVE_NAME];
};

static bool good_name(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n < ARCHIVE_NAME && s[0] != '.' &&
           strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == n;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* All names but the manifest's, sorted. ERR_FORMAT: one that no backup has, in why. */
static int list(int folder, struct listing *l, char why[ARCHIVE_WHY])
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *d;
    int rc = ERR_OK;

    if (dir == NULL) {
        fdio_close(&fd);
        return ERR_IO;
    }
    l->n = 0;
    while (rc == ERR_OK && (d = readdir(dir)) != NULL) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0 || strcmp(d->d_name, MANIFEST) == 0)
            continue;
        if (!good_name(d->d_name) || l->n == ARCHIVE_FILES) {
            (void)snprintf(why, ARCHIVE_WHY, "%.100s is no file of a backup", d->d_name);
            rc = ERR_FORMAT;
        } else {
            memcpy(l->name[l->n++], d->d_name, strlen(d->d_name) + 1);
        }
    }
    (void)closedir(dir);
    qsort(l->name, l->n, sizeof l->name[0], by_name);
    return rc;
}

/* "file BYTES HEX NAME" of one file. ERR_FORMAT: not a plain file. */
static int describe(int folder, const char *name, struct buf *out)
{
    unsigned char hash[HASH];
    char hex[HEX];
    struct stat st;
    int fd SCOPED_FD;

    fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ELOOP ? ERR_FORMAT : ERR_IO;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return ERR_FORMAT;
    size_t n = (size_t)st.st_size;
    void *p = n == 0 ? NULL : mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return ERR_IO;
    secret_hash(hash, sizeof hash, NULL, 0, p, n);
    if (p != NULL)
        (void)munmap(p, n);
    text_hex(hex, hash, sizeof hash);
    buf_fmt(out, "file %zu %s %s\n", n, hex, name);
    return buf_err(out);
}

static void put_end(struct buf *out)
{
    unsigned char hash[HASH];
    char hex[HEX];

    secret_hash(hash, sizeof hash, NULL, 0, out->data, out->len);
    text_hex(hex, hash, sizeof hash);
    buf_fmt(out, "end %s\n", hex);
}

/* --- making --- */

int archive_make(struct archive *a, const char *out)
{
    unsigned char nonce[8];
    char hex[17];
    struct stat st;
    size_t n = strlen(out);

    a->fd = -1;
    while (n > 1 && out[n - 1] == '/')
        n--;
    if (n == 0 || lstat(out, &st) == 0)
        return n == 0 ? ERR_FORMAT : ERR_CONFLICT;
    secret_random(nonce, sizeof nonce);
    text_hex(hex, nonce, sizeof nonce);
    int w = snprintf(a->path, sizeof a->path, "%.*s.%s.new", (int)n, out, hex);
    if (w < 0 || (size_t)w >= sizeof a->path)
        return ERR_LIMIT;
    if (mkdir(a->path, 0700) != 0)
        return ERR_IO;
    a->fd = open(a->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (a->fd < 0) {
        (void)rmdir(a->path);
        return ERR_IO;
    }
    return ERR_OK;
}

static int new_file(const struct archive *a, const char *name)
{
    return openat(a->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

int archive_copy(const struct archive *a, const char *from, const char *name, uint64_t max, bool exact)
{
    unsigned char chunk[CHUNK];
    uint64_t done = 0;
    int rc = ERR_OK;
    int in SCOPED_FD;
    int to SCOPED_FD;

    in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
    to = new_file(a, name);
    if (to < 0)
        return ERR_IO;
    while (rc == ERR_OK && done < max) {
        ssize_t got = read(in, chunk, max - done < CHUNK ? (size_t)(max - done) : CHUNK);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            rc = ERR_IO;
        if (got <= 0)
            break;
        rc = fdio_write(to, chunk, (size_t)got, 0);
        done += (uint64_t)got;
    }
    secret_wipe(chunk, sizeof chunk);
    if (rc == ERR_OK && ((exact && done != max) || fsync(to) != 0))
        rc = ERR_IO;
    return rc;
}

int archive_write(const struct archive *a, const char *name, const void *p, size_t n)
{
    int to SCOPED_FD;

    to = new_file(a, name);
    if (to < 0)
        return ERR_IO;
    int rc = fdio_write(to, p, n, 0);
    return rc == ERR_OK && fsync(to) != 0 ? ERR_IO : rc;
}

static int sync_parent(const char *path)
{
    char parent[PATH_MAX];
    int fd SCOPED_FD;

    int n = snprintf(parent, sizeof parent, "%s", path);
    if (n < 0 || (size_t)n >= sizeof parent)
        return ERR_LIMIT;
    while (n > 1 && parent[n - 1] == '/')
        parent[--n] = '\0';
    char *slash = strrchr(parent, '/');
    if (slash != NULL)
        slash[slash == parent ? 1 : 0] = '\0';
    fd = open(slash == NULL ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0 ? ERR_OK : ERR_IO;
}

int archive_finish(struct archive *a, const char *out, uint64_t entries)
{
    struct listing *l = calloc(1, sizeof *l);
    struct buf text SCOPED_BUF;
    char why[ARCHIVE_WHY], now[CLOCK_TEXT + 1];

    if (l == NULL)
        return ERR_NOMEM;
    buf_init(&text, MANIFEST_BYTES);
    clock_format(clock_now_us(), now);
    buf_fmt(&text, "jalon-backup 1\nmade %s\nentries %" PRIu64 "\n", now, entries);
    int rc = list(a->fd, l, why);
    for (size_t i = 0; rc == ERR_OK && i < l->n; i++)
        rc = describe(a->fd, l->name[i], &text);
    free(l);
    put_end(&text);
    if (rc == ERR_OK)
        rc = buf_err(&text);
    if (rc == ERR_OK)
        rc = archive_write(a, MANIFEST, text.data, text.len);
    if (rc == ERR_OK && fsync(a->fd) != 0)
        rc = ERR_IO;
    if (rc == ERR_OK && renameat2(AT_FDCWD, a->path, AT_FDCWD, out, RENAME_NOREPLACE) != 0)
        rc = errno == EEXIST ? ERR_CONFLICT : ERR_IO;
    if (rc != ERR_OK)
        return rc;
    fdio_close(&a->fd);
    return sync_parent(out);
}

void archive_release(struct archive *a)
{
    DIR *dir = a->fd < 0 ? NULL : fdopendir(a->fd);
    const struct dirent *d;

    if (dir == NULL)
        return;
    while ((d = readdir(dir)) != NULL)
        if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
            (void)unlinkat(dirfd(dir), d->d_name, 0);
    (void)closedir(dir);
    a->fd = -1;
    (void)rmdir(a->path);
}

/* --- checking --- */

static int say(char why[ARCHIVE_WHY], const char *sentence)
{
    (void)snprintf(why, ARCHIVE_WHY, "%s", sentence);
    return ERR_FORMAT;
}

/* The manifest by itself: its last line is the hash of the rest. body_n: bytes before that line. */
static int load_manifest(const char *from, struct buf *text, size_t *body_n, char why[ARCHIVE_WHY])
{
    const size_t end_n = strlen("end \n") + 2 * HASH;
    struct buf again SCOPED_BUF;
    char path[PATH_MAX];

    int n = snprintf(path, sizeof path, "%s/" MANIFEST, from);
    if (n < 0 || (size_t)n >= sizeof path)
        return say(why, "the path is too long");
    int rc = fdio_load(path, text);
    if (rc != ERR_OK)
        return say(why, rc == ERR_NOTFOUND ? "there is no MANIFEST in it" : "its MANIFEST cannot be read");
    if (text->len < end_n)
        return say(why, "its MANIFEST is cut short");
    *body_n = text->len - end_n;
    buf_init(&again, MANIFEST_BYTES);
    buf_bytes(&again, text->data, *body_n);
    put_end(&again);
    if (buf_err(&again) != ERR_OK || again.len != text->len || memcmp(again.data, text->data, text->len) != 0)
        return say(why, "its MANIFEST is damaged");
    return ERR_OK;
}

/* "jalon-backup 1", "made TIME", "entries N"; *at moves behind them. */
static int read_heading(const char *p, size_t n, size_t *at, uint64_t *entries)
{
    static const char first[] = "jalon-backup 1\nmade ";
    static const char third[] = "\nentries ";
    const size_t time = sizeof first - 1, count = time + CLOCK_TEXT + sizeof third - 1;
    int64_t value;

    if (n <= count || memcmp(p, first, sizeof first - 1) != 0 || clock_parse(p + time, CLOCK_TEXT, &value) != ERR_OK ||
        memcmp(p + time + CLOCK_TEXT, third, sizeof third - 1) != 0)
        return ERR_FORMAT;
    const char *lf = memchr(p + count, '\n', n - count);
    if (lf == NULL || num_parse_i64(p + count, (size_t)(lf - p) - count, 0, INT64_MAX, &value) != ERR_OK)
        return ERR_FORMAT;
    *entries = (uint64_t)value;
    *at = (size_t)(lf - p) + 1;
    return ERR_OK;
}

/* The name in a line "file BYTES HEX NAME" of n characters; "" when it is none. */
static void name_of(const char *line, size_t n, char name[ARCHIVE_NAME])
{
    const char *last = memrchr(line, ' ', n);

    name[0] = '\0';
    if (last != NULL && n - (size_t)(last + 1 - line) < ARCHIVE_NAME)
        (void)snprintf(name, ARCHIVE_NAME, "%.*s", (int)(n - (size_t)(last + 1 - line)), last + 1);
}

/* Each line against the file that should have made it; both are sorted, so the first difference has a name. */
static int compare(int folder, const struct listing *l, const char *p, const char *end, char why[ARCHIVE_WHY])
{
    struct buf line SCOPED_BUF;
    char name[ARCHIVE_NAME];
    size_t i = 0;

    buf_init(&line, 512);
    for (; p < end; i++) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));

        if (lf == NULL)
            return say(why, "its MANIFEST is damaged");
        name_of(p, (size_t)(lf - p), name);
        int order = i < l->n ? strcmp(name, l->name[i]) : -1;
        if (order != 0) {
            (void)snprintf(why, ARCHIVE_WHY, order < 0 ? "%s is missing" : "%s is not in its MANIFEST",
                           order < 0 ? name : l->name[i]);
            return ERR_FORMAT;
        }
        buf_reset(&line);
        int rc = describe(folder, name, &line);
        if (rc != ERR_OK || line.len != (size_t)(lf + 1 - p) || memcmp(line.data, p, line.len) != 0) {
            (void)snprintf(why, ARCHIVE_WHY, "%s is not the file that was backed up", name);
            return ERR_FORMAT;
        }
        p = lf + 1;
    }
    if (i == l->n)
        return ERR_OK;
    (void)snprintf(why, ARCHIVE_WHY, "%s is not in its MANIFEST", l->name[i]);
    return ERR_FORMAT;
}

static int check_needed(const struct listing *l, char why[ARCHIVE_WHY])
{
    static const char *const needed[] = {"checkpoint", "database.dump", "log-000001", "log.vkey", "sealer.key",
                                         "vault.root"};

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        bool there = false;

        for (size_t k = 0; k < l->n; k++)
            there = there || strcmp(l->name[k], needed[i]) == 0;
        if (!there) {
            (void)snprintf(why, ARCHIVE_WHY, "%s is missing", needed[i]);
            return ERR_FORMAT;
        }
    }
    return ERR_OK;
}

static int check_files(int folder, const struct buf *text, size_t body_n, uint64_t *entries, char why[ARCHIVE_WHY])
{
    struct listing *l = calloc(1, sizeof *l);
    const char *p = (const char *)text->data;
    size_t at = 0;

    if (l == NULL)
        return say(why, "no memory");
    int rc = read_heading(p, body_n, &at, entries);
    if (rc != ERR_OK)
        rc = say(why, "its MANIFEST is of no kind that is known here");
    if (rc == ERR_OK && (rc = list(folder, l, why)) == ERR_IO)
        rc = say(why, "it cannot be listed");
    if (rc == ERR_OK)
        rc = compare(folder, l, p + at, p + body_n, why);
    if (rc == ERR_OK)
        rc = check_needed(l, why);
    free(l);
    return rc;
}

int archive_check(struct archive *a, const char *from, uint64_t *entries, char why[ARCHIVE_WHY])
{
    struct buf text SCOPED_BUF;
    size_t body_n;

    a->fd = -1;
    int n = snprintf(a->path, sizeof a->path, "%s", from);
    if (n < 0 || (size_t)n >= sizeof a->path)
        return say(why, "the path is too long");
    int fd SCOPED_FD;
    fd = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return say(why, "there is no such folder");
    buf_init(&text, MANIFEST_BYTES);
    int rc = load_manifest(from, &text, &body_n, why);
    return rc == ERR_OK ? check_files(fd, &text, body_n, entries, why) : rc;
}
