/* SPDX-License-Identifier: EUPL-1.2 */
/* The words of sealed records: the whole of each list, as they lie in what was sealed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "domain/situation.h"

static void the_lists_are_these_words_in_this_order(void **state)
{
    static const char *const want[SITUATION_LISTS] = {
        [SITUATION_TRANSPORT] = "on_foot bicycle public_transport car scooter ",
        [SITUATION_LEVEL] = "none some fluent ",
        [SITUATION_FITNESS] = "not_examined fit fit_limits unfit ",
        [SITUATION_TRIGGER] = ("minor disability pregnancy night_work special_risk care_setting asked_by_director "
                               "claimed_unfit "),
    };

    (void)state;
    for (int l = 0; l < SITUATION_LISTS; l++) {
        char all[256] = "";
        size_t k = 0;

        for (size_t i = 0; i < situation_count((enum situation_list)l); i++)
            k += (size_t)snprintf(all + k, sizeof all - k, "%s ", situation_code((enum situation_list)l, i));
        assert_string_equal(all, want[l]);
    }
}

static void every_word_has_a_label(void **state)
{
    (void)state;
    for (int l = 0; l < SITUATION_LISTS; l++)
        for (size_t i = 0; i < situation_count((enum situation_list)l); i++) {
            const char *code = situation_code((enum situation_list)l, i);
            const char *label = situation_label((enum situation_list)l, code);

            assert_true(strlen(label) > 2 && text_is_line(label, strlen(label)));
            assert_null(strchr(label, '\''));
        }
}

static void what_is_no_word_has_no_label(void **state)
{
    (void)state;
    assert_null(situation_code(SITUATION_LEVEL, 3));
    assert_string_equal(situation_label(SITUATION_LEVEL, "car"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lists_are_these_words_in_this_order),
        cmocka_unit_test(every_word_has_a_label),
        cmocka_unit_test(what_is_no_word_has_no_label),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
