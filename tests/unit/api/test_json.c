/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON bodies: what is declared arrives, everything else is refused with the pointer of the field at fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "api/json.h"

enum { NAME, TEXT, SECRET, DAY, CODE, INNER, ID, FLAG, COUNT, BIAS, SLOTS, WORDS, LAT, FIELDS };

static const struct json_field fields[FIELDS] = {
    [NAME] = {"name", JSON_LINE, true, 1, 4},      [TEXT] = {"text", JSON_LINES, false, 1, 9},
    [SECRET] = {"secret", JSON_OPAQUE, false, 1, 8}, [DAY] = {"day", JSON_DAY, false, 0, 0},
    [CODE] = {"code", JSON_DIGITS, false, 6, 6},   [INNER] = {"inner", JSON_FIELDS, false, 0, 0},
    [ID] = {"id", JSON_ID, false, 0, 0},           [FLAG] = {"flag", JSON_FLAG, false, 0, 0},
    [COUNT] = {"count", JSON_INT, false, 1, 47},   [BIAS] = {"bias", JSON_INT, false, INT64_MIN, INT64_MAX},
    [SLOTS] = {"slots", JSON_ITEMS, false, 1, 3},  [WORDS] = {"words", JSON_WORDS, false, 0, 2},
    [LAT] = {"lat", JSON_DECIMAL, false, -90, 90},
};
#define FORTY "0123456789012345678901234567890123456\xc3\xa9\xc3\xa9\xc3\xa9"
#define SOME_ID "0192f0c1-7d5c-4e0b-9c77-2a4f5b6c7d8e"
static const struct json_field inner[1] = {{"a/b", JSON_LINE, true, 1, 4}};
static const struct json_field slot[2] = {{"from", JSON_INT, true, 0, 1439}, {"what", JSON_LINE, false, 1, 4}};

static enum refusal take_slot(struct json_doc *d, const struct json_value *list, size_t i, struct json_value w[2])
{
    char at[JSON_POINTER];

    return json_doc_take_item(d, list, "/slots", i, slot, w, 2, at);
}

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
        {"{\"name\":\"x\",\"count\":1}", REFUSAL_NONE, "", "the smallest number"},
        {"{\"name\":\"x\",\"count\":47}", REFUSAL_NONE, "", "the largest"},
        {"{\"name\":\"x\",\"count\":null}", REFUSAL_NONE, "", "no number"},
        {"{\"name\":\"x\",\"count\":0}", REFUSAL_FIELD_INVALID, "/count", "too small"},
        {"{\"name\":\"x\",\"count\":48}", REFUSAL_FIELD_INVALID, "/count", "too large"},
        {"{\"name\":\"x\",\"count\":-1}", REFUSAL_FIELD_INVALID, "/count", "negative"},
        {"{\"name\":\"x\",\"count\":4.0}", REFUSAL_FIELD_INVALID, "/count", "a fraction of nothing"},
        {"{\"name\":\"x\",\"count\":4e0}", REFUSAL_FIELD_INVALID, "/count", "an exponent"},
        {"{\"name\":\"x\",\"count\":\"4\"}", REFUSAL_FIELD_INVALID, "/count", "a word for a number"},
        {"{\"name\":\"x\",\"count\":true}", REFUSAL_FIELD_INVALID, "/count", "a flag for a number"},
        {"{\"name\":\"x\",\"count\":04}", REFUSAL_JSON, "", "a leading zero"},
        {"{\"name\":\"x\",\"bias\":-9223372036854775808}", REFUSAL_NONE, "", "the smallest there is"},
        {"{\"name\":\"x\",\"bias\":9223372036854775808}", REFUSAL_FIELD_INVALID, "/bias", "beyond 64 bits"},
        {"{\"name\":\"x\",\"bias\":-9223372036854775809 }", REFUSAL_FIELD_INVALID, "/bias", "beyond below"},
        {"{\"name\":\"x\",\"l\":[1,99999999999999999999,2]}", REFUSAL_FIELD_INVALID, "/l/1", "beyond in a list"},
        {"{\"name\":\"x\",\"count\":1.5e999}", REFUSAL_JSON, "", "a fraction that is no number"},
        {"{\"name\":\"x\",\"slots\":[{\"from\":0}]}", REFUSAL_NONE, "", "a slot"},
        {"{\"name\":\"x\",\"slots\":[]}", REFUSAL_FIELD_INVALID, "/slots", "too few"},
        {"{\"name\":\"x\",\"slots\":[{},{},{},{}]}", REFUSAL_FIELD_INVALID, "/slots", "too many"},
        {"{\"name\":\"x\",\"slots\":{\"from\":0}}", REFUSAL_FIELD_INVALID, "/slots", "an object for a list"},
        {"{\"name\":\"x\",\"slots\":[{\"from\":0},7]}", REFUSAL_FIELD_INVALID, "/slots/1", "a number for an object"},
        {"{\"name\":\"x\",\"slots\":[{\"from\":0},null]}", REFUSAL_FIELD_INVALID, "/slots/1", "a null in a list"},
        {"{\"name\":\"x\",\"slots\":[{\"from\":0},{\"from\":1440}]}", REFUSAL_FIELD_INVALID, "/slots/1/from", "late"},
        {"{\"name\":\"x\",\"slots\":[{\"from\":0},{}]}", REFUSAL_FIELD_MISSING, "/slots/1/from", "no beginning"},
        {"{\"name\":\"x\",\"slots\":[{\"from\":0,\"to\":1}]}", REFUSAL_FIELD_UNKNOWN, "/slots/0/to", "unknown inside"},
        {"{\"name\":\"x\",\"words\":[]}", REFUSAL_NONE, "", "no words"},
        {"{\"name\":\"x\",\"words\":[\"a b\",\"" FORTY "\"]}", REFUSAL_NONE, "", "two words, one of forty"},
        {"{\"name\":\"x\",\"words\":[\"a\",\"" FORTY "1\"]}", REFUSAL_FIELD_INVALID, "/words/1", "one of forty-one"},
        {"{\"name\":\"x\",\"words\":[\"\"]}", REFUSAL_FIELD_INVALID, "/words/0", "an empty word"},
        {"{\"name\":\"x\",\"words\":[\"a\\nb\"]}", REFUSAL_FIELD_INVALID, "/words/0", "two lines in a word"},
        {"{\"name\":\"x\",\"words\":[7]}", REFUSAL_FIELD_INVALID, "/words/0", "a number for a word"},
        {"{\"name\":\"x\",\"words\":[\"a\",\"b\",\"c\"]}", REFUSAL_FIELD_INVALID, "/words", "too many words"},
        {"{\"name\":\"x\",\"words\":\"a\"}", REFUSAL_FIELD_INVALID, "/words", "a word for a list"},
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
        struct json_value w[2];
        enum refusal got = json_doc_parse(&d, rows[i].body, strlen(rows[i].body));

        if (got == REFUSAL_NONE)
            got = json_doc_take(&d, NULL, "", fields, v, FIELDS);
        if (got == REFUSAL_NONE && v[INNER].present)
            got = json_doc_take(&d, v[INNER].object, "/inner", inner, w, 1);
        for (size_t k = 0; got == REFUSAL_NONE && k < v[SLOTS].count; k++)
            got = take_slot(&d, &v[SLOTS], k, w);
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

static void numbers_days_and_lists_arrive_as_such(void **state)
{
    static const char body[] = "{\"name\":\"x\",\"bias\":-7,\"day\":\"2024-02-29\",\"words\":[\"a\",\"\\u00e9\"],"
                               "\"slots\":[{\"from\":60},{\"from\":120,\"what\":\"y\"}]}";
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct json_value w[2];
    const char *words[2];
    char at[JSON_POINTER];

    (void)state;
    assert_int_equal(json_doc_parse(&d, body, sizeof body - 1), REFUSAL_NONE);
    assert_int_equal(json_doc_take(&d, NULL, "", fields, v, FIELDS), REFUSAL_NONE);
    assert_true(v[BIAS].present && v[BIAS].i == -7);
    assert_true(v[DAY].day.year == 2024 && v[DAY].day.month == 2 && v[DAY].day.day == 29);
    assert_false(v[COUNT].present);
    assert_int_equal(json_words(&v[WORDS], words), 2);
    assert_string_equal(words[0], "a");
    assert_string_equal(words[1], "\xc3\xa9");
    assert_int_equal(json_words(&v[COUNT], words), 0);
    assert_int_equal(v[SLOTS].count, 2);
    assert_int_equal(json_doc_take_item(&d, &v[SLOTS], "/slots", 1, slot, w, 2, at), REFUSAL_NONE);
    assert_true(w[0].i == 120);
    assert_string_equal(w[1].s, "y");
    assert_string_equal(at, "/slots/1");
    assert_int_equal(json_doc_refuse(&d, at, "from"), REFUSAL_FIELD_INVALID);
    assert_string_equal(d.pointer, "/slots/1/from");
}

static void decimals_are_kept_to_their_sixth_place(void **state)
{
    static const struct {
        const char *body;
        enum refusal want;
        int64_t millionths;
    } rows[] = {
        {"{\"name\":\"x\",\"lat\":50.632971}", REFUSAL_NONE, 50632971},
        {"{\"name\":\"x\",\"lat\":-0.0000014}", REFUSAL_NONE, -1},
        {"{\"name\":\"x\",\"lat\":5e1}", REFUSAL_NONE, 50000000},
        {"{\"name\":\"x\",\"lat\":-90}", REFUSAL_NONE, -90000000},
        {"{\"name\":\"x\",\"lat\":90.0000004}", REFUSAL_FIELD_INVALID, 0},
        {"{\"name\":\"x\",\"lat\":-91}", REFUSAL_FIELD_INVALID, 0},
        {"{\"name\":\"x\",\"lat\":1e300}", REFUSAL_FIELD_INVALID, 0},
        {"{\"name\":\"x\",\"lat\":1e999}", REFUSAL_JSON, 0},
        {"{\"name\":\"x\",\"lat\":NaN}", REFUSAL_JSON, 0},
        {"{\"name\":\"x\",\"lat\":\"50.6\"}", REFUSAL_FIELD_INVALID, 0},
        {"{\"name\":\"x\",\"lat\":true}", REFUSAL_FIELD_INVALID, 0},
    };
    struct json_value v[FIELDS];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_doc d SCOPED_JSON;
        enum refusal got = json_doc_parse(&d, rows[i].body, strlen(rows[i].body));

        if (got == REFUSAL_NONE)
            got = json_doc_take(&d, NULL, "", fields, v, FIELDS);
        if (got != rows[i].want || (got == REFUSAL_NONE && v[LAT].i != rows[i].millionths))
            fail_msg("%s", rows[i].body);
    }
}

static const char *sense(size_t i)
{
    static const char *const senses[] = {"up", "down"};

    return i < 2 ? senses[i] : NULL;
}

static void codes_are_their_lists_own_and_each_once(void **state)
{
    static const struct json_field coded[] = {{"c", JSON_CODE, true, .words = WORD_PUBLIC},
                                              {"l", JSON_CODES, false, 0, 3, .words = WORD_PUBLIC},
                                              {"s", JSON_CODE, false, .code = sense},
                                              {"u", JSON_IDS, false, 0, 1},
                                              {"i", JSON_INSEE}};
    static const struct {
        const char *body;
        const char *pointer; /* "" : fine */
    } rows[] = {
        {"{\"c\":\"minors\"}", ""},
        {"{\"c\":\"minors\",\"l\":null,\"s\":null,\"u\":null,\"i\":null}", ""},
        {"{\"c\":\"Minors\"}", "/c"},
        {"{\"c\":\"\"}", "/c"},
        {"{\"c\":\"granted\"}", "/c"},
        {"{\"c\":7}", "/c"},
        {"{\"c\":\"adults\",\"l\":[]}", ""},
        {"{\"c\":\"adults\",\"l\":[\"minors\",\"adults\"]}", ""},
        {"{\"c\":\"adults\",\"l\":[\"granted\"]}", "/l/0"},
        {"{\"c\":\"adults\",\"l\":[\"adults\",7]}", "/l/1"},
        {"{\"c\":\"adults\",\"l\":[\"adults\",\"minors\",\"adults\"]}", "/l/2"},
        {"{\"c\":\"adults\",\"l\":[\"adults\",\"minors\",\"adults\",\"minors\"]}", "/l"},
        {"{\"c\":\"adults\",\"s\":\"down\"}", ""},
        {"{\"c\":\"adults\",\"s\":\"adults\"}", "/s"},
        {"{\"c\":\"adults\",\"u\":[\"" SOME_ID "\"]}", ""},
        {"{\"c\":\"adults\",\"u\":[\"x\"]}", "/u/0"},
        {"{\"c\":\"adults\",\"i\":\"2A004\"}", ""},
        {"{\"c\":\"adults\",\"i\":\"2A04\"}", "/i"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_doc d SCOPED_JSON;
        struct json_value v[5];
        const char *out[3];

        assert_int_equal(json_doc_parse(&d, rows[i].body, strlen(rows[i].body)), REFUSAL_NONE);
        if ((json_doc_take(&d, NULL, "", coded, v, 5) == REFUSAL_NONE) != (rows[i].pointer[0] == '\0'))
            fail_msg("%s", rows[i].body);
        assert_string_equal(d.pointer, rows[i].pointer);
        if (rows[i].pointer[0] != '\0')
            continue;
        assert_ptr_equal(v[0].s, word_find(WORD_PUBLIC, v[0].s, strlen(v[0].s)));
        assert_int_equal(json_codes(&coded[1], &v[1], out), v[1].count);
        for (size_t k = 0; k < v[1].count; k++)
            assert_ptr_equal(out[k], word_code(WORD_PUBLIC, 1 - k));
    }
}

/* Jansson would go on with half a token and write past it. */
static void without_memory_the_process_ends_before_it_is_missed(void **state)
{
    json_malloc_t take;
    int status;
    pid_t pid;

    (void)state;
    json_get_alloc_funcs(&take, NULL);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(take(SIZE_MAX) == NULL ? 0 : 1);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EX_OSERR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_and_flags_arrive_as_such),
        cmocka_unit_test(numbers_days_and_lists_arrive_as_such),
        cmocka_unit_test(decimals_are_kept_to_their_sixth_place),
        cmocka_unit_test(bodies_are_taken_as_declared_and_no_others),
        cmocka_unit_test(sixteen_levels_are_the_limit),
        cmocka_unit_test(values_are_the_decoded_text),
        cmocka_unit_test(codes_are_their_lists_own_and_each_once),
        cmocka_unit_test(a_long_name_is_cut_in_the_pointer_at_a_character),
        cmocka_unit_test(without_memory_the_process_ends_before_it_is_missed),
    };

    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
