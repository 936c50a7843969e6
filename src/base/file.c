/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files that are replaced or not. System calls used (for a jail): openat read write fsync fchmod rename unlink close.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/secret.h"
#include "base/text.h"

#include "base/banned.h"

#define CHUNK 65536

/* One read, EINTR hidden. */
static ssize_t read_some(int fd, void *p, size_t n)
{
    ssize_t got;

    do {
        got = read(fd, p, n);
    } while (got < 0 && errno == EINTR);
    return got;
}

int file_load(const char *path, struct buf *out)
{
    int fd SCOPED_FD;

    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_IO;
    for (;;) {
        size_t room = out->max - out->len;
        size_t want = room < CHUNK ? room : CHUNK;
        unsigned char probe, *p = &probe;
        ssize_t got;

        if (want > 0)
            p = buf_grow(out, want);
        if (p == NULL)
            return buf_err(out);
        got = read_some(fd, p, want > 0 ? want : 1);
        if (got > 0 && want == 0)
            return ERR_LIMIT;
        out->len -= want - (got > 0 ? (size_t)got : 0);
        if (got < 0)
            return ERR_IO;
        if (got == 0)
            return buf_err(out);
    }
}

static int sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX];
    size_t n = slash != NULL ? (size_t)(slash - path) : 0;
    int fd SCOPED_FD;

    if (n >= sizeof folder)
        return ERR_LIMIT;
    memcpy(folder, path, n);
    folder[n] = 0;
    fd = open(slash == NULL ? "." : n == 0 ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0 ? ERR_OK : ERR_IO;
}

static int write_file(const char *path, const void *p, size_t n, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    int rc;

    if (fd < 0)
        return ERR_IO;
    rc = fdio_write(fd, p, n, 0);
    if (rc == ERR_OK && (fchmod(fd, mode) != 0 || fsync(fd) != 0))
        rc = ERR_IO;
    /* What a network file system could not keep is told by close. */
    if (close(fd) != 0 && rc == ERR_OK)
        rc = ERR_IO;
    return rc;
}

int file_save(const char *path, const void *p, size_t n, mode_t mode)
{
    unsigned char nonce[8];
    char hex[17], temporary[PATH_MAX];
    int w, rc, saved;

    secret_random(nonce, sizeof nonce);
    text_hex(hex, nonce, sizeof nonce);
    w = snprintf(temporary, sizeof temporary, "%s.%s.new", path, hex);
    if (w < 0 || (size_t)w >= sizeof temporary)
        return ERR_LIMIT;
    rc = write_file(temporary, p, n, mode);
    if (rc == ERR_OK && rename(temporary, path) != 0)
        rc = ERR_IO;
    if (rc != ERR_OK) {
        saved = errno;
        (void)unlink(temporary);
        errno = saved;
        return rc;
    }
    return sync_folder_of(path);
}
