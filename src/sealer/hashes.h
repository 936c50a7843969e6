/* SPDX-License-Identifier: EUPL-1.2 */
/* The hashes of the tree on disk: a flat file of leaf hashes, and one for each eighth level above it, so that a root or
 * a proof of any size costs a few reads and no memory. All of it can be made again from the journal and is checked
 * against it at every start; nobody has to believe these files. */
#ifndef JALON_SEALER_HASHES_H
#define JALON_SEALER_HASHES_H

#include <stddef.h>
#include <stdint.h>

#include "audit/tile.h"
#include "audit/tree.h"

#define HASHES_LEVELS 5 /* enough for 2^40 entries */

struct hashes_block {
    uint64_t start;
    size_t n;
    struct tree_hash hash[TILE_WIDTH];
};

struct hashes {
    int fd[HASHES_LEVELS];                   /* "leaves", "nodes-1", ... */
    struct hashes_block cache[HASHES_LEVELS]; /* what was read last */
};

/* A prefix of the log whose leaves were checked against the journal. Copying the struct is a way back. */
struct hashes_settled {
    uint64_t size;
    struct tree_hash block[HASHES_LEVELS][TILE_WIDTH]; /* the unfinished tile of each level */
};

/* A tile of 256 hashes is complete. */
typedef int (*hashes_full_fn)(void *ctx, int level, uint64_t tile, const struct tree_hash *hash);

/* Opens or makes the files in a folder. ERR_IO. */
int hashes_open(struct hashes *h, int folder) __attribute__((warn_unused_result));
void hashes_close(struct hashes *h);

/* Stores leaf hashes from index on. Not flushed: a crash loses nothing that a start would not make again. */
int hashes_put(struct hashes *h, uint64_t index, const struct tree_hash *leaf, size_t n)
    __attribute__((warn_unused_result));
/* The stored hash of one leaf. ERR_INTEGRITY when the file is too short. */
int hashes_leaf(struct hashes *h, uint64_t index, struct tree_hash *out) __attribute__((warn_unused_result));

/* The next leaf was checked: moves the prefix on by one, storing nodes; full (may be NULL) is called for each tile that
 * this completes, lowest level first, and may stop it with an error. */
int hashes_settle(struct hashes *h, struct hashes_settled *s, const struct tree_hash *leaf, hashes_full_fn full,
                  void *ctx) __attribute__((warn_unused_result));

/* Root of the first size leaves by the recursion of RFC 6962 over what is stored. It shares no code with the frontier
 * that appending uses. Leaves beyond the settled prefix are taken one by one. ERR_IO, ERR_INTEGRITY. */
int hashes_root(struct hashes *h, const struct hashes_settled *s, uint64_t size, struct tree_hash *out)
    __attribute__((warn_unused_result));
/* As tree_inclusion and tree_consistency. */
int hashes_inclusion(struct hashes *h, const struct hashes_settled *s, uint64_t index, uint64_t size,
                     struct tree_hash *proof, size_t *n) __attribute__((warn_unused_result));
int hashes_consistency(struct hashes *h, const struct hashes_settled *s, uint64_t old, uint64_t size,
                       struct tree_hash *proof, size_t *n) __attribute__((warn_unused_result));

#endif
