/* SPDX-License-Identifier: EUPL-1.2 */
/* Identifiers: random ones are of version 4, and text is the canonical form only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/uuid.h"

#include "base/banned.h"


static void text_goes_and_comes(void **state)
{
    struct uuid a, b;
    char text[UUID_TEXT + 1];

    (void)state;
    for (int i = 0; i < 100; i++) {
        uuid_random(&a);
        uuid_format(&a, text);
        assert_int_equal(strlen(text), UUID_TEXT);
        assert_int_equal(text[14], '4');
        assert_non_null(strchr("89ab", text[19]));
        assert_int_equal(uuid_parse(&b, text, UUID_TEXT), ERR_OK);
        assert_true(uuid_eq(&a, &b));
        b.b[15] ^= 1;
        assert_false(uuid_eq(&a, &b));
        assert_false(uuid_is_nil(&a));
    }
}

static void only_the_canonical_form_is_read(void **state)
{
    static const char good[] = "0f8e1d2c-3b4a-5968-7786-95a4b3c2d1e0";
    static const char *const bad[] = {
        "",
        "0f8e1d2c3b4a5968778695a4b3c2d1e0",
        "0F8e1d2c-3b4a-5968-7786-95a4b3c2d1e0",
        "{0f8e1d2c-3b4a-5968-7786-95a4b3c2d1e",
        "0f8e1d2c-3b4a-5968-7786-95a4b3c2d1e",
        "0f8e1d2c-3b4a-5968-7786-95a4b3c2d1e01",
        "0f8e1d2c-3b4a-5968-7786-95a4b3c2d1eg",
        "0f8e1d2c-3b4a-596-87786-95a4b3c2d1e0",
        "0f8e1d2c 3b4a-5968-7786-95a4b3c2d1e0",
    };
    struct uuid u = {{0}};

    (void)state;
    assert_true(uuid_is_nil(&u));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(uuid_parse(&u, bad[i], strlen(bad[i])), ERR_FORMAT);
    assert_true(uuid_is_nil(&u));
    assert_int_equal(uuid_parse(&u, good, UUID_TEXT), ERR_OK);
    assert_int_equal(u.b[0], 0x0f);
    assert_int_equal(u.b[15], 0xe0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_goes_and_comes),
        cmocka_unit_test(only_the_canonical_form_is_read),
    };

    if (secret_init() != ERR_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
