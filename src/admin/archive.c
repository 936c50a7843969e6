/* SPDX-License-Identifier: EUPL-1.2 */
/* The folder of a backup: made beside its place and renamed when whole. */
#include "admin/archive.h"
#include "admin/archive_listing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/secret.h"
#include "base/text.h"

#include "base/banned.h"

#define CHUNK 65536

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
    struct stat st;
    int rc = ERR_OK;
    int in SCOPED_FD;
    int to SCOPED_FD;

    /* These folders are of accounts that root must not read for: no link, and nothing that keeps one waiting. */
    in = open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (in < 0)
        return errno == ENOENT ? ERR_NOTFOUND : errno == ELOOP ? ERR_FORMAT : ERR_IO;
    if (fstat(in, &st) != 0 || !S_ISREG(st.st_mode))
        return ERR_FORMAT;
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
    struct archive_listing *l = calloc(1, sizeof *l);
    struct buf text SCOPED_BUF;
    char why[ARCHIVE_WHY], now[CLOCK_TEXT + 1];

    if (l == NULL)
        return ERR_NOMEM;
    buf_init(&text, ARCHIVE_MANIFEST_BYTES);
    clock_format(clock_now_us(), now);
    buf_fmt(&text, "jalon-backup 1\nmade %s\nentries %" PRIu64 "\n", now, entries);
    int rc = archive_listing_read(a->fd, l, why);
    for (size_t i = 0; rc == ERR_OK && i < l->n; i++)
        rc = archive_listing_describe(a->fd, l->name[i], &text);
    free(l);
    archive_listing_end(&text);
    if (rc == ERR_OK)
        rc = buf_err(&text);
    if (rc == ERR_OK)
        rc = archive_write(a, ARCHIVE_MANIFEST, text.data, text.len);
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

