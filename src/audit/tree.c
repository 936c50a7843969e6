/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The tree of RFC 6962 and its proofs. Two ways to the root that share only SHA-256: the frontier, which the sealer
 * grows entry by entry, and the recursion of section 2.1, which checks it. Proofs are made by walking down from the
 * root as in 2.1.1 and 2.1.2, and checked by the loops of RFC 9162 2.1.3.2 and 2.1.4.2, which never recompute what
 * the prover computed. Pure: the caller brings the leaves.
 */
#include "audit/tree.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "base/err.h"

#include "base/banned.h"

_Static_assert(sizeof(struct tree_hash) == crypto_hash_sha256_BYTES, "a tree hash is a SHA-256 and nothing else");

void tree_leaf(struct tree_hash *out, const void *entry, size_t n)
{
    static const unsigned char prefix = 0;
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &prefix, 1);
    crypto_hash_sha256_update(&state, entry, n);
    crypto_hash_sha256_final(&state, out->b);
}

void tree_node(struct tree_hash *out, const struct tree_hash *left, const struct tree_hash *right)
{
    static const unsigned char prefix = 1;
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &prefix, 1);
    crypto_hash_sha256_update(&state, left->b, sizeof left->b);
    crypto_hash_sha256_update(&state, right->b, sizeof right->b);
    crypto_hash_sha256_final(&state, out->b);
}

void tree_frontier_init(struct tree_frontier *f)
{
    *f = (struct tree_frontier){.size = 0};
}

void tree_frontier_add(struct tree_frontier *f, const struct tree_hash *leaf)
{
    struct tree_hash h = *leaf;

    /* Adding one carries through the trailing ones of size: each carry joins two trees of one height. */
    for (uint64_t s = f->size; s & 1; s >>= 1)
        tree_node(&h, &f->peak[--f->count], &h);
    f->peak[f->count++] = h;
    f->size++;
}

void tree_frontier_root(const struct tree_frontier *f, struct tree_hash *out)
{
    struct tree_hash h;

    if (f->count == 0) {
        crypto_hash_sha256(out->b, NULL, 0);
        return;
    }
    h = f->peak[f->count - 1];
    for (size_t i = f->count - 1; i-- > 0;)
        tree_node(&h, &f->peak[i], &h);
    *out = h;
}

/* MTH(D[first:first+n]) of section 2.1, n > 0. */
static int recurse(tree_leaf_fn leaf, void *ctx, uint64_t first, uint64_t n, unsigned char out[32])
{
    unsigned char joined[65] = {1};
    struct tree_hash h;
    uint64_t k = 1;
    int rc;

    if (n == 1) {
        rc = leaf(ctx, first, &h);
        if (rc == ERR_OK)
            memcpy(out, h.b, 32);
        return rc;
    }
    while (k < n - k)
        k *= 2;
    rc = recurse(leaf, ctx, first, k, joined + 1);
    if (rc == ERR_OK)
        rc = recurse(leaf, ctx, first + k, n - k, joined + 33);
    if (rc == ERR_OK)
        crypto_hash_sha256(out, joined, sizeof joined);
    return rc;
}

int tree_root_by(tree_leaf_fn leaf, void *ctx, uint64_t n, struct tree_hash *out)
{
    if (n > 0)
        return recurse(leaf, ctx, 0, n, out->b);
    crypto_hash_sha256(out->b, NULL, 0);
    return ERR_OK;
}

struct leaves {
    const struct tree_hash *at;
};

static int leaf_in_memory(void *ctx, uint64_t index, struct tree_hash *out)
{
    *out = ((const struct leaves *)ctx)->at[index];
    return ERR_OK;
}

void tree_root_of(const struct tree_hash *leaves, uint64_t n, struct tree_hash *out)
{
    struct leaves l = {leaves};

    (void)!tree_root_by(leaf_in_memory, &l, n, out);
}

/* Root of D[first:end], end > first. */
static int range_root(tree_leaf_fn leaf, void *ctx, uint64_t first, uint64_t end, struct tree_hash *out)
{
    struct tree_frontier f;
    struct tree_hash h;

    tree_frontier_init(&f);
    for (uint64_t i = first; i < end; i++) {
        int rc = leaf(ctx, i, &h);

        if (rc != ERR_OK)
            return rc;
        tree_frontier_add(&f, &h);
    }
    tree_frontier_root(&f, out);
    return ERR_OK;
}

/* The largest power of two smaller than n, n > 1. */
static uint64_t split(uint64_t n)
{
    return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

/* Walking down meets the hashes from the root's child on; proofs list them from the bottom. */
static void reverse(struct tree_hash *proof, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct tree_hash h = proof[i];

        proof[i] = proof[n - 1 - i];
        proof[n - 1 - i] = h;
    }
}

int tree_inclusion(tree_leaf_fn leaf, void *ctx, uint64_t index, uint64_t size, struct tree_hash *proof, size_t *n)
{
    uint64_t first = 0, end = size;

    *n = 0;
    if (index >= size)
        return ERR_LIMIT;
    while (end - first > 1) {
        uint64_t middle = first + split(end - first);
        bool left = index < middle;
        int rc = left ? range_root(leaf, ctx, middle, end, &proof[*n])
                      : range_root(leaf, ctx, first, middle, &proof[*n]);

        if (rc != ERR_OK)
            return rc;
        ++*n;
        if (left)
            end = middle;
        else
            first = middle;
    }
    reverse(proof, *n);
    return ERR_OK;
}

int tree_consistency(tree_leaf_fn leaf, void *ctx, uint64_t old, uint64_t size, struct tree_hash *proof, size_t *n)
{
    uint64_t first = 0, end = size;
    int rc;

    *n = 0;
    if (old > size)
        return ERR_LIMIT;
    if (old == 0)
        return ERR_OK;
    while (end != old) {
        uint64_t middle = first + split(end - first);
        bool left = old <= middle;

        rc = left ? range_root(leaf, ctx, middle, end, &proof[*n]) : range_root(leaf, ctx, first, middle, &proof[*n]);
        if (rc != ERR_OK)
            return rc;
        ++*n;
        if (left)
            end = middle;
        else
            first = middle;
    }
    /* What is left is the old tree itself, which the checker knows, or a subtree of it, which is told. */
    if (first > 0) {
        rc = range_root(leaf, ctx, first, end, &proof[*n]);
        if (rc != ERR_OK)
            return rc;
        ++*n;
    }
    reverse(proof, *n);
    return ERR_OK;
}

static int same(const struct tree_hash *a, const struct tree_hash *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0 ? ERR_OK : ERR_INTEGRITY;
}

int tree_check_inclusion(const struct tree_hash *leaf, uint64_t index, uint64_t size, const struct tree_hash *proof,
                         size_t n, const struct tree_hash *root)
{
    uint64_t fn = index, sn = size - 1;
    struct tree_hash r = *leaf;

    if (index >= size)
        return ERR_INTEGRITY;
    for (size_t i = 0; i < n; i++) {
        if (sn == 0)
            return ERR_INTEGRITY;
        if ((fn & 1) != 0 || fn == sn) {
            tree_node(&r, &proof[i], &r);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            tree_node(&r, &r, &proof[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 ? same(&r, root) : ERR_INTEGRITY;
}

/* 0 < old < size; the first of the path is where both trees start to be rebuilt. */
static int rebuild_both(uint64_t old, const struct tree_hash *old_root, uint64_t size, const struct tree_hash *root,
                        const struct tree_hash *start, const struct tree_hash *path, size_t n)
{
    uint64_t fn = old - 1, sn = size - 1;
    struct tree_hash fr = *start, sr = *start;

    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    for (size_t i = 0; i < n; i++) {
        if (sn == 0)
            return ERR_INTEGRITY;
        if ((fn & 1) != 0 || fn == sn) {
            tree_node(&fr, &path[i], &fr);
            tree_node(&sr, &path[i], &sr);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            tree_node(&sr, &sr, &path[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn != 0 || same(&fr, old_root) != ERR_OK)
        return ERR_INTEGRITY;
    return same(&sr, root);
}

int tree_check_consistency(uint64_t old, const struct tree_hash *old_root, uint64_t size, const struct tree_hash *root,
                           const struct tree_hash *proof, size_t n)
{
    struct tree_hash empty;

    if (old > size)
        return ERR_INTEGRITY;
    if (old == size)
        return n == 0 ? same(old_root, root) : ERR_INTEGRITY;
    if (old == 0) {
        crypto_hash_sha256(empty.b, NULL, 0);
        return n == 0 ? same(old_root, &empty) : ERR_INTEGRITY;
    }
    /* A full tree as the old one is itself the start, and is not told. */
    if ((old & (old - 1)) == 0)
        return rebuild_both(old, old_root, size, root, old_root, proof, n);
    if (n == 0)
        return ERR_INTEGRITY;
    return rebuild_both(old, old_root, size, root, proof, proof + 1, n - 1);
}
