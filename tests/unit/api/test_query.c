/* SPDX-License-Identifier: EUPL-1.2 */
/* Fields of a query: what is there is what it should be or the reader is bad, and stays so; absent is nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/api.h"
#include "api/query.h"
#include "base/err.h"

static const struct json_field fields[] = {
    {"word", JSON_CODE, .words = WORD_PUBLIC}, {"insee", JSON_INSEE}, {"id", JSON_ID},       {"time", JSON_TIME},
    {"int", JSON_INT, false, 1, 7},            {"true", JSON_YES},    {"after", JSON_CURSOR}, {"day", JSON_DAY},
    {"text", JSON_LINE, false, 2, 3},          {"flag", JSON_FLAG},   {"codes", JSON_CODES, .words = WORD_PUBLIC},
    {"decimal", JSON_DECIMAL, false, -90, 80}, {"said", JSON_FLAG},
};
static const struct json_shape names = JSON_SHAPE(NULL, fields);

/* Reads all of them; what was found, as bits in the order of names. */
static unsigned read_all(const char *text, bool *good)
{
    struct route_request q = {0};
    struct reply r;
    struct query f;
    struct uuid id;
    struct day day;
    bool yes;
    int64_t v;
    unsigned got = 0;

    assert_int_equal(params_query(&q.query, &names, text, strlen(text)), REFUSAL_NONE);
    reply_init(&r);
    query_init(&f, &q);
    got |= query_code(&f, "word") != NULL ? 1 : 0;
    got |= query_insee(&f, "insee") != NULL ? 2 : 0;
    got |= query_id(&f, "id", &id) == &id ? 4 : 0;
    got |= query_time(&f, "time", &v) == &v ? 8 : 0;
    got |= query_int(&f, "int", &v) == &v ? 16 : 0;
    got |= query_true(&f, "true") ? 32 : 0;
    got |= query_after(&f, &v, &id) ? 64 : 0;
    got |= query_day(&f, "day", &day) == &day ? 128 : 0;
    got |= query_text(&f, "text") != NULL ? 256 : 0;
    got |= query_flag(&f, "flag") ? 512 : 0;
    got |= query_codes(&f, "codes") << 10;
    got |= query_decimal(&f, "decimal", &v) == &v ? 1u << 12 : 0;
    got |= query_said(&f, "said", &yes) == &yes ? yes ? 1u << 13 : 1u << 14 : 0;
    *good = query_end(&f, &r);
    assert_int_equal(r.refusal, *good ? REFUSAL_NONE : REFUSAL_PARAMETER);
    reply_release(&r);
    return got;
}

static void a_field_is_what_it_should_be_or_the_reader_is_bad(void **state)
{
    static const struct {
        const char *text;
        unsigned got;
        bool good;
    } rows[] = {
        {"", 0, true},
        {"word=minors", 1, true},
        {"word=Minors", 0, false},
        {"word=", 0, false},
        {"word=granted", 0, false},
        {"insee=2A004", 2, true},
        {"insee=59350", 2, true},
        {"insee=A9350", 0, false},
        {"insee=5935", 0, false},
        {"insee=", 0, false},
        {"id=6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f", 4, true},
        {"id=6F1C2D3E-4a5b-4c6d-8e7f-0a1b2c3d4e5f", 0, false},
        {"id=", 0, false},
        {"time=2026-11-22T20:44:31%2B01:00", 8, true},
        {"time=2026-11-22", 0, false},
        {"int=1", 16, true},
        {"int=7", 16, true},
        {"int=0", 0, false},
        {"int=8", 0, false},
        {"int=", 0, false},
        {"true=true", 32, true},
        {"true=false", 0, false},
        {"true=", 0, false},
        {"day=2024-02-29", 128, true},
        {"day=2026-02-29", 0, false},
        {"day=", 0, false},
        {"text=ab", 256, true},
        {"text=abc", 256, true},
        {"text=a", 0, false},
        {"text=abcd", 0, false},
        {"text=", 0, false},
        {"flag=true", 512, true},
        {"flag=false", 0, true},
        {"flag=1", 0, false},
        {"flag=", 0, false},
        {"codes=adults", 1 << 10, true},
        {"codes=minors,adults", 3 << 10, true},
        {"codes=adults,minors", 3 << 10, true},
        {"codes=adults,adults", 0, false},
        {"codes=minors,adults,minors", 0, false},
        {"codes=adults,", 0, false},
        {"codes=,adults", 0, false},
        {"codes=adults,,minors", 0, false},
        {"codes=adults,minor", 0, false},
        {"codes=", 0, false},
        {"decimal=80", 1 << 12, true},
        {"decimal=-90.000000", 1 << 12, true},
        {"decimal=80.000001", 0, false},
        {"decimal=-90.000001", 0, false},
        {"decimal=99999999999999999999", 0, false},
        {"decimal=-", 0, false},
        {"decimal=.5", 0, false},
        {"decimal=5.", 0, false},
        {"decimal=5.1234567", 0, false},
        {"decimal=5.-1", 0, false},
        {"decimal=", 0, false},
        {"said=true", 1 << 13, true},
        {"said=false", 1 << 14, true},
        {"said=", 0, false},
        {"after=x", 0, false},
        {"after=", 0, false},
        {"word=x&insee=59350&true=true", 2 + 32, false},
        {"word=adults&insee=59350&true=no", 1 + 2, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool good;
        unsigned got = read_all(rows[i].text, &good);

        if (got != rows[i].got || good != rows[i].good)
            fail_msg("%s: %u, %s", rows[i].text, got, good ? "good" : "bad");
    }
}

static void a_field_is_asked_for_as_what_it_is_declared(void **state)
{
    struct route_request q = {0};
    struct uuid id;
    struct query f;

    (void)state;
    assert_int_equal(params_query(&q.query, &names, "word=minors", 11), REFUSAL_NONE);
    query_init(&f, &q);
    assert_false(f.bad);
    assert_null(query_id(&f, "word", &id)); /* another kind */
    assert_true(f.bad);
    query_init(&f, &q);
    assert_null(query_code(&f, "other")); /* none at all, though nobody gave it */
    assert_true(f.bad);
}

static void a_decimal_is_kept_to_its_sixth_digit(void **state)
{
    static const struct {
        const char *text;
        int64_t want;
    } rows[] = {{"decimal=50.5", 50500000}, {"decimal=-0.000001", -1}, {"decimal=-0", 0},
                {"decimal=3.070001", 3070001}, {"decimal=-12.34", -12340000}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct route_request q = {0};
        struct query f;
        int64_t v;

        assert_int_equal(params_query(&q.query, &names, rows[i].text, strlen(rows[i].text)), REFUSAL_NONE);
        query_init(&f, &q);
        assert_ptr_equal(query_decimal(&f, "decimal", &v), &v);
        assert_int_equal(v, rows[i].want);
    }
}

static void a_page_goes_on_where_its_cursor_says(void **state)
{
    const struct uuid want = {{1, 2, 3, [15] = 0xff}};
    struct route_request q = {0};
    char text[6 + API_CURSOR] = "after=";
    struct query f;
    struct uuid id;
    int64_t us;

    (void)state;
    api_cursor(text + 6, 1795376671123456, &want);
    assert_int_equal(params_query(&q.query, &query_page_shape, text, strlen(text)), REFUSAL_NONE);
    query_init(&f, &q);
    assert_true(query_after(&f, &us, &id));
    assert_true(us == 1795376671123456 && uuid_eq(&id, &want));
    assert_false(f.bad);
}

static void a_page_is_the_first_or_goes_on_or_is_refused(void **state)
{
    static const char *const texts[] = {"", "after=", "after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct route_request q = {0};
        struct reply r;
        struct uuid id;
        int64_t us;
        bool later;

        reply_init(&r);
        assert_int_equal(params_query(&q.query, &query_page_shape, texts[i], strlen(texts[i])), REFUSAL_NONE);
        assert_true(query_page(&q, &us, &id, &later, &r) == (i != 1));
        assert_true(later == (i == 2));
        assert_int_equal(r.refusal, i == 1 ? REFUSAL_PARAMETER : REFUSAL_NONE);
        reply_release(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_what_it_should_be_or_the_reader_is_bad),
        cmocka_unit_test(a_field_is_asked_for_as_what_it_is_declared),
        cmocka_unit_test(a_decimal_is_kept_to_its_sixth_digit),
        cmocka_unit_test(a_page_goes_on_where_its_cursor_says),
        cmocka_unit_test(a_page_is_the_first_or_goes_on_or_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
