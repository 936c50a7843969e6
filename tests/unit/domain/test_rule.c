/* SPDX-License-Identifier: EUPL-1.2 */
/* Every rule that a placement or a report of hours may break is there once and says something in French. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "domain/rule.h"

static void every_rule_is_there_once(void **state)
{
    (void)state;
    assert_true(rule_count(RULE_PLACEMENT) > 10);
    assert_true(rule_count(RULE_REPORT) > 5);
    for (enum rule_list list = 0; list < RULE_LISTS; list++) {
        for (size_t i = 0; i < rule_count(list); i++) {
            const char *rule = rule_id(list, i);

            assert_int_equal(strlen(rule), 4);
            assert_true(rule[0] >= 'A' && rule[0] <= 'Z' && rule[1] == '-' && strspn(rule + 2, "0123456789") == 2);
            for (size_t k = 0; k < i; k++)
                assert_string_not_equal(rule, rule_id(list, k));
        }
        assert_null(rule_id(list, rule_count(list)));
    }
}

static void is_plain_french(const char *s)
{
    assert_true(strlen(s) > 10 && text_is_line(s, strlen(s)));
    assert_null(strchr(s, '\'')); /* the apostrophe is ’ */
    assert_true(s[strlen(s) - 1] != '.');
    for (const char *p = s; *p != '\0'; p++)
        if (strchr(":;!?", *p) != NULL)
            assert_true(p >= s + 2 && memcmp(p - 2, "\xc2\xa0", 2) == 0);
}

static void every_rule_has_a_sentence_of_its_own(void **state)
{
    (void)state;
    for (enum rule_list list = 0; list < RULE_LISTS; list++) {
        for (size_t i = 0; i < rule_count(list); i++) {
            const char *s = rule_sentence(list, rule_id(list, i));

            is_plain_french(s);
            for (size_t k = 0; k < i; k++)
                assert_string_not_equal(s, rule_sentence(list, rule_id(list, k)));
        }
    }
}

static void what_is_no_rule_says_nothing(void **state)
{
    (void)state;
    assert_string_equal(rule_sentence(RULE_PLACEMENT, ""), "");
    assert_string_equal(rule_sentence(RULE_PLACEMENT, "h-18"), "");
    assert_string_equal(rule_sentence(RULE_PLACEMENT, "H-1"), "");
    assert_string_equal(rule_sentence(RULE_PLACEMENT, "H-180"), "");
    assert_string_equal(rule_sentence(RULE_REPORT, ""), "");
    assert_string_equal(rule_sentence(RULE_REPORT, "s-08"), "");
    assert_string_equal(rule_sentence(RULE_REPORT, "S-1"), "");
    assert_string_equal(rule_sentence(RULE_REPORT, "S-080"), "");
}

/* For tests/sql/test_words.py: a list a line. */
static void print_rules(void)
{
    static const char *const names[RULE_LISTS] = {[RULE_PLACEMENT] = "placement", [RULE_REPORT] = "report"};

    for (enum rule_list list = 0; list < RULE_LISTS; list++) {
        printf("%s", names[list]);
        for (size_t i = 0; i < rule_count(list); i++)
            printf(" %s", rule_id(list, i));
        printf("\n");
    }
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
