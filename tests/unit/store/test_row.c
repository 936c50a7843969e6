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

#include "base/err.h"
#include "store/param.h"
#include "store/row.h"

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

static void arrays_have_their_header(void **state)
{
    static const unsigned char ints[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 2, 0, 0, 0, 1,
                                         0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 4, 255, 255, 255, 255};
    static const unsigned char none[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11, 134};
    struct param_list p SCOPED_PARAMS;
    const int32_t v[] = {7, -1};

    (void)state;
    param_init(&p);
    param_i32_array(&p, v, 2);
    param_uuid_array(&p, NULL, 0);
    assert_false(p.failed);
    assert_int_equal(p.length[0], sizeof ints);
    assert_memory_equal(p.value[0], ints, sizeof ints);
    assert_int_equal(p.length[1], sizeof none);
    assert_memory_equal(p.value[1], none, sizeof none);
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
        cmocka_unit_test(a_uuid_has_sixteen_bytes),
        cmocka_unit_test(a_null_is_only_taken_where_it_is_asked_for),
        cmocka_unit_test(arrays_have_their_header),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
