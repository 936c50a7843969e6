/* SPDX-License-Identifier: EUPL-1.2 */
/* Roots and proofs from stored nodes are those of audit/, which knows no nodes, at sizes around every tile boundary. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sealer/hashes.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

#define MOST 66100 /* a tile of level 1 is full at 65536 */

static char folder[] = "/tmp/jalon-hashes-XXXXXX";
static int dir;
static struct hashes h;
static struct hashes_settled s;
static struct tree_hash leaves[MOST];

static int leaf_of(void *ctx, uint64_t index, struct tree_hash *out)
{
    (void)ctx;
    *out = leaves[index];
    return ERR_OK;
}

static const uint64_t sizes[] = {1, 2, 3, 255, 256, 257, 511, 512, 1000, 4097, 65535, 65536, 65537, 66100};
#define SIZES (sizeof sizes / sizeof sizes[0])

static void roots_are_those_of_the_definition(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        struct tree_hash want, got;
        tree_root_of(leaves, sizes[i], &want);
        assert_int_equal(hashes_root(&h, &s, sizes[i], &got), ERR_OK);
        assert_memory_equal(&got, &want, sizeof want);
    }
}

static void inclusion_proofs_are_those_of_the_definition(void **state)
{
    struct tree_hash want[TREE_PROOF_MAX], got[TREE_PROOF_MAX];
    size_t want_n, got_n;
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        const uint64_t n = sizes[i], at[] = {0, n / 3, n / 2, n - 1, n > 256 ? 256 : 0, n > 255 ? 255 : 0};
        for (size_t k = 0; k < sizeof at / sizeof at[0]; k++) {
            assert_int_equal(tree_inclusion(leaf_of, NULL, at[k], n, want, &want_n), ERR_OK);
            assert_int_equal(hashes_inclusion(&h, &s, at[k], n, got, &got_n), ERR_OK);
            assert_int_equal(got_n, want_n);
            assert_memory_equal(got, want, got_n * sizeof *got);
        }
        assert_int_equal(hashes_inclusion(&h, &s, n, n, got, &got_n), ERR_LIMIT);
    }
}

static void consistency_proofs_are_those_of_the_definition(void **state)
{
    struct tree_hash want[TREE_PROOF_MAX], got[TREE_PROOF_MAX];
    size_t want_n, got_n;
    (void)state;
    for (size_t i = 0; i < SIZES; i++)
        for (size_t k = 0; k <= i; k++) {
            assert_int_equal(tree_consistency(leaf_of, NULL, sizes[k], sizes[i], want, &want_n), ERR_OK);
            assert_int_equal(hashes_consistency(&h, &s, sizes[k], sizes[i], got, &got_n), ERR_OK);
            assert_int_equal(got_n, want_n);
            assert_memory_equal(got, want, got_n * sizeof *got);
        }
    assert_int_equal(hashes_consistency(&h, &s, 0, 9, got, &got_n), ERR_OK);
    assert_int_equal(got_n, 0);
    assert_int_equal(hashes_consistency(&h, &s, 10, 9, got, &got_n), ERR_LIMIT);
}

/* A prefix that is settled less far answers the same, only with more reading. */
static void what_is_not_settled_is_taken_leaf_by_leaf(void **state)
{
    struct hashes_settled early = {.size = 300};
    struct tree_hash want, got, node, zero = {{0}};
    int fd = openat(dir, "nodes-1", O_RDWR);
    (void)state;
    /* Node 1 stands for 256 to 511: at 300 it is not made yet, whatever the file holds there. */
    assert_int_equal(pread(fd, &node, sizeof node, 32), 32);
    assert_int_equal(pwrite(fd, &zero, sizeof zero, 32), 32);
    h.cache[1].n = 0;
    tree_root_of(leaves, 1000, &want);
    assert_int_equal(hashes_root(&h, &early, 1000, &got), ERR_OK);
    assert_memory_equal(&got, &want, sizeof want);
    assert_int_equal(pwrite(fd, &node, sizeof node, 32), 32);
    h.cache[1].n = 0;
    close(fd);
}

static void a_short_file_is_no_leaf_of_zeros(void **state)
{
    struct hashes_settled none = {.size = 0};
    struct tree_hash got;
    (void)state;
    assert_int_equal(hashes_leaf(&h, MOST, &got), ERR_INTEGRITY);
    assert_int_equal(hashes_root(&h, &none, MOST + 1, &got), ERR_INTEGRITY);
}

static void a_changed_node_changes_the_root(void **state)
{
    struct tree_hash want, got, node, zero = {{0}};
    (void)state;
    tree_root_of(leaves, 1000, &want);
    int fd = openat(dir, "nodes-1", O_RDWR);
    assert_int_equal(pread(fd, &node, sizeof node, 32), 32);
    assert_int_equal(pwrite(fd, &zero, sizeof zero, 32), 32);
    assert_int_equal(hashes_leaf(&h, 0, &got), ERR_OK);
    h.cache[1].n = 0;
    assert_int_equal(hashes_root(&h, &s, 1000, &got), ERR_OK);
    assert_memory_not_equal(&got, &want, sizeof want);
    assert_int_equal(pwrite(fd, &node, sizeof node, 32), 32);
    h.cache[1].n = 0;
    close(fd);
}

struct full {
    unsigned n[HASHES_LEVELS];
};

static int count_full(void *ctx, int level, uint64_t tile, const struct tree_hash *hash)
{
    struct full *f = ctx;
    assert_int_equal(tile, f->n[level]);
    assert_non_null(hash);
    if (level == 0)
        assert_memory_equal(hash, leaves + tile * TILE_WIDTH, TILE_WIDTH * sizeof *hash);
    f->n[level]++;
    return ERR_OK;
}

static int set_up(void **state)
{
    struct full f = {{0}};
    (void)state;
    if (secret_init() != ERR_OK || !mkdtemp(folder))
        return -1;
    dir = open(folder, O_RDONLY | O_DIRECTORY);
    for (uint32_t i = 0; i < MOST; i++)
        tree_leaf(&leaves[i], &i, sizeof i);
    if (dir < 0 || hashes_open(&h, dir) != ERR_OK || hashes_put(&h, 0, leaves, MOST) != ERR_OK)
        return -1;
    for (size_t i = 0; i < MOST; i++)
        if (hashes_settle(&h, &s, &leaves[i], count_full, &f) != ERR_OK)
            return -1;
    return f.n[0] == MOST / 256 && f.n[1] == 1 && f.n[2] == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"leaves", "nodes-1", "nodes-2", "nodes-3", "nodes-4"};
    (void)state;
    hashes_close(&h);
    for (size_t i = 0; i < 5; i++)
        (void)unlinkat(dir, names[i], 0);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots_are_those_of_the_definition),
        cmocka_unit_test(inclusion_proofs_are_those_of_the_definition),
        cmocka_unit_test(consistency_proofs_are_those_of_the_definition),
        cmocka_unit_test(what_is_not_settled_is_taken_leaf_by_leaf),
        cmocka_unit_test(a_short_file_is_no_leaf_of_zeros),
        cmocka_unit_test(a_changed_node_changes_the_root),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
