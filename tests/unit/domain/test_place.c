/* SPDX-License-Identifier: EUPL-1.2 */
/* Codes of communes and départements by their form, Corsica and overseas included. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/place.h"

struct row {
    const char *text;
    bool want;
};

static void check(const struct row *rows, size_t n, bool (*fits)(const char *, size_t))
{
    for (size_t i = 0; i < n; i++)
        if (fits(rows[i].text, strlen(rows[i].text)) != rows[i].want)
            fail_msg("%s", rows[i].text);
}

static void codes_of_communes_have_five_characters(void **state)
{
    static const struct row rows[] = {
        {"59350", true},  {"01001", true},  {"2A004", true},  {"2B033", true},  {"97105", true}, {"5935", false},
        {"593500", false}, {"2C004", false}, {"A9350", false}, {"5935x", false}, {"593 0", false}, {"", false},
    };

    (void)state;
    check(rows, sizeof rows / sizeof rows[0], place_insee_fits);
}

static void codes_of_departements_are_those_there_are(void **state)
{
    static const struct row rows[] = {
        {"59", true},  {"01", true},   {"19", true},   {"21", true},  {"95", true},   {"2A", true},  {"2B", true},
        {"971", true}, {"976", true},  {"978", true},  {"00", false}, {"20", false},  {"96", false}, {"99", false},
        {"1", false},  {"2C", false},  {"3A", false},  {"2a", false}, {"970", false}, {"979", false}, {"987", false},
        {"059", false}, {"59 ", false}, {"5x", false}, {"", false},
    };

    (void)state;
    check(rows, sizeof rows / sizeof rows[0], place_departement_fits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_of_communes_have_five_characters),
        cmocka_unit_test(codes_of_departements_are_those_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
