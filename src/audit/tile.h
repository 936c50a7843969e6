/* SPDX-License-Identifier: EUPL-1.2 */
/* Names and cutting of C2SP tlog-tiles: 256 hashes a tile, 256 entries a bundle, "tile/0/x001/234.p/17". */
#ifndef JALON_AUDIT_TILE_H
#define JALON_AUDIT_TILE_H

#include <stddef.h>
#include <stdint.h>

#define TILE_WIDTH 256
#define TILE_PATH 96

/* Path of hash tile (level, index), or of entry bundle (level -1), below the log's folder; width 256 means full. */
void tile_path(char out[TILE_PATH], int level, uint64_t index, unsigned width);

#endif
