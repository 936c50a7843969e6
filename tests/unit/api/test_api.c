/* SPDX-License-Identifier: EUPL-1.2 */
/* What resources share: a body is taken or the answer says why not; members and lists are written as JSON; a cursor
 * comes back as it went. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/api.h"
#include "base/err.h"

static const struct json_field fields[] = {{"n", JSON_INT, true, 1, 9}};
static const struct json_shape shape = JSON_SHAPE(NULL, fields);
static const struct route row = {.method = "POST", .path = "/n", .body = &shape};

static void a_body_is_taken_or_the_answer_says_why_not(void **state)
{
    static const struct {
        const char *body;
        enum refusal want;
        const char *pointer;
    } rows[] = {
        {"{\"n\":7}", REFUSAL_NONE, ""},
        {"{\"n\":0}", REFUSAL_FIELD_INVALID, "/n"},
        {"{}", REFUSAL_FIELD_MISSING, "/n"},
        {"{\"n\":7,\"m\":7}", REFUSAL_FIELD_UNKNOWN, "/m"},
        {"{", REFUSAL_JSON, ""},
        {"", REFUSAL_JSON, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct route_request q = {
            .route = &row, .body = (const unsigned char *)rows[i].body, .body_n = strlen(rows[i].body)};
        struct json_doc d SCOPED_JSON;
        struct json_value v[1];
        struct reply r;

        reply_init(&r);
        assert_true(api_body(&q, &d, v, 1, &r) == (rows[i].want == REFUSAL_NONE));
        assert_int_equal(r.refusal, rows[i].want);
        assert_string_equal(r.pointer, rows[i].pointer);
        if (rows[i].want == REFUSAL_NONE) {
            assert_true(v[0].i == 7);
            assert_false(api_refuse(&d, "", "n", &r));
            assert_int_equal(r.refusal, REFUSAL_FIELD_INVALID);
            assert_string_equal(r.pointer, "/n");
        }
        reply_release(&r);
    }
}

/* Room for fewer or more than the row declares: nothing is written there. */
static void a_handler_reads_what_its_row_declares(void **state)
{
    (void)state;
    for (size_t n = 0; n <= 2; n += 2) {
        struct route_request q = {.route = &row, .body = (const unsigned char *)"{\"n\":7}", .body_n = 7};
        struct json_doc d SCOPED_JSON;
        struct json_value v[2];
        struct reply r;

        memset(v, 0x5a, sizeof v);
        reply_init(&r);
        assert_false(api_body(&q, &d, v, n, &r));
        assert_int_equal(r.refusal, REFUSAL_INTERNAL);
        assert_true(v[0].i == 0x5a5a5a5a5a5a5a5a);
        reply_release(&r);
    }
}

static void the_text_of_an_absent_field_is_empty(void **state)
{
    (void)state;
    assert_string_equal(api_text(&(struct json_value){.present = true, .s = "x", .n = 1}), "x");
    assert_string_equal(api_text(&(struct json_value){0}), "");
}

static void objects_that_many_answers_hold_are_json(void **state)
{
    const struct uuid id = {{0}};
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 4096);
    api_put_named(&b, "unit", &id, "L'\"Y\"");
    api_put_user(&b, &id, "a.b", "C");
    assert_string_equal(buf_cstr(&b),
                        "\"unit\":{\"id\":\"00000000-0000-0000-0000-000000000000\",\"name\":\"L'\\\"Y\\\"\"},"
                        "\"user\":{\"id\":\"00000000-0000-0000-0000-000000000000\",\"login\":\"a.b\","
                        "\"name\":\"C\"}");
    buf_reset(&b);
    api_put_degrees_or_null(&b, "a", true, -90000000);
    api_put_degrees_or_null(&b, "b", true, 7);
    api_put_degrees_or_null(&b, "c", true, -7);
    api_put_degrees_or_null(&b, "d", false, 7);
    assert_string_equal(buf_cstr(&b), "\"a\":-90.000000,\"b\":0.000007,\"c\":-0.000007,\"d\":null");
}

static void lists_and_members_are_json(void **state)
{
    static const struct day day = {2026, 1, 2}, nil = {0};
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 4096);
    api_open_list(&b);
    for (size_t i = 0; i < 2; i++) {
        api_next_item(&b, i);
        buf_u8(&b, '{');
        api_put_int(&b, "i", i == 0 ? INT64_MIN : 7);
        api_put_day_or_null(&b, "d", i == 0 ? &day : &nil);
        api_put_text_or_null(&b, "t", i == 0 ? "\"" : "");
        buf_u8(&b, '}');
    }
    api_close_page(&b, "x");
    assert_string_equal(buf_cstr(&b), "{\"items\":[{\"i\":-9223372036854775808,\"d\":\"2026-01-02\",\"t\":\"\\\"\"},"
                                      "{\"i\":7,\"d\":null,\"t\":null}],\"next\":\"x\"}");
    buf_reset(&b);
    api_open_list(&b);
    api_close_page(&b, NULL);
    api_open_list(&b);
    api_close_list(&b);
    assert_string_equal(buf_cstr(&b), "{\"items\":[],\"next\":null}{\"items\":[]}");
}

static void a_member_has_the_comma_that_it_needs(void **state)
{
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 64);
    api_put_text(&b, "{", "{");
    api_put_day_or_null(&b, "d", NULL);
    buf_str(&b, ",\"o\":{");
    api_put_flag(&b, "f", true);
    api_put_day_number(&b, "n", DAY_NONE);
    buf_str(&b, "},");
    api_put_int(&b, "i", 0);
    assert_string_equal(buf_cstr(&b), "\"{\":\"{\",\"d\":null,\"o\":{\"f\":true,\"n\":null},\"i\":0");
    for (int i = 0; i < 9; i++) /* over the cap: nothing is looked at any more */
        api_put_flag(&b, "too_long", false);
    assert_int_equal(buf_err(&b), ERR_LIMIT);
}

static void a_cursor_comes_back_as_it_went(void **state)
{
    const struct uuid id = {{1, 2, 3, [15] = 0xff}};
    char text[API_CURSOR];
    struct uuid got;
    int64_t us;

    (void)state;
    assert_int_equal(strlen(api_cursor(text, 1795376671123456, &id)), API_CURSOR - 1);
    assert_true(api_read_cursor(text, strlen(text), &us, &got));
    assert_true(us == 1795376671123456 && uuid_eq(&got, &id));
    assert_false(api_read_cursor(text, strlen(text) - 1, &us, &got));
    api_cursor(text, -1, &id);
    assert_false(api_read_cursor(text, strlen(text), &us, &got));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_is_taken_or_the_answer_says_why_not),
        cmocka_unit_test(a_handler_reads_what_its_row_declares),
        cmocka_unit_test(the_text_of_an_absent_field_is_empty),
        cmocka_unit_test(objects_that_many_answers_hold_are_json),
        cmocka_unit_test(lists_and_members_are_json),
        cmocka_unit_test(a_member_has_the_comma_that_it_needs),
        cmocka_unit_test(a_cursor_comes_back_as_it_went),
    };

    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
