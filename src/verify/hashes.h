/* SPDX-License-Identifier: EUPL-1.2 */
/* The hash tiles that a log should have, recomputed from its leaves and compared with those that it has. */
#ifndef JALON_VERIFY_HASHES_H
#define JALON_VERIFY_HASHES_H

#include <stdint.h>

#include "audit/tile.h"
#include "audit/tree.h"
#include "base/buf.h"
#include "verify/finding.h"

#define HASHES_LEVELS 8 /* 256^8 leaves: 2^64 */

struct hashes {
    const char *folder;
    struct finding *finding;
    struct buf file;
    uint64_t compared; /* tile files */
    uint64_t absent;   /* tiles of this size of which no file was there */
    struct {
        struct tree_hash hash[TILE_WIDTH];
        unsigned n;
        uint64_t index; /* of the tile being filled */
    } level[HASHES_LEVELS];
};

/* Allocates; NULL without memory. folder and finding stay the caller's. */
struct hashes *hashes_new(const char *folder, struct finding *finding);
void hashes_free(struct hashes *h);
/* The next leaf. A difference goes to the finding; ERR_IO, ERR_NOMEM when the comparison could not be made. */
int hashes_add(struct hashes *h, const struct tree_hash *leaf) __attribute__((warn_unused_result));
/* After the last leaf: the partial tiles. */
int hashes_end(struct hashes *h) __attribute__((warn_unused_result));

#endif
