/* SPDX-License-Identifier: EUPL-1.2 */
/* Answers: a status for every refusal, problems as RFC 9457 wants them, strings that JSON readers read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "http/jsontext.h"
#include "http/reply.h"

static void every_refusal_has_a_status_of_an_error(void **state)
{
    (void)state;
    for (int r = REFUSAL_NONE + 1; r < REFUSAL_COUNT; r++) {
        unsigned status = reply_status((enum refusal)r);

        assert_true(status >= 400 && status <= 503);
        /* a fault of ours and nothing else is 500 */
        assert_int_equal(status == 500, refusal_kind((enum refusal)r) == REFUSAL_KIND_FAULT);
    }
}

static void missing_and_not_allowed_are_the_same_bytes(void **state)
{
    struct reply a, b;

    (void)state;
    reply_init(&a);
    reply_init(&b);
    reply_refuse(&a, refusal_of_sqlstate("JA004"), NULL);
    reply_refuse(&b, refusal_of_sqlstate("JA007"), NULL);
    reply_finish(&a);
    reply_finish(&b);
    assert_int_equal(a.status, 404);
    assert_int_equal(a.body.len, b.body.len);
    assert_memory_equal(a.body.data, b.body.data, a.body.len);
    reply_release(&a);
    reply_release(&b);
}

static void a_refusal_replaces_what_was_written(void **state)
{
    struct reply r;

    (void)state;
    reply_init(&r);
    buf_str(&r.body, "{\"secret\":");
    r.version = 4;
    reply_refuse(&r, REFUSAL_FIELD_INVALID, "/identity/a\"b");
    reply_finish(&r);
    assert_int_equal(r.status, 400);
    assert_int_equal(r.version, 0);
    assert_string_equal(reply_content_type(&r), "application/problem+json");
    assert_null(strstr(buf_cstr(&r.body), "secret"));
    assert_non_null(strstr(buf_cstr(&r.body), "\"code\":\"invalid_field\""));
    assert_non_null(strstr(buf_cstr(&r.body), "\"pointer\":\"/identity/a\\\"b\""));
    assert_non_null(strstr(buf_cstr(&r.body), "\"status\":400"));
    reply_release(&r);
}

static void a_problem_may_say_more_and_only_of_its_own_refusal(void **state)
{
    struct reply r;

    (void)state;
    reply_init(&r);
    buf_str(&r.more, "\"left\":1");
    reply_refuse(&r, REFUSAL_RULE, NULL);
    buf_str(&r.more, "\"rules\":[\"W-01\"]");
    reply_finish(&r);
    assert_null(strstr(buf_cstr(&r.body), "left"));
    assert_non_null(strstr(buf_cstr(&r.body), "\"code\":\"rule_forbids\",\"rules\":[\"W-01\"]}"));
    reply_release(&r);
    reply_init(&r);
    reply_refuse(&r, REFUSAL_RULE, NULL);
    r.more.max = 4;
    buf_str(&r.more, "\"too\":\"long\"");
    reply_finish(&r);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(buf_cstr(&r.body), "\"code\":\"rule_forbids\"}"));
    reply_release(&r);
    reply_init(&r);
    buf_str(&r.more, "\"left\":1");
    buf_str(&r.body, "{}");
    reply_ok(&r, 200);
    reply_finish(&r);
    assert_string_equal(buf_cstr(&r.body), "{}");
    reply_release(&r);
}

static void an_answer_that_does_not_fit_or_was_forgotten_is_an_error(void **state)
{
    struct reply r;

    (void)state;
    reply_init(&r);
    reply_finish(&r);
    assert_int_equal(r.status, 500);
    reply_release(&r);
    reply_init(&r);
    r.body.max = 4;
    buf_str(&r.body, "{\"too\":\"long\"}");
    reply_ok(&r, 200);
    r.body.max = 4096;
    reply_finish(&r);
    assert_int_equal(r.status, 500);
    reply_release(&r);
}

static void an_outcome_is_a_success_only_when_nothing_is_wrong(void **state)
{
    struct reply r;

    (void)state;
    reply_init(&r);
    assert_true(reply_outcome(&r, ERR_OK, REFUSAL_NONE));
    assert_false(reply_outcome(&r, ERR_OK, REFUSAL_CEILING));
    assert_int_equal(r.refusal, REFUSAL_CEILING);
    assert_false(reply_outcome(&r, ERR_TIMEOUT, REFUSAL_NONE));
    assert_int_equal(r.refusal, REFUSAL_UNAVAILABLE);
    reply_release(&r);
}

static void strings_are_escaped_once_and_only_where_needed(void **state)
{
    static const struct {
        const char *in;
        size_t n;
        const char *out;
    } rows[] = {
        {"", 0, "\"\""},
        {"D'Alen\xc3\xa7on", 10, "\"D'Alen\xc3\xa7on\""},
        {"a\"b\\c", 5, "\"a\\\"b\\\\c\""},
        {"a\nb\tc", 5, "\"a\\nb\\u0009c\""},
        {"</script>&", 10, "\"\\u003c/script\\u003e\\u0026\""},
        {"\x7f", 1, "\"\\u007f\""},
        {"a\0b", 3, "\"a\\u0000b\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b SCOPED_BUF;

        buf_init(&b, 256);
        jsontext_string(&b, rows[i].in, rows[i].n);
        assert_string_equal(buf_cstr(&b), rows[i].out);
    }
}

/* One byte after the other. */
static void slowly(struct buf *b, const unsigned char *s, size_t n)
{
    buf_u8(b, '"');
    for (size_t i = 0; i < n; i++)
        if (s[i] == '"' || s[i] == '\\')
            buf_fmt(b, "\\%c", s[i]);
        else if (s[i] == '\n')
            buf_str(b, "\\n");
        else if (s[i] < 0x20 || s[i] == 0x7f || s[i] == '<' || s[i] == '>' || s[i] == '&')
            buf_fmt(b, "\\u%04x", s[i]);
        else
            buf_u8(b, s[i]);
    buf_u8(b, '"');
}

static void any_byte_anywhere_is_written_as_one_would_write_it(void **state)
{
    static const unsigned char around[] = {'a', 0xff, 0x80, 0x21, 0x23, '='};

    (void)state;
    for (size_t n = 1; n <= 18; n++)
        for (size_t at = 0; at < n; at++)
            for (unsigned c = 0; c < 256 * sizeof around; c++) {
                unsigned char s[18];
                struct buf got SCOPED_BUF, want SCOPED_BUF;

                memset(s, around[c / 256], sizeof s);
                s[at] = (unsigned char)c;
                buf_init(&got, 256);
                buf_init(&want, 256);
                jsontext_string(&got, (const char *)s, n);
                slowly(&want, s, n);
                assert_int_equal(got.len, want.len);
                assert_memory_equal(got.data, want.data, want.len);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_has_a_status_of_an_error),
        cmocka_unit_test(missing_and_not_allowed_are_the_same_bytes),
        cmocka_unit_test(a_refusal_replaces_what_was_written),
        cmocka_unit_test(a_problem_may_say_more_and_only_of_its_own_refusal),
        cmocka_unit_test(an_answer_that_does_not_fit_or_was_forgotten_is_an_error),
        cmocka_unit_test(an_outcome_is_a_success_only_when_nothing_is_wrong),
        cmocka_unit_test(strings_are_escaped_once_and_only_where_needed),
        cmocka_unit_test(any_byte_anywhere_is_written_as_one_would_write_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
