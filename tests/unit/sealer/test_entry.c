/* SPDX-License-Identifier: EUPL-1.2 */
/* A request entry is read as the client half writes it, and at no byte less or otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sealer/entry.h"
#include "base/err.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

static struct line_object object[LINE_OBJECTS];
static struct line l;

static int parse(const void *p, size_t n)
{
    struct rd r;
    rd_init(&r, p, n);
    int err = entry_read(&r, &l, object);
    return err ? err : rd_end(&r);
}

static void fill(struct buf *b, uint16_t objects)
{
    static struct sealer_object o[SEALER_OBJECTS];
    struct uuid u, v, w;
    int64_t of = -3;
    memset(&u, 1, sizeof u);
    memset(&v, 2, sizeof v);
    memset(&w, 3, sizeof w);
    for (size_t i = 0; i < objects; i++)
        o[i] = (struct sealer_object){.kind = "casework.case_file", .id = &u, .version = 9, .compartment = "IDENT",
                                      .case_id = &v, .link = "caseload", .digest = (const unsigned char *)
                                      "0123456789abcdef0123456789abcdef"};
    buf_init(b, 1 << 20);
    sealer_put_entry(b, &(struct sealer_entry){.action = "record.open", .of_us = &of, .id = &w, .actor = &u,
                                               .role = "director", .org = &v, .subject = (const unsigned char *)
                                               "subjectsubjectsu", .reason = "duty_cover", .reason_default = true,
                                               .outcome = "ok", .claimed = "192.0.2.1", .object = o,
                                               .objects = objects});
}

static void every_field_arrives(void **state)
{
    struct buf b SCOPED_BUF;
    (void)state;
    fill(&b, 2);
    assert_int_equal(parse(b.data, b.len), ERR_OK);
    assert_string_equal(l.action, "record.open");
    assert_true(l.has_of && l.has_id && l.has_actor && l.has_subject && l.reason_default);
    assert_int_equal(l.of_us, -3);
    assert_int_equal(l.id.b[15], 3);
    assert_int_equal(l.actor.b[0], 1);
    assert_int_equal(l.org.b[0], 2);
    assert_string_equal(l.role, "director");
    assert_memory_equal(l.subject, "subjectsubjectsu", 16);
    assert_string_equal(l.reason, "duty_cover");
    assert_string_equal(l.outcome, "ok");
    assert_string_equal(l.claimed, "192.0.2.1");
    assert_int_equal(l.objects, 2);
    assert_ptr_equal(l.object, object);
    assert_string_equal(object[1].kind, "casework.case_file");
    assert_true(object[1].has_id && object[1].has_case && object[1].has_digest);
    assert_int_equal(object[1].version, 9);
    assert_string_equal(object[1].compartment, "IDENT");
    assert_string_equal(object[1].link, "caseload");
    assert_memory_equal(object[1].digest, "0123456789abcdef0123456789abcdef", 32);
}

static void absence_arrives_too(void **state)
{
    struct buf b SCOPED_BUF;
    (void)state;
    buf_init(&b, 100);
    sealer_put_entry(&b, &(struct sealer_entry){.action = "x", .reason = "", .outcome = "ok", .claimed = ""});
    assert_int_equal(parse(b.data, b.len), ERR_OK);
    assert_false(l.has_of || l.has_id || l.has_actor || l.has_subject || l.reason_default);
    assert_string_equal(l.reason, "");
    assert_string_equal(l.role, "");
    assert_int_equal(l.objects, 0);
}

static void every_shorter_one_is_refused(void **state)
{
    struct buf b SCOPED_BUF;
    (void)state;
    fill(&b, 2);
    for (size_t n = 0; n < b.len; n++)
        assert_int_equal(parse(b.data, n), ERR_FORMAT);
}

static void the_most_objects_are_256(void **state)
{
    struct buf b SCOPED_BUF;
    (void)state;
    fill(&b, SEALER_OBJECTS);
    assert_int_equal(parse(b.data, b.len), ERR_OK);
    assert_int_equal(l.objects, 256);
    buf_release(&b);
    buf_init(&b, 1 << 20);
    buf_bytes(&b, "\1x\0\0\2ok\0\1\1", 10); /* 257 */
    for (int i = 0; i < 257; i++)
        buf_bytes(&b, "\1k\0\0\0\0\0\0\0", 9);
    assert_int_equal(parse(b.data, b.len), ERR_FORMAT);
}

static void what_we_do_not_know_is_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        int err;
    } cases[] = {
        {"\1x\0\0\2ok\0\0\0", 10, ERR_OK},
        {"\1x\40\0\2ok\0\0\0", 10, ERR_FORMAT},                 /* entry flag 32 */
        {"\1x\0\0\2ok\0\0\1\1k\0\0\0\0\0\0\0", 19, ERR_OK},
        {"\1x\0\0\2ok\0\0\1\1k\10\0\0\0\0\0\0", 19, ERR_FORMAT}, /* object flag 8 */
        {"\2x\0\0\0\2ok\0\0\0", 11, ERR_FORMAT},                 /* a zero byte in a word */
        {"\51aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0\0\2ok\0\0\0", 50, ERR_FORMAT}, /* 41 letters */
        {"\50aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0\0\2ok\0\0\0", 49, ERR_OK},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (parse(cases[i].bytes, cases[i].n) != cases[i].err)
            fail_msg("case %zu", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_arrives),      cmocka_unit_test(absence_arrives_too),
        cmocka_unit_test(every_shorter_one_is_refused), cmocka_unit_test(the_most_objects_are_256),
        cmocka_unit_test(what_we_do_not_know_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
