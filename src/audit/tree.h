/* SPDX-License-Identifier: EUPL-1.2 */
/* The Merkle tree of RFC 6962 with SHA-256: leaf = H(0x00 || entry), node = H(0x01 || left || right).
 * A frontier is all that appending needs: the roots of the full subtrees, largest first. */
#ifndef JALON_AUDIT_TREE_H
#define JALON_AUDIT_TREE_H

#include <stddef.h>
#include <stdint.h>

struct tree_hash {
    unsigned char b[32];
};

struct tree_frontier {
    uint64_t size;
    size_t count;                /* population count of size */
    struct tree_hash peak[64];
};

#define TREE_PROOF_MAX 128

void tree_leaf(struct tree_hash *out, const void *entry, size_t n);
void tree_node(struct tree_hash *out, const struct tree_hash *left, const struct tree_hash *right);
void tree_frontier_init(struct tree_frontier *f);
void tree_frontier_add(struct tree_frontier *f, const struct tree_hash *leaf);
/* Root of the tree so far; of the empty tree SHA-256 of nothing. */
void tree_frontier_root(const struct tree_frontier *f, struct tree_hash *out);
/* Leaf hashes by index: 0 or an error, which ends the work and is passed on. */
typedef int (*tree_leaf_fn)(void *ctx, uint64_t index, struct tree_hash *out);

/* The second routine, straight from the recursive definition in the RFC, sharing no code with the frontier. */
void tree_root_of(const struct tree_hash *leaves, uint64_t n, struct tree_hash *out);
/* The same where the leaves do not lie in memory: asks for each leaf once, from 0 to n - 1 in this order. */
int tree_root_by(tree_leaf_fn leaf, void *ctx, uint64_t n, struct tree_hash *out) __attribute__((warn_unused_result));

/* Audit path of RFC 6962 2.1.1 and consistency proof of 2.1.2; proof holds TREE_PROOF_MAX hashes.
 * ERR_LIMIT when index >= size or old > size. They ask for every leaf of the tree but the proven ones, once each. */
int tree_inclusion(tree_leaf_fn leaf, void *ctx, uint64_t index, uint64_t size, struct tree_hash *proof, size_t *n)
    __attribute__((warn_unused_result));
int tree_consistency(tree_leaf_fn leaf, void *ctx, uint64_t old, uint64_t size, struct tree_hash *proof, size_t *n)
    __attribute__((warn_unused_result));
/* ERR_OK or ERR_INTEGRITY. */
int tree_check_inclusion(const struct tree_hash *leaf, uint64_t index, uint64_t size, const struct tree_hash *proof,
                         size_t n, const struct tree_hash *root) __attribute__((warn_unused_result));
int tree_check_consistency(uint64_t old, const struct tree_hash *old_root, uint64_t size, const struct tree_hash *root,
                           const struct tree_hash *proof, size_t n) __attribute__((warn_unused_result));

#endif
