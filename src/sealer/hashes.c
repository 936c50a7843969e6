/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Leaf and node hashes in flat files, 32 bytes each. sequence.c stores leaves as it appends, head.c settles them when
 * it has read the entries back, verbs.c makes proofs. A node of level k stands for 256^k leaves and is computed once,
 * from the 256 nodes below it by tree_root_of, when the last of them is settled. Any subtree of RFC 6962 is then split
 * down to stored nodes: at most some hundred reads, nearly all from one block that is kept.
 */
#include "sealer/hashes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/fdio.h"

#include "base/banned.h"

#define HASH (sizeof(struct tree_hash))

int hashes_open(struct hashes *h, int folder)
{
    char name[16] = "leaves";
    *h = (struct hashes){.fd = {-1, -1, -1, -1, -1}};
    for (int k = 0; k < HASHES_LEVELS; k++) {
        if (k > 0)
            (void)snprintf(name, sizeof name, "nodes-%d", k);
        h->fd[k] = openat(folder, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (h->fd[k] < 0) {
            hashes_close(h);
            return ERR_IO;
        }
    }
    return ERR_OK;
}

void hashes_close(struct hashes *h)
{
    for (int k = 0; k < HASHES_LEVELS; k++)
        fdio_close(&h->fd[k]);
}

static int put(struct hashes *h, int level, uint64_t index, const struct tree_hash *hash, size_t n)
{
    const unsigned char *p = hash->b;
    size_t left = n * HASH;
    off_t offset = (off_t)(index * HASH);
    h->cache[level].n = 0;
    while (left) {
        ssize_t done = pwrite(h->fd[level], p, left, offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return ERR_IO;
        p += done;
        left -= (size_t)done;
        offset += done;
    }
    return ERR_OK;
}

static int get(struct hashes *h, int level, uint64_t index, struct tree_hash *out)
{
    struct hashes_block *c = &h->cache[level];
    if (index < c->start || index - c->start >= c->n) {
        ssize_t got;
        c->start = index - index % TILE_WIDTH;
        do {
            got = pread(h->fd[level], c->hash, sizeof c->hash, (off_t)(c->start * HASH));
        } while (got < 0 && errno == EINTR);
        c->n = got < 0 ? 0 : (size_t)got / HASH;
        if (got < 0)
            return ERR_IO;
        if (index - c->start >= c->n)
            return ERR_INTEGRITY;
    }
    *out = c->hash[index - c->start];
    return ERR_OK;
}

int hashes_put(struct hashes *h, uint64_t index, const struct tree_hash *leaf, size_t n)
{
    return put(h, 0, index, leaf, n);
}

int hashes_leaf(struct hashes *h, uint64_t index, struct tree_hash *out)
{
    return get(h, 0, index, out);
}

int hashes_settle(struct hashes *h, struct hashes_settled *s, const struct tree_hash *leaf, hashes_full_fn full,
                  void *ctx)
{
    struct tree_hash node = *leaf;
    uint64_t count = s->size++;
    for (int k = 0; k < HASHES_LEVELS; k++) {
        /* count: nodes of level k before this one */
        s->block[k][count % TILE_WIDTH] = node;
        int err = k > 0 ? put(h, k, count, &node, 1) : ERR_OK;
        if (err || (count + 1) % TILE_WIDTH != 0)
            return err;
        err = full ? full(ctx, k, count / TILE_WIDTH, s->block[k]) : ERR_OK;
        if (err)
            return err;
        tree_root_of(s->block[k], TILE_WIDTH, &node);
        count /= TILE_WIDTH;
    }
    return ERR_LIMIT;
}

/* The largest power of two below n; n > 1. */
static uint64_t split(uint64_t n)
{
    return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

/* The level whose stored node is exactly the n leaves from first on; -1 when there is none. */
static int stored_level(const struct hashes_settled *s, uint64_t first, uint64_t n)
{
    for (int k = HASHES_LEVELS - 1; k > 0; k--) {
        uint64_t width = UINT64_C(1) << (8 * k);
        if (n == width && first % width == 0 && first + n <= s->size)
            return k;
    }
    return n == 1 ? 0 : -1;
}

static int range_root(struct hashes *h, const struct hashes_settled *s, uint64_t first, uint64_t n,
                      struct tree_hash *out)
{
    struct tree_hash left, right;
    int k = stored_level(s, first, n);
    if (k >= 0)
        return get(h, k, first >> (8 * k), out);
    uint64_t cut = split(n);
    int err = range_root(h, s, first, cut, &left);
    if (!err)
        err = range_root(h, s, first + cut, n - cut, &right);
    if (!err)
        tree_node(out, &left, &right);
    return err;
}

int hashes_root(struct hashes *h, const struct hashes_settled *s, uint64_t size, struct tree_hash *out)
{
    if (size > 0)
        return range_root(h, s, 0, size, out);
    tree_root_of(NULL, 0, out);
    return ERR_OK;
}

static void reverse(struct tree_hash *p, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct tree_hash t = p[i];
        p[i] = p[n - 1 - i];
        p[n - 1 - i] = t;
    }
}

/* Of the size leaves from first on, to the half in which this leaf lies; the root of the other half into other. */
static int step_down(struct hashes *h, const struct hashes_settled *s, uint64_t leaf, uint64_t *first, uint64_t *size,
                     struct tree_hash *other)
{
    uint64_t cut = split(*size);
    bool left = leaf - *first < cut;
    int err = left ? range_root(h, s, *first + cut, *size - cut, other) : range_root(h, s, *first, cut, other);
    *first += left ? 0 : cut;
    *size = left ? cut : *size - cut;
    return err;
}

int hashes_inclusion(struct hashes *h, const struct hashes_settled *s, uint64_t index, uint64_t size,
                     struct tree_hash *proof, size_t *n)
{
    uint64_t first = 0;
    *n = 0;
    if (index >= size)
        return ERR_LIMIT;
    while (size > 1) {
        int err = step_down(h, s, index, &first, &size, &proof[(*n)++]);
        if (err)
            return err;
    }
    reverse(proof, *n);
    return ERR_OK;
}

int hashes_consistency(struct hashes *h, const struct hashes_settled *s, uint64_t old, uint64_t size,
                       struct tree_hash *proof, size_t *n)
{
    uint64_t first = 0;
    *n = 0;
    if (old > size)
        return ERR_LIMIT;
    if (old == 0 || old == size)
        return ERR_OK;
    while (first + size != old) {
        int err = step_down(h, s, old - 1, &first, &size, &proof[(*n)++]);
        if (err)
            return err;
    }
    /* The asker knows the old root; a subtree that is not all of the old tree is told. */
    if (first > 0) {
        int err = range_root(h, s, first, size, &proof[*n]);
        if (err)
            return err;
        ++*n;
    }
    reverse(proof, *n);
    return ERR_OK;
}
