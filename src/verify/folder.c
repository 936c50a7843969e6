/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The only place of this room that reads the log's files. A log may be growing while it is read: tiles beyond the
 * head, wider ones beside partial ones and a writer's temporary files are all lawful here.
 */
#include "verify/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/num.h"

#include "base/banned.h"

int folder_join(char out[FOLDER_PATH], const char *folder, const char *name)
{
    int n = snprintf(out, FOLDER_PATH, "%s/%s", folder, name);

    return n > 0 && n < FOLDER_PATH ? ERR_OK : ERR_LIMIT;
}

int folder_tile(const char *folder, int level, uint64_t index, unsigned width, struct buf *out, char path[TILE_PATH])
{
    char whole[FOLDER_PATH];

    tile_path(path, level, index, width);
    buf_reset(out);
    if (folder_join(whole, folder, path) != ERR_OK)
        return ERR_IO;
    return file_load(whole, out);
}

static void close_folder(DIR **d)
{
    if (*d != NULL)
        (void)closedir(*d);
}

int folder_partials(const char *folder, int level, uint64_t index, bool have[TILE_WIDTH])
{
    char path[TILE_PATH + 2], whole[FOLDER_PATH];
    DIR *d __attribute__((cleanup(close_folder))) = NULL;
    const struct dirent *e;
    int64_t width;

    memset(have, 0, TILE_WIDTH * sizeof *have);
    tile_path(path, level, index, TILE_WIDTH);
    (void)snprintf(path + strlen(path), 3, ".p");
    if (folder_join(whole, folder, path) != ERR_OK)
        return ERR_IO;
    d = opendir(whole);
    if (d == NULL)
        return errno == ENOENT ? ERR_OK : ERR_IO;
    for (errno = 0; (e = readdir(d)) != NULL; errno = 0)
        if (num_parse_i64(e->d_name, strlen(e->d_name), 1, TILE_WIDTH - 1, &width) == ERR_OK)
            have[width] = true;
    return errno == 0 ? ERR_OK : ERR_IO;
}
