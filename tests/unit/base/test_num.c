/* SPDX-License-Identifier: EUPL-1.2 */
/* Decimal integers have one spelling; sums and products of sizes are checked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/num.h"

#include "base/banned.h"


static const struct {
    const char *text;
    int64_t lo, hi;
    int rc;
    int64_t value;
    const char *why;
} rows[] = {
    {"0", 0, 10, ERR_OK, 0, "zero"},
    {"10", 0, 10, ERR_OK, 10, "the upper end"},
    {"-5", -5, 10, ERR_OK, -5, "the lower end"},
    {"11", 0, 10, ERR_LIMIT, 0, "over"},
    {"-6", -5, 10, ERR_LIMIT, 0, "under"},
    {"9223372036854775807", INT64_MIN, INT64_MAX, ERR_OK, INT64_MAX, "the largest"},
    {"-9223372036854775808", INT64_MIN, INT64_MAX, ERR_OK, INT64_MIN, "the smallest"},
    {"9223372036854775808", INT64_MIN, INT64_MAX, ERR_LIMIT, 0, "one over the largest"},
    {"-9223372036854775809", INT64_MIN, INT64_MAX, ERR_LIMIT, 0, "one under the smallest"},
    {"99999999999999999999999999", INT64_MIN, INT64_MAX, ERR_LIMIT, 0, "far over"},
    {"", 0, 10, ERR_FORMAT, 0, "nothing"},
    {"-", -5, 10, ERR_FORMAT, 0, "a sign alone"},
    {"-0", -5, 10, ERR_FORMAT, 0, "zero has no sign"},
    {"00", 0, 10, ERR_FORMAT, 0, "a leading zero"},
    {"07", 0, 10, ERR_FORMAT, 0, "a leading zero before a digit"},
    {"-07", -10, 10, ERR_FORMAT, 0, "a leading zero behind the sign"},
    {"+7", 0, 10, ERR_FORMAT, 0, "a plus"},
    {" 7", 0, 10, ERR_FORMAT, 0, "a blank before"},
    {"7 ", 0, 10, ERR_FORMAT, 0, "a blank behind"},
    {"7.0", 0, 10, ERR_FORMAT, 0, "a fraction"},
    {"0x7", 0, 10, ERR_FORMAT, 0, "hexadecimal"},
    {"99999999999999999999999999x", 0, 10, ERR_FORMAT, 0, "over, but no number either"},
};

static void reads_one_spelling(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t got = 77;
        int rc = num_parse_i64(rows[i].text, strlen(rows[i].text), rows[i].lo, rows[i].hi, &got);

        if (rc != rows[i].rc || got != (rc == ERR_OK ? rows[i].value : 77))
            fail_msg("\"%s\" (%s): %s %lld", rows[i].text, rows[i].why, err_name(rc), (long long)got);
    }
}

static void looks_at_n_characters_only(void **state)
{
    int64_t got;

    (void)state;
    assert_int_equal(num_parse_i64("123", 2, 0, 100, &got), ERR_OK);
    assert_int_equal(got, 12);
    assert_int_equal(num_parse_i64("1\0003", 3, 0, 1000, &got), ERR_FORMAT);
}

static void sums_and_products_do_not_wrap(void **state)
{
    size_t got = 77;

    (void)state;
    assert_true(num_add(SIZE_MAX - 1, 1, &got));
    assert_true(got == SIZE_MAX);
    assert_false(num_add(SIZE_MAX, 1, &got));
    assert_true(got == SIZE_MAX);
    assert_true(num_mul(SIZE_MAX / 2, 2, &got));
    assert_true(got == SIZE_MAX - 1);
    assert_false(num_mul(SIZE_MAX / 2 + 1, 2, &got));
    assert_true(got == SIZE_MAX - 1);
    assert_true(num_mul(0, SIZE_MAX, &got));
    assert_true(got == 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_one_spelling),
        cmocka_unit_test(looks_at_n_characters_only),
        cmocka_unit_test(sums_and_products_do_not_wrap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
