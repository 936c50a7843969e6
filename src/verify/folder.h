/* SPDX-License-Identifier: EUPL-1.2 */
/* The files of a log in tlog-tiles form, read as they lie; what they should say is asked elsewhere. */
#ifndef JALON_VERIFY_FOLDER_H
#define JALON_VERIFY_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/tile.h"
#include "base/buf.h"

#define FOLDER_PATH 4096

/* The whole file of a tile (level -1: entry bundle) into out, which has its cap. path gets its name below the folder.
 * ERR_NOTFOUND, ERR_LIMIT, ERR_IO, ERR_NOMEM. */
int folder_tile(const char *folder, int level, uint64_t index, unsigned width, struct buf *out, char path[TILE_PATH])
    __attribute__((warn_unused_result));
/* Which partial tiles of this index are there: have[w] for widths 1 to 255. None is no error. Names that are no width
 * are not looked at. ERR_OK or ERR_IO. */
int folder_partials(const char *folder, int level, uint64_t index, bool have[TILE_WIDTH])
    __attribute__((warn_unused_result));
/* folder/name into out. ERR_LIMIT. */
int folder_join(char out[FOLDER_PATH], const char *folder, const char *name) __attribute__((warn_unused_result));

#endif
