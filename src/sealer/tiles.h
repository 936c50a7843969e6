/* SPDX-License-Identifier: EUPL-1.2 */
/* The published files of the log (C2SP tlog-tiles) below its folder. Each appears whole or not at all. */
#ifndef JALON_SEALER_TILES_H
#define JALON_SEALER_TILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/tile.h"
#include "audit/tree.h"
#include "base/buf.h"

#define TILES_ENTRIES (-1) /* the level of entry bundles, as tile_path has it */

/* Hash tile (level, index) of so many hashes. ERR_IO, ERR_LIMIT (path too long). */
int tiles_save(const char *folder, int level, uint64_t index, unsigned width, const struct tree_hash *hash)
    __attribute__((warn_unused_result));

/* An entry bundle that is being written; entries may be long, so it goes to its file piece by piece. */
struct tiles_bundle {
    const char *folder;
    int fd; /* -1: none begun */
    unsigned width;
    struct buf piece;
};

void tiles_bundle_init(struct tiles_bundle *b, const char *folder);
/* Adds the next entry, beginning a bundle when there is none. */
int tiles_bundle_add(struct tiles_bundle *b, const void *entry, size_t n) __attribute__((warn_unused_result));
/* Publishes it as bundle index of as many entries as were added. */
int tiles_bundle_end(struct tiles_bundle *b, uint64_t index) __attribute__((warn_unused_result));
/* Forgets what was begun; safe at any time after init. */
void tiles_bundle_release(struct tiles_bundle *b);

/* Removes the partial tiles of one that is full. Failures are not told: they cost a little room. */
void tiles_drop_partial(const char *folder, int level, uint64_t index);

#endif
