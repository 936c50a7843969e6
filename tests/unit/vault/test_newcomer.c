/* SPDX-License-Identifier: EUPL-1.2 */
/* Somebody who has no key yet: the code opens the record, what it opens is the private half of the certified key, and
 * nothing else opens it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "vault/box.h"
#include "vault/newcomer.h"
#include "vault/record.h"

static struct root root, other_root;
static struct uuid user;

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root_random(&root, false);
    root_random(&other_root, false);
    uuid_random(&user);
    return 0;
}

static void the_code_opens_the_record_and_nothing_else_does(void **state)
{
    struct newcomer n SCOPED_NEWCOMER;
    struct record r SCOPED_RECORD;
    struct secret_key private_key SCOPED_KEY;
    struct buf b SCOPED_BUF;
    unsigned char public_key[32];
    (void)state;
    buf_init(&b, VAULT_RECORD);
    assert_int_equal(newcomer_make(&n, &root, &user, 5, 8, false, &b), ERR_OK);
    assert_int_equal(b.len, VAULT_RECORD);
    assert_int_equal(record_parse(&r, &other_root, b.data, b.len), ERR_INTEGRITY);
    assert_int_equal(record_parse(&r, &root, b.data, b.len), ERR_OK);
    assert_int_equal(r.kind, RECORD_ENROL);
    assert_int_equal(r.version, 8);
    assert_true(uuid_eq(&r.user, &user));
    assert_int_equal(record_check(&r, &root, n.code, strlen(n.code), &private_key), ERR_OK);
    box_public(public_key, private_key.b);
    assert_memory_equal(public_key, n.certificate.public_key, 32);
    n.code[0] = n.code[0] == 'A' ? 'B' : 'A';
    assert_int_equal(record_check(&r, &root, n.code, strlen(n.code), &private_key), ERR_DENIED);
    assert_int_equal(record_check(&r, &root, "", 0, &private_key), ERR_DENIED);
}

static void the_certificate_says_who_and_whether_an_officer(void **state)
{
    (void)state;
    for (uint32_t officer = 0; officer < 2; officer++) {
        struct newcomer n SCOPED_NEWCOMER;
        struct buf b SCOPED_BUF;
        unsigned char mac[32];
        buf_init(&b, VAULT_RECORD);
        assert_int_equal(newcomer_make(&n, &root, &user, 5 + officer, 1, officer == 1, &b), ERR_OK);
        assert_int_equal(n.certificate.kind, OWNER_USER);
        assert_true(uuid_eq(&n.certificate.owner, &user));
        assert_int_equal(n.certificate.generation, 5 + officer);
        assert_int_equal(n.certificate.officer, officer == 1);
        box_certify(&root, &n.certificate, mac);
        assert_true(box_certified(&root, &n.certificate, mac));
        n.certificate.officer = !n.certificate.officer;
        assert_false(box_certified(&root, &n.certificate, mac));
    }
}

static void the_code_is_for_eyes_and_ends_in_fourteen_days(void **state)
{
    struct newcomer n SCOPED_NEWCOMER;
    struct record r SCOPED_RECORD;
    struct buf b SCOPED_BUF;
    int64_t before = clock_now_us();
    (void)state;
    buf_init(&b, VAULT_RECORD);
    assert_int_equal(newcomer_make(&n, &root, &user, 1, 1, false, &b), ERR_OK);
    assert_int_equal(strlen(n.code), 27);
    for (size_t i = 0; i < 27; i++)
        if (i % 7 == 6)
            assert_int_equal(n.code[i], '-');
        else
            assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", n.code[i]));
    assert_true(n.code_end_us >= before + 14 * INT64_C(86400000000));
    assert_true(n.code_end_us <= clock_now_us() + 14 * INT64_C(86400000000));
    assert_int_equal(record_parse(&r, &root, b.data, b.len), ERR_OK);
    assert_true(r.expires_us == n.code_end_us);
}

static void no_two_newcomers_are_alike(void **state)
{
    struct newcomer a SCOPED_NEWCOMER, b SCOPED_NEWCOMER, zero = {0};
    struct record ra SCOPED_RECORD, rb SCOPED_RECORD;
    struct buf x SCOPED_BUF, y SCOPED_BUF;
    (void)state;
    buf_init(&x, VAULT_RECORD);
    buf_init(&y, VAULT_RECORD);
    assert_int_equal(newcomer_make(&a, &root, &user, 1, 1, false, &x), ERR_OK);
    assert_int_equal(newcomer_make(&b, &root, &user, 1, 1, false, &y), ERR_OK);
    assert_string_not_equal(a.code, b.code);
    assert_memory_not_equal(a.certificate.public_key, b.certificate.public_key, 32);
    assert_memory_not_equal(x.data, y.data, VAULT_RECORD);
    assert_int_equal(record_parse(&ra, &root, x.data, x.len), ERR_OK);
    assert_int_equal(record_parse(&rb, &root, y.data, y.len), ERR_OK);
    assert_memory_not_equal(ra.totp, rb.totp, RECORD_TOTP); /* a second factor that nobody has, each her own */
    newcomer_wipe(&a);
    assert_memory_equal(&a, &zero, sizeof zero);
}

static void a_record_that_does_not_fit_is_an_error(void **state)
{
    struct newcomer n SCOPED_NEWCOMER;
    struct buf b SCOPED_BUF;
    (void)state;
    buf_init(&b, VAULT_RECORD - 1);
    assert_int_equal(newcomer_make(&n, &root, &user, 1, 1, false, &b), ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_code_opens_the_record_and_nothing_else_does),
        cmocka_unit_test(the_certificate_says_who_and_whether_an_officer),
        cmocka_unit_test(the_code_is_for_eyes_and_ends_in_fourteen_days),
        cmocka_unit_test(no_two_newcomers_are_alike),
        cmocka_unit_test(a_record_that_does_not_fit_is_an_error),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
