/* SPDX-License-Identifier: EUPL-1.2 */
/* An entry has one form: what is read is what would be written, and nothing near it is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audit/line.h"
#include "base/buf.h"
#include "base/err.h"

#include "base/banned.h"


static const char full[] =
    "jalon/1\n"
    "at 2026-11-22T19:44:31.123456Z\n"
    "of 2026-11-22T19:44:31.020000Z\n"
    "id 0f8e1d2c-3b4a-5968-7786-95a4b3c2d1e0\n"
    "action case.open\n"
    "actor 00000000-0000-4000-8000-000000000001 counsellor 00000000-0000-4000-8000-000000000002\n"
    "subject 000102030405060708090a0b0c0d0e0f\n"
    "reason follow_up default\n"
    "outcome ok\n"
    "claimed 127.0.0.1\n"
    "object casework.case_file 00000000-0000-4000-8000-000000000003 7 IDENT "
    "00000000-0000-4000-8000-000000000004 caseload "
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
    "object session - - - - - -\n";

static const char bare[] = "jalon/1\n"
                           "at 1970-01-01T00:00:00.000000Z\n"
                           "of -\n"
                           "id -\n"
                           "action x\n"
                           "actor - - -\n"
                           "subject -\n"
                           "reason - -\n"
                           "outcome denied\n"
                           "claimed -\n";

static struct line_object objects[LINE_OBJECTS];

static void reads_back(const char *text)
{
    struct buf b SCOPED_BUF;
    struct line l;

    buf_init(&b, LINE_MAX_BYTES);
    assert_int_equal(line_parse(&l, objects, text, strlen(text)), ERR_OK);
    assert_int_equal(line_format(&l, &b), ERR_OK);
    assert_int_equal(b.len, strlen(text));
    assert_memory_equal(b.data, text, b.len);
}

static void the_form_is_this(void **state)
{
    struct line l;

    (void)state;
    reads_back(full);
    reads_back(bare);
    assert_int_equal(line_parse(&l, objects, full, strlen(full)), ERR_OK);
    assert_true(l.at_us == INT64_C(1795376671123456));
    assert_true(l.has_of && l.of_us == INT64_C(1795376671020000));
    assert_true(l.has_id && l.id.b[0] == 0x0f);
    assert_string_equal(l.action, "case.open");
    assert_true(l.has_actor && l.actor.b[15] == 1 && l.org.b[15] == 2);
    assert_string_equal(l.role, "counsellor");
    assert_true(l.has_subject && l.subject[15] == 15);
    assert_string_equal(l.reason, "follow_up");
    assert_true(l.reason_default);
    assert_string_equal(l.claimed, "127.0.0.1");
    assert_int_equal(l.objects, 2);
    assert_true(l.object[0].has_id && l.object[0].has_case && l.object[0].has_digest);
    assert_int_equal(l.object[0].version, 7);
    assert_string_equal(l.object[0].compartment, "IDENT");
    assert_string_equal(l.object[0].link, "caseload");
    assert_int_equal(l.object[0].digest[31], 31);
    assert_string_equal(l.object[1].kind, "session");
    assert_false(l.object[1].has_id || l.object[1].has_case || l.object[1].has_digest);
}

/* For each byte of both texts: take it out, double it, change it. What is still read must be written the same. */
static void nothing_near_it_is_read_in_two_ways(void **state)
{
    static const char *const texts[] = {full, bare};
    static const char others[] = {0, '\n', '\r', ' ', '-', '0', 'a', 'A', '.', '\x7f', (char)0xc3};
    char text[sizeof full + 2];
    struct line l;

    (void)state;
    for (size_t t = 0; t < 2; t++)
        for (size_t at = 0; at < strlen(texts[t]); at++)
            for (size_t how = 0; how < 2 + sizeof others; how++) {
                struct buf b SCOPED_BUF;
                size_t n = strlen(texts[t]);

                memcpy(text, texts[t], n);
                if (how == 0)
                    memmove(text + at, text + at + 1, --n - at);
                else if (how == 1)
                    memmove(text + at + 1, text + at, n++ - at);
                else
                    text[at] = others[how - 2];
                if (line_parse(&l, objects, text, n) != ERR_OK)
                    continue;
                buf_init(&b, LINE_MAX_BYTES);
                assert_int_equal(line_format(&l, &b), ERR_OK);
                assert_int_equal(b.len, n);
                assert_memory_equal(b.data, text, n);
            }
}

static void every_shorter_text_is_refused(void **state)
{
    struct line l;

    (void)state;
    for (size_t n = 0; n < strlen(full); n++) {
        /* Without its last objects it is an entry too. */
        int want = strncmp(full + n, "object ", 7) == 0 ? ERR_OK : ERR_FORMAT;

        assert_int_equal(line_parse(&l, objects, full, n), want);
    }
}

static const struct {
    const char *from, *to, *why;
} wrong[] = {
    {"jalon/1", "jalon/2", "another version"},
    {"at 2026", "at  2026", "two blanks"},
    {"at 2026-11-22T19:44:31.123456Z", "at -", "no time"},
    {"action case.open", "action Case.open", "a capital"},
    {"action case.open", "action .open", "a dot first"},
    {"action case.open", "action case..open", "two dots"},
    {"action case.open", "action -", "no action"},
    {"action case.open", "action aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "41 characters"},
    {"counsellor", "-", "an actor without a role"},
    {"actor 00000000-0000-4000-8000-000000000001", "actor -", "a role without an actor"},
    {"counsellor 00000000-0000-4000-8000-000000000002", "counsellor -", "an actor of no organisation"},
    {"default", "presumed", "neither given nor default"},
    {"follow_up default", "- default", "a default of nothing"},
    {"follow_up default", "follow_up -", "a reason from nowhere"},
    {"outcome ok", "outcome -", "no outcome"},
    {"claimed 127.0.0.1", "claimed 127 0", "a blank in what is claimed"},
    {"claimed 127.0.0.1", "claimed \xc3\xa9", "more than ASCII in what is claimed"},
    {" 7 ", " 0 ", "version zero is a dash"},
    {" 7 ", " 07 ", "a leading zero"},
    {" 7 ", " 4294967296 ", "a version over 32 bits"},
    {"IDENT", "SECRET", "no compartment"},
    {"IDENT", "ident", "a compartment in small letters"},
    {"object session", "object -", "an object of no kind"},
    {"object session -", "object session", "a field short"},
    {"object session -", "object session - -", "a field more"},
    {"000102030405060708090a0b0c0d0e0f\n", "000102030405060708090A0B0C0D0E0F\n", "a pseudonym in capitals"},
    {"subject 00", "subject ", "a short pseudonym"},
    {"of 2026", "of 1969", "before all time"},
};

static void wrong_fields_are_refused(void **state)
{
    char text[sizeof full + 100];
    struct line l;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *at = strstr(full, wrong[i].from);
        size_t before, to = strlen(wrong[i].to), rest;

        assert_non_null(at);
        before = (size_t)(at - full);
        rest = strlen(at + strlen(wrong[i].from));
        memcpy(text, full, before);
        memcpy(text + before, wrong[i].to, to);
        memcpy(text + before + to, at + strlen(wrong[i].from), rest);
        if (line_parse(&l, objects, text, before + to + rest) != ERR_FORMAT)
            fail_msg("%s", wrong[i].why);
    }
}

static void what_cannot_be_said_is_not_written(void **state)
{
    struct buf b SCOPED_BUF;
    struct line good, l;

    (void)state;
    buf_init(&b, LINE_MAX_BYTES);
    assert_int_equal(line_parse(&good, objects, full, strlen(full)), ERR_OK);
#define REFUSED(change)                                    \
    do {                                                   \
        l = good;                                          \
        change;                                            \
        assert_int_equal(line_format(&l, &b), ERR_FORMAT); \
        assert_int_equal(b.len, 0);                        \
    } while (0)
    REFUSED(l.at_us = -1);
    REFUSED(l.of_us = INT64_MAX);
    REFUSED(l.action[0] = 0);
    REFUSED(memcpy(l.action, "a b", 4));
    REFUSED(memset(l.action, 'a', sizeof l.action));
    REFUSED(l.outcome[0] = 0);
    REFUSED(memcpy(l.outcome, "o\nk", 4));
    REFUSED(l.role[0] = 0);
    REFUSED(l.reason[0] = 0);
    REFUSED(memcpy(l.claimed, "-", 2));
    REFUSED(memcpy(l.claimed, "a b", 4));
    REFUSED(memset(l.claimed, 'x', sizeof l.claimed));
    REFUSED(l.objects = LINE_OBJECTS + 1);
    REFUSED(l.object[1].kind[0] = 0);
    memcpy(objects[1].kind, "session", 8);
    REFUSED(memcpy(l.object[1].compartment, "X", 2));
    objects[1].compartment[0] = 0;
    REFUSED(memcpy(l.object[1].link, "A", 2));
    objects[1].link[0] = 0;
    assert_int_equal(line_format(&good, &b), ERR_OK);
}

static void the_longest_entry_fits_a_bundle(void **state)
{
    struct line_object *back = calloc(LINE_OBJECTS, sizeof *back);
    struct buf b SCOPED_BUF;
    struct line l, again;

    (void)state;
    assert_non_null(back);
    assert_int_equal(line_parse(&l, objects, full, strlen(full)), ERR_OK);
    memset(l.action, 'a', 40);
    memset(l.outcome, 'a', 40);
    memset(l.claimed, 'a', 64);
    memset(objects[0].kind, 'k', 40);
    memset(objects[0].link, 'l', 40);
    memcpy(objects[0].compartment, "PLACEMENT", 10);
    objects[0].version = UINT32_MAX;
    for (size_t i = 1; i < LINE_OBJECTS; i++)
        objects[i] = objects[0];
    l.objects = LINE_OBJECTS;
    buf_init(&b, LINE_MAX_BYTES);
    assert_int_equal(line_format(&l, &b), ERR_OK);
    assert_true(b.len > 60000);
    assert_int_equal(line_parse(&again, back, b.data, b.len), ERR_OK);
    assert_int_equal(again.objects, LINE_OBJECTS);
    free(back);
}

static void one_object_too_many_is_refused(void **state)
{
    struct buf b SCOPED_BUF;
    struct line l;

    (void)state;
    buf_init(&b, LINE_MAX_BYTES);
    buf_str(&b, bare);
    for (size_t i = 0; i < LINE_OBJECTS; i++)
        buf_str(&b, "object x - - - - - -\n");
    assert_int_equal(line_parse(&l, objects, b.data, b.len), ERR_OK);
    buf_str(&b, "object x - - - - - -\n");
    assert_int_equal(buf_err(&b), ERR_OK);
    assert_int_equal(line_parse(&l, objects, b.data, b.len), ERR_FORMAT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_is_this),
        cmocka_unit_test(nothing_near_it_is_read_in_two_ways),
        cmocka_unit_test(every_shorter_text_is_refused),
        cmocka_unit_test(wrong_fields_are_refused),
        cmocka_unit_test(what_cannot_be_said_is_not_written),
        cmocka_unit_test(the_longest_entry_fits_a_bundle),
        cmocka_unit_test(one_object_too_many_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
