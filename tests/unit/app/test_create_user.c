/* SPDX-License-Identifier: EUPL-1.2 */
/* What may be a login and what may be a name, and what a refused act is to the person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/create_user.h"
#include "base/err.h"

static void a_login_is_short_and_plain(void **state)
{
    static const char *const good[] = {"ab", "a.martin", "7-x_y", "a..b"};
    static const char *const bad[] = {"", "a", ".a", "_a", "-a", "A.b", "a b", "o'brien", "\xc3\xa9ve", "a\n"};
    char longest[65];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(create_user_login_fits(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(create_user_login_fits(bad[i], strlen(bad[i])));
    memset(longest, 'x', sizeof longest);
    assert_true(create_user_login_fits(longest, 63));
    assert_false(create_user_login_fits(longest, 64));
    assert_false(create_user_login_fits("a\0b", 3));
}

static void a_name_holds_more_than_blanks(void **state)
{
    static const char *const good[] = {"Q", "\u00c9", "\u00a0x", "\u2003\u3000\u0418", "O\u2019", "'"};
    static const char *const bad[] = {"", " ", "\u00a0", "\u2003\u00a0", "\u3000", "\u1680 ", "\u2028\u205f"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(create_user_name_fits(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(create_user_name_fits(bad[i], strlen(bad[i])));
}

static void what_stops_an_act_is_told_in_its_own_words(void **state)
{
    enum refusal no = REFUSAL_VERSION_CONFLICT;

    (void)state;
    assert_int_equal(acting_judge(ERR_OK, &no), ERR_OK);
    assert_int_equal(no, REFUSAL_ACCOUNT_STATE);
    no = REFUSAL_NONE;
    assert_int_equal(acting_judge(ERR_DENIED, &no), ERR_OK);
    assert_int_equal(no, REFUSAL_ACT_KEY);
    no = REFUSAL_NONE;
    assert_int_equal(acting_judge(ERR_UNAVAILABLE, &no), ERR_UNAVAILABLE);
    assert_int_equal(no, REFUSAL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_login_is_short_and_plain),
        cmocka_unit_test(a_name_holds_more_than_blanks),
        cmocka_unit_test(what_stops_an_act_is_told_in_its_own_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
