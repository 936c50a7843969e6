/* SPDX-License-Identifier: EUPL-1.2 */
/* A head is signed only over what was read back and agrees with the last one; every planted doubt stops it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sealer/head.h"
#include "audit/checkpoint.h"
#include "base/err.h"
#include "base/file.h"
#include "base/secret.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

#define NOON INT64_C(1800000000000000)
#define ORIGIN "jalon.invalid/test"

static char folder[] = "/tmp/jalon-head-XXXXXX";
static char public[64];
static int dir;
static struct sequence s;
static struct head h;
static struct key *key;
static struct ceiling_limits limits;
static struct journal_fault fault;

static int leaf(void *ctx, uint64_t index, const struct tree_hash *hash)
{
    (void)ctx;
    return head_replay(&h, &s.hashes, index, hash);
}

static void open_all(void)
{
    assert_int_equal(head_open(&h, public, key, ORIGIN), ERR_OK);
    assert_int_equal(sequence_open(&s, dir, &limits, NOON, leaf, NULL, NULL, &fault), ERR_OK);
}

static void close_all(void)
{
    sequence_close(&s);
    head_close(&h);
}

static void append(unsigned entries)
{
    while (entries) {
        struct buf b SCOPED_BUF;
        uint64_t first;
        uint8_t n = entries < SEALER_BATCH ? (uint8_t)entries : SEALER_BATCH;
        buf_init(&b, 1 << 20);
        buf_u8(&b, n);
        for (unsigned i = 0; i < n; i++)
            sealer_put_entry(&b, &(struct sealer_entry){.action = "x.y", .reason = "", .outcome = "ok", .claimed = ""});
        sequence_begin(&s, NOON + (int64_t)sequence_size(&s));
        assert_int_equal(sequence_add(&s, false, b.data, b.len, &first), SEQUENCE_ADDED);
        assert_int_equal(sequence_commit(&s), ERR_OK);
        entries -= n;
    }
}

static bool is_there(const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", public, name);
    return access(path, F_OK) == 0;
}

/* The checkpoint on disk is signed, says this size, and has the root of the entries. */
static void expect_head(uint64_t size)
{
    struct buf b SCOPED_BUF;
    struct checkpoint c;
    unsigned char signature[64];
    struct tree_hash *leaves = malloc(size * sizeof *leaves), root;
    size_t body;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/checkpoint", public);
    buf_init(&b, 4096);
    assert_non_null(leaves);
    assert_int_equal(file_load(path, &b), ERR_OK);
    assert_int_equal(checkpoint_parse(&c, (const char *)b.data, b.len, key_public(key), &body, signature), ERR_OK);
    assert_int_equal(key_check(key, b.data, body, signature), ERR_OK);
    assert_int_equal(c.size, size);
    for (uint64_t i = 0; i < size; i++)
        assert_int_equal(hashes_leaf(&s.hashes, i, &leaves[i]), ERR_OK);
    tree_root_of(leaves, size, &root);
    assert_memory_equal(&root, &c.root, sizeof root);
    assert_int_equal(h.note.len, b.len);
    assert_memory_equal(h.note.data, b.data, b.len);
    free(leaves);
}

static void heads_follow_the_log_across_restarts(void **state)
{
    static const unsigned steps[] = {1, 1, 3, 250, 1, 256, 100, 511, 2};
    uint64_t size = 0;
    (void)state;
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    assert_false(is_there("checkpoint"));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        append(steps[i]);
        size += steps[i];
        assert_int_equal(head_publish(&h, &s), ERR_OK);
        expect_head(size);
        close_all();
        open_all();
        assert_int_equal(head_compare(&h, &s), ERR_OK);
        assert_int_equal(h.size, size);
    }
    assert_true(is_there("tile/0/000") && is_there("tile/0/003") && is_there("tile/0/004.p/101"));
    assert_true(is_there("tile/entries/003") && is_there("tile/entries/004.p/101"));
    assert_true(is_there("tile/1/000.p/4"));
    assert_false(is_there("tile/0/000.p") || is_there("tile/entries/000.p") || is_there("tile/0/003.p"));
}

static void a_long_backlog_goes_step_by_step(void **state)
{
    (void)state;
    append(100);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    append(2 * HEAD_STEP);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    assert_int_equal(h.size, HEAD_STEP);
    expect_head(HEAD_STEP);
    assert_true(is_there("tile/0/000") && is_there("tile/entries/000"));
    assert_false(is_there("tile/0/000.p") || is_there("tile/entries/000.p"));
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    expect_head(2 * HEAD_STEP + 100);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    expect_head(2 * HEAD_STEP + 100);
}

static void plant(const char *name, off_t offset)
{
    char c;
    int fd = openat(dir, name, O_RDWR);
    assert_int_equal(pread(fd, &c, 1, offset), 1);
    c ^= 1;
    assert_int_equal(pwrite(fd, &c, 1, offset), 1);
    close(fd);
    memset(s.hashes.cache, 0, sizeof s.hashes.cache);
}

/* Each doubt alone: nothing is signed. */
static void doubts_stop_it(void **state)
{
    static const struct {
        const char *file;
        off_t offset;
        const char *what;
    } doubts[] = {
        {"log-000001", 100, "a byte of a new entry"},
        {"leaves", 32 * 605, "the hash of a new entry"},
        {"leaves", 32 * 580, "the hash of an old entry of the unfinished tile"},
        {"nodes-1", 32, "an old node"},
    };
    (void)state;
    append(600);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    off_t end = (off_t)s.journal.offset;
    append(10);
    for (size_t i = 0; i < sizeof doubts / sizeof doubts[0]; i++) {
        off_t at = doubts[i].offset + (doubts[i].file[1] == 'o' && doubts[i].file[2] == 'g' ? end : 0);
        plant(doubts[i].file, at);
        int err = head_publish(&h, &s);
        if (err != ERR_INTEGRITY)
            fail_msg("%s: %d", doubts[i].what, err);
        assert_int_equal(h.size, 600);
        plant(doubts[i].file, at);
    }
    s.frontier.peak[0].b[5] ^= 1; /* memory that went wrong while appending */
    assert_int_equal(head_publish(&h, &s), ERR_INTEGRITY);
    s.frontier.peak[0].b[5] ^= 1;
    h.root.b[0] ^= 1; /* what was signed is something else */
    assert_int_equal(head_publish(&h, &s), ERR_INTEGRITY);
    h.root.b[0] ^= 1;
    expect_head(600);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    expect_head(610);
}

static void a_journal_that_does_not_lead_to_the_head_is_refused(void **state)
{
    struct buf b SCOPED_BUF;
    (void)state;
    append(20);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    close_all();
    /* Shorter than what was signed: somebody put an old one back. */
    int fd = openat(dir, "log-000001", O_RDWR);
    buf_init(&b, 1 << 20);
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    unsigned char *p = buf_grow(&b, (size_t)st.st_size);
    assert_int_equal(pread(fd, p, (size_t)st.st_size, 0), st.st_size);
    assert_int_equal(ftruncate(fd, 0), 0);
    open_all();
    assert_int_equal(head_compare(&h, &s), ERR_INTEGRITY);
    append(20); /* as long, other entries: their time differs */
    close_all();
    assert_int_equal(pwrite(fd, p, (size_t)st.st_size, 0), st.st_size);
    open_all();
    assert_int_equal(head_compare(&h, &s), ERR_OK);
    close_all();
    assert_int_equal(ftruncate(fd, 0), 0);
    close(fd);
    open_all();
    append(7);
    append(13);
    close_all();
    open_all();
    assert_int_equal(sequence_size(&s), 20);
    assert_int_equal(head_compare(&h, &s), ERR_INTEGRITY);
}

static void a_checkpoint_that_is_not_ours_is_refused(void **state)
{
    struct head other;
    struct buf b SCOPED_BUF;
    char path[128];
    (void)state;
    append(3);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    assert_int_equal(head_open(&other, public, key, "jalon.invalid/other"), ERR_INTEGRITY);
    head_close(&other);
    (void)snprintf(path, sizeof path, "%s/checkpoint", public);
    buf_init(&b, 4096);
    assert_int_equal(file_load(path, &b), ERR_OK);
    unsigned char *size = memmem(b.data, b.len, "\n3\n", 3);
    assert_non_null(size);
    size[1] = '2';
    assert_int_equal(file_save(path, b.data, b.len, 0600), ERR_OK);
    assert_int_equal(head_open(&other, public, key, ORIGIN), ERR_INTEGRITY);
    head_close(&other);
    assert_int_equal(file_save(path, b.data, 20, 0600), ERR_OK);
    assert_int_equal(head_open(&other, public, key, ORIGIN), ERR_INTEGRITY);
    head_close(&other);
}

/* Where files cannot be written there is no new head, and later there is. */
static void what_cannot_be_published_is_not_signed(void **state)
{
    char path[128], aside[128];
    (void)state;
    append(300);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    append(300);
    (void)snprintf(path, sizeof path, "%s/tile/0", public);
    (void)snprintf(aside, sizeof aside, "%s/aside", public);
    assert_int_equal(rename(path, aside), 0);
    int fd = open(path, O_WRONLY | O_CREAT, 0600); /* a file where a folder must be */
    close(fd);
    assert_int_equal(head_publish(&h, &s), ERR_IO);
    expect_head(300);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rename(aside, path), 0);
    assert_int_equal(head_publish(&h, &s), ERR_OK);
    expect_head(600);
}

static void wipe(const char *path)
{
    char command[256];
    pid_t child;
    (void)snprintf(command, sizeof command, "%s", path);
    child = fork();
    if (child == 0) {
        (void)execl("/bin/rm", "rm", "-rf", command, (char *)NULL);
        _exit(1);
    }
    int status;
    (void)waitpid(child, &status, 0);
}

static int start(void **state)
{
    char path[64];
    (void)state;
    (void)snprintf(public, sizeof public, "%s/log", folder);
    (void)snprintf(path, sizeof path, "%s/journal", folder);
    wipe(public);
    wipe(path);
    if (mkdir(public, 0700) != 0 || mkdir(path, 0700) != 0)
        return -1;
    dir = open(path, O_RDONLY | O_DIRECTORY);
    open_all();
    return 0;
}

static int end(void **state)
{
    (void)state;
    close_all();
    return close(dir);
}

static int set_up(void **state)
{
    char path[64];
    (void)state;
    if (secret_init() != ERR_OK || !mkdtemp(folder))
        return -1;
    (void)snprintf(path, sizeof path, "%s/key", folder);
    return key_create(&key, path, (uid_t)-1);
}

static int tear_down(void **state)
{
    (void)state;
    key_free(key);
    wipe(folder);
    return 0;
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, start, end)
    const struct CMUnitTest tests[] = {
        FRESH(heads_follow_the_log_across_restarts), FRESH(a_long_backlog_goes_step_by_step),
        FRESH(doubts_stop_it), FRESH(a_journal_that_does_not_lead_to_the_head_is_refused),
        FRESH(a_checkpoint_that_is_not_ours_is_refused), FRESH(what_cannot_be_published_is_not_signed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
