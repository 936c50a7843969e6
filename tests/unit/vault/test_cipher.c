/* SPDX-License-Identifier: EUPL-1.2 */
/* The one cipher: whatever changes between sealing and opening, nothing comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/err.h"
#include "vault/cipher.h"

static struct secret_key key, wrong;
static unsigned char text[1000];

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    secret_random(key.b, sizeof key.b);
    secret_random(wrong.b, sizeof wrong.b);
    secret_random(text, sizeof text);
    return 0;
}

static void put_context(struct buf *b, const char *words)
{
    buf_init(b, 8192);
    buf_str(b, words);
}

static void seal(struct buf *out, const char *words, size_t n)
{
    struct buf aad SCOPED_BUF;
    put_context(&aad, words);
    buf_init(out, 8192);
    cipher_seal(&key, &aad, text, n, out);
    assert_int_equal(buf_err(out), ERR_OK);
}

static int open_with(const struct secret_key *k, const char *words, const struct buf *in, size_t n)
{
    struct buf aad SCOPED_BUF, plain SCOPED_BUF;
    put_context(&aad, words);
    buf_init_secret(&plain, 8192);
    buf_str(&plain, "kept");
    int err = cipher_open(k, &aad, in->data, n, &plain);
    assert_memory_equal(plain.data, "kept", 4);
    if (err != ERR_OK) {
        assert_int_equal(plain.len, 4);
        return err;
    }
    assert_int_equal(plain.len, 4 + n - CIPHER_OVERHEAD);
    assert_memory_equal(plain.data + 4, text, plain.len - 4);
    return ERR_OK;
}

static void what_is_sealed_opens(void **state)
{
    static const size_t sizes[] = {0, 1, 15, 16, 17, 64, 255, 256, 1000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buf out SCOPED_BUF;
        seal(&out, "case 7", sizes[i]);
        assert_int_equal(out.len, CIPHER_OVERHEAD + sizes[i]);
        assert_int_equal(out.data[0], 1);
        assert_int_equal(out.data[1], 1);
        assert_int_equal(open_with(&key, "case 7", &out, out.len), ERR_OK);
    }
}

static void libsodium_reads_the_documented_layout(void **state)
{
    struct buf out SCOPED_BUF;
    unsigned char plain[64];
    unsigned long long n = 0;
    (void)state;
    seal(&out, "case 7", sizeof plain);
    const unsigned char *aad = (const unsigned char *)"\1\1case 7";
    int rc = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &n, NULL, out.data + 26, out.len - 26, aad, 8,
                                                        out.data + 2, key.b);
    assert_int_equal(rc, 0);
    assert_int_equal(n, sizeof plain);
    assert_memory_equal(plain, text, sizeof plain);
}

static void any_changed_bit_is_seen(void **state)
{
    struct buf out SCOPED_BUF;
    (void)state;
    seal(&out, "case 7", 40);
    for (size_t bit = 0; bit < 8 * out.len; bit++) {
        out.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(open_with(&key, "case 7", &out, out.len), ERR_INTEGRITY);
        out.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    assert_int_equal(open_with(&key, "case 7", &out, out.len), ERR_OK);
}

static void any_cut_is_seen(void **state)
{
    struct buf out SCOPED_BUF;
    (void)state;
    seal(&out, "case 7", 40);
    for (size_t n = 0; n < out.len; n++)
        assert_int_equal(open_with(&key, "case 7", &out, n), ERR_INTEGRITY);
    buf_u8(&out, 0);
    assert_int_equal(open_with(&key, "case 7", &out, out.len), ERR_INTEGRITY);
}

static void another_context_or_key_is_seen(void **state)
{
    static const char *const contexts[] = {"case 8", "case 7 ", "case ", "", "Case 7", " case 7"};
    struct buf out SCOPED_BUF;
    (void)state;
    seal(&out, "case 7", 40);
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
        assert_int_equal(open_with(&key, contexts[i], &out, out.len), ERR_INTEGRITY);
    assert_int_equal(open_with(&wrong, "case 7", &out, out.len), ERR_INTEGRITY);
}

static void no_nonce_comes_twice(void **state)
{
    struct buf first SCOPED_BUF;
    (void)state;
    seal(&first, "case 7", 40);
    for (size_t i = 0; i < 100; i++) {
        struct buf again SCOPED_BUF;
        seal(&again, "case 7", 40);
        assert_memory_not_equal(first.data + 2, again.data + 2, 24);
        assert_memory_not_equal(first.data + 26, again.data + 26, 40);
    }
}

static void no_room_and_no_context_seal_nothing(void **state)
{
    struct buf aad SCOPED_BUF, out SCOPED_BUF, sealed SCOPED_BUF, plain SCOPED_BUF;
    (void)state;
    put_context(&aad, "x");
    buf_init(&out, CIPHER_OVERHEAD + 9);
    cipher_seal(&key, &aad, text, 10, &out);
    assert_int_equal(buf_err(&out), ERR_LIMIT);
    seal(&sealed, "x", 10);
    buf_init(&plain, 9);
    assert_int_equal(cipher_open(&key, &aad, sealed.data, sealed.len, &plain), ERR_LIMIT);
    while (aad.len < 5000 && buf_err(&aad) == ERR_OK) /* a context that does not fit is not cut, it fails */
        buf_str(&aad, "0123456789");
    buf_reset(&out);
    cipher_seal(&key, &aad, text, 1, &out);
    assert_int_not_equal(buf_err(&out), ERR_OK);
    buf_reset(&plain);
    assert_int_not_equal(cipher_open(&key, &aad, sealed.data, sealed.len, &plain), ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens),
        cmocka_unit_test(libsodium_reads_the_documented_layout),
        cmocka_unit_test(any_changed_bit_is_seen),
        cmocka_unit_test(any_cut_is_seen),
        cmocka_unit_test(another_context_or_key_is_seen),
        cmocka_unit_test(no_nonce_comes_twice),
        cmocka_unit_test(no_room_and_no_context_seal_nothing),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
