/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of routes says all that its readers lean on, and the document that is made of it is JSON, the same each
 * time. What is in it is looked at by tests/api/test_openapi.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/json.h"
#include "api/openapi.h"
#include "api/routes.h"
#include "base/err.h"

static bool is_of_a_query(enum json_kind kind)
{
    switch (kind) {
    case JSON_LINE:
    case JSON_DAY:
    case JSON_TIME:
    case JSON_ID:
    case JSON_INSEE:
    case JSON_CODE:
    case JSON_CODES:
    case JSON_FLAG:
    case JSON_INT:
    case JSON_DECIMAL:
    case JSON_YES:
    case JSON_CURSOR:
        return true;
    default:
        return false;
    }
}

static bool is_of_a_body(enum json_kind kind)
{
    return kind != JSON_TIME && kind != JSON_YES && kind != JSON_CURSOR && kind != JSON_ALSO;
}

/* Every field of a body has a name, a kind that the reader knows, bounds where it has a length, and its parts. */
static void look_at_body(const struct json_shape *s, const char *path)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct json_field *f = &s->field[i];
        bool text = f->kind == JSON_LINE || f->kind == JSON_LINES || f->kind == JSON_OPAQUE;
        bool deep = f->kind == JSON_FIELDS || f->kind == JSON_ITEMS;

        if (f->name == NULL || !is_of_a_body(f->kind) || f->some || (text && f->max == 0) || deep != (f->of != NULL))
            fail_msg("%s: field %zu, %s", path, i, f->name == NULL ? "no name" : f->name);
        if (deep)
            look_at_body(f->of, path);
    }
}

static void look_at_answer(const struct json_shape *s, const char *path)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct json_field *f = &s->field[i];
        bool deep = f->kind == JSON_FIELDS || f->kind == JSON_ITEMS || f->kind == JSON_ALSO;

        if ((f->name == NULL) != (f->kind == JSON_ALSO) || deep != (f->of != NULL))
            fail_msg("%s: field %zu", path, i);
        if (deep)
            look_at_answer(f->of, path);
    }
}

static void a_row_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < routes_table.n; i++) {
        const struct route *r = &routes_table.row[i];
        bool shaped = r->answer.form == ROUTE_OBJECT || r->answer.form == ROUTE_LIST || r->answer.form == ROUTE_PAGE;

        if (r->summary[0] == '\0' || shaped != (r->answer.shape != NULL) ||
            (r->answer.status == 204) != (r->answer.form == ROUTE_NOTHING) ||
            (r->body != NULL) != ((r->flags & ROUTE_JSON) != 0))
            fail_msg("%s %s", r->method, r->path);
        if (r->query != NULL)
            assert_true(r->query->n <= LIMITS_QUERY_FIELDS);
        for (size_t k = 0; r->query != NULL && k < r->query->n; k++)
            if (!is_of_a_query(r->query->field[k].kind))
                fail_msg("%s?%s", r->path, r->query->field[k].name);
        if (r->body != NULL)
            look_at_body(r->body, r->path);
        if (shaped)
            look_at_answer(r->answer.shape, r->path);
    }
}

static void the_document_is_json_and_the_same_each_time(void **state)
{
    struct json_doc d SCOPED_JSON;
    struct buf one SCOPED_BUF;
    struct buf other SCOPED_BUF;

    (void)state;
    json_start();
    assert_int_equal(openapi_write(&one, &routes_table), ERR_OK);
    assert_int_equal(openapi_write(&other, &routes_table), ERR_OK);
    assert_int_equal(one.len, other.len);
    assert_memory_equal(one.data, other.data, one.len);
    assert_int_equal(json_doc_parse(&d, one.data, one.len), REFUSAL_NONE); /* no name twice in an object, too */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_whole),
        cmocka_unit_test(the_document_is_json_and_the_same_each_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
