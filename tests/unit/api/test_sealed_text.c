/* SPDX-License-Identifier: EUPL-1.2 */
/* A record that is one text: what is sealed, and what goes out of it again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/sealed_text.h"

static const struct json_field field = {"words", JSON_LINES, true, 1, 2000};

/* The record that a request with this body gives. */
static void sealed(struct buf *out, const char *body)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v;

    assert_int_equal(json_doc_parse(&d, body, strlen(body)), REFUSAL_NONE);
    assert_int_equal(json_doc_take(&d, NULL, "", &field, &v, 1), REFUSAL_NONE);
    buf_init_secret(out, 65536);
    sealed_text_write(out, &v);
    assert_int_equal(buf_err(out), 0);
}

static void a_text_goes_in_and_comes_out(void **state)
{
    struct buf record SCOPED_BUF;
    struct buf answer SCOPED_BUF;

    (void)state;
    sealed(&record, "{\"words\":\"L'\\u00e9quipe\\n<est> \\\"l\\u00e0\\\"\"}");
    buf_init_secret(&answer, 65536);
    assert_true(sealed_text_put(&answer, record.data, record.len));
    assert_string_equal(buf_cstr(&answer), "\"L'équipe\\n\\u003cest\\u003e \\\"là\\\"\"");
    assert_int_equal(record.len, strlen("{\"text\":") + answer.len + 1);
}

static void what_was_not_sealed_so_does_not_come_out(void **state)
{
    static const char *const bad[] = {
        "", "{}", "[]", "{\"text\":\"\"}", "{\"text\":null}", "{\"text\":7}", "{\"words\":\"x\"}",
        "{\"text\":\"x\",\"more\":1}", "{\"text\":\"bell \\u0007\"}", "{\"text\":\"x\"} {}",
    };
    struct buf answer SCOPED_BUF;

    (void)state;
    buf_init_secret(&answer, 65536);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(sealed_text_put(&answer, bad[i], strlen(bad[i])));
    assert_int_equal(answer.len, 0);
}

static void a_whole_body_is_a_text_and_nothing_else(void **state)
{
    static const struct {
        const char *body;
        enum refusal want;
        const char *pointer;
        const char *sealed;
    } rows[] = {
        {"{\"text\":\"Madame la juge,\\nl'intéressé\"}", REFUSAL_NONE, "",
         "{\"text\":\"Madame la juge,\\nl'intéressé\"}"},
        {" { \"text\" : \"\\u00e9\" } ", REFUSAL_NONE, "", "{\"text\":\"é\"}"},
        {"{\"text\":\"\"}", REFUSAL_FIELD_INVALID, "/text", ""},
        {"{\"text\":null}", REFUSAL_FIELD_INVALID, "/text", ""},
        {"{\"text\":\" x\"}", REFUSAL_FIELD_INVALID, "/text", ""},
        {"{\"text\":[]}", REFUSAL_FIELD_INVALID, "/text", ""},
        {"{\"text\":\"x\",\"to\":\"y\"}", REFUSAL_FIELD_UNKNOWN, "/to", ""},
        {"{\"words\":\"x\"}", REFUSAL_FIELD_UNKNOWN, "/words", ""},
        {"{}", REFUSAL_FIELD_MISSING, "/text", ""},
        {"[]", REFUSAL_JSON, "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_doc d SCOPED_JSON;
        struct buf out SCOPED_BUF;

        buf_init_secret(&out, 65536);
        assert_int_equal(sealed_text_read(&d, rows[i].body, strlen(rows[i].body), &out), rows[i].want);
        assert_string_equal(d.pointer, rows[i].pointer);
        assert_string_equal(buf_cstr(&out), rows[i].sealed);
    }
}

static void the_longest_fits_into_a_record_and_one_more_is_refused(void **state)
{
    (void)state;
    for (int n = SEALED_TEXT_MAX; n <= SEALED_TEXT_MAX + 1; n++) {
        struct json_doc d SCOPED_JSON;
        struct buf body SCOPED_BUF;
        struct buf out SCOPED_BUF;

        buf_init(&body, 65536);       /* what a route takes */
        buf_init_secret(&out, 65000); /* what the vault seals */
        buf_str(&body, "{\"text\":\"");
        for (int i = 0; i < n; i++)
            buf_str(&body, "\\u003c");
        buf_str(&body, "\"}");
        assert_int_equal(buf_err(&body), 0);
        assert_int_equal(sealed_text_read(&d, body.data, body.len, &out),
                         n == SEALED_TEXT_MAX ? REFUSAL_NONE : REFUSAL_FIELD_INVALID);
        assert_int_equal(buf_err(&out), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_goes_in_and_comes_out),
        cmocka_unit_test(what_was_not_sealed_so_does_not_come_out),
        cmocka_unit_test(a_whole_body_is_a_text_and_nothing_else),
        cmocka_unit_test(the_longest_fits_into_a_record_and_one_more_is_refused),
    };

    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
