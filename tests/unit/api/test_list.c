/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of objects: none, one and many, in an answer and as one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/api.h"
#include "api/list.h"

struct pair {
    char name;
    int32_t n;
};

static const struct pair pairs[] = {{'a', 1}, {'b', 22}, {'c', 333}};

static void put_pair(struct buf *b, const void *item)
{
    const struct pair *p = item;

    buf_fmt(b, "\"%c\":%d", p->name, p->n);
}

static void a_member_is_written_item_after_item(void **state)
{
    static const char *const want[] = {"\"l\":[]", "\"l\":[{\"a\":1}]", "\"l\":[{\"a\":1},{\"b\":22}]",
                                       "\"l\":[{\"a\":1},{\"b\":22},{\"c\":333}]"};

    (void)state;
    for (size_t n = 0; n < sizeof want / sizeof want[0]; n++) {
        struct buf b SCOPED_BUF;

        buf_init(&b, 256);
        list_put(&b, "l", &(struct list){pairs, n, sizeof pairs[0], put_pair});
        assert_string_equal(buf_cstr(&b), want[n]);
    }
}

static void words_are_a_list_of_strings(void **state)
{
    static const char words[2][WORD_MAX + 1] = {"adults", "minors"};
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 256);
    list_put_words(&b, "w", words, 2);
    list_put_words(&b, "x", words, 0);
    assert_string_equal(buf_cstr(&b), "\"w\":[\"adults\",\"minors\"],\"x\":[]");
}

static void an_answer_is_whole_or_says_where_it_goes_on(void **state)
{
    const struct list l = {pairs, 2, sizeof pairs[0], put_pair};
    struct reply r;

    (void)state;
    reply_init(&r);
    list_answer(&r, &l);
    assert_string_equal(buf_cstr(&r.body), "{\"items\":[{\"a\":1},{\"b\":22}]}");
    assert_int_equal(r.status, 200);
    reply_release(&r);
    reply_init(&r);
    list_answer_page(&r, &l, "x");
    assert_string_equal(buf_cstr(&r.body), "{\"items\":[{\"a\":1},{\"b\":22}],\"next\":\"x\"}");
    assert_int_equal(r.status, 200);
    reply_release(&r);
    reply_init(&r);
    list_answer_page(&r, &(struct list){NULL, 0, sizeof pairs[0], put_pair}, NULL);
    assert_string_equal(buf_cstr(&r.body), "{\"items\":[],\"next\":null}");
    reply_release(&r);
}

struct seen {
    char name;
    struct uuid id;
    int64_t us;
};

static void put_seen(struct buf *b, const void *item)
{
    const struct seen *s = item;

    buf_fmt(b, "\"%c\":true", s->name);
}

static void a_page_goes_on_behind_its_last_item(void **state)
{
    struct {
        struct seen item[2];
        size_t n;
        bool more;
    } out = {{{'a', {{1}}, 11}, {'b', {{2}}, 22}}, 2, true};
    char next[API_CURSOR];
    struct uuid id;
    struct reply r;
    int64_t us;

    (void)state;
    assert_ptr_equal(list_timed_next(&LIST_TIMED(out, put_seen, us, id), next), next);
    assert_true(api_read_cursor(next, API_CURSOR - 1, &us, &id));
    assert_true(us == 22 && uuid_eq(&id, &out.item[1].id));
    reply_init(&r);
    list_answer_timed(&r, &LIST_TIMED(out, put_seen, us, id));
    assert_non_null(strstr(buf_cstr(&r.body), next));
    assert_int_equal(r.status, 200);
    reply_release(&r);
    out.n = 0;
    out.more = false;
    reply_init(&r);
    list_answer_timed(&r, &LIST_TIMED(out, put_seen, us, id));
    assert_string_equal(buf_cstr(&r.body), "{\"items\":[],\"next\":null}");
    reply_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_is_written_item_after_item),
        cmocka_unit_test(words_are_a_list_of_strings),
        cmocka_unit_test(an_answer_is_whole_or_says_where_it_goes_on),
        cmocka_unit_test(a_page_goes_on_behind_its_last_item),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
