/* SPDX-License-Identifier: EUPL-1.2 */
/* A row of the outbox as an entry: all of it, or at least that it exists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "worker/entry.h"

#include "audit/line.h"
#include "base/buf.h"
#include "base/err.h"

#include "base/banned.h"

static const unsigned char digest[32] = {1, 2, 3};

static struct outbox_row a_row(void)
{
    struct outbox_row o = {.at_us = INT64_C(1795377871123456),
                           .has_actor = true,
                           .has_row = true,
                           .has_case = true,
                           .version = 2,
                           .role = "counsellor",
                           .action = "case.identity",
                           .object = "case_file",
                           .compartment = "IDENT",
                           .reason = "follow_up",
                           .digest = digest};

    uuid_random(&o.id);
    uuid_random(&o.actor);
    uuid_random(&o.org);
    uuid_random(&o.row_id);
    o.case_id = o.row_id;
    return o;
}

static void everything_of_a_row_is_in_its_entry(void **state)
{
    struct outbox_row o = a_row();
    struct sealer_entry e;
    struct sealer_object obj;

    (void)state;
    assert_true(entry_of_row(&e, &obj, &o));
    assert_string_equal(e.action, "case.identity");
    assert_string_equal(e.outcome, "ok");
    assert_string_equal(e.reason, "follow_up");
    assert_string_equal(e.claimed, "");
    assert_int_equal(*e.of_us, o.at_us);
    assert_ptr_equal(e.id, &o.id);
    assert_ptr_equal(e.actor, &o.actor);
    assert_string_equal(e.role, "counsellor");
    assert_ptr_equal(e.org, &o.org);
    assert_null(e.subject);
    assert_int_equal(e.objects, 1);
    assert_string_equal(e.object->kind, "case_file");
    assert_ptr_equal(e.object->id, &o.row_id);
    assert_int_equal(e.object->version, 2);
    assert_string_equal(e.object->compartment, "IDENT");
    assert_ptr_equal(e.object->case_id, &o.case_id);
    assert_memory_equal(e.object->digest, digest, sizeof digest);
}

static void what_is_absent_stays_absent(void **state)
{
    struct outbox_row o = a_row();
    struct sealer_entry e;
    struct sealer_object obj;

    (void)state;
    o.has_actor = o.has_row = o.has_case = false;
    o.version = 0;
    o.role = o.compartment = o.reason = "";
    o.digest = NULL;
    assert_true(entry_of_row(&e, &obj, &o));
    assert_null(e.actor);
    assert_string_equal(e.reason, "");
    assert_null(e.object->id);
    assert_null(e.object->case_id);
    assert_null(e.object->digest);
    assert_int_equal(e.object->version, 0);
}

static void a_row_that_cannot_be_said_still_is_in_the_log(void **state)
{
    static const char *const bad[] = {"", "Case.Open", "case open", "case\nopen",
                                      "a.word.that.is.longer.than.any.word.of.the.log"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct outbox_row o = a_row();
        struct sealer_entry e;
        struct sealer_object obj;

        o.action = bad[i];
        assert_false(entry_of_row(&e, &obj, &o));
        assert_string_equal(e.action, "outbox.malformed");
        assert_string_equal(e.outcome, "malformed");
        assert_ptr_equal(e.id, &o.id);
        assert_null(e.actor);
        assert_int_equal(e.objects, 0);
    }
}

static void a_line(struct buf *out, const struct uuid *id)
{
    struct line l = {.at_us = 1, .has_id = id != NULL};

    memcpy(l.action, "case.open", 10);
    memcpy(l.outcome, "ok", 3);
    if (id != NULL)
        l.id = *id;
    assert_int_equal(line_format(&l, out), ERR_OK);
}

static void the_row_of_an_entry_is_found_again(void **state)
{
    struct buf b SCOPED_BUF;
    struct uuid id, got;
    bool has;

    (void)state;
    uuid_random(&id);
    buf_init(&b, LINE_MAX_BYTES);
    a_line(&b, &id);
    assert_int_equal(entry_row_id(b.data, b.len, &has, &got), ERR_OK);
    assert_true(has);
    assert_true(uuid_eq(&id, &got));
    buf_reset(&b);
    a_line(&b, NULL);
    assert_int_equal(entry_row_id(b.data, b.len, &has, &got), ERR_OK);
    assert_false(has);
    assert_int_equal(entry_row_id(b.data, b.len - 1, &has, &got), ERR_FORMAT);
}

static void object(struct line_object *o, const char *kind, const struct uuid *id, const struct uuid *case_id)
{
    memset(o, 0, sizeof *o);
    memcpy(o->kind, kind, strlen(kind));
    o->has_id = id != NULL;
    o->has_case = case_id != NULL;
    if (id != NULL)
        o->id = *id;
    if (case_id != NULL)
        o->case_id = *case_id;
}

/* The heads: 42 bits of SHA-256 of a zero byte and the word, and of the ids. */
static void an_entry_is_found_by_what_it_is_about_each_once(void **state)
{
    static const struct uuid a = {{1, 2, 3, 4, 5, 6, 7}}, b = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 9}};
    struct line_object o[5];
    struct line l = {.objects = 5, .object = o};
    const int64_t stretch = INT64_C(3) << 44;
    const int64_t want[] = {stretch | INT64_C(0x1329ca9e897), stretch | INT64_C(0x354115845b4),
                            stretch | INT64_C(1) << 42 | INT64_C(0x010203040506) >> 6,
                            stretch | INT64_C(1) << 42 | ((INT64_C(1) << 42) - 1),
                            stretch | INT64_C(2) << 42 | INT64_C(0x010203040506) >> 6};
    int64_t got[ENTRY_KEYS];

    (void)state;
    object(&o[0], "casework.case_file", &a, &a);
    object(&o[1], "casework.case_file", &b, &a);
    object(&o[2], "sec.account", NULL, NULL);
    object(&o[3], "casework.case_file", &a, NULL);
    object(&o[4], "casework.case_file", &b, &a);
    assert_int_equal(entry_keys(got, (3 << 14) + 5, &l), 5);
    assert_memory_equal(got, want, sizeof want);
    l.objects = 0;
    assert_int_equal(entry_keys(got, 7, &l), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(everything_of_a_row_is_in_its_entry),
                                       cmocka_unit_test(what_is_absent_stays_absent),
                                       cmocka_unit_test(a_row_that_cannot_be_said_still_is_in_the_log),
                                       cmocka_unit_test(the_row_of_an_entry_is_found_again),
                                       cmocka_unit_test(an_entry_is_found_by_what_it_is_about_each_once)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
