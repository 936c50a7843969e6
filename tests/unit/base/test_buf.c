/* SPDX-License-Identifier: EUPL-1.2 */
/* A buffer keeps its cap, remembers its first failure, and what is written reads back. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/rd.h"

#include "base/banned.h"


static void what_is_written_reads_back(void **state)
{
    struct buf b SCOPED_BUF;
    struct rd r;
    size_t n;
    unsigned char three[3];

    (void)state;
    buf_init(&b, 1000);
    buf_u8(&b, 0x12);
    buf_u16(&b, 0x1234);
    buf_u32(&b, 0x12345678);
    buf_u64(&b, UINT64_C(0x123456789abcdef0));
    buf_i64(&b, INT64_MIN);
    buf_lv8(&b, "abc", 3);
    buf_lv16(&b, "", 0);
    buf_lv32(&b, "de", 2);
    buf_bytes(&b, "xyz", 3);
    buf_fmt(&b, "%d-%s", 42, "ok");
    buf_str(&b, "!");
    assert_int_equal(buf_err(&b), ERR_OK);
    assert_int_equal(b.data[1], 0x12);
    assert_int_equal(b.data[2], 0x34);

    rd_init(&r, b.data, b.len);
    assert_int_equal(rd_u8(&r), 0x12);
    assert_int_equal(rd_u16(&r), 0x1234);
    assert_int_equal(rd_u32(&r), 0x12345678);
    assert_true(rd_u64(&r) == UINT64_C(0x123456789abcdef0));
    assert_true(rd_i64(&r) == INT64_MIN);
    assert_memory_equal(rd_lv8(&r, &n, 3), "abc", 3);
    assert_int_equal(n, 3);
    assert_non_null(rd_lv16(&r, &n, 0));
    assert_int_equal(n, 0);
    assert_memory_equal(rd_lv32(&r, &n, 10), "de", 2);
    rd_copy(&r, three, 3);
    assert_memory_equal(three, "xyz", 3);
    assert_int_equal(rd_end(&r), ERR_FORMAT);
    assert_int_equal(rd_left(&r), 6);
    assert_memory_equal(rd_bytes(&r, 6), "42-ok!", 6);
    assert_int_equal(rd_end(&r), ERR_OK);
}

static void the_cap_holds_to_the_byte(void **state)
{
    (void)state;
    for (size_t max = 0; max < 300; max++) {
        struct buf b SCOPED_BUF;

        buf_init(&b, max);
        for (size_t i = 0; i < max; i++)
            buf_u8(&b, (uint8_t)i);
        assert_int_equal(buf_err(&b), ERR_OK);
        assert_int_equal(b.len, max);
        assert_true(b.cap <= max + 1);
        assert_non_null(buf_cstr(&b));
        assert_int_equal(b.data[max], 0);
        buf_u8(&b, 1);
        assert_int_equal(buf_err(&b), ERR_LIMIT);
    }
}

static void numbers_and_formats_of_every_length(void **state)
{
    static const int64_t number[] = {0, 9, 10, -1, 1234567890, INT64_MAX, INT64_MIN};
    char text[240];

    (void)state;
    for (size_t i = 0; i < sizeof number / sizeof number[0]; i++) {
        struct buf b SCOPED_BUF;

        buf_init(&b, 20);
        buf_dec(&b, number[i]);
        (void)snprintf(text, sizeof text, "%" PRId64, number[i]);
        assert_string_equal(buf_cstr(&b), text);
    }
    for (size_t before = 0; before < 70; before++)
        for (size_t n = 0; n < 140; n++) {
            struct buf b SCOPED_BUF;

            memset(text, 'x', sizeof text);
            buf_init(&b, before + n);
            buf_bytes(&b, text, before);
            buf_fmt(&b, "%.*s", (int)n, text);
            assert_int_equal(buf_err(&b), ERR_OK);
            assert_int_equal(b.len, before + n);
            assert_memory_equal(b.data, text, b.len);
            buf_fmt(&b, "%d", 1);
            assert_int_equal(buf_err(&b), ERR_LIMIT);
        }
}

static void a_failure_sticks_until_reset(void **state)
{
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 4);
    buf_str(&b, "abcde");
    buf_str(&b, "a");
    assert_int_equal(buf_err(&b), ERR_LIMIT);
    assert_null(buf_grow(&b, 1));
    assert_null(buf_cstr(&b));
    assert_int_equal(b.len, 0);
    buf_reset(&b);
    buf_fmt(&b, "%s", "abcd");
    assert_int_equal(buf_err(&b), ERR_OK);
    assert_string_equal(buf_cstr(&b), "abcd");
    buf_fmt(&b, "%d", 1);
    assert_int_equal(buf_err(&b), ERR_LIMIT);
}

static void a_length_that_its_prefix_cannot_say_fails(void **state)
{
    struct buf b SCOPED_BUF;
    unsigned char *big = calloc(1, 65536);

    (void)state;
    assert_non_null(big);
    buf_init(&b, 1000000);
    buf_lv8(&b, big, 255);
    buf_lv16(&b, big, 65535);
    assert_int_equal(buf_err(&b), ERR_OK);
    buf_lv8(&b, big, 256);
    assert_int_equal(buf_err(&b), ERR_LIMIT);
    buf_reset(&b);
    buf_lv16(&b, big, 65536);
    assert_int_equal(buf_err(&b), ERR_LIMIT);
    free(big);
}

static void a_size_beyond_memory_is_told_apart(void **state)
{
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, SIZE_MAX);
    buf_u8(&b, 1);
    assert_null(buf_grow(&b, SIZE_MAX));
    assert_int_equal(buf_err(&b), ERR_LIMIT);
}

static void a_secret_is_wiped_when_reset(void **state)
{
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init_secret(&b, 1000);
    for (int i = 0; i < 100; i++)
        buf_str(&b, "secret");
    assert_int_equal(b.len, 600);
    assert_memory_equal(b.data + 594, "secret", 6);
    buf_reset(&b);
    for (size_t i = 0; i < b.cap; i++)
        assert_int_equal(b.data[i], 0);
}

static void a_reader_stops_for_good_at_its_first_failure(void **state)
{
    static const unsigned char in[] = {0, 3, 'a', 'b'};
    unsigned char out[2] = {9, 9};
    struct rd r;
    size_t n = 5;

    (void)state;
    rd_init(&r, in, sizeof in);
    assert_null(rd_lv16(&r, &n, 10));
    assert_int_equal(n, 0);
    assert_int_equal(rd_u8(&r), 0);
    rd_copy(&r, out, 2);
    assert_int_equal(out[0] + out[1], 0);
    assert_int_equal(rd_left(&r), 0);
    assert_int_equal(rd_end(&r), ERR_FORMAT);

    rd_init(&r, in + 1, 3);
    assert_null(rd_lv8(&r, &n, 1));
    assert_int_equal(rd_end(&r), ERR_FORMAT);

    rd_init(&r, NULL, 0);
    assert_int_equal(rd_end(&r), ERR_OK);
    assert_non_null(rd_bytes(&r, 0));
    assert_int_equal(rd_u64(&r), 0);
    assert_int_equal(rd_end(&r), ERR_FORMAT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(the_cap_holds_to_the_byte),
        cmocka_unit_test(numbers_and_formats_of_every_length),
        cmocka_unit_test(a_failure_sticks_until_reset),
        cmocka_unit_test(a_length_that_its_prefix_cannot_say_fails),
        cmocka_unit_test(a_size_beyond_memory_is_told_apart),
        cmocka_unit_test(a_secret_is_wiped_when_reset),
        cmocka_unit_test(a_reader_stops_for_good_at_its_first_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
