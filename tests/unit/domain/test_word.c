/* SPDX-License-Identifier: EUPL-1.2 */
/* Every word of every list is found again, is written as a code, and says something in French. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "domain/word.h"

static void every_word_is_found_by_its_code(void **state)
{
    (void)state;
    for (int l = 0; l < WORD_LISTS; l++) {
        assert_true(word_count((enum word_list)l) >= 2);
        for (size_t i = 0; i < word_count((enum word_list)l); i++) {
            const char *code = word_code((enum word_list)l, i);

            assert_ptr_equal(word_find((enum word_list)l, code, strlen(code)), code);
            assert_true(strlen(code) <= WORD_MAX);
            assert_int_equal(strspn(code, "abcdefghijklmnopqrstuvwxyz_0123456789"), strlen(code));
        }
        assert_null(word_code((enum word_list)l, word_count((enum word_list)l)));
    }
}

static void every_word_has_a_label_in_one_line(void **state)
{
    (void)state;
    for (int l = 0; l < WORD_LISTS; l++)
        for (size_t i = 0; i < word_count((enum word_list)l); i++) {
            const char *label = word_label((enum word_list)l, word_code((enum word_list)l, i));

            assert_true(strlen(label) > 2 && text_is_line(label, strlen(label)));
            assert_null(strchr(label, '\'')); /* the typographic apostrophe */
        }
}

static void what_is_no_word_is_not_found(void **state)
{
    (void)state;
    assert_null(word_find(WORD_OUTCOME, "", 0));
    assert_null(word_find(WORD_OUTCOME, "Granted", 7));
    assert_null(word_find(WORD_OUTCOME, "grante", 6));
    assert_null(word_find(WORD_OUTCOME, "grantedx", 8));
    assert_null(word_find(WORD_OUTCOME, "adults", 6));
    assert_null(word_find(WORD_LISTS, "adults", 6));
    assert_string_equal(word_label(WORD_OUTCOME, "adults"), "");
    assert_string_equal(word_list_name(WORD_LISTS), "");
}

static void lists_have_names_of_their_own(void **state)
{
    (void)state;
    for (int a = 0; a < WORD_LISTS; a++)
        for (int b = 0; b < a; b++)
            assert_string_not_equal(word_list_name((enum word_list)a), word_list_name((enum word_list)b));
}

/* For tests/sql/test_words.py: "list code code ..." a line. */
static void print_lists(void)
{
    for (int l = 0; l < WORD_LISTS; l++) {
        printf("%s", word_list_name((enum word_list)l));
        for (size_t i = 0; i < word_count((enum word_list)l); i++)
            printf(" %s", word_code((enum word_list)l, i));
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_found_by_its_code),
        cmocka_unit_test(every_word_has_a_label_in_one_line),
        cmocka_unit_test(what_is_no_word_is_not_found),
        cmocka_unit_test(lists_have_names_of_their_own),
    };

    if (argc == 2 && strcmp(argv[1], "--print") == 0) {
        print_lists();
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
