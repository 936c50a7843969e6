/* SPDX-License-Identifier: EUPL-1.2 */
#include "admin/archive_listing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/fdio.h"
#include "base/secret.h"
#include "base/text.h"

#include "base/banned.h"

#define HEX (2 * ARCHIVE_HASH + 1)

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

int archive_listing_read(int folder, struct archive_listing *l, char why[ARCHIVE_WHY])
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
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0 || strcmp(d->d_name, ARCHIVE_MANIFEST) == 0)
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

int archive_listing_describe(int folder, const char *name, struct buf *out)
{
    unsigned char hash[ARCHIVE_HASH];
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

void archive_listing_end(struct buf *out)
{
    unsigned char hash[ARCHIVE_HASH];
    char hex[HEX];

    secret_hash(hash, sizeof hash, NULL, 0, out->data, out->len);
    text_hex(hex, hash, sizeof hash);
    buf_fmt(out, "end %s\n", hex);
}
