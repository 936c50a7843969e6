/* SPDX-License-Identifier: EUPL-1.2 */
/* Query fields and header values: declared ones only, each once, each in one form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/params.h"

static const struct json_field fields[] = {{"after", JSON_CURSOR}, {"limit", JSON_INT}};
static const struct json_shape names = JSON_SHAPE(NULL, fields);

static const char *value(const struct params *p, const char *name)
{
    const char *text;
    size_t n;

    (void)params_find(p, name, &text, &n);
    assert_true(text == NULL ? n == 0 : n == strlen(text));
    return text;
}

static void declared_fields_arrive_and_no_others(void **state)
{
    static const struct {
        const char *query;
        enum refusal want;
        const char *after; /* expected value, NULL: not there */
        const char *why;
    } rows[] = {
        {"", REFUSAL_NONE, NULL, "no query"},
        {"after=x", REFUSAL_NONE, "x", "one"},
        {"limit=1&after=x", REFUSAL_NONE, "x", "two"},
        {"after=", REFUSAL_NONE, "", "empty is there"},
        {"after=a%2Bb", REFUSAL_NONE, "a+b", "decoded"},
        {"after=a+b", REFUSAL_NONE, "a+b", "a plus is a plus"},
        {"after=%C3%A9", REFUSAL_NONE, "\xc3\xa9", "UTF-8"},
        {"after=a=b", REFUSAL_NONE, "a=b", "an equals sign in the value"},
        {"after=x&after=y", REFUSAL_PARAMETER, NULL, "twice"},
        {"before=x", REFUSAL_PARAMETER, NULL, "not declared"},
        {"AFTER=x", REFUSAL_PARAMETER, NULL, "another case"},
        {"aft=x", REFUSAL_PARAMETER, NULL, "half of a name"},
        {"after", REFUSAL_PARAMETER, NULL, "no value"},
        {"=x", REFUSAL_PARAMETER, NULL, "no name"},
        {"&after=x", REFUSAL_PARAMETER, NULL, "an empty piece before"},
        {"after=x&", REFUSAL_PARAMETER, NULL, "and behind"},
        {"%61fter=x", REFUSAL_PARAMETER, NULL, "an encoded name"},
        {"after=%C3", REFUSAL_PARAMETER, NULL, "half a character"},
        {"after=%0A", REFUSAL_PARAMETER, NULL, "a line feed"},
        {"after=%7F", REFUSAL_PARAMETER, NULL, "a control character"},
        {"after=%2", REFUSAL_PARAMETER, NULL, "half an escape"},
    };
    struct params p;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (params_query(&p, &names, rows[i].query, strlen(rows[i].query)) != rows[i].want)
            fail_msg("%s", rows[i].why);
        if (rows[i].want == REFUSAL_NONE && rows[i].after == NULL)
            assert_null(value(&p, "after"));
        if (rows[i].want == REFUSAL_NONE && rows[i].after != NULL)
            assert_string_equal(value(&p, "after"), rows[i].after);
        assert_null(value(&p, "before"));
    }
    assert_int_equal(params_query(&p, NULL, "after=x", 7), REFUSAL_PARAMETER);
    assert_int_equal(params_query(&p, NULL, "", 0), REFUSAL_NONE);
}

static void a_value_has_a_greatest_length(void **state)
{
    static char query[LIMITS_QUERY_VALUE + 16];
    struct params p;

    (void)state;
    memcpy(query, "after=", 6);
    memset(query + 6, 'a', LIMITS_QUERY_VALUE + 1);
    assert_int_equal(params_query(&p, &names, query, 6 + LIMITS_QUERY_VALUE), REFUSAL_NONE);
    assert_int_equal(strlen(value(&p, "after")), LIMITS_QUERY_VALUE);
    assert_int_equal(params_query(&p, &names, query, 7 + LIMITS_QUERY_VALUE), REFUSAL_PARAMETER);
}

static void a_bearer_is_a_token_of_32_bytes(void **state)
{
    unsigned char t[32];

    (void)state;
    assert_true(params_bearer("Bearer AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", 50, t));
    for (unsigned char i = 0; i < 32; i++)
        assert_int_equal(t[i], i);
    assert_true(params_bearer("bearer AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", 50, t));
    assert_false(params_bearer("Bearer AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh", 49, t));
    assert_false(params_bearer("Bearer AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 51, t));
    assert_false(params_bearer("Bearer AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9", 50, t)); /* stray bits */
    assert_false(params_bearer("Basic  AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", 50, t));
    assert_false(params_bearer("Bearer AAECAwQFBgcICQoLDA0OD/AREhMUFRYXGBkaGxwdHh8", 50, t));
    assert_false(params_bearer("", 0, t));
}

static void a_version_is_a_quoted_number(void **state)
{
    static const char *const bad[] = {"1", "\"\"", "\"00\"", "\"-1\"", "\"01\"", "\"1", "W/\"1\"", "*",
                                      "\"2147483647\"", "\"1\",\"2\"", "\"99999999999\"", "\"1 \""};
    int32_t v = 0;

    (void)state;
    assert_true(params_version("\"7\"", 3, &v));
    assert_int_equal(v, 7);
    assert_true(params_version("\"0\"", 3, &v)); /* of what was not written yet */
    assert_int_equal(v, 0);
    assert_true(params_version("\"2147483646\"", 12, &v)); /* the next version must still be a number */
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(params_version(bad[i], strlen(bad[i]), &v));
}

static void a_key_is_a_uuid_in_either_case(void **state)
{
    struct uuid a, b;

    (void)state;
    assert_true(params_key("0192f0c1-7d5c-4e0b-9c77-2a4f5b6c7d8e", 36, &a));
    assert_true(params_key("0192F0C1-7D5C-4E0B-9C77-2A4F5B6C7D8E", 36, &b));
    assert_true(uuid_eq(&a, &b));
    assert_false(params_key("0192f0c17d5c4e0b9c772a4f5b6c7d8e", 32, &a));
    assert_false(params_key("0192f0c1-7d5c-4e0b-9c77-2a4f5b6c7d8g", 36, &a));
    assert_false(params_key("", 0, &a));
}

static void json_is_recognised_by_its_type(void **state)
{
    static const struct {
        const char *type;
        int want;
    } rows[] = {
        {"application/json", 1},
        {"Application/JSON", 1},
        {"application/json; charset=utf-8", 1},
        {"application/json;charset=UTF-8", 1},
        {"application/json; charset=latin1", 0},
        {"application/jsonp", 0},
        {"application/json ", 0},
        {"text/plain", 0},
        {"application/json; charset=utf-8; x=y", 0},
        {"multipart/form-data", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(params_is_json(rows[i].type, strlen(rows[i].type)), rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(declared_fields_arrive_and_no_others), cmocka_unit_test(a_value_has_a_greatest_length),
        cmocka_unit_test(a_bearer_is_a_token_of_32_bytes),      cmocka_unit_test(a_version_is_a_quoted_number),
        cmocka_unit_test(a_key_is_a_uuid_in_either_case),       cmocka_unit_test(json_is_recognised_by_its_type),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
