/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files for everybody who verifies: hash tiles and entry bundles. head.c asks, before it signs the head that needs
 * them, and removes partial ones only when the next head is out. Folders are made on the way and flushed, so that a
 * signed head never points to a file that a power cut took away.
 */
#include "sealer/tiles.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/fdio.h"
#include "base/file.h"

#include "base/banned.h"

#define FILE_MODE 0640
#define FOLDER_MODE 0750
#define PIECE (64u << 10)

static int path_of(char out[PATH_MAX], const char *folder, int level, uint64_t index, unsigned width)
{
    char tile[TILE_PATH];
    tile_path(tile, level, index, width);
    int n = snprintf(out, PATH_MAX, "%s/%s", folder, tile);
    return n > 0 && n < PATH_MAX ? ERR_OK : ERR_LIMIT;
}

static int sync_folder(const char *path)
{
    int fd SCOPED_FD;
    fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0 ? ERR_OK : ERR_IO;
}

/* The folders above path, below the log's own, which is there. */
static int make_folders(char *path, size_t folder_n)
{
    int err = ERR_OK;
    for (char *p = path + folder_n + 1; !err && (p = strchr(p, '/')); p++) {
        *p = '\0';
        bool made = mkdir(path, FOLDER_MODE) == 0;
        if (!made && errno != EEXIST)
            err = ERR_IO;
        char *up = made ? strrchr(path, '/') : NULL;
        if (up) {
            *up = '\0';
            err = sync_folder(path);
            *up = '/';
        }
        *p = '/';
    }
    return err;
}

int tiles_save(const char *folder, int level, uint64_t index, unsigned width, const struct tree_hash *hash)
{
    char path[PATH_MAX];
    int err = path_of(path, folder, level, index, width);
    if (!err)
        err = make_folders(path, strlen(folder));
    return err ? err : file_save(path, hash, width * sizeof *hash, FILE_MODE);
}

/* --- bundles --- */

static int temporary_path(char out[PATH_MAX], const struct tiles_bundle *b)
{
    int n = snprintf(out, PATH_MAX, "%s/bundle.new", b->folder);
    return n > 0 && n < PATH_MAX ? ERR_OK : ERR_LIMIT;
}

void tiles_bundle_init(struct tiles_bundle *b, const char *folder)
{
    *b = (struct tiles_bundle){.folder = folder, .fd = -1};
    buf_init(&b->piece, 2 * PIECE);
}

static int flush(struct tiles_bundle *b)
{
    int err = buf_err(&b->piece);
    if (!err && b->piece.len)
        err = fdio_write(b->fd, b->piece.data, b->piece.len, 0);
    buf_reset(&b->piece);
    return err;
}

int tiles_bundle_add(struct tiles_bundle *b, const void *entry, size_t n)
{
    char path[PATH_MAX];
    int err = ERR_OK;
    if (b->fd < 0) {
        err = temporary_path(path, b);
        if (err)
            return err;
        b->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
        if (b->fd < 0)
            return ERR_IO;
    }
    buf_lv16(&b->piece, entry, n);
    b->width++;
    if (b->piece.len >= PIECE || buf_err(&b->piece))
        err = flush(b);
    return err;
}

int tiles_bundle_end(struct tiles_bundle *b, uint64_t index)
{
    char from[PATH_MAX], to[PATH_MAX];
    int err = flush(b);
    if (!err && fsync(b->fd) != 0)
        err = ERR_IO;
    if (!err)
        err = temporary_path(from, b);
    if (!err)
        err = path_of(to, b->folder, TILES_ENTRIES, index, b->width);
    if (!err)
        err = make_folders(to, strlen(b->folder));
    if (!err && rename(from, to) != 0)
        err = ERR_IO;
    if (!err) {
        *strrchr(to, '/') = '\0';
        err = sync_folder(to);
    }
    fdio_close(&b->fd);
    b->width = 0;
    return err;
}

void tiles_bundle_release(struct tiles_bundle *b)
{
    fdio_close(&b->fd);
    buf_release(&b->piece);
}

void tiles_drop_partial(const char *folder, int level, uint64_t index)
{
    char path[PATH_MAX];
    if (path_of(path, folder, level, index, 1) != ERR_OK)
        return;
    *strrchr(path, '/') = '\0'; /* ".../000.p" */
    DIR *d = opendir(path);
    if (!d)
        return;
    const struct dirent *e;
    while ((e = readdir(d)))
        if (e->d_name[0] != '.')
            (void)unlinkat(dirfd(d), e->d_name, 0);
    (void)closedir(d);
    (void)rmdir(path);
}
