/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON bodies: what is declared arrives, everything else is refused with the pointer of the field at fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/json.h"

enum { NAME, TEXT, SECRET, DAY, CODE, INNER, ID, FLAG, FIELDS };

static const struct json_field fields[FIELDS] = {
    [NAME] = {"name", JSON_LINE, true, 1, 4},      [TEXT] = {"text", JSON_LINES, false, 1, 9},
    [SECRET] = {"secret", JSON_OPAQUE, false, 1, 8}, [DAY] = {"day", JSON_DAY, false, 0, 0},
    [CODE] = {"code", JSON_DIGITS, false, 6, 6},   [INNER] = {"inner", JSON_FIELDS, false, 0, 0},
    [ID] = {"id", JSON_ID, false, 0, 0},           [FLAG] = {"flag", JSON_FLAG, false, 0, 0},
};
#define SOME_ID "0192f0c1-7d5c-4e0b-9c77-2a4f5b6c7d8e"
static const struct json_field inner[1] = {{"a/b", JSON_LINE, true, 1, 4}};

static void bodies_are_taken_as_declared_and_no_others(void **state)
{
    static const struct {
        const char *body;
        enum refusal want;
        const char *pointer;
        const char *why;
    } rows[] = {
        {"{\"name\":\"x\"}", REFUSAL_NONE, "", "the least"},
        {" {\n\t\"name\" : \"x\" }\r\n", REFUSAL_NONE, "", "blanks around"},
        {"{\"name\":\"\xc3\xa9\xe2\x80\x99\xf0\x9f\x8c\xb1n\"}", REFUSAL_NONE, "", "four characters, ten bytes"},
        {"{\"name\":\"\\u00e9\"}", REFUSAL_NONE, "", "an escaped letter"},
        {"{\"name\":\"abcde\"}", REFUSAL_FIELD_INVALID, "/name", "too long"},
        {"{\"name\":\"\"}", REFUSAL_FIELD_INVALID, "/name", "too short"},
        {"{\"name\":\" x\"}", REFUSAL_FIELD_INVALID, "/name", "a blank before"},
        {"{\"name\":\"x \"}", REFUSAL_FIELD_INVALID, "/name", "a blank behind"},
        {"{\"name\":\"a\\nb\"}", REFUSAL_FIELD_INVALID, "/name", "two lines in one"},
        {"{\"name\":\"a\\u0085b\"}", REFUSAL_FIELD_INVALID, "/name", "a control character of C1"},
        {"{\"name\":\"a\\u0000\"}", REFUSAL_JSON, "", "a NUL"},
        {"{\"name\":\"\\ud800\"}", REFUSAL_JSON, "", "half a surrogate pair"},
        {"{\"name\":\"\xff\"}", REFUSAL_JSON, "", "not UTF-8"},
        {"{\"name\":\"\xed\xa0\x80\"}", REFUSAL_JSON, "", "a surrogate in UTF-8"},
        {"{\"name\":1}", REFUSAL_FIELD_INVALID, "/name", "a number"},
        {"{\"name\":null}", REFUSAL_FIELD_INVALID, "/name", "null where it is required"},
        {"{\"name\":[\"x\"]}", REFUSAL_FIELD_INVALID, "/name", "a list"},
        {"{}", REFUSAL_FIELD_MISSING, "/name", "nothing"},
        {"{\"name\":\"x\",\"id\":\"" SOME_ID "\"}", REFUSAL_NONE, "", "an id"},
        {"{\"name\":\"x\",\"id\":\"0192F0C1-7D5C-4E0B-9C77-2A4F5B6C7D8E\"}", REFUSAL_FIELD_INVALID, "/id", "loud"},
        {"{\"name\":\"x\",\"id\":\"" SOME_ID " \"}", REFUSAL_FIELD_INVALID, "/id", "a blank behind"},
        {"{\"name\":\"x\",\"id\":7}", REFUSAL_FIELD_INVALID, "/id", "a number for an id"},
        {"{\"name\":\"x\",\"flag\":false}", REFUSAL_NONE, "", "a flag"},
        {"{\"name\":\"x\",\"flag\":\"true\"}", REFUSAL_FIELD_INVALID, "/flag", "a word for a flag"},
        {"{\"name\":\"x\",\"flag\":1}", REFUSAL_FIELD_INVALID, "/flag", "a number for a flag"},
        {"{\"name\":\"x\",\"nom\":\"y\"}", REFUSAL_FIELD_UNKNOWN, "/nom", "unknown"},
        {"{\"name\":\"x\",\"Name\":\"y\"}", REFUSAL_FIELD_UNKNOWN, "/Name", "another case"},
        {"{\"name\":\"x\",\"a/b~c\":\"y\"}", REFUSAL_FIELD_UNKNOWN, "/a~1b~0c", "escaped in the pointer"},
        {"{\"name\":\"x\",\"name\":\"x\"}", REFUSAL_JSON, "/name", "twice"},
        {"{\"name\":\"x\",\"text\":\"y\",\"inner\":{\"q\":1,\"q\":2}}", REFUSAL_JSON, "/inner/q", "twice inside"},
        {"{\"l\":[1,{\"k\":1,\"k\":2}]}", REFUSAL_JSON, "/l/1/k", "twice in a list"},
        {"{\"name\":\"x\",\"text\":null}", REFUSAL_NONE, "", "null where it may be absent"},
        {"{\"name\":\"x\",\"text\":\"a\\nb\"}", REFUSAL_NONE, "", "two lines"},
        {"{\"name\":\"x\",\"text\":\"a\\r\\nb\"}", REFUSAL_FIELD_INVALID, "/text", "a carriage return"},
        {"{\"name\":\"x\",\"text\":\"a\\n\"}", REFUSAL_FIELD_INVALID, "/text", "an empty last line"},
        {"{\"name\":\"x\",\"secret\":\" \\t\\n \"}", REFUSAL_NONE, "", "a password may be anything"},
        {"{\"name\":\"x\",\"secret\":\"123456789\"}", REFUSAL_FIELD_INVALID, "/secret", "but not any length"},
        {"{\"name\":\"x\",\"day\":\"2024-02-29\"}", REFUSAL_NONE, "", "a leap day"},
        {"{\"name\":\"x\",\"day\":\"2023-02-29\"}", REFUSAL_FIELD_INVALID, "/day", "none"},
        {"{\"name\":\"x\",\"code\":\"012345\"}", REFUSAL_NONE, "", "six digits"},
        {"{\"name\":\"x\",\"code\":\"12345\"}", REFUSAL_FIELD_INVALID, "/code", "five"},
        {"{\"name\":\"x\",\"code\":\"12345a\"}", REFUSAL_FIELD_INVALID, "/code", "a letter"},
        {"{\"name\":\"x\",\"code\":123456}", REFUSAL_FIELD_INVALID, "/code", "a number"},
        {"{\"name\":\"x\",\"inner\":\"y\"}", REFUSAL_FIELD_INVALID, "/inner", "a string for an object"},
        {"{\"name\":\"x\",\"inner\":{}}", REFUSAL_FIELD_MISSING, "/inner/a~1b", "a field missing inside"},
        {"{\"name\":\"x\",\"inner\":{\"a/b\":\"y\"}}", REFUSAL_NONE, "", "an inner object"},
        {"[]", REFUSAL_JSON, "", "a list at the top"},
        {"\"x\"", REFUSAL_JSON, "", "a string at the top"},
        {"null", REFUSAL_JSON, "", "null at the top"},
        {"", REFUSAL_JSON, "", "an empty body"},
        {"{\"name\":\"x\"", REFUSAL_JSON, "", "cut off"},
        {"{\"name\":\"x\"}{}", REFUSAL_JSON, "", "two documents"},
        {"{\"name\":\"x\"} x", REFUSAL_JSON, "", "something behind"},
        {"{'name':'x'}", REFUSAL_JSON, "", "other quotes"},
        {"{name:\"x\"}", REFUSAL_JSON, "", "no quotes"},
        {"{\"name\":\"x\",}", REFUSAL_JSON, "", "a comma too many"},
        {"\xef\xbb\xbf{\"name\":\"x\"}", REFUSAL_JSON, "", "a byte order mark"},
        {"{\"name\":\"x\",\"n\":1e999}", REFUSAL_JSON, "", "a number that is none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_doc d SCOPED_JSON;
        struct json_value v[FIELDS];
        struct json_value w[1];
        enum refusal got = json_doc_parse(&d, rows[i].body, strlen(rows[i].body));

        if (got == REFUSAL_NONE)
            got = json_doc_take(&d, NULL, "", fields, v, FIELDS);
        if (got == REFUSAL_NONE && v[INNER].present)
            got = json_doc_take(&d, v[INNER].object, "/inner", inner, w, 1);
        if (got != rows[i].want || strcmp(d.pointer, rows[i].pointer) != 0)
            fail_msg("%s: %s at '%s'", rows[i].why, refusal_code(got), d.pointer);
    }
}

static enum refusal nested(size_t depth, char open, char close)
{
    static char body[4096];
    struct json_doc d SCOPED_JSON;
    size_t n = 0;

    for (size_t i = 0; i < depth; i++)
        n += (size_t)snprintf(body + n, sizeof body - n, open == '{' ? "{\"a\":" : "[");
    n += (size_t)snprintf(body + n, sizeof body - n, "1");
    for (size_t i = 0; i < depth; i++)
        body[n++] = close;
    return json_doc_parse(&d, body, n);
}

static void sixteen_levels_are_the_limit(void **state)
{
    static const char quoted[] = "{\"a\":\"[[[[[[[[[[[[[[[[[[[[\\\"[[[\"}";
    static char endless[60000];
    struct json_doc d SCOPED_JSON;

    (void)state;
    assert_int_equal(nested(16, '{', '}'), REFUSAL_NONE);
    assert_int_equal(nested(17, '{', '}'), REFUSAL_JSON);
    assert_int_equal(nested(17, '[', ']'), REFUSAL_JSON);
    memset(endless, '[', sizeof endless);
    assert_int_equal(json_doc_parse(&d, endless, sizeof endless), REFUSAL_JSON);
    /* brackets in a string are no levels */
    assert_int_equal(json_doc_parse(&d, quoted, sizeof quoted - 1), REFUSAL_NONE);
}

static void values_are_the_decoded_text(void **state)
{
    static const char body[] = "{\"name\":\"\\u00c9\\\"\\\\n\",\"secret\":\"a\\tb\"}";
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];

    (void)state;
    assert_int_equal(json_doc_parse(&d, body, sizeof body - 1), REFUSAL_NONE);
    assert_int_equal(json_doc_take(&d, NULL, "", fields, v, FIELDS), REFUSAL_NONE);
    assert_string_equal(v[NAME].s, "\xc3\x89\"\\n");
    assert_int_equal(v[NAME].n, 5);
    assert_string_equal(v[SECRET].s, "a\tb");
    assert_false(v[TEXT].present);
    assert_false(v[DAY].present);
}

static void a_long_name_is_cut_in_the_pointer_at_a_character(void **state)
{
    static char body[1024];
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    size_t n = (size_t)snprintf(body, sizeof body, "{\"name\":\"x\",\"");

    (void)state;
    for (int i = 0; i < 200; i++)
        n += (size_t)snprintf(body + n, sizeof body - n, "\xc3\xa9");
    n += (size_t)snprintf(body + n, sizeof body - n, "\":1}");
    assert_int_equal(json_doc_parse(&d, body, n), REFUSAL_NONE);
    assert_int_equal(json_doc_take(&d, NULL, "", fields, v, FIELDS), REFUSAL_FIELD_UNKNOWN);
    assert_true(strlen(d.pointer) < JSON_POINTER && strlen(d.pointer) > 100);
    assert_int_equal(json_characters(d.pointer, strlen(d.pointer)), 1 + (strlen(d.pointer) - 1) / 2);
}

static int start(void **state)
{
    (void)state;
    json_start();
    return 0;
}

static void ids_and_flags_arrive_as_such(void **state)
{
    static const char body[] = "{\"name\":\"x\",\"id\":\"" SOME_ID "\",\"flag\":true}";
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    char text[UUID_TEXT + 1];

    (void)state;
    assert_int_equal(json_doc_parse(&d, body, sizeof body - 1), REFUSAL_NONE);
    assert_int_equal(json_doc_take(&d, NULL, "", fields, v, FIELDS), REFUSAL_NONE);
    uuid_format(&v[ID].id, text);
    assert_string_equal(text, SOME_ID);
    assert_true(v[FLAG].present && v[FLAG].flag);
    assert_false(v[DAY].present);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_and_flags_arrive_as_such),
        cmocka_unit_test(bodies_are_taken_as_declared_and_no_others),
        cmocka_unit_test(sixteen_levels_are_the_limit),
        cmocka_unit_test(values_are_the_decoded_text),
        cmocka_unit_test(a_long_name_is_cut_in_the_pointer_at_a_character),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
