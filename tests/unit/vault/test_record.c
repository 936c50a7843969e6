/* SPDX-License-Identifier: EUPL-1.2 */
/* Sign-in records. Each real hash costs 64 MiB and a good part of a second, so the ones that are needed are made once
 * in setup and every further one answers a question that nothing cheaper can. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "vault/record.h"

static const char password[] = "huit chameaux lents";
static const unsigned char totp_secret[RECORD_TOTP + 1] = "12345678901234567890"; /* RFC 6238, appendix B */

static struct root root, stranger;
static struct record record;
static unsigned char private_key[SECRET_KEY];

static int setup(void **state)
{
    struct uuid user;
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root_random(&root, false);
    root_random(&stranger, false);
    secret_random(private_key, sizeof private_key);
    memset(user.b, 0x66, 16);
    record.expires_us = 12345;
    return record_make(&record, &root, RECORD_ACTIVE, &user, 9, password, strlen(password), private_key, totp_secret);
}

static int check(const struct record *r, const struct root *with, const char *typed)
{
    struct secret_key got SCOPED_KEY;
    const struct secret_key zero = {{0}};
    int err = record_check(r, with, typed, strlen(typed), &got);
    assert_memory_equal(got.b, err == ERR_OK ? private_key : zero.b, SECRET_KEY);
    return err;
}

static void format(const struct record *r, struct buf *b)
{
    buf_init(b, 1024);
    record_format(r, &root, b);
    assert_int_equal(buf_err(b), ERR_OK);
    assert_int_equal(b->len, VAULT_RECORD);
}

static void the_bytes_give_the_record_back(void **state)
{
    struct buf b SCOPED_BUF;
    struct record r SCOPED_RECORD;
    (void)state;
    format(&record, &b);
    assert_int_equal(record_parse(&r, &root, b.data, b.len), ERR_OK);
    assert_int_equal(r.kind, RECORD_ACTIVE);
    assert_true(uuid_eq(&r.user, &record.user));
    assert_int_equal(r.version, 9);
    assert_true(r.expires_us == 12345);
    assert_memory_equal(r.totp, totp_secret, RECORD_TOTP);
    assert_int_equal(check(&r, &root, password), ERR_OK); /* hash 2 */
}

static void the_bytes_are_of_this_root_and_unchanged(void **state)
{
    struct buf b SCOPED_BUF;
    struct record r SCOPED_RECORD;
    (void)state;
    format(&record, &b);
    assert_int_equal(record_parse(&r, &stranger, b.data, b.len), ERR_INTEGRITY);
    for (size_t i = 0; i < b.len; i++) {
        b.data[i] ^= 1;
        assert_int_equal(record_parse(&r, &root, b.data, b.len), ERR_INTEGRITY);
        b.data[i] ^= 1;
    }
    for (size_t n = 0; n < b.len; n++)
        assert_int_equal(record_parse(&r, &root, b.data, n), ERR_INTEGRITY);
    buf_u8(&b, 0);
    assert_int_equal(record_parse(&r, &root, b.data, b.len), ERR_INTEGRITY);
}

static void a_decoy_looks_like_a_record(void **state)
{
    struct buf real SCOPED_BUF, decoy SCOPED_BUF;
    struct record d SCOPED_RECORD, parsed SCOPED_RECORD;
    (void)state;
    record_decoy(&d);
    format(&record, &real);
    format(&d, &decoy);
    assert_int_equal(real.len, decoy.len);
    assert_memory_equal(real.data, decoy.data, 2); /* format and cipher */
    assert_int_equal(record_parse(&parsed, &root, decoy.data, decoy.len), ERR_OK);
    assert_int_equal(parsed.kind, RECORD_DECOY);
    assert_int_equal(check(&parsed, &root, password), ERR_DENIED); /* hash 3 */
}

static void a_wrong_password_gets_nothing(void **state)
{
    (void)state;
    assert_int_equal(check(&record, &root, "huit chameaux lent"), ERR_DENIED); /* hash 4 */
    assert_int_equal(check(&record, &root, ""), ERR_DENIED);                   /* hash 5 */
}

/* Whoever could write records into the database still could not lend one person's half to another. */
static void the_private_half_is_bound_to_user_version_and_kind(void **state)
{
    struct record moved = record;
    (void)state;
    moved.user.b[0] ^= 1;
    assert_int_equal(check(&moved, &root, password), ERR_DENIED); /* hash 6 */
    moved = record;
    moved.version++;
    assert_int_equal(check(&moved, &root, password), ERR_DENIED); /* hash 7 */
    moved = record;
    moved.kind = RECORD_ENROL;
    assert_int_equal(check(&moved, &root, password), ERR_DENIED); /* hash 8 */
    record_wipe(&moved);
}

static void another_root_does_not_know_the_password(void **state)
{
    (void)state;
    assert_int_equal(check(&record, &stranger, password), ERR_DENIED); /* hash 9 */
}

static void the_same_password_makes_another_record(void **state)
{
    struct record again SCOPED_RECORD;
    (void)state;
    assert_int_equal(record_make(&again, &root, RECORD_ACTIVE, &record.user, 9, password, strlen(password), private_key,
                                 totp_secret), ERR_OK); /* hash 10 */
    assert_memory_not_equal(again.salt, record.salt, sizeof again.salt);
    assert_memory_not_equal(again.verifier, record.verifier, sizeof again.verifier);
    assert_memory_not_equal(again.wrapped, record.wrapped, sizeof again.wrapped);
}

static const struct {
    int64_t at;
    const char *code; /* the last six of the eight digits of RFC 6238, appendix B, SHA-1 */
} vectors[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
               {1234567890, "005924"}, {2000000000, "279037"}, {INT64_C(20000000000), "353130"}};

static int64_t step_at(int64_t seconds, const char *code)
{
    return record_totp_step(totp_secret, code, strlen(code), seconds * 1000000);
}

static void codes_are_those_of_rfc_6238(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_true(step_at(vectors[i].at, vectors[i].code) == vectors[i].at / 30);
}

static void a_code_lives_for_its_step_and_one_around_it(void **state)
{
    (void)state;
    for (size_t i = 1; i < sizeof vectors / sizeof *vectors; i++) {
        int64_t step = vectors[i].at / 30;
        for (int64_t drift = -3; drift <= 3; drift++)
            for (int64_t second = 0; second < 30; second += 29) {
                int64_t want = drift >= -1 && drift <= 1 ? step : -1;
                assert_true(step_at((step + drift) * 30 + second, vectors[i].code) == want);
            }
    }
}

static void what_is_no_code_is_refused(void **state)
{
    static const char *const codes[] = {"", "28708", "2870820", "94287082", "287083", "28708 ", " 287082", "28708\n",
                                        "000000"};
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_true(step_at(59, codes[i]) == -1);
    unsigned char other[RECORD_TOTP] = {0};
    assert_true(record_totp_step(other, "287082", 6, 59 * 1000000) == -1);
    assert_true(record_totp_step(totp_secret, "287082", 0, 59 * 1000000) == -1);
}

static void passwords_obey_the_rules(void **state)
{
    static const struct {
        const char *login, *password;
        bool fit;
        const char *why;
    } rows[] = {
        {"a.martin", "huit chameaux lents", true, "good"},
        {"a.martin", "abcdefghijkl", true, "twelve bytes"},
        {"a.martin", "abcdefghijk", false, "eleven bytes"},
        {"a.martin", "", false, "empty"},
        {"a.martin", "abcdefabcdef", true, "six different"},
        {"a.martin", "abcdeabcdeabcde", false, "five different"},
        {"a.martin", "aaaaaaaaaaaaaaaa", false, "one different"},
        {"a.martin", "xx a.martin xx", false, "holds the login"},
        {"a.martin", "xxA.MARTINxx12", false, "holds the login in capitals"},
        {"a.martin", "mot de passe jalon", false, "holds the service"},
        {"a.martin", "mot de passe JaLoN", false, "holds the service in capitals"},
        {"a.martin", "xx a.marti xx12", true, "nearly the login"},
        {"a.martin", "h\303\251risson \303\240 lunettes", true, "accents"},
        {"a.martin", "h\351risson \340 lunettes", false, "not UTF-8"},
    };
    char longest[258];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (record_password_fit(rows[i].password, strlen(rows[i].password), rows[i].login, strlen(rows[i].login)) !=
            rows[i].fit)
            fail_msg("%s", rows[i].why);
    for (size_t i = 0; i < sizeof longest; i++)
        longest[i] = (char)('a' + i % 20);
    assert_true(record_password_fit(longest, 256, "a.martin", 8));
    assert_false(record_password_fit(longest, 257, "a.martin", 8));
    assert_true(record_password_fit(longest, 12, "", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_give_the_record_back),
        cmocka_unit_test(the_bytes_are_of_this_root_and_unchanged),
        cmocka_unit_test(a_decoy_looks_like_a_record),
        cmocka_unit_test(a_wrong_password_gets_nothing),
        cmocka_unit_test(the_private_half_is_bound_to_user_version_and_kind),
        cmocka_unit_test(another_root_does_not_know_the_password),
        cmocka_unit_test(the_same_password_makes_another_record),
        cmocka_unit_test(codes_are_those_of_rfc_6238),
        cmocka_unit_test(a_code_lives_for_its_step_and_one_around_it),
        cmocka_unit_test(what_is_no_code_is_refused),
        cmocka_unit_test(passwords_obey_the_rules),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
