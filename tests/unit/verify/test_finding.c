/* SPDX-License-Identifier: EUPL-1.2 */
/* Of several findings the reader is told the one that lies first and is known most exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "verify/finding.h"

#include "base/banned.h"


static void the_first_place_wins(void **state)
{
    struct finding f = {0};

    (void)state;
    finding_set(&f, 7, 7, false, "at %d", 7);
    assert_true(f.found && !f.tile && f.index == 7);
    finding_set(&f, 9, 9, true, "at 9");
    assert_string_equal(f.text, "at 7");
    finding_set(&f, 7, 7, true, "again");
    assert_string_equal(f.text, "at 7");
    finding_set(&f, 3, 3, true, "at 3");
    assert_string_equal(f.text, "at 3");
    assert_true(f.tile && f.index == 3);
}

static void a_span_does_not_displace_what_lies_in_it(void **state)
{
    struct finding f = {0};

    (void)state;
    finding_set(&f, 300, 300, true, "entry 300");
    finding_set(&f, 256, 511, true, "a tile above");
    assert_string_equal(f.text, "entry 300");
    finding_set(&f, 0, 255, true, "a tile before");
    assert_string_equal(f.text, "a tile before");
}

static void a_long_text_is_cut(void **state)
{
    struct finding f = {0};

    (void)state;
    finding_set(&f, 0, 0, false, "%0600d", 1);
    assert_int_equal(strlen(f.text), FINDING_TEXT - 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_place_wins),
        cmocka_unit_test(a_span_does_not_displace_what_lies_in_it),
        cmocka_unit_test(a_long_text_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
