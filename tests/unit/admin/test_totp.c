/* SPDX-License-Identifier: EUPL-1.2 */
/* The codes of RFC 6238, appendix B (SHA-1, its last six digits), and what is no secret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "admin/totp.h"

#include "base/err.h"

#include "base/banned.h"

/* "12345678901234567890" in base32. */
static const char secret[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

static void codes_are_those_of_the_rfc(void **state)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[TOTP_CODE + 1];

        assert_int_equal(totp_code(secret, strlen(secret), totp_step(rows[i].seconds * 1000000), out), ERR_OK);
        assert_string_equal(out, rows[i].code);
    }
}

static void a_step_lasts_thirty_seconds(void **state)
{
    (void)state;
    assert_int_equal(totp_step(29999999), 0);
    assert_int_equal(totp_step(30000000), 1);
}

static void what_is_not_base32_is_refused(void **state)
{
    char out[TOTP_CODE + 1];

    (void)state;
    assert_int_equal(totp_code("not base32!", 11, 1, out), ERR_FORMAT);
    assert_int_equal(totp_code("", 0, 1, out), ERR_FORMAT);
    assert_int_equal(totp_code(secret, strlen(secret), -1, out), ERR_FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(codes_are_those_of_the_rfc),
                                       cmocka_unit_test(a_step_lasts_thirty_seconds),
                                       cmocka_unit_test(what_is_not_base32_is_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
