/* SPDX-License-Identifier: EUPL-1.2 */
/* Telephone numbers as people write them, and addresses with one @. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/reach.h"

struct row {
    const char *text;
    size_t n;
    bool want;
};

#define ROW(text, want) {text, sizeof(text) - 1, want}

static void check(const struct row *rows, size_t n, bool (*fits)(const char *, size_t))
{
    for (size_t i = 0; i < n; i++)
        if (fits(rows[i].text, rows[i].n) != rows[i].want)
            fail_msg("%s", rows[i].text);
}

static void numbers_hold_digits_and_what_parts_them(void **state)
{
    static const struct row rows[] = {
        ROW("", true),
        ROW("17", true),
        ROW("03 20 00 00 00", true),
        ROW("+33 (0)6.39-98.12", true),
        ROW("()", false),
        ROW(" ", false),
        ROW("03 20 poste 4", false),
        ROW("0320/0321", false),
        ROW("03\00020", false),
        ROW("٠٣٢٠", false),
    };

    (void)state;
    check(rows, sizeof rows / sizeof rows[0], reach_phone_fits);
}

static void addresses_have_one_at_between_two_sides(void **state)
{
    static const struct row rows[] = {
        ROW("", true),
        ROW("a@b", true),
        ROW("cécile.o'neil@ville-exemple.invalid", true),
        ROW("@b", false),
        ROW("a@", false),
        ROW("@", false),
        ROW("a@b@c", false),
        ROW("a@@b", false),
        ROW("a b@c", false),
        ROW("ab", false),
    };

    (void)state;
    check(rows, sizeof rows / sizeof rows[0], reach_email_fits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_hold_digits_and_what_parts_them),
        cmocka_unit_test(addresses_have_one_at_between_two_sides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
