/* SPDX-License-Identifier: EUPL-1.2 */
/* The sealed records of a placement: each field with what it may not be, the one form that is sealed, name and phone
 * out of an identity, and the look at bytes before they go out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/placement_sheet.h"
#include "base/err.h"

#define EMPTY "{\"skills\":[],\"limits\":null,\"message\":null}"
#define NAMED "{\"family_name\":\"O'Connor <fille>\",\"first_names\":\"Éa\",\"birth_date\":\"1990-02-28\""

typedef bool (*put_fn)(struct buf *answer, const void *p, size_t n);

static const struct {
    const char *sheet;
    enum refusal want;
    const char *pointer;
    const char *sealed;
} sheets[] = {
    {"{}", REFUSAL_NONE, "", EMPTY},
    {"{\"skills\":null,\"limits\":null,\"message\":null}", REFUSAL_NONE, "", EMPTY},
    {"{\"message\":\"\",\"limits\":\"\",\"skills\":[]}", REFUSAL_NONE, "", EMPTY},
    {"{ \"message\":\"Horaires :\\nle matin\", \"skills\":[\"Taille d'arbres\",\"<caisse>\"],\"limits\":\"10 kg\"}",
     REFUSAL_NONE, "",
     "{\"skills\":[\"Taille d'arbres\",\"\\u003ccaisse\\u003e\"],\"limits\":\"10 kg\","
     "\"message\":\"Horaires :\\nle matin\"}"},
    {"{\"name\":\"x\"}", REFUSAL_FIELD_UNKNOWN, "/sheet/name", NULL},
    {"{\"offence\":\"x\"}", REFUSAL_FIELD_UNKNOWN, "/sheet/offence", NULL},
    {"{\"week_minutes\":1}", REFUSAL_FIELD_UNKNOWN, "/sheet/week_minutes", NULL},
    {"{\"skills\":\"x\"}", REFUSAL_FIELD_INVALID, "/sheet/skills", NULL},
    {"{\"skills\":[\"x\",\"\"]}", REFUSAL_FIELD_INVALID, "/sheet/skills/1", NULL},
    {"{\"skills\":[\"x\\ny\"]}", REFUSAL_FIELD_INVALID, "/sheet/skills/0", NULL},
    {"{\"limits\":7}", REFUSAL_FIELD_INVALID, "/sheet/limits", NULL},
    {"{\"message\":\" x\"}", REFUSAL_FIELD_INVALID, "/sheet/message", NULL},
    {"{\"message\":\"x\\u0007\"}", REFUSAL_FIELD_INVALID, "/sheet/message", NULL},
};

/* {"sheet":…} as a route has it. */
static enum refusal read_sheet(struct json_doc *d, const char *text, size_t n, struct buf *out)
{
    static const struct json_field outer[1] = {{"sheet", JSON_FIELDS, true, 0, 0}};
    struct json_value whole[1];
    struct buf body SCOPED_BUF;
    enum refusal r;

    buf_init(&body, 65536);
    buf_str(&body, "{\"sheet\":");
    buf_bytes(&body, text, n);
    buf_u8(&body, '}');
    r = json_doc_parse(d, body.data, body.len);
    if (r == REFUSAL_NONE)
        r = json_doc_take(d, NULL, "", outer, whole, 1);
    return r == REFUSAL_NONE ? placement_sheet_read(d, "/sheet", whole[0].object, out) : r;
}

static void a_sheet_has_skills_limits_and_a_message_and_no_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        struct json_doc d SCOPED_JSON;
        struct buf out SCOPED_BUF;
        struct buf again SCOPED_BUF;

        buf_init_secret(&out, 65000);
        buf_init_secret(&again, 65000);
        if (read_sheet(&d, sheets[i].sheet, strlen(sheets[i].sheet), &out) != sheets[i].want ||
            strcmp(d.pointer, sheets[i].pointer) != 0)
            fail_msg("%s at '%s'", sheets[i].sheet, d.pointer);
        if (sheets[i].sealed == NULL)
            continue;
        assert_string_equal(buf_cstr(&out), sheets[i].sealed);
        assert_true(placement_sheet_put_sheet(&again, out.data, out.len));
        assert_string_equal(buf_cstr(&again), sheets[i].sealed);
    }
}

/* W-01: kept with the sheet, looked at by the program, shown to nobody. */
static void the_limit_of_the_week_is_sealed_and_not_shown(void **state)
{
    static const struct {
        const char *sealed;
        int32_t week;
    } rows[] = {
        {"{\"skills\":[],\"limits\":null,\"message\":null,\"week_minutes\":720}", 720},
        {"{\"skills\":[],\"limits\":null,\"message\":null,\"week_minutes\":0}", 0},
        {"{\"week_minutes\":10080}", 10080},
        {"{\"skills\":[],\"limits\":null,\"message\":null,\"week_minutes\":null}", -1},
        {EMPTY, -1},
        {"{\"week_minutes\":10081}", -1},
        {"{\"week_minutes\":-1}", -1},
        {"{\"week_minutes\":1.5}", -1},
        {"{\"week_minutes\":\"720\"}", -1},
        {"{\"week_minutes\":720,\"x\":1}", -1},
        {"{\"week_minutes\":720", -1},
        {"", -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(placement_sheet_week(rows[i].sealed, strlen(rows[i].sealed)), rows[i].week);
    for (size_t i = 0; i < 4; i++) {
        struct buf out SCOPED_BUF;
        struct buf shown SCOPED_BUF;

        buf_init_secret(&out, 4096);
        buf_init_secret(&shown, 4096);
        placement_sheet_finish(&out, EMPTY, strlen(EMPTY), rows[i].week);
        if (i != 2)
            assert_string_equal(buf_cstr(&out), rows[i].sealed);
        assert_int_equal(placement_sheet_week(out.data, out.len), rows[i].week);
        assert_true(placement_sheet_put_sheet(&shown, out.data, out.len));
        assert_string_equal(buf_cstr(&shown), EMPTY);
    }
}

static void put_repeated(struct buf *b, const char *unit, int n)
{
    buf_u8(b, '"');
    for (int i = 0; i < n; i++)
        buf_str(b, unit);
    buf_u8(b, '"');
}

static void lengths_are_in_characters_of_any_width(void **state)
{
    static const char *const units[] = {"a", "<", "\xc3\xa9", "\xf0\x9f\x8c\xb1"};

    (void)state;
    for (size_t u = 0; u < 4; u++)
        for (int more = 0; more < 4; more++) {
            struct json_doc d SCOPED_JSON;
            struct buf text SCOPED_BUF;
            struct buf out SCOPED_BUF;
            enum refusal r;

            buf_init(&text, 65000);
            buf_init_secret(&out, 65000);
            buf_str(&text, "{\"limits\":");
            put_repeated(&text, units[u], more == 1 ? 501 : 500);
            buf_str(&text, ",\"message\":");
            put_repeated(&text, units[u], more == 2 ? 1001 : 1000);
            buf_str(&text, ",\"skills\":[");
            for (int i = 0; i < (more == 3 ? 21 : 20); i++) {
                buf_str(&text, i == 0 ? "" : ",");
                put_repeated(&text, units[u], 100);
            }
            buf_str(&text, "]}");
            r = read_sheet(&d, (const char *)text.data, text.len, &out);
            assert_int_equal(r, more == 0 ? REFUSAL_NONE : REFUSAL_FIELD_INVALID);
            assert_int_equal(buf_err(&out), ERR_OK);
        }
}

/* The one text of a member, as a route reads it. */
static enum refusal read_text(struct json_doc *d, const struct json_field *f, const char *body, struct json_value *v)
{
    enum refusal r = json_doc_parse(d, body, strlen(body));

    return r == REFUSAL_NONE ? json_doc_take(d, NULL, "", f, v, 1) : r;
}

static void reason_and_words_are_one_text(void **state)
{
    static const struct json_field f = {"text", JSON_LINES, true, 1, PLACEMENT_SHEET_REASON};
    struct json_doc d SCOPED_JSON;
    struct json_value v;
    struct buf out SCOPED_BUF;
    struct buf answer SCOPED_BUF;

    (void)state;
    buf_init_secret(&out, 65000);
    buf_init_secret(&answer, 65000);
    assert_int_equal(read_text(&d, &f, "{\"text\":\"L'emploi\\nd’abord & <vite>\"}", &v), REFUSAL_NONE);
    placement_sheet_reason(&v, &out);
    assert_string_equal(buf_cstr(&out), "{\"reason\":\"L'emploi\\nd’abord \\u0026 \\u003cvite\\u003e\"}");
    assert_true(placement_sheet_put_reason(&answer, out.data, out.len));
    assert_string_equal(buf_cstr(&answer), "\"L'emploi\\nd’abord \\u0026 \\u003cvite\\u003e\"");
    buf_reset(&answer);
    assert_false(placement_sheet_put_words(&answer, out.data, out.len));
    buf_reset(&out);
    placement_sheet_words(&v, &out);
    assert_string_equal(buf_cstr(&out), "{\"words\":\"L'emploi\\nd’abord \\u0026 \\u003cvite\\u003e\"}");
    assert_false(placement_sheet_put_reason(&answer, out.data, out.len));
    assert_int_equal(answer.len, 0);
    assert_true(placement_sheet_put_words(&answer, out.data, out.len));
}

static void a_contact_is_name_and_phone_and_nothing_else_of_an_identity(void **state)
{
    static const struct {
        const char *identity;
        const char *sealed; /* NULL: not an identity */
    } rows[] = {
        {NAMED "}", "{\"given\":\"Éa\",\"family\":\"O'Connor \\u003cfille\\u003e\",\"phone\":null}"},
        {NAMED ",\"phone\":\"06 12 34 56 78\",\"address\":\"1 rue\\n59000\"}",
         "{\"given\":\"Éa\",\"family\":\"O'Connor \\u003cfille\\u003e\",\"phone\":\"06 12 34 56 78\"}"},
        {NAMED, NULL},
        {NAMED ",\"x\":1}", NULL},
        {"{\"family_name\":\"Q\",\"birth_date\":\"1990-02-28\"}", NULL},
        {"{}", NULL},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out SCOPED_BUF;
        struct buf answer SCOPED_BUF;
        bool sound;

        buf_init_secret(&out, 4096);
        buf_init_secret(&answer, 4096);
        sound = placement_sheet_contact(rows[i].identity, strlen(rows[i].identity), &out);
        if (sound != (rows[i].sealed != NULL))
            fail_msg("%s", rows[i].identity);
        if (!sound) {
            assert_int_equal(out.len, 0);
            continue;
        }
        assert_string_equal(buf_cstr(&out), rows[i].sealed);
        assert_true(placement_sheet_put_contact(&answer, out.data, out.len));
        assert_string_equal(buf_cstr(&answer), rows[i].sealed);
    }
}

static void bytes_that_are_none_do_not_go_out(void **state)
{
    static const char *const bad[] = {"", "{", "{}x", "[]", "{\"x\":1}", "{\"reason\":\"\"}", "{\"words\":null}",
                                      "{\"skills\":[1]}", "{\"given\":\"a\"}", "{\"limits\":\"\xff\"}"};
    static const put_fn put[] = {placement_sheet_put_reason, placement_sheet_put_words, placement_sheet_put_sheet,
                                 placement_sheet_put_contact};
    struct buf answer SCOPED_BUF;

    (void)state;
    buf_init_secret(&answer, 4096);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        for (size_t k = 0; k < sizeof put / sizeof put[0]; k++)
            if (put[k](&answer, bad[i], strlen(bad[i])) || answer.len != 0)
                fail_msg("%s by %zu", bad[i], k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_has_skills_limits_and_a_message_and_no_name),
        cmocka_unit_test(the_limit_of_the_week_is_sealed_and_not_shown),
        cmocka_unit_test(lengths_are_in_characters_of_any_width),
        cmocka_unit_test(reason_and_words_are_one_text),
        cmocka_unit_test(a_contact_is_name_and_phone_and_nothing_else_of_an_identity),
        cmocka_unit_test(bytes_that_are_none_do_not_go_out),
    };

    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
