/* SPDX-License-Identifier: EUPL-1.2 */
/* Every error has its own name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

#include "base/banned.h"


static void names_are_distinct(void **state)
{
    (void)state;
    for (int a = ERR_OK; a >= ERR_INTERNAL; a--) {
        assert_string_not_equal(err_name(a), "unknown");
        for (int b = ERR_OK; b > a; b--)
            assert_string_not_equal(err_name(a), err_name(b));
    }
}

static void a_stranger_is_unknown(void **state)
{
    (void)state;
    assert_string_equal(err_name(1), "unknown");
    assert_string_equal(err_name(ERR_INTERNAL - 1), "unknown");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_distinct),
        cmocka_unit_test(a_stranger_is_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
