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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_goes_in_and_comes_out),
        cmocka_unit_test(what_was_not_sealed_so_does_not_come_out),
    };

    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
