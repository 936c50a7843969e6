/* SPDX-License-Identifier: EUPL-1.2 */
/* Key blobs: of use only with the token, the root, at their stage and before their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "vault/keyring.h"

#define NOW INT64_C(1700000000000000)

static struct root root, stranger;
static unsigned char token[VAULT_TOKEN], other[VAULT_TOKEN];

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root_random(&root, false);
    root_random(&stranger, false);
    secret_random(token, sizeof token);
    secret_random(other, sizeof other);
    return 0;
}

static void fill(struct keyring *k, uint8_t n)
{
    *k = (struct keyring){.stage = KEYRING_SESSION, .end_us = NOW + 1000, .n = n};
    memset(k->user.b, 0x77, 16);
    ticket_session(k->session, token);
    secret_random(k->private_key, sizeof k->private_key);
    for (uint8_t i = 0; i < n; i++) {
        k->member[i].kind = (uint8_t)(2 + i % 2);
        memset(k->member[i].owner.b, 0x90 + i, 16);
        k->member[i].generation = 1u + i;
        secret_random(k->member[i].secret, SECRET_KEY);
    }
}

static void wrap(const struct keyring *k, const struct root *r, const unsigned char *t, struct buf *out)
{
    buf_init(out, 4096);
    keyring_wrap(k, r, t, out);
    assert_int_equal(buf_err(out), ERR_OK);
}

static int unwrap(struct keyring *k, const struct root *r, const unsigned char *t, enum keyring_stage stage,
                  int64_t now, const struct buf *b)
{
    *k = (struct keyring){0};
    return keyring_unwrap(k, r, t, stage, now, b->data, b->len);
}

static void what_was_wrapped_comes_back(void **state)
{
    struct keyring k SCOPED_KEYRING, again SCOPED_KEYRING;
    (void)state;
    for (uint8_t n = 0; n <= KEYRING_MEMBERSHIPS; n++) {
        struct buf b SCOPED_BUF;
        fill(&k, n);
        wrap(&k, &root, token, &b);
        assert_int_equal(unwrap(&again, &root, token, KEYRING_SESSION, NOW, &b), ERR_OK);
        assert_true(uuid_eq(&again.user, &k.user));
        assert_memory_equal(again.session, k.session, 32);
        assert_true(again.end_us == k.end_us);
        assert_memory_equal(again.private_key, k.private_key, SECRET_KEY);
        assert_int_equal(again.n, n);
        for (uint8_t i = 0; i < n; i++) {
            assert_int_equal(again.member[i].kind, k.member[i].kind);
            assert_true(uuid_eq(&again.member[i].owner, &k.member[i].owner));
            assert_int_equal(again.member[i].generation, k.member[i].generation);
            assert_memory_equal(again.member[i].secret, k.member[i].secret, SECRET_KEY);
        }
    }
}

static void its_length_tells_nothing(void **state)
{
    struct keyring k SCOPED_KEYRING;
    struct buf none SCOPED_BUF, full SCOPED_BUF;
    (void)state;
    fill(&k, 0);
    wrap(&k, &root, token, &none);
    fill(&k, KEYRING_MEMBERSHIPS);
    wrap(&k, &root, token, &full);
    assert_int_equal(none.len, full.len);
}

static void only_its_token_and_root_open_it(void **state)
{
    struct keyring k SCOPED_KEYRING, again SCOPED_KEYRING;
    struct buf b SCOPED_BUF;
    (void)state;
    fill(&k, 2);
    wrap(&k, &root, token, &b);
    assert_int_equal(unwrap(&again, &root, other, KEYRING_SESSION, NOW, &b), ERR_INTEGRITY);
    assert_int_equal(unwrap(&again, &stranger, token, KEYRING_SESSION, NOW, &b), ERR_INTEGRITY);
    struct root same_key = root; /* the MAC keys are PostgreSQL's too: they open nothing, and are not needed */
    secret_random(same_key.ticket_mac, sizeof same_key.ticket_mac);
    secret_random(same_key.grant_mac, sizeof same_key.grant_mac);
    assert_int_equal(unwrap(&again, &same_key, token, KEYRING_SESSION, NOW, &b), ERR_OK);
}

static void stage_and_end_are_kept(void **state)
{
    const struct {
        enum keyring_stage made, asked;
        int64_t now;
        int want;
    } rows[] = {
        {KEYRING_SESSION, KEYRING_SESSION, NOW, ERR_OK},
        {KEYRING_SESSION, KEYRING_SIGN_IN, NOW, ERR_DENIED},
        {KEYRING_SIGN_IN, KEYRING_SIGN_IN, NOW, ERR_OK},
        {KEYRING_SIGN_IN, KEYRING_SESSION, NOW, ERR_DENIED},
        {KEYRING_SESSION, KEYRING_SESSION, NOW + 999, ERR_OK},
        {KEYRING_SESSION, KEYRING_SESSION, NOW + 1000, ERR_DENIED},
        {KEYRING_SIGN_IN, KEYRING_SIGN_IN, NOW + 1001, ERR_DENIED},
        {KEYRING_SESSION, KEYRING_SESSION, INT64_MAX, ERR_DENIED},
    };
    struct keyring k SCOPED_KEYRING, again SCOPED_KEYRING;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf b SCOPED_BUF;
        fill(&k, 1);
        k.stage = rows[i].made;
        wrap(&k, &root, token, &b);
        assert_int_equal(unwrap(&again, &root, token, rows[i].asked, rows[i].now, &b), rows[i].want);
    }
}

static void the_session_inside_must_be_the_tokens(void **state)
{
    struct keyring k SCOPED_KEYRING, again SCOPED_KEYRING;
    struct buf b SCOPED_BUF;
    (void)state;
    fill(&k, 1);
    ticket_session(k.session, other);
    wrap(&k, &root, token, &b);
    assert_int_equal(unwrap(&again, &root, token, KEYRING_SESSION, NOW, &b), ERR_DENIED);
}

static void any_change_is_seen(void **state)
{
    struct keyring k SCOPED_KEYRING, again SCOPED_KEYRING;
    struct buf b SCOPED_BUF;
    (void)state;
    fill(&k, 3);
    wrap(&k, &root, token, &b);
    for (size_t i = 0; i < b.len; i++) {
        b.data[i] ^= 0x20;
        assert_int_equal(unwrap(&again, &root, token, KEYRING_SESSION, NOW, &b), ERR_INTEGRITY);
        b.data[i] ^= 0x20;
    }
    size_t whole = b.len;
    for (b.len = 0; b.len < whole; b.len++)
        assert_int_equal(unwrap(&again, &root, token, KEYRING_SESSION, NOW, &b), ERR_INTEGRITY);
    buf_u8(&b, 0);
    assert_int_equal(unwrap(&again, &root, token, KEYRING_SESSION, NOW, &b), ERR_INTEGRITY);
    while (b.len < 4000)
        buf_u8(&b, 0);
    assert_int_equal(unwrap(&again, &root, token, KEYRING_SESSION, NOW, &b), ERR_INTEGRITY);
    assert_int_equal(keyring_unwrap(&again, &root, token, KEYRING_SESSION, NOW, NULL, 0), ERR_INTEGRITY);
}

static void a_secret_is_found_by_kind_owner_and_generation(void **state)
{
    struct keyring k SCOPED_KEYRING;
    struct uuid nobody;
    (void)state;
    fill(&k, 3);
    memset(nobody.b, 0x01, 16);
    assert_ptr_equal(keyring_find(&k, k.member[1].kind, &k.member[1].owner, 2), &k.member[1]);
    assert_null(keyring_find(&k, (uint8_t)(k.member[1].kind + 1), &k.member[1].owner, 2));
    assert_null(keyring_find(&k, k.member[1].kind, &k.member[1].owner, 1));
    assert_null(keyring_find(&k, k.member[1].kind, &nobody, 2));
    k.n = 1; /* what lies beyond the count is not held */
    assert_null(keyring_find(&k, k.member[1].kind, &k.member[1].owner, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_wrapped_comes_back),
        cmocka_unit_test(its_length_tells_nothing),
        cmocka_unit_test(only_its_token_and_root_open_it),
        cmocka_unit_test(stage_and_end_are_kept),
        cmocka_unit_test(the_session_inside_must_be_the_tokens),
        cmocka_unit_test(any_change_is_seen),
        cmocka_unit_test(a_secret_is_found_by_kind_owner_and_generation),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
