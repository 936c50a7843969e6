/* SPDX-License-Identifier: EUPL-1.2 */
/* SIREN numbers: those of bodies that everybody knows, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/siren.h"

static void numbers_with_their_key_are_taken_and_no_others(void **state)
{
    static const struct {
        const char *text;
        bool want;
        const char *why;
    } rows[] = {
        {"215903501", true, "the commune of Lille"},
        {"200093201", true, "the Métropole européenne de Lille"},
        {"356000000", true, "La Poste"},
        {"732829320", true, "the example of the norm"},
        {"732829321", false, "another key"},
        {"215905301", false, "two digits change places"},
        {"000000000", false, "nobody's"},
        {"21590350", false, "eight digits"},
        {"2159035010", false, "ten"},
        {"21590350A", false, "a letter"},
        {"215 90350", false, "a blank"},
        {"-15903501", false, "a sign"},
        {"", false, "nothing"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (siren_fits(rows[i].text, strlen(rows[i].text)) != rows[i].want)
            fail_msg("%s: %s", rows[i].text, rows[i].why);
}

static void of_ten_last_digits_one_is_the_key(void **state)
{
    char text[] = "215903500";
    int fits = 0;

    (void)state;
    for (int c = '0'; c <= '9'; c++) {
        text[8] = (char)c;
        fits += siren_fits(text, 9);
    }
    assert_int_equal(fits, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_with_their_key_are_taken_and_no_others),
        cmocka_unit_test(of_ten_last_digits_one_is_the_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
