/* SPDX-License-Identifier: EUPL-1.2 */
/* The loop over rows: a list is whole or none, within its bound, and each item is read into zeroes. */
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
#include "store/row.h"
#include "store/rows.h"

#define BYTEA 17u
#define INT4 23u

struct number {
    int32_t v;
    int32_t untouched;
};

static void read_number(struct row *r, void *item)
{
    struct number *out = item;

    out->v = row_i32(r);
}

/* n rows of one number, 1 and up. */
static PGresult *numbers(int n)
{
    PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    char name[] = "c";
    PGresAttDesc a = {.name = name, .format = 1, .typid = INT4};

    assert_int_equal(PQsetResultAttrs(res, 1, &a), 1);
    for (int i = 0; i < n; i++) {
        char v[] = {0, 0, 0, (char)(i + 1)};

        assert_int_equal(PQsetvalue(res, i, 0, v, sizeof v), 1);
    }
    return res;
}

static void a_list_is_read_whole_and_within_its_bound(void **state)
{
    PGresult *res = numbers(2);
    struct conn_step s = {.result = res};
    struct number out[3];
    size_t n;

    (void)state;
    memset(out, 7, sizeof out);
    assert_int_equal(rows_read(&s, read_number, out, sizeof out[0], 1, &n), ERR_LIMIT);
    assert_int_equal(out[0].v, 0x07070707);
    assert_int_equal(rows_read(&s, read_number, out, sizeof out[0], 2, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_true(out[0].v == 1 && out[0].untouched == 0);
    assert_true(out[1].v == 2 && out[1].untouched == 0);
    assert_int_equal(out[2].v, 0x07070707);
    assert_int_equal(PQsetvalue(res, 2, 0, NULL, -1), 1);
    assert_int_equal(rows_read(&s, read_number, out, sizeof out[0], 3, &n), ERR_FORMAT);
    PQclear(res);
}

static void a_page_is_cut_before_the_row_that_says_more(void **state)
{
    struct conn_step none = {0};
    struct number out[3];
    size_t n = 9;
    bool more = true;

    (void)state;
    assert_int_equal(rows_read_page(&none, read_number, out, sizeof out[0], 2, &n, &more), ERR_OK);
    assert_true(n == 0 && !more);
    for (int rows = 2; rows <= 3; rows++) {
        PGresult *res = numbers(rows);
        struct conn_step s = {.result = res};

        memset(out, 7, sizeof out);
        assert_int_equal(rows_read_page(&s, read_number, out, sizeof out[0], 2, &n, &more), ERR_OK);
        assert_true(n == 2 && more == (rows == 3));
        assert_true(out[1].v == 2 && out[2].v == 0x07070707);
        PQclear(res);
    }
}

static void one_row_is_there_or_not_found(void **state)
{
    PGresult *res = numbers(1);
    struct conn_step s = {.result = res}, none = {0};
    struct number out = {0};

    (void)state;
    assert_int_equal(rows_read_one(&none, read_number, &out, sizeof out), ERR_NOTFOUND);
    assert_int_equal(rows_read_one(&s, read_number, &out, sizeof out), ERR_OK);
    assert_int_equal(out.v, 1);
    assert_int_equal(PQsetvalue(res, 0, 0, NULL, -1), 1);
    assert_int_equal(rows_read_one(&s, read_number, &out, sizeof out), ERR_FORMAT);
    PQclear(res);
}

static void a_new_list_is_whole_or_none(void **state)
{
    PGresult *res = numbers(2);
    struct conn_step s = {.result = res}, none = {0};
    struct number *list;
    size_t n = 9;
    int rc;

    (void)state;
    list = rows_read_new(&none, read_number, sizeof *list, 2, &n, &rc);
    assert_true(list != NULL && rc == ERR_OK && n == 0);
    free(list);
    list = rows_read_new(&s, read_number, sizeof *list, ROWS_ANY, &n, &rc);
    assert_true(list != NULL && rc == ERR_OK && n == 2);
    assert_true(list[0].v == 1 && list[1].v == 2);
    free(list);
    list = rows_read_new(&s, read_number, sizeof *list, 1, &n, &rc);
    assert_true(list == NULL && rc == ERR_LIMIT && n == 0);
    assert_int_equal(PQsetvalue(res, 1, 0, NULL, -1), 1);
    list = rows_read_new(&s, read_number, sizeof *list, 2, &n, &rc);
    assert_true(list == NULL && rc == ERR_FORMAT && n == 0);
    PQclear(res);
}

static void what_the_first_row_carries_is_taken_from_its_last_column(void **state)
{
    char one[] = "number", two[] = "bundle", v[] = {0, 0, 0, 1}, bytes[] = "all of it";
    PGresAttDesc a[2] = {{.name = one, .format = 1, .typid = INT4}, {.name = two, .format = 1, .typid = BYTEA}};
    PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    struct conn_step s = {.result = res}, none = {0};
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 16);
    buf_str(&b, "old");
    assert_int_equal(rows_take_beside(&none, &b), ERR_OK);
    assert_int_equal(b.len, 0);
    assert_int_equal(PQsetResultAttrs(res, 2, a), 1);
    assert_int_equal(PQsetvalue(res, 0, 0, v, sizeof v), 1);
    assert_int_equal(PQsetvalue(res, 0, 1, bytes, 9), 1);
    assert_int_equal(PQsetvalue(res, 1, 0, v, sizeof v), 1);
    assert_int_equal(PQsetvalue(res, 1, 1, bytes, 0), 1);
    assert_int_equal(rows_take_beside(&s, &b), ERR_OK);
    assert_int_equal(b.len, 9);
    assert_memory_equal(b.data, "all of it", 9);
    assert_int_equal(PQsetvalue(res, 0, 1, NULL, -1), 1);
    assert_int_equal(rows_take_beside(&s, &b), ERR_FORMAT);
    PQclear(res);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_read_whole_and_within_its_bound),
        cmocka_unit_test(a_page_is_cut_before_the_row_that_says_more),
        cmocka_unit_test(one_row_is_there_or_not_found),
        cmocka_unit_test(a_new_list_is_whole_or_none),
        cmocka_unit_test(what_the_first_row_carries_is_taken_from_its_last_column),
    };

    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
