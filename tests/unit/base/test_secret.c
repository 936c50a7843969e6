/* SPDX-License-Identifier: EUPL-1.2 */
/* Hashes are the published ones, labels keep purposes apart, memory is wiped and aligned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

#include "base/banned.h"


/* BLAKE2b-512("abc") of RFC 7693 appendix A. */
static void hash_is_blake2b(void **state)
{
    unsigned char out[64];
    char text[129];

    (void)state;
    secret_hash(out, 64, NULL, 0, "abc", 3);
    text_hex(text, out, 64);
    assert_string_equal(text, "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                              "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

static void purposes_keys_and_inputs_are_apart(void **state)
{
    static const unsigned char key[2][32] = {{1}, {2}};
    unsigned char h[6][32], parts[32];

    (void)state;
    secret_derive(h[0], key[0], "a", "b", 1);
    secret_derive(h[1], key[1], "a", "b", 1);
    secret_derive(h[2], key[0], "ab", "", 0);
    secret_derive(h[3], key[0], "a", "", 0);
    secret_derive(h[4], key[0], "", "a", 1);
    secret_session_id(h[5], key[0]);
    for (int i = 0; i < 6; i++)
        for (int k = 0; k < i; k++)
            assert_memory_not_equal(h[i], h[k], 32);
    secret_hash(parts, 32, key[0], 32, "a\0b", 3);
    assert_memory_equal(h[0], parts, 32);
}

static void session_id_is_a_labelled_hash_of_the_token(void **state)
{
    unsigned char input[17 + 32] = "jalon session id", token[32], id[32], want[32];

    (void)state;
    secret_random(token, sizeof token);
    memcpy(input + 17, token, 32);
    secret_hash(want, 32, NULL, 0, input, sizeof input);
    secret_session_id(id, token);
    assert_memory_equal(id, want, 32);
}

static void comparison_sees_every_bit(void **state)
{
    unsigned char a[32], b[32];

    (void)state;
    secret_random(a, sizeof a);
    memcpy(b, a, sizeof b);
    assert_true(secret_equal(a, b, sizeof a));
    for (size_t i = 0; i < 8 * sizeof a; i++) {
        b[i / 8] ^= (unsigned char)(1 << i % 8);
        assert_false(secret_equal(a, b, sizeof a));
        b[i / 8] ^= (unsigned char)(1 << i % 8);
    }
}

static void memory_is_aligned_for_any_size(void **state)
{
    (void)state;
    for (size_t n = 1; n < 70; n += 3) {
        unsigned char *p = secret_alloc(n);

        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 16, 0);
        memset(p, 7, n);
        secret_free(p);
    }
    secret_free(NULL);
    assert_null(secret_alloc(SIZE_MAX));
}

static void a_key_is_wiped(void **state)
{
    struct secret_key k;
    static const struct secret_key zero;

    (void)state;
    secret_random(k.b, sizeof k.b);
    secret_key_wipe(&k);
    assert_memory_equal(&k, &zero, sizeof k);
    secret_wipe(NULL, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_is_blake2b),
        cmocka_unit_test(purposes_keys_and_inputs_are_apart),
        cmocka_unit_test(session_id_is_a_labelled_hash_of_the_token),
        cmocka_unit_test(comparison_sees_every_bit),
        cmocka_unit_test(memory_is_aligned_for_any_size),
        cmocka_unit_test(a_key_is_wiped),
    };

    if (secret_init() != ERR_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
