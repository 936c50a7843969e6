/* SPDX-License-Identifier: EUPL-1.2 */
/* Row readers over results that a server would not send: a wrong type, a wrong length, a null, a column too few or
 * too many is never success. And the parameters of arrays, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/row.h"
#include "store/row_array.h"

#define DATE 1082u
#define INT4_ARRAY 1007u
#define TEXT_ARRAY 1009u
#define BYTEA 17u
#define INT8 20u
#define INT4 23u
#define TEXT 25u
#define TIMESTAMPTZ 1184u
#define UUID 2950u
#define ENUM 20000u

/* A result of one row with one column. */
static PGresult *cell(Oid type, int format, const char *value, int n)
{
    PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    char name[] = "c";
    char copy[64];
    PGresAttDesc a = {.name = name, .format = format, .typid = type};

    assert_int_equal(PQsetResultAttrs(res, 1, &a), 1);
    if (n > 0)
        memcpy(copy, value, (size_t)n);
    assert_int_equal(PQsetvalue(res, 0, 0, n < 0 ? NULL : copy, n), 1);
    return res;
}

static void integers_demand_their_type_and_length(void **state)
{
    static const struct {
        Oid type;
        int format, n;
        int want;
        const char *why;
    } rows[] = {
        {INT4, 1, 4, ERR_OK, "an int4"},
        {INT8, 1, 8, ERR_FORMAT, "an int8 read as int4"},
        {INT4, 1, 3, ERR_FORMAT, "too short"},
        {INT4, 0, 4, ERR_FORMAT, "in text format"},
        {TEXT, 1, 4, ERR_FORMAT, "a text"},
        {INT4, 1, -1, ERR_FORMAT, "a null"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        PGresult *res = cell(rows[i].type, rows[i].format, "\xff\xff\xff\xfe\0\0\0\0", rows[i].n);
        struct row r;
        int32_t v;

        row_init(&r, res, 0);
        v = row_i32(&r);
        if (row_end(&r) != rows[i].want)
            fail_msg("%s", rows[i].why);
        assert_int_equal(v, rows[i].want == ERR_OK ? -2 : 0);
        PQclear(res);
    }
}

static void a_column_too_few_or_too_many_is_noticed(void **state)
{
    PGresult *res = cell(INT4, 1, "\0\0\0\1", 4);
    struct row r;

    (void)state;
    row_init(&r, res, 0);
    assert_int_equal(row_end(&r), ERR_FORMAT); /* a column was not read */
    assert_int_equal(row_i32(&r), 1);
    assert_int_equal(row_end(&r), ERR_OK);
    assert_int_equal(row_i32(&r), 0); /* there is no second one */
    assert_int_equal(row_end(&r), ERR_FORMAT);
    row_init(&r, res, 1); /* nor a second row */
    assert_int_equal(row_end(&r), ERR_FORMAT);
    row_init(&r, NULL, 0);
    assert_int_equal(row_end(&r), ERR_FORMAT);
    assert_int_equal(row_count(NULL), 0);
    PQclear(res);
}

static void texts_are_copied_whole_or_not_at_all(void **state)
{
    char out[4];
    struct row r;
    PGresult *res = cell(TEXT, 1, "abc", 3);

    (void)state;
    row_init(&r, res, 0);
    row_copy(&r, out, sizeof out);
    assert_int_equal(row_end(&r), ERR_OK);
    assert_string_equal(out, "abc");
    row_init(&r, res, 0);
    row_copy(&r, out, 3);
    assert_int_equal(row_end(&r), ERR_FORMAT);
    assert_string_equal(out, "");
    PQclear(res);
    res = cell(TEXT, 1, "a\0b", 3);
    row_init(&r, res, 0);
    row_copy(&r, out, sizeof out);
    assert_int_equal(row_end(&r), ERR_FORMAT);
    PQclear(res);
    res = cell(ENUM, 1, "open", 4);
    row_init(&r, res, 0);
    assert_string_equal(row_text(&r, NULL), "open");
    assert_int_equal(row_end(&r), ERR_OK);
    PQclear(res);
    res = cell(BYTEA, 1, "abc", 3);
    row_init(&r, res, 0);
    assert_string_equal(row_text(&r, NULL), "");
    assert_int_equal(row_end(&r), ERR_FORMAT);
    PQclear(res);
}

static void instants_are_counted_from_1970_and_infinity_is_none(void **state)
{
    struct row r;
    PGresult *res = cell(TIMESTAMPTZ, 1, "\0\0\0\0\0\0\0\0", 8);

    (void)state;
    row_init(&r, res, 0);
    assert_true(row_time(&r) == 946684800000000);
    assert_int_equal(row_end(&r), ERR_OK);
    PQclear(res);
    res = cell(TIMESTAMPTZ, 1, "\x7f\xff\xff\xff\xff\xff\xff\xff", 8);
    row_init(&r, res, 0);
    assert_true(row_time(&r) == 0);
    assert_int_equal(row_end(&r), ERR_FORMAT);
    PQclear(res);
}

static void days_are_counted_from_2000_within_the_years_of_records(void **state)
{
    static const struct {
        const char *bytes;
        struct day day;
        const char *why;
    } rows[] = {
        {"\0\0\0\0", {2000, 1, 1}, "the first"},
        {"\xff\xff\xff\xff", {1999, 12, 31}, "the one before"},
        {"\0\0\x26\x5e", {2026, 11, 22}, "a day of ours"},
        {"\0\0\0\x3b", {2000, 2, 29}, "a leap day"},
        {"\xff\xff\x71\x54", {1900, 1, 1}, "the earliest"},
        {"\0\x01\x1d\x58", {2199, 12, 31}, "the latest"},
        {"\xff\xff\x71\x53", {0, 0, 0}, "too early"},
        {"\0\x01\x1d\x59", {0, 0, 0}, "too late"},
        {"\x7f\xff\xff\xff", {0, 0, 0}, "infinity"},
        {"\x80\0\0\0", {0, 0, 0}, "before all time"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        PGresult *res = cell(DATE, 1, rows[i].bytes, 4);
        struct param_list p;
        struct day d;
        struct row r;
        int rc;

        row_init(&r, res, 0);
        row_day(&r, &d);
        rc = row_end(&r);
        if (rc != (rows[i].day.year == 0 ? ERR_FORMAT : ERR_OK) || day_compare(&d, &rows[i].day) != 0)
            fail_msg("%s: read as %d-%d-%d", rows[i].why, d.year, d.month, d.day);
        param_init(&p);
        param_day(&p, &rows[i].day);
        if (rc == ERR_OK && (p.failed || p.length[0] != 4 || memcmp(p.value[0], rows[i].bytes, 4) != 0))
            fail_msg("%s: sent as something else", rows[i].why);
        PQclear(res);
    }
}

static void a_day_that_is_none_is_not_sent(void **state)
{
    static const struct day bad[] = {{2023, 2, 29}, {2026, 4, 31}, {2026, 13, 1}, {2026, 1, 0},
                                     {1899, 12, 31}, {2200, 1, 1}};
    static const struct day nil = {0};
    struct param_list p;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        param_init(&p);
        param_day(&p, &bad[i]);
        assert_true(p.failed);
    }
    param_init(&p);
    param_day(&p, NULL);
    param_day(&p, &nil);
    assert_false(p.failed);
    assert_int_equal(p.n, 2);
    assert_null(p.value[0]);
    assert_null(p.value[1]);
}

#define HEAD(element, n) "\0\0\0\1\0\0\0\0\0\0\0" element "\0\0\0" n "\0\0\0\1"
#define CELL(bytes) bytes, sizeof bytes - 1

static void arrays_are_read_whole_or_not_at_all(void **state)
{
    static const struct {
        Oid type;
        const char *bytes;
        size_t n;
        int want; /* elements; -1: bad */
        const char *why;
    } rows[] = {
        {INT4_ARRAY, CELL(HEAD("\x17", "\2") "\0\0\0\4\0\0\0\7\0\0\0\4\xff\xff\xff\xff"), 2, "two numbers"},
        {INT4_ARRAY, CELL("\0\0\0\0\0\0\0\0\0\0\0\x17"), 0, "no number"},
        {INT4_ARRAY, CELL(HEAD("\x17", "\3") "\0\0\0\4\0\0\0\7"), -1, "more than there is room for"},
        {INT4_ARRAY, CELL(HEAD("\x17", "\2") "\0\0\0\4\0\0\0\7"), -1, "fewer than promised"},
        {INT4_ARRAY, CELL(HEAD("\x17", "\1") "\0\0\0\4\0\0\0\7\0"), -1, "a byte behind"},
        {INT4_ARRAY, CELL(HEAD("\x17", "\1") "\xff\xff\xff\xff"), -1, "a null inside"},
        {INT4_ARRAY, CELL(HEAD("\x14", "\1") "\0\0\0\4\0\0\0\7"), -1, "of another element"},
        {INT4_ARRAY, CELL("\0\0\0\2\0\0\0\0\0\0\0\x17"), -1, "two dimensions"},
        {INT4_ARRAY, CELL("\0\0\0\1\0\0"), -1, "a head cut off"},
        {INT4, CELL("\0\0\0\7"), -1, "a number alone"},
        {TEXT_ARRAY, CELL(HEAD("\x19", "\2") "\0\0\0\2ab\0\0\0\0"), 2, "two texts, one empty"},
        {TEXT_ARRAY, CELL("\0\0\0\0\0\0\0\0\0\0\0\x19"), 0, "no text"},
        {TEXT_ARRAY, CELL(HEAD("\x19", "\1") "\0\0\0\3abc"), -1, "a text that does not fit"},
        {TEXT_ARRAY, CELL(HEAD("\x19", "\1") "\0\0\0\2a\0"), -1, "a NUL in a text"},
        {TEXT_ARRAY, CELL(HEAD("\x19", "\3") "\0\0\0\1a\0\0\0\1b\0\0\0\1c"), -1, "three texts for two places"},
        {TEXT_ARRAY, CELL(HEAD("\x19", "\1") "\xff\xff\xff\xff"), -1, "a null for a text"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        PGresult *res = cell(rows[i].type, 1, rows[i].bytes, (int)rows[i].n);
        int32_t ints[2] = {0};
        char texts[2][3] = {{0}};
        struct row r;
        size_t n;

        row_init(&r, res, 0);
        n = rows[i].type == TEXT_ARRAY ? row_array_text(&r, texts[0], sizeof texts[0], 2) : row_array_i32(&r, ints, 2);
        if ((row_end(&r) == ERR_OK ? (int)n : -1) != rows[i].want)
            fail_msg("%s: %zu", rows[i].why, n);
        assert_true(n == 0 || rows[i].want > 0);
        if (i == 0)
            assert_true(ints[0] == 7 && ints[1] == -1);
        else if (n == 2)
            assert_true(strcmp(texts[0], "ab") == 0 && texts[1][0] == '\0');
        PQclear(res);
    }
}

static void bytes_are_taken_from_a_row_that_ends_with_them(void **state)
{
    struct buf b SCOPED_BUF;
    struct conn_step s = {.result = cell(BYTEA, 1, "a\0b", 3)};

    (void)state;
    buf_init(&b, 16);
    buf_str(&b, "before");
    assert_int_equal(row_take(&s, &b), ERR_OK);
    assert_int_equal(b.len, 3);
    assert_memory_equal(b.data, "a\0b", 3);
    conn_clear(&s, 1);
    assert_int_equal(row_take(&s, &b), ERR_FORMAT); /* no row */
    assert_int_equal(b.len, 0);
    s.result = cell(TEXT, 1, "abc", 3);
    assert_int_equal(row_take(&s, &b), ERR_FORMAT);
    conn_clear(&s, 1);
    s.result = cell(BYTEA, 1, "0123456789abcdefg", 17);
    assert_int_equal(row_take(&s, &b), ERR_LIMIT);
    conn_clear(&s, 1);
}

static void a_uuid_has_sixteen_bytes(void **state)
{
    struct uuid id;
    struct row r;
    PGresult *res = cell(UUID, 1, "0123456789abcdef", 16);

    (void)state;
    row_init(&r, res, 0);
    row_uuid(&r, &id);
    assert_int_equal(row_end(&r), ERR_OK);
    assert_memory_equal(id.b, "0123456789abcdef", 16);
    PQclear(res);
    res = cell(UUID, 1, "0123456789abcde", 15);
    row_init(&r, res, 0);
    row_uuid(&r, &id);
    assert_int_equal(row_end(&r), ERR_FORMAT);
    assert_true(uuid_is_nil(&id));
    PQclear(res);
}

static void a_null_is_only_taken_where_it_is_asked_for(void **state)
{
    struct row r;
    PGresult *res = cell(TEXT, 1, NULL, -1);

    (void)state;
    row_init(&r, res, 0);
    assert_true(row_null(&r));
    assert_int_equal(row_end(&r), ERR_OK);
    row_init(&r, res, 0);
    row_text(&r, NULL);
    assert_int_equal(row_end(&r), ERR_FORMAT);
    PQclear(res);
}

static void a_null_leaves_what_stands_for_nothing(void **state)
{
    PGresult *res = cell(TEXT, 1, NULL, -1);
    struct uuid id = {{1}};
    struct day day = {2026, 1, 1};
    char text[2] = "x";
    struct row r;

    (void)state;
    row_init(&r, res, 0);
    assert_int_equal(row_i32_or(&r, -1), -1);
    row_init(&r, res, 0);
    assert_true(row_time_or_none(&r) == 0);
    row_init(&r, res, 0);
    row_uuid_or_nil(&r, &id);
    assert_true(uuid_is_nil(&id));
    row_init(&r, res, 0);
    row_day_or_none(&r, &day);
    assert_int_equal(day.year, 0);
    row_init(&r, res, 0);
    row_copy_or_none(&r, text, sizeof text);
    assert_string_equal(text, "");
    assert_int_equal(row_end(&r), ERR_OK);
    PQclear(res);
}

static void arrays_have_their_header(void **state)
{
    static const unsigned char ints[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 2, 0, 0, 0, 1,
                                         0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 4, 255, 255, 255, 255};
    static const unsigned char texts[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,   25,  0, 0, 0, 2,
                                          0, 0, 0, 1, 0, 0, 0, 2, 0xc3, 0xa9, 0, 0, 0, 0};
    static const unsigned char bytes[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,   17, 0, 0, 0, 3, 0,   0, 0,
                                          1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0,  2, 2, 0};
    static const unsigned char entries[] = {1, 2, 0};
    static const size_t ends[] = {1, 1, 3};
    static const char *const words[] = {"\xc3\xa9", ""};
    static const unsigned char none[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11, 134};
    struct param_list p SCOPED_PARAMS;
    const int32_t v[] = {7, -1};

    (void)state;
    param_init(&p);
    param_i32_array(&p, v, 2);
    param_uuid_array(&p, NULL, 0);
    param_text_array(&p, words, 2);
    assert_false(p.failed);
    assert_int_equal(p.length[0], sizeof ints);
    assert_memory_equal(p.value[0], ints, sizeof ints);
    assert_int_equal(p.length[1], sizeof none);
    assert_memory_equal(p.value[1], none, sizeof none);
    assert_int_equal(p.length[2], sizeof texts);
    assert_memory_equal(p.value[2], texts, sizeof texts);
    param_bytes_array(&p, entries, ends, 3);
    assert_int_equal(p.length[3], sizeof bytes);
    assert_memory_equal(p.value[3], bytes, sizeof bytes);
    for (int i = 0; i < PARAM_ARRAYS; i++)
        param_i64_array(&p, NULL, 0);
    assert_true(p.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_demand_their_type_and_length),
        cmocka_unit_test(a_column_too_few_or_too_many_is_noticed),
        cmocka_unit_test(texts_are_copied_whole_or_not_at_all),
        cmocka_unit_test(instants_are_counted_from_1970_and_infinity_is_none),
        cmocka_unit_test(days_are_counted_from_2000_within_the_years_of_records),
        cmocka_unit_test(a_day_that_is_none_is_not_sent),
        cmocka_unit_test(arrays_are_read_whole_or_not_at_all),
        cmocka_unit_test(bytes_are_taken_from_a_row_that_ends_with_them),
        cmocka_unit_test(a_uuid_has_sixteen_bytes),
        cmocka_unit_test(a_null_is_only_taken_where_it_is_asked_for),
        cmocka_unit_test(a_null_leaves_what_stands_for_nothing),
        cmocka_unit_test(arrays_have_their_header),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
