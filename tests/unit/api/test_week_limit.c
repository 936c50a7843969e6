/* SPDX-License-Identifier: EUPL-1.2 */
/* W-01: what a sheet says of the week, and that nothing else of it matters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/json.h"
#include "api/week_limit.h"

static int32_t limit(const char *sheet)
{
    return week_limit_of(sheet, strlen(sheet));
}

static void the_member_is_read_whatever_stands_beside_it(void **state)
{
    (void)state;
    assert_int_equal(limit("{\"week_minutes\":720}"), 720);
    assert_int_equal(limit("{\"skills\":[\"Taille\"],\"limits\":null,\"week_minutes\":0,\"message\":\"Bonjour\"}"), 0);
    assert_int_equal(limit("{\"week_minutes\":10080}"), 10080);
}

static void what_is_no_number_of_minutes_of_a_week_says_nothing(void **state)
{
    static const char *const sheets[] = {
        "", "{", "[]", "7", "null", "{}",
        "{\"week_minutes\":null}",
        "{\"week_minutes\":\"720\"}",
        "{\"week_minutes\":720.0}",
        "{\"week_minutes\":-1}",
        "{\"week_minutes\":10081}",
        "{\"week_minutes\":[720]}",
        "{\"week_minutes\":99999999999999999999}",
        "{\"week_minutes\":1,\"week_minutes\":2}",
        "{\"Week_minutes\":720}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++)
        assert_true(limit(sheets[i]) < 0);
    assert_true(week_limit_of("{\"week_minutes\":7}", 5) < 0);
    assert_true(week_limit_of(NULL, 0) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_member_is_read_whatever_stands_beside_it),
        cmocka_unit_test(what_is_no_number_of_minutes_of_a_week_says_nothing),
    };

    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
