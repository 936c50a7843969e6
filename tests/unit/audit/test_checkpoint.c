/* SPDX-License-Identifier: EUPL-1.2 */
/* The signed head has the bytes of C2SP signed-note and tlog-checkpoint. */
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "audit/checkpoint.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include "base/banned.h"


/* Made from the text of the standards by another program (tests/lib/tlog.py), key of the seed 00 01 .. 1f. */
static const char origin[] = "jalon.invalid/test";
static const char key_hex[] = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";
static const char vkey[] = "jalon.invalid/test+d3cc60d9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
static const char root_hex[] = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
#define BODY "jalon.invalid/test\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
#define DASH "\xe2\x80\x94 "
#define OURS                                                                                                        \
    DASH "jalon.invalid/test "                                                                                      \
         "08xg2Z/ybUIH9PGrqqtaT/LgvgGFP0tKiCgBh4SCQfBU/yOapNiqvK38noJTDLMyjUbwW5/R+n4F/T6JOUxQCnaMcQk=\n"
#define WITNESS DASH "witness.example/w1 AAAAAHJlYWQgb25seQ==\n"
static const char note[] = BODY "\n" OURS;

static void the_key(unsigned char key[32])
{
    assert_int_equal(text_unhex(key, 32, key_hex, 64), ERR_OK);
}

static void writes_what_another_program_wrote(void **state)
{
    unsigned char key[32], secret[64], seed[32], signature[64];
    struct checkpoint c = {.size = 8};
    struct buf b SCOPED_BUF;

    (void)state;
    the_key(key);
    memcpy(c.origin, origin, sizeof origin);
    assert_int_equal(text_unhex(c.root.b, 32, root_hex, 64), ERR_OK);
    for (unsigned char i = 0; i < 32; i++)
        seed[i] = i;
    assert_int_equal(crypto_sign_seed_keypair(key, secret, seed), 0);
    buf_init(&b, 1000);
    assert_int_equal(checkpoint_body(&c, &b), ERR_OK);
    assert_string_equal(buf_cstr(&b), BODY);
    assert_int_equal(crypto_sign_detached(signature, NULL, b.data, b.len, secret), 0);
    buf_reset(&b);
    assert_int_equal(checkpoint_note(&c, key, signature, &b), ERR_OK);
    assert_string_equal(buf_cstr(&b), note);
    buf_reset(&b);
    assert_int_equal(checkpoint_vkey(origin, key, &b), ERR_OK);
    assert_string_equal(buf_cstr(&b), vkey);
}

static void reads_what_another_program_wrote(void **state)
{
    unsigned char key[32], signature[64];
    struct checkpoint c;
    size_t n;

    (void)state;
    the_key(key);
    assert_int_equal(checkpoint_parse(&c, note, strlen(note), key, &n, signature), ERR_OK);
    assert_string_equal(c.origin, origin);
    assert_int_equal(c.size, 8);
    assert_int_equal(n, strlen(BODY));
    assert_int_equal(crypto_sign_verify_detached(signature, (const unsigned char *)note, n, key), 0);
}

static const struct {
    const char *note;
    int rc;
    const char *why;
} rows[] = {
    {BODY "\n" WITNESS OURS WITNESS, ERR_OK, "witnesses beside us"},
    {"jalon.invalid/test\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\nextension\n\n" OURS, ERR_OK, "an extension"},
    {"jalon.invalid/test\n0\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" OURS, ERR_OK, "size zero"},
    {BODY "\n" WITNESS, ERR_NOTFOUND, "witnesses only"},
    {"jalon.invalid/tesu\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" OURS, ERR_NOTFOUND, "another origin"},
    {BODY "\n" OURS OURS, ERR_FORMAT, "signed twice"},
    {BODY "\n", ERR_FORMAT, "no signature"},
    {BODY OURS, ERR_FORMAT, "no empty line"},
    {BODY, ERR_FORMAT, "a body alone"},
    {"", ERR_FORMAT, "nothing"},
    {"\n", ERR_FORMAT, "a line feed"},
    {"\n\n", ERR_FORMAT, "two line feeds"},
    {"\n\n" OURS, ERR_FORMAT, "no text"},
    {BODY "\n\n" OURS, ERR_FORMAT, "two empty lines"},
    {"jalon.invalid/test\n8\n\n" OURS, ERR_FORMAT, "no root"},
    {"jalon.invalid/test\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" OURS, ERR_FORMAT, "a leading zero"},
    {"jalon.invalid/test\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" OURS, ERR_FORMAT, "a sign"},
    {"jalon.invalid/test\n9223372036854775808\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" OURS, ERR_FORMAT,
     "a size over 63 bits"},
    {"jalon.invalid/test\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQy\n\n" OURS, ERR_FORMAT, "a short root"},
    {"jalon invalid/test\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" OURS, ERR_FORMAT, "a blank in it"},
    {"jalon.invalid/test\r\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" OURS, ERR_FORMAT, "a carriage return"},
    {BODY "\n" OURS "x", ERR_FORMAT, "no line feed at the end"},
    {BODY "\n" OURS "- a b\n", ERR_FORMAT, "a hyphen for the dash"},
    {BODY "\n" OURS DASH "a\n", ERR_FORMAT, "a name alone"},
    {BODY "\n" OURS DASH " AAAAAHJlYWQgb25seQ==\n", ERR_FORMAT, "no name"},
    {BODY "\n" OURS DASH "a+b AAAAAHJlYWQgb25seQ==\n", ERR_FORMAT, "a plus in a name"},
    {BODY "\n" OURS DASH "w AAAAAA==\n", ERR_FORMAT, "a key id alone"},
    {BODY "\n" OURS DASH "w AAAAAHJlYWQgb25seQ\n", ERR_FORMAT, "base64 without its end"},
    {BODY "\n" DASH "jalon.invalid/test 08xg2Z8=\n", ERR_FORMAT, "our key id before a short signature"},
    {BODY "\xff\n\n" OURS, ERR_FORMAT, "no UTF-8"},
};

static void only_a_signed_head_is_read(void **state)
{
    unsigned char key[32], signature[64];
    struct checkpoint c;
    size_t n;

    (void)state;
    the_key(key);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int rc = checkpoint_parse(&c, rows[i].note, strlen(rows[i].note), key, &n, signature);

        if (rc != rows[i].rc)
            fail_msg("%s: %s", rows[i].why, err_name(rc));
    }
    assert_int_equal(checkpoint_parse(&c, BODY "\n\0" OURS, strlen(BODY) + 20, key, &n, signature), ERR_FORMAT);
}

/* Whatever byte changes, the head is refused by its form or by its signature. */
static void every_byte_is_covered(void **state)
{
    unsigned char key[32], signature[64];
    char text[sizeof note];
    struct checkpoint c;
    size_t n;

    (void)state;
    the_key(key);
    memcpy(text, note, sizeof note);
    for (size_t at = 0; at < strlen(note); at++)
        for (int bit = 0; bit < 8; bit++) {
            text[at] = (char)(text[at] ^ (1 << bit));
            if (checkpoint_parse(&c, text, strlen(note), key, &n, signature) == ERR_OK &&
                crypto_sign_verify_detached(signature, (const unsigned char *)text, n, key) == 0)
                fail_msg("byte %zu bit %d", at, bit);
            text[at] = note[at];
        }
}

/* Of the C2SP text, of golang.org/x/mod/sumdb/note, and one whose base64 has a plus. */
static void verifier_keys_of_others_are_read(void **state)
{
    static const char *const good[] = {
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
    };
    char name[CHECKPOINT_ORIGIN + 1];
    unsigned char key[32];
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 1000);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        size_t n = strlen(good[i]);

        assert_int_equal(checkpoint_vkey_parse(good[i], n, name, key), ERR_OK);
        buf_reset(&b);
        assert_int_equal(checkpoint_vkey(name, key, &b), ERR_OK);
        assert_string_equal(buf_cstr(&b), good[i]);
        for (size_t from = 0; from <= n; from++)
            for (size_t to = from; to <= n; to++)
                if (to - from < n)
                    assert_int_equal(checkpoint_vkey_parse(good[i] + from, to - from, name, key), ERR_FORMAT);
    }
}

/* The example of the C2SP signed-note text: its signature line is found by name and key id. */
static void the_key_id_is_that_of_the_standard(void **state)
{
    static const char signed_by_foo[] =
        "example.com/foo\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n" DASH "example.com/foo "
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    static const char foo[] = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    static const char text[] = "This is an example message.\n";
    char name[CHECKPOINT_ORIGIN + 1];
    unsigned char key[32], signature[64];
    struct checkpoint c;
    size_t n;

    (void)state;
    assert_int_equal(checkpoint_vkey_parse(foo, strlen(foo), name, key), ERR_OK);
    assert_int_equal(checkpoint_parse(&c, signed_by_foo, strlen(signed_by_foo), key, &n, signature), ERR_OK);
    assert_int_equal(crypto_sign_verify_detached(signature, (const unsigned char *)text, strlen(text), key), 0);
}

static void wrong_verifier_keys_are_refused(void **state)
{
    static const char *const bad[] = {
        "jalon.invalid/test+d3cc60d8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "jalon.invalid/test+D3CC60D9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "jalon.invalid/test+d3cc60d9+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "jalon.invalid/tesu+d3cc60d9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "jalon.invalid/test+d3cc60d9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n",
        "jalon invalid/test+d3cc60d9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "+d3cc60d9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "",
        "++",
    };
    char name[CHECKPOINT_ORIGIN + 1];
    unsigned char key[32];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(checkpoint_vkey_parse(bad[i], strlen(bad[i]), name, key), ERR_FORMAT);
}

static void what_is_no_origin_is_not_written(void **state)
{
    static const char *const bad[] = {"", "a b", "a+b", "a\nb", "\xc3\xa9"};
    static const unsigned char zero[64];
    struct checkpoint c = {.size = 1};
    char longest[CHECKPOINT_ORIGIN + 2];
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 1000);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        memcpy(c.origin, bad[i], strlen(bad[i]) + 1);
        assert_int_equal(checkpoint_body(&c, &b), ERR_FORMAT);
        assert_int_equal(checkpoint_note(&c, zero, zero, &b), ERR_FORMAT);
        assert_int_equal(checkpoint_vkey(bad[i], zero, &b), ERR_FORMAT);
    }
    memset(longest, 'a', sizeof longest);
    longest[CHECKPOINT_ORIGIN + 1] = 0;
    assert_int_equal(checkpoint_vkey(longest, zero, &b), ERR_FORMAT);
    longest[CHECKPOINT_ORIGIN] = 0;
    assert_int_equal(checkpoint_vkey(longest, zero, &b), ERR_OK);
    memcpy(c.origin, "a", 2);
    c.size = UINT64_C(1) << 63;
    assert_int_equal(checkpoint_body(&c, &b), ERR_FORMAT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_another_program_wrote),
        cmocka_unit_test(reads_what_another_program_wrote),
        cmocka_unit_test(only_a_signed_head_is_read),
        cmocka_unit_test(every_byte_is_covered),
        cmocka_unit_test(verifier_keys_of_others_are_read),
        cmocka_unit_test(the_key_id_is_that_of_the_standard),
        cmocka_unit_test(wrong_verifier_keys_are_refused),
        cmocka_unit_test(what_is_no_origin_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
