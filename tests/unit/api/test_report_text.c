/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts beside incidents and reports: the one form that is sealed, how long each may be, and the look at bytes before
 * they go out. */
#include "sealed_form.h"

#include "api/report_text.h"

typedef void (*writer)(struct buf *out, const struct json_value *v);
typedef bool (*putter)(struct buf *answer, const void *p, size_t n);

static const struct {
    const char *name;
    writer write;
    putter put;
    int most; /* characters */
} members[] = {
    {"words", report_text_words, report_text_put_words, REPORT_TEXT_WORDS},
    {"note", report_text_note, report_text_put_note, REPORT_TEXT_NOTE},
};

static const char *const texts[] = {"x", "Arrêt immédiat,\nl’échelle a cédé", "O'Reilly \"dit\" <non> & \\", "🌱"};

static void a_member_is_sealed_as_one_form_and_goes_out_as_its_text(void **state)
{
    (void)state;
    for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
            const struct json_value v = {.present = true, .s = texts[i], .n = strlen(texts[i])};
            struct buf out SCOPED_BUF;
            struct buf answer SCOPED_BUF;
            size_t head = strlen(members[m].name) + 4; /* {"…": */

            buf_init_secret(&out, SEALED_FORM_PLAIN);
            buf_init_secret(&answer, SEALED_FORM_PLAIN);
            members[m].write(&out, &v);
            assert_memory_equal(out.data + 2, members[m].name, strlen(members[m].name));
            assert_true(members[m].put(&answer, out.data, out.len));
            assert_int_equal(answer.len, out.len - head - 1);
            assert_memory_equal(answer.data, out.data + head, answer.len);
            assert_false(members[1 - m].put(&answer, out.data, out.len));
            assert_false(members[m].put(&answer, out.data, out.len - 1));
            assert_false(report_text_put(&answer, out.data, out.len));
        }
    }
}

static void put_many(struct buf *b, const char *name, const char *what, int n)
{
    buf_fmt(b, "{\"%s\":\"", name);
    for (int i = 0; i < n; i++)
        buf_str(b, what);
    buf_str(b, "\"}");
}

static void the_longest_goes_out_and_one_that_is_longer_does_not(void **state)
{
    (void)state;
    for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
        for (int more = 0; more <= 1; more++) {
            struct buf sealed SCOPED_BUF;
            struct buf answer SCOPED_BUF;

            buf_init(&sealed, SEALED_FORM_PLAIN);
            buf_init_secret(&answer, SEALED_FORM_PLAIN);
            put_many(&sealed, members[m].name, "\\u003c", members[m].most + more);
            assert_int_equal(buf_err(&sealed), ERR_OK);
            assert_int_equal(members[m].put(&answer, sealed.data, sealed.len), more == 0);
        }
    }
}

static void a_report_is_a_text(void **state)
{
    static const struct {
        const char *body;
        enum refusal want;
        const char *pointer;
        const char *sealed;
    } rows[] = {
        {"{\"text\":\"Madame la juge,\\nl'intéressé\"}", REFUSAL_NONE, "",
         "{\"text\":\"Madame la juge,\\nl'intéressé\"}"},
        {" { \"text\" : \"\\u00e9\" } ", REFUSAL_NONE, "", "{\"text\":\"é\"}"},
        {"{\"text\":\"\"}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":null}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":\" x\"}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":\"x\\ty\"}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":[]}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":\"x\",\"to\":\"y\"}", REFUSAL_FIELD_UNKNOWN, "/to", NULL},
        {"{\"words\":\"x\"}", REFUSAL_FIELD_UNKNOWN, "/words", NULL},
        {"{}", REFUSAL_FIELD_MISSING, "/text", NULL},
        {"[]", REFUSAL_JSON, "", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_doc d SCOPED_JSON;
        struct buf out SCOPED_BUF;
        struct buf answer SCOPED_BUF;

        buf_init_secret(&out, SEALED_FORM_PLAIN);
        buf_init_secret(&answer, SEALED_FORM_PLAIN);
        assert_int_equal(report_text_read(&d, rows[i].body, strlen(rows[i].body), &out), rows[i].want);
        assert_string_equal(d.pointer, rows[i].pointer);
        if (rows[i].sealed == NULL) {
            assert_int_equal(out.len, 0);
            continue;
        }
        assert_string_equal(buf_cstr(&out), rows[i].sealed);
        assert_true(report_text_put(&answer, out.data, out.len));
        assert_int_equal(answer.len, out.len - 9); /* the string alone */
        assert_memory_equal(answer.data, out.data + 8, answer.len);
    }
}

static void the_longest_report_fits_into_a_record(void **state)
{
    (void)state;
    for (int more = 0; more <= 1; more++) {
        struct json_doc d SCOPED_JSON;
        struct buf body SCOPED_BUF;
        struct buf out SCOPED_BUF;

        buf_init(&body, 65536); /* what a route takes */
        buf_init_secret(&out, SEALED_FORM_PLAIN);
        put_many(&body, "text", "\\u003c", REPORT_TEXT_MAX + more);
        assert_int_equal(buf_err(&body), ERR_OK);
        assert_int_equal(report_text_read(&d, body.data, body.len, &out),
                         more == 0 ? REFUSAL_NONE : REFUSAL_FIELD_INVALID);
        assert_int_equal(buf_err(&out), ERR_OK);
        assert_true(more == 1 || out.len > REPORT_TEXT_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_is_sealed_as_one_form_and_goes_out_as_its_text),
        cmocka_unit_test(the_longest_goes_out_and_one_that_is_longer_does_not),
        cmocka_unit_test(a_report_is_a_text),
        cmocka_unit_test(the_longest_report_fits_into_a_record),
    };

    return cmocka_run_group_tests(tests, sealed_form_start, NULL);
}
