/* SPDX-License-Identifier: EUPL-1.2 */
/* The tree of RFC 6962: published vectors, every proof of every size up to 300, and no altered proof. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "audit/tree.h"
#include "base/err.h"
#include "base/text.h"

#include "base/banned.h"


#define MOST 300

static struct tree_hash leaves[MOST];
static struct tree_hash roots[MOST + 1];

/* The leaves, roots, paths and proofs of the reference implementation of Certificate Transparency. */
static const char *const inputs[8] = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
};
static const char *const known_roots[9] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

struct known {
    uint64_t index; /* or old size */
    uint64_t size;
    const char *proof[5];
};

static const struct known known_paths[] = {
    {0, 1, {NULL}},
    {0, 8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {5, 8,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
    {1, 5,
     {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
};

static const struct known known_consistency[] = {
    {1, 1, {NULL}},
    {1, 8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {6, 8,
     {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2, 5,
     {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    {3, 7,
     {"0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
      "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e"}},
};

static int leaf_at(void *ctx, uint64_t index, struct tree_hash *out)
{
    const struct tree_hash *all = ctx;

    *out = all[index];
    return ERR_OK;
}

static void same_hex(const struct tree_hash *h, const char *hex)
{
    char text[65];

    text_hex(text, h->b, sizeof h->b);
    assert_string_equal(text, hex);
}

static void known_leaves(struct tree_hash out[8])
{
    for (size_t i = 0; i < 8; i++) {
        unsigned char bytes[16];
        size_t n = strlen(inputs[i]) / 2;

        assert_int_equal(text_unhex(bytes, n, inputs[i], 2 * n), ERR_OK);
        tree_leaf(&out[i], bytes, n);
    }
}

static void roots_are_the_published_ones_by_both_routines(void **state)
{
    struct tree_hash leaf[8], root;
    struct tree_frontier f;

    (void)state;
    known_leaves(leaf);
    tree_frontier_init(&f);
    for (size_t n = 0; n <= 8; n++) {
        tree_frontier_root(&f, &root);
        same_hex(&root, known_roots[n]);
        tree_root_of(leaf, n, &root);
        same_hex(&root, known_roots[n]);
        if (n < 8)
            tree_frontier_add(&f, &leaf[n]);
    }
}

static void proofs_are_the_published_ones(void **state)
{
    struct tree_hash leaf[8], proof[TREE_PROOF_MAX];
    size_t n;

    (void)state;
    known_leaves(leaf);
    for (size_t i = 0; i < sizeof known_paths / sizeof known_paths[0]; i++) {
        const struct known *k = &known_paths[i];

        assert_int_equal(tree_inclusion(leaf_at, leaf, k->index, k->size, proof, &n), ERR_OK);
        for (size_t h = 0; h < n; h++)
            same_hex(&proof[h], k->proof[h]);
        assert_null(k->proof[n]);
    }
    for (size_t i = 0; i < sizeof known_consistency / sizeof known_consistency[0]; i++) {
        const struct known *k = &known_consistency[i];

        assert_int_equal(tree_consistency(leaf_at, leaf, k->index, k->size, proof, &n), ERR_OK);
        for (size_t h = 0; h < n; h++)
            same_hex(&proof[h], k->proof[h]);
        assert_null(k->proof[n]);
    }
}

static void both_routines_agree_for_every_size(void **state)
{
    struct tree_hash recursive;

    (void)state;
    for (uint64_t n = 0; n <= MOST; n++) {
        tree_root_of(leaves, n, &recursive);
        assert_memory_equal(&recursive, &roots[n], sizeof recursive);
    }
}

/* The roots of all ranges of leaves, each from two smaller ones, and the proofs as the RFC defines them on top: a
 * second routine, fast enough to go through every size. */
static struct tree_hash range[MOST + 1][MOST + 1];

static size_t below(size_t n)
{
    size_t k = 1;

    while (2 * k < n)
        k *= 2;
    return k;
}

/* PATH(m, D[first:end]) */
static size_t path_of(size_t m, size_t first, size_t end, struct tree_hash *out)
{
    size_t k = below(end - first), n;

    if (end - first == 1)
        return 0;
    if (m < k) {
        n = path_of(m, first, first + k, out);
        out[n] = range[first + k][end];
    } else {
        n = path_of(m - k, first + k, end, out);
        out[n] = range[first][first + k];
    }
    return n + 1;
}

/* SUBPROOF(m, D[first:end], b) */
static size_t subproof_of(size_t m, size_t first, size_t end, int b, struct tree_hash *out)
{
    size_t k = below(end - first), n;

    if (m == end - first) {
        if (!b)
            out[0] = range[first][end];
        return b ? 0 : 1;
    }
    if (m <= k) {
        n = subproof_of(m, first, first + k, b, out);
        out[n] = range[first + k][end];
    } else {
        n = subproof_of(m - k, first + k, end, 0, out);
        out[n] = range[first][first + k];
    }
    return n + 1;
}

/* Making a proof costs a hash for each leaf: all of the smaller trees; of the larger ones a part, and the ends. */
static int worth_making(uint64_t at, uint64_t size)
{
    return size <= 130 || at % 13 == 0 || at + 2 >= size || (at & (at - 1)) == 0;
}

static void every_entry_of_every_size_has_its_proof(void **state)
{
    struct tree_hash proof[TREE_PROOF_MAX], made[TREE_PROOF_MAX];
    size_t n, made_n;

    (void)state;
    for (uint64_t size = 1; size <= MOST; size++) {
        for (uint64_t index = 0; index < size; index++) {
            n = path_of(index, 0, size, proof);
            assert_int_equal(tree_check_inclusion(&leaves[index], index, size, proof, n, &roots[size]), ERR_OK);
            if (!worth_making(index, size))
                continue;
            assert_int_equal(tree_inclusion(leaf_at, leaves, index, size, made, &made_n), ERR_OK);
            assert_int_equal(made_n, n);
            assert_memory_equal(made, proof, n * sizeof *proof);
        }
        assert_int_equal(tree_inclusion(leaf_at, leaves, size, size, proof, &n), ERR_LIMIT);
    }
    assert_int_equal(tree_inclusion(leaf_at, leaves, 0, 0, proof, &n), ERR_LIMIT);
}

static void every_older_size_is_a_prefix_by_its_proof(void **state)
{
    struct tree_hash proof[TREE_PROOF_MAX], made[TREE_PROOF_MAX];
    size_t n, made_n;

    (void)state;
    for (uint64_t size = 0; size <= MOST; size++) {
        for (uint64_t old = 0; old <= size; old++) {
            n = old > 0 ? subproof_of(old, 0, size, 1, proof) : 0;
            assert_int_equal(tree_check_consistency(old, &roots[old], size, &roots[size], proof, n), ERR_OK);
            if (!worth_making(old, size))
                continue;
            assert_int_equal(tree_consistency(leaf_at, leaves, old, size, made, &made_n), ERR_OK);
            assert_int_equal(made_n, n);
            assert_memory_equal(made, proof, n * sizeof *proof);
        }
        assert_int_equal(tree_consistency(leaf_at, leaves, size + 1, size, proof, &n), ERR_LIMIT);
    }
}

static void no_byte_of_an_inclusion_proof_can_change(void **state)
{
    struct tree_hash proof[TREE_PROOF_MAX], root, leaf;
    size_t n;

    (void)state;
    for (uint64_t size = 1; size <= 21; size++)
        for (uint64_t index = 0; index < size; index++) {
            assert_int_equal(tree_inclusion(leaf_at, leaves, index, size, proof, &n), ERR_OK);
            root = roots[size];
            leaf = leaves[index];
            for (size_t at = 0; at < 32 * n; at++) {
                proof[at / 32].b[at % 32] ^= (unsigned char)(1 << at % 8);
                assert_int_equal(tree_check_inclusion(&leaf, index, size, proof, n, &root), ERR_INTEGRITY);
                proof[at / 32].b[at % 32] ^= (unsigned char)(1 << at % 8);
            }
            for (size_t at = 0; at < 32; at++) {
                root.b[at] ^= 1;
                assert_int_equal(tree_check_inclusion(&leaf, index, size, proof, n, &root), ERR_INTEGRITY);
                root.b[at] ^= 1;
                leaf.b[at] ^= 1;
                assert_int_equal(tree_check_inclusion(&leaf, index, size, proof, n, &root), ERR_INTEGRITY);
                leaf.b[at] ^= 1;
            }
            for (uint64_t other = 0; other <= size; other++)
                if (other != index)
                    assert_int_equal(tree_check_inclusion(&leaf, other, size, proof, n, &root), ERR_INTEGRITY);
            proof[n] = roots[0];
            assert_int_equal(tree_check_inclusion(&leaf, index, size, proof, n + 1, &root), ERR_INTEGRITY);
            if (n > 0)
                assert_int_equal(tree_check_inclusion(&leaf, index, size, proof, n - 1, &root), ERR_INTEGRITY);
            assert_int_equal(tree_check_inclusion(&leaf, index, 0, proof, n, &root), ERR_INTEGRITY);
            assert_int_equal(tree_check_inclusion(&leaf, index, 4 * size, proof, n, &root), ERR_INTEGRITY);
        }
}

static void no_byte_of_a_consistency_proof_can_change(void **state)
{
    struct tree_hash proof[TREE_PROOF_MAX], before, after;
    size_t n;

    (void)state;
    for (uint64_t size = 1; size <= 21; size++)
        for (uint64_t old = 0; old <= size; old++) {
            assert_int_equal(tree_consistency(leaf_at, leaves, old, size, proof, &n), ERR_OK);
            before = roots[old];
            after = roots[size];
            for (size_t at = 0; at < 32 * n; at++) {
                proof[at / 32].b[at % 32] ^= (unsigned char)(1 << at % 8);
                assert_int_equal(tree_check_consistency(old, &before, size, &after, proof, n), ERR_INTEGRITY);
                proof[at / 32].b[at % 32] ^= (unsigned char)(1 << at % 8);
            }
            for (size_t at = 0; at < 32; at++) {
                before.b[at] ^= 1;
                assert_int_equal(tree_check_consistency(old, &before, size, &after, proof, n), ERR_INTEGRITY);
                before.b[at] ^= 1;
                after.b[at] ^= 1;
                /* From the empty tree every tree is reached: there is nothing that the later root must fit. */
                if (old > 0)
                    assert_int_equal(tree_check_consistency(old, &before, size, &after, proof, n), ERR_INTEGRITY);
                after.b[at] ^= 1;
            }
            proof[n] = roots[0];
            assert_int_equal(tree_check_consistency(old, &before, size, &after, proof, n + 1), ERR_INTEGRITY);
            if (n > 0)
                assert_int_equal(tree_check_consistency(old, &before, size, &after, proof, n - 1), ERR_INTEGRITY);
            if (old > 0)
                assert_int_equal(tree_check_consistency(old, &before, 4 * size, &after, proof, n), ERR_INTEGRITY);
            assert_int_equal(tree_check_consistency(size + 1, &before, size, &after, proof, n), ERR_INTEGRITY);
        }
}

/* The largest sizes: the walk may not overflow, and sixty-three hashes are enough. */
static int leaf_of_huge(void *ctx, uint64_t index, struct tree_hash *out)
{
    (void)ctx;
    (void)index;
    (void)out;
    return ERR_IO;
}

static void huge_sizes_end(void **state)
{
    struct tree_hash proof[TREE_PROOF_MAX] = {{{0}}};
    size_t n;

    (void)state;
    assert_int_equal(tree_inclusion(leaf_of_huge, NULL, UINT64_MAX - 1, UINT64_MAX, proof, &n), ERR_IO);
    assert_int_equal(tree_consistency(leaf_of_huge, NULL, UINT64_MAX - 1, UINT64_MAX, proof, &n), ERR_IO);
    assert_int_equal(tree_check_inclusion(&leaves[0], 5, UINT64_MAX, proof, TREE_PROOF_MAX, &roots[1]), ERR_INTEGRITY);
    assert_int_equal(tree_check_consistency(3, &roots[3], UINT64_MAX, &roots[1], proof, TREE_PROOF_MAX), ERR_INTEGRITY);
    assert_int_equal(tree_check_consistency(UINT64_MAX - 1, &roots[3], UINT64_MAX, &roots[1], proof, TREE_PROOF_MAX),
                     ERR_INTEGRITY);
}

static void a_leaf_that_cannot_be_read_ends_the_work(void **state)
{
    struct tree_hash out;

    (void)state;
    assert_int_equal(tree_root_by(leaf_of_huge, NULL, 5, &out), ERR_IO);
    assert_int_equal(tree_root_by(leaf_of_huge, NULL, 0, &out), ERR_OK);
    assert_memory_equal(&out, &roots[0], sizeof out);
}

/* An entry is no node: otherwise two leaves' hashes as an entry would stand for both of them. */
static void a_leaf_is_never_a_node(void **state)
{
    unsigned char both[64];
    struct tree_hash leaf, node;

    (void)state;
    memcpy(both, leaves[0].b, 32);
    memcpy(both + 32, leaves[1].b, 32);
    tree_leaf(&leaf, both, sizeof both);
    tree_node(&node, &leaves[0], &leaves[1]);
    assert_memory_not_equal(&leaf, &node, sizeof leaf);
}

static int plant(void **state)
{
    struct tree_frontier f;

    (void)state;
    tree_frontier_init(&f);
    for (unsigned i = 0; i <= MOST; i++) {
        tree_frontier_root(&f, &roots[i]);
        if (i == MOST)
            break;
        tree_leaf(&leaves[i], &i, sizeof i);
        tree_frontier_add(&f, &leaves[i]);
        range[i][i + 1] = leaves[i];
    }
    for (size_t n = 2; n <= MOST; n++)
        for (size_t first = 0; first + n <= MOST; first++)
            tree_node(&range[first][first + n], &range[first][first + below(n)], &range[first + below(n)][first + n]);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots_are_the_published_ones_by_both_routines),
        cmocka_unit_test(proofs_are_the_published_ones),
        cmocka_unit_test(both_routines_agree_for_every_size),
        cmocka_unit_test(every_entry_of_every_size_has_its_proof),
        cmocka_unit_test(every_older_size_is_a_prefix_by_its_proof),
        cmocka_unit_test(no_byte_of_an_inclusion_proof_can_change),
        cmocka_unit_test(no_byte_of_a_consistency_proof_can_change),
        cmocka_unit_test(huge_sizes_end),
        cmocka_unit_test(a_leaf_that_cannot_be_read_ends_the_work),
        cmocka_unit_test(a_leaf_is_never_a_node),
    };

    return cmocka_run_group_tests(tests, plant, NULL);
}
