/* SPDX-License-Identifier: EUPL-1.2 */
/* Each encoding has one spelling, and UTF-8 is the strict one. */
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


static void hexadecimal_goes_and_comes(void **state)
{
    static const char *const bad[] = {"0", "0A", "0g", "000", "", " 0", "0x"};
    unsigned char all[256], back[256];
    char text[513];

    (void)state;
    for (int i = 0; i < 256; i++)
        all[i] = (unsigned char)i;
    text_hex(text, all, sizeof all);
    assert_int_equal(strlen(text), 512);
    assert_memory_equal(text, "000102", 6);
    assert_int_equal(text_unhex(back, sizeof back, text, 512), ERR_OK);
    assert_memory_equal(all, back, sizeof all);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(text_unhex(back, 1, bad[i], strlen(bad[i])), ERR_FORMAT);
    assert_int_equal(text_unhex(back, 0, "", 0), ERR_OK);
}

static void base64_of_every_length_goes_and_comes(void **state)
{
    unsigned char in[64], back[64];
    char text[100], again[100];
    size_t got;

    (void)state;
    for (size_t n = 0; n <= sizeof in; n++) {
        secret_random(in, n);
        assert_int_equal(text_base64(text, sizeof text, in, n), ERR_OK);
        assert_int_equal(strlen(text), (n + 2) / 3 * 4);
        assert_int_equal(text_unbase64(back, n, &got, text, strlen(text)), ERR_OK);
        assert_int_equal(got, n);
        assert_memory_equal(in, back, n);
        assert_int_equal(text_base64url(text, sizeof text, in, n), ERR_OK);
        assert_null(strpbrk(text, "+/="));
        assert_int_equal(text_unbase64url(back, n, &got, text, strlen(text)), ERR_OK);
        assert_int_equal(got, n);
        assert_memory_equal(in, back, n);
        if (n > 0)
            assert_int_not_equal(text_unbase64url(back, n - 1, &got, text, strlen(text)), ERR_OK);
    }
    assert_int_equal(text_base64(again, 5, "abc", 3), ERR_OK);
    assert_int_equal(text_base64(again, 4, "abc", 3), ERR_LIMIT);
}

/* RFC 4648 section 10, and spellings that a lenient reader would take. */
static void base64_has_one_spelling(void **state)
{
    static const struct {
        const char *text;
        const char *bytes;
    } rows[] = {
        {"", ""},         {"Zg==", "f"},      {"Zm8=", "fo"},     {"Zm9v", "foo"},  {"Zm9vYg==", "foob"},
        {"Zg=", NULL},    {"Zg", NULL},       {"Zh==", NULL},     {"Zm9=", NULL},   {"Zm9v=", NULL},
        {"Zm9v====", NULL}, {"Zm9v\n", NULL}, {"Zm 9v", NULL},    {"Zg==Zg==", NULL}, {"Z", NULL},
        {"Zm9-", NULL},   {"=", NULL},        {"====", NULL},
    };
    unsigned char out[16];
    size_t got;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int rc = text_unbase64(out, sizeof out, &got, rows[i].text, strlen(rows[i].text));

        if (rc != (rows[i].bytes != NULL ? ERR_OK : ERR_FORMAT))
            fail_msg("\"%s\": %s", rows[i].text, err_name(rc));
        if (rc == ERR_OK)
            assert_memory_equal(out, rows[i].bytes, got);
    }
    assert_int_equal(text_unbase64url(out, sizeof out, &got, "Zg==", 4), ERR_FORMAT);
    assert_int_equal(text_unbase64url(out, sizeof out, &got, "Zh", 2), ERR_FORMAT);
    assert_int_equal(text_unbase64(out, sizeof out, &got, "Zm9v\0", 5), ERR_FORMAT);
}

/* Every pair and every last character: what is read is what would be written. */
static void base64_takes_no_other_byte(void **state)
{
    unsigned char out[3];
    char again[5];
    size_t got;

    (void)state;
    for (unsigned i = 0; i < 65536; i++) {
        const char pair[4] = {(char)(i >> 8), (char)(i & 255), '=', '='};
        const char tail[4] = {'A', 'A', (char)(i >> 8), (char)(i & 255)};

        if (text_unbase64(out, sizeof out, &got, pair, 4) == ERR_OK) {
            assert_int_equal(text_base64(again, sizeof again, out, got), ERR_OK);
            assert_memory_equal(again, pair, 4);
        }
        if (text_unbase64(out, sizeof out, &got, tail, 4) == ERR_OK) {
            assert_int_equal(text_base64(again, sizeof again, out, got), ERR_OK);
            assert_memory_equal(again, tail, 4);
        }
        if (text_unbase64url(out, sizeof out, &got, pair, 2) == ERR_OK) {
            assert_int_equal(text_base64url(again, sizeof again, out, got), ERR_OK);
            assert_memory_equal(again, pair, 2);
        }
    }
}

static void utf8_is_strict(void **state)
{
    static const struct {
        const char *bytes;
        int utf8, line;
        const char *why;
    } rows[] = {
        {"", 1, 1, "nothing"},
        {"d\xc3\xa9j\xc3\xa0", 1, 1, "two bytes"},
        {"\xe2\x80\x94", 1, 1, "three bytes"},
        {"\xf0\x9f\x8c\xb1", 1, 1, "four bytes"},
        {"\xf4\x8f\xbf\xbf", 1, 1, "the last code point"},
        {"\xf4\x90\x80\x80", 0, 0, "one beyond the last"},
        {"\xed\x9f\xbf", 1, 1, "before the surrogates"},
        {"\xed\xa0\x80", 0, 0, "the first surrogate"},
        {"\xed\xbf\xbf", 0, 0, "the last surrogate"},
        {"\xee\x80\x80", 1, 1, "behind the surrogates"},
        {"\xc0\x80", 0, 0, "overlong NUL"},
        {"\xc1\xbf", 0, 0, "overlong in two"},
        {"\xe0\x9f\xbf", 0, 0, "overlong in three"},
        {"\xf0\x8f\xbf\xbf", 0, 0, "overlong in four"},
        {"\xf8\x88\x80\x80\x80", 0, 0, "five bytes"},
        {"\x80", 0, 0, "a following byte alone"},
        {"\xc3", 0, 0, "cut after the first"},
        {"\xe2\x80", 0, 0, "cut after the second"},
        {"\xc3(", 0, 0, "not followed"},
        {"\xff", 0, 0, "never a byte of UTF-8"},
        {"a\nb", 1, 0, "a line feed"},
        {"a\tb", 1, 0, "a tab"},
        {"\x7f", 1, 0, "DEL"},
        {"\xc2\x80", 1, 0, "the first of C1"},
        {"\xc2\x9f", 1, 0, "the last of C1"},
        {"\xc2\xa0", 1, 1, "no-break space"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n = strlen(rows[i].bytes);

        if (text_is_utf8(rows[i].bytes, n) != (rows[i].utf8 != 0) ||
            text_is_line(rows[i].bytes, n) != (rows[i].line != 0))
            fail_msg("%s", rows[i].why);
    }
    for (size_t at = 0; at < 40; at++) { /* wherever it stands among ASCII */
        char text[41] = "0123456789012345678901234567890123456789";

        assert_true(text_is_utf8(text, at));
        text[at] = (char)0xc3;
        text[at + 1] = (char)0xa9;
        assert_true(text_is_utf8(text, 41));
        assert_false(text_is_utf8(text, at + 1));
        text[at + 1] = 'x';
        assert_false(text_is_utf8(text, 41));
    }
    assert_true(text_is_utf8("a\0b", 3));
    assert_false(text_is_line("a\0b", 3));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(hexadecimal_goes_and_comes),
        cmocka_unit_test(base64_of_every_length_goes_and_comes),
        cmocka_unit_test(base64_has_one_spelling),
        cmocka_unit_test(base64_takes_no_other_byte),
        cmocka_unit_test(utf8_is_strict),
    };

    if (secret_init() != ERR_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
