/* SPDX-License-Identifier: EUPL-1.2 */
/* The key file: made once, for its owner only, and refused when it is anything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sealer/key.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

static char folder[] = "/tmp/jalon-key-XXXXXX";
static char path[64];

static void it_signs_the_same_after_loading(void **state)
{
    unsigned char a[64], b[64], public[KEY_PUBLIC];
    struct stat st;
    struct key *k;
    (void)state;
    assert_int_equal(key_create(&k, path, (uid_t)-1), ERR_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_size, 40);
    key_sign(k, "text", 4, a);
    memcpy(public, key_public(k), sizeof public);
    key_free(k);
    assert_int_equal(key_load(&k, path), ERR_OK);
    key_sign(k, "text", 4, b);
    assert_memory_equal(a, b, sizeof a);
    assert_memory_equal(public, key_public(k), sizeof public);
    assert_int_equal(key_check(k, "text", 4, a), ERR_OK);
    assert_int_equal(key_check(k, "texT", 4, a), ERR_INTEGRITY);
    a[3] ^= 1;
    assert_int_equal(key_check(k, "text", 4, a), ERR_INTEGRITY);
    key_free(k);
}

static void it_is_never_replaced(void **state)
{
    struct key *k, *other;
    (void)state;
    assert_int_equal(key_create(&k, path, (uid_t)-1), ERR_OK);
    assert_int_equal(key_create(&other, path, (uid_t)-1), ERR_CONFLICT);
    assert_int_equal(key_load(&other, path), ERR_OK);
    assert_memory_equal(key_public(k), key_public(other), KEY_PUBLIC);
    key_free(k);
    key_free(other);
}

static void two_keys_differ(void **state)
{
    struct key *a, *b;
    (void)state;
    assert_int_equal(key_create(&a, path, (uid_t)-1), ERR_OK);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(key_create(&b, path, (uid_t)-1), ERR_OK);
    assert_memory_not_equal(key_public(a), key_public(b), KEY_PUBLIC);
    key_free(a);
    key_free(b);
}

static void anything_else_is_refused(void **state)
{
    struct key *k;
    char link[80];
    (void)state;
    assert_int_equal(key_load(&k, path), ERR_NOTFOUND);
    assert_int_equal(key_create(&k, path, (uid_t)-1), ERR_OK);
    key_free(k);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(key_load(&k, path), ERR_DENIED);
    assert_int_equal(chmod(path, 0604), 0);
    assert_int_equal(key_load(&k, path), ERR_DENIED);
    assert_int_equal(chmod(path, 0600), 0);
    (void)snprintf(link, sizeof link, "%s.link", path);
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(key_load(&k, link), ERR_IO);
    (void)unlink(link);
    assert_int_equal(key_load(&k, folder), ERR_DENIED);
    int fd = open(path, O_WRONLY | O_APPEND);
    assert_int_equal(write(fd, "x", 1), 1);
    assert_int_equal(key_load(&k, path), ERR_FORMAT);
    assert_int_equal(ftruncate(fd, 39), 0);
    assert_true(key_load(&k, path) != ERR_OK);
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(key_load(&k, path), ERR_FORMAT);
    assert_int_equal(ftruncate(fd, 40), 0);
    assert_int_equal(key_load(&k, path), ERR_FORMAT); /* no magic */
    close(fd);
}

static int end(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK || !mkdtemp(folder))
        return -1;
    (void)snprintf(path, sizeof path, "%s/key", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(it_signs_the_same_after_loading, end),
        cmocka_unit_test_teardown(it_is_never_replaced, end),
        cmocka_unit_test_teardown(two_keys_differ, end),
        cmocka_unit_test_teardown(anything_else_is_refused, end),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
