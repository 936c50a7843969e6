/* SPDX-License-Identifier: EUPL-1.2 */
/* A head is believed only when the key that the user brought has signed these very bytes. */
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "audit/tree.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/file.h"
#include "base/secret.h"
#include "verify/head.h"

#include "base/banned.h"


static struct head_key key;
static unsigned char secret[64];

static size_t make(const char *name, uint64_t size, char *out, size_t max)
{
    struct checkpoint c = {.size = size};
    struct buf b SCOPED_BUF;
    unsigned char signature[64];

    memcpy(c.origin, name, strlen(name) + 1);
    tree_root_of(NULL, 0, &c.root);
    buf_init(&b, max);
    assert_int_equal(checkpoint_body(&c, &b), ERR_OK);
    assert_int_equal(crypto_sign_detached(signature, NULL, b.data, b.len, secret), 0);
    buf_reset(&b);
    assert_int_equal(checkpoint_note(&c, key.key, signature, &b), ERR_OK);
    memcpy(out, b.data, b.len);
    return b.len;
}

static void the_reason_is_said(void **state)
{
    struct checkpoint c;
    char note[600], why[HEAD_WHY];
    size_t n = make("log", 5, note, sizeof note);

    (void)state;
    assert_int_equal(head_check(&c, &key, note, n, "h", why), ERR_OK);
    assert_int_equal(c.size, 5);
    note[4] = '6';
    assert_int_equal(head_check(&c, &key, note, n, "h", why), ERR_INTEGRITY);
    assert_string_equal(why, "h: the signature of this key is wrong");
    assert_int_equal(head_check(&c, &key, note, n - 1, "h", why), ERR_INTEGRITY);
    assert_string_equal(why, "h: not a signed checkpoint");
    n = make("gol", 5, note, sizeof note);
    assert_int_equal(head_check(&c, &key, note, n, "h", why), ERR_INTEGRITY);
    assert_string_equal(why, "h: is of the log \"gol\", the key is of \"log\"");
}

static void files_are_read(void **state)
{
    char path[] = "/tmp/jalon-head-XXXXXX", note[600], why[HEAD_WHY];
    struct buf b SCOPED_BUF;
    struct checkpoint c;
    struct head_key k;
    size_t n = make("log", 5, note, sizeof note);
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(fdio_write(fd, note, n, 0), ERR_OK);
    assert_int_equal(head_load(&c, &key, path, why), ERR_OK);
    assert_int_equal(head_key_load(&k, path, why), ERR_FORMAT);
    assert_non_null(strstr(why, "not a verifier key"));
    buf_init(&b, 300);
    assert_int_equal(checkpoint_vkey("log", key.key, &b), ERR_OK);
    assert_int_equal(file_save(path, b.data, b.len, 0600), ERR_OK);
    assert_int_equal(head_key_load(&k, path, why), ERR_OK);
    assert_string_equal(k.origin, "log");
    assert_memory_equal(k.key, key.key, 32);
    buf_str(&b, "\n");
    assert_int_equal(file_save(path, b.data, b.len, 0600), ERR_OK);
    assert_int_equal(head_key_load(&k, path, why), ERR_OK);
    buf_str(&b, "\n");
    assert_int_equal(file_save(path, b.data, b.len, 0600), ERR_OK);
    assert_int_equal(head_key_load(&k, path, why), ERR_FORMAT);
    assert_int_equal(ftruncate(fd, 0), 0);
    close(fd);
    unlink(path);
    assert_int_equal(head_load(&c, &key, path, why), ERR_NOTFOUND);
    assert_int_equal(head_key_load(&k, path, why), ERR_NOTFOUND);
    assert_non_null(strstr(why, "no such file"));
}

static int make_key(void **state)
{
    (void)state;
    memcpy(key.origin, "log", 4);
    return crypto_sign_keypair(key.key, secret);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reason_is_said),
        cmocka_unit_test(files_are_read),
    };

    if (secret_init() != ERR_OK)
        return 1;
    return cmocka_run_group_tests(tests, make_key, NULL);
}
