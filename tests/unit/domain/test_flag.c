/* SPDX-License-Identifier: EUPL-1.2 */
/* Every rule that a report of hours may break is there once and says something in French. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "domain/flag.h"

static void every_rule_is_there_once(void **state)
{
    (void)state;
    assert_true(flag_count() > 5);
    for (size_t i = 0; i < flag_count(); i++) {
        const char *rule = flag_rule(i);

        assert_int_equal(strlen(rule), 4);
        assert_true(rule[0] >= 'A' && rule[0] <= 'Z' && rule[1] == '-' && strspn(rule + 2, "0123456789") == 2);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(rule, flag_rule(k));
    }
    assert_null(flag_rule(flag_count()));
}

static void every_rule_has_a_sentence_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < flag_count(); i++) {
        const char *s = flag_sentence(flag_rule(i));

        assert_true(strlen(s) > 10 && text_is_line(s, strlen(s)));
        assert_null(strchr(s, '\'')); /* the apostrophe is ’ */
        assert_true(s[strlen(s) - 1] != '.');
        for (const char *p = s; *p != '\0'; p++)
            if (strchr(":;!?", *p) != NULL)
                assert_true(p >= s + 2 && memcmp(p - 2, "\xc2\xa0", 2) == 0);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(s, flag_sentence(flag_rule(k)));
    }
}

static void what_is_no_rule_says_nothing(void **state)
{
    (void)state;
    assert_string_equal(flag_sentence(""), "");
    assert_string_equal(flag_sentence("s-08"), "");
    assert_string_equal(flag_sentence("S-1"), "");
    assert_string_equal(flag_sentence("S-080"), "");
}

/* For tests/sql/test_words.py: a rule a line. */
static void print_rules(void)
{
    for (size_t i = 0; i < flag_count(); i++)
        printf("%s\n", flag_rule(i));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_is_there_once),
        cmocka_unit_test(every_rule_has_a_sentence_of_its_own),
        cmocka_unit_test(what_is_no_rule_says_nothing),
    };

    if (argc == 2 && strcmp(argv[1], "--print") == 0) {
        print_rules();
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
