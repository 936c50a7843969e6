/* SPDX-License-Identifier: EUPL-1.2 */
/* What justice said, and copies of decisions: each field with what it may not be, the one form that is sealed, and the
 * look at bytes before they go out. */
#include "sealed_form.h"

#include "api/justice.h"

#define J(fields) "{\"justice\":{\"offence\":\"vol\"" fields "}}"

static const struct sealed_form form = {justice_read, justice_put};

static const struct sealed_form_row rows[] = {
    {J(""), REFUSAL_NONE, "", "the least"},
    {J(",\"families\":null,\"court\":null,\"case_number\":null,\"judgment\":null,\"fallback\":null,"
       "\"obligations\":null,\"victims\":null,\"notes\":null"), REFUSAL_NONE, "", "null for the rest"},
    {J(",\"court\":\"\",\"case_number\":\"\",\"judgment\":\"\",\"obligations\":\"\",\"victims\":\"\",\"notes\":\"\""),
     REFUSAL_NONE, "", "empty texts"},
    {"{}", REFUSAL_FIELD_MISSING, "/justice", "nothing"},
    {"{\"justice\":{}}", REFUSAL_FIELD_MISSING, "/justice/offence", "no offence"},
    {"{\"justice\":{\"offence\":null}}", REFUSAL_FIELD_INVALID, "/justice/offence", "null for it"},
    {"{\"justice\":{\"offence\":\"\"}}", REFUSAL_FIELD_INVALID, "/justice/offence", "an empty one"},
    {"{\"justice\":{\"offence\":\"vol\\navec ruse\"}}", REFUSAL_NONE, "", "two lines"},
    {"{\"justice\":{\"offence\":\" vol\"}}", REFUSAL_FIELD_INVALID, "/justice/offence", "a blank before"},
    {"{\"justice\":[]}", REFUSAL_FIELD_INVALID, "/justice", "a list"},
    {J(",\"x\":1"), REFUSAL_FIELD_UNKNOWN, "/justice/x", "an unknown one"},
    {J(",\"families\":[\"theft\",\"fire\"]"), REFUSAL_NONE, "", "families"},
    {J(",\"families\":[\"vol\"]"), REFUSAL_FIELD_INVALID, "/justice/families/0", "none of them"},
    {J(",\"families\":[\"fire\",\"theft\",\"fire\"]"), REFUSAL_FIELD_INVALID, "/justice/families/2", "one twice"},
    {J(",\"families\":\"fire\""), REFUSAL_FIELD_INVALID, "/justice/families", "no list"},
    {J(",\"court\":\"Tribunal judiciaire de Lille\""), REFUSAL_NONE, "", "a court"},
    {J(",\"court\":\"a\\nb\""), REFUSAL_FIELD_INVALID, "/justice/court", "two lines for it"},
    {J(",\"court\":7"), REFUSAL_FIELD_INVALID, "/justice/court", "a number for it"},
    {J(",\"case_number\":\"25 123 000456\""), REFUSAL_NONE, "", "a number as it is written"},
    {J(",\"case_number\":\"x \""), REFUSAL_FIELD_INVALID, "/justice/case_number", "a blank behind"},
    {J(",\"judgment\":{}"), REFUSAL_FIELD_INVALID, "/justice/judgment", "an object"},
    {J(",\"judgment\":\"a\\u0007\""), REFUSAL_FIELD_INVALID, "/justice/judgment", "a bell"},
    {J(",\"fallback\":{}"), REFUSAL_NONE, "", "nothing for a failure"},
    {J(",\"fallback\":{\"prison_days\":0,\"fine_cents\":0,\"text\":\"\"}"), REFUSAL_NONE, "", "noughts"},
    {J(",\"fallback\":{\"prison_days\":3650,\"fine_cents\":1000000000,\"text\":\"a\\nb\"}"), REFUSAL_NONE, "", "most"},
    {J(",\"fallback\":{\"prison_days\":3651}"), REFUSAL_FIELD_INVALID, "/justice/fallback/prison_days", "a day more"},
    {J(",\"fallback\":{\"prison_days\":-1}"), REFUSAL_FIELD_INVALID, "/justice/fallback/prison_days", "below nought"},
    {J(",\"fallback\":{\"fine_cents\":1000000001}"), REFUSAL_FIELD_INVALID, "/justice/fallback/fine_cents",
     "a cent more"},
    {J(",\"fallback\":{\"fine_cents\":12.5}"), REFUSAL_FIELD_INVALID, "/justice/fallback/fine_cents", "euros"},
    {J(",\"fallback\":{\"text\":false}"), REFUSAL_FIELD_INVALID, "/justice/fallback/text", "a flag"},
    {J(",\"fallback\":{\"days\":1}"), REFUSAL_FIELD_UNKNOWN, "/justice/fallback/days", "an unknown one in it"},
    {J(",\"fallback\":\"prison\""), REFUSAL_FIELD_INVALID, "/justice/fallback", "a text"},
    {J(",\"obligations\":[]"), REFUSAL_FIELD_INVALID, "/justice/obligations", "a list for obligations"},
    {J(",\"victims\":1"), REFUSAL_FIELD_INVALID, "/justice/victims", "a count of victims"},
    {J(",\"notes\":\"x\\n\""), REFUSAL_FIELD_INVALID, "/justice/notes", "a line feed at the end"},
    {"{\"justice\":{\"offence\":\"a\",\"offence\":\"b\"}}", REFUSAL_JSON, "/justice/offence", "one twice"},
    {"\"x\"", REFUSAL_JSON, "", "a text for a body"},
};

static void each_field_is_what_it_is_declared_to_be(void **state)
{
    (void)state;
    sealed_form_rows(&form, rows, sizeof rows / sizeof rows[0]);
}

static void put_text(struct buf *b, const char *name, const char *unit, int n)
{
    buf_fmt(b, ",\"%s\":\"", name);
    for (int i = 0; i < n; i++)
        buf_str(b, unit);
    buf_u8(b, '"');
}

static enum refusal read_with(const char *name, const char *unit, int n, char pointer[JSON_POINTER])
{
    struct json_doc d SCOPED_JSON;
    struct buf body SCOPED_BUF;
    struct buf out SCOPED_BUF;
    enum refusal r;

    buf_init(&body, 65536);
    buf_init_secret(&out, 65000);
    buf_str(&body, strcmp(name, "offence") == 0 ? "{\"justice\":{\"court\":\"\"" : "{\"justice\":{\"offence\":\"x\"");
    put_text(&body, name, unit, n);
    buf_str(&body, "}}");
    assert_int_equal(buf_err(&body), ERR_OK);
    r = justice_read(&d, body.data, body.len, &out);
    memcpy(pointer, d.pointer, JSON_POINTER);
    return r;
}

static void lengths_are_in_characters_of_any_width(void **state)
{
    static const struct {
        const char *name;
        int max;
    } texts[] = {{"offence", 500},      {"court", 200},    {"case_number", 100}, {"judgment", 2000},
                 {"obligations", 2000}, {"victims", 1000}, {"notes", 4000}};
    static const char *const units[] = {"a", "\xc3\xa9", "\xe2\x80\x99", "\xf0\x9f\x8c\xb1"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (size_t u = 0; u < 4; u++) {
            char pointer[JSON_POINTER];
            char want[JSON_POINTER];

            (void)snprintf(want, sizeof want, "/justice/%s", texts[i].name);
            assert_int_equal(read_with(texts[i].name, units[u], texts[i].max, pointer), REFUSAL_NONE);
            assert_int_equal(read_with(texts[i].name, units[u], texts[i].max + 1, pointer), REFUSAL_FIELD_INVALID);
            assert_string_equal(pointer, want);
        }
}

static void the_longest_still_fits_into_a_record(void **state)
{
    struct buf body SCOPED_BUF;

    (void)state;
    buf_init(&body, 65536);
    buf_str(&body, "{\"justice\":{\"families\":[\"theft\",\"fire\"],\"fallback\":{\"prison_days\":3650,"
                   "\"fine_cents\":1000000000");
    put_text(&body, "text", "<", 500);
    buf_u8(&body, '}');
    put_text(&body, "offence", "<", 500);
    put_text(&body, "court", "<", 200);
    put_text(&body, "case_number", "<", 100);
    put_text(&body, "judgment", "<", 2000);
    put_text(&body, "obligations", "<", 2000);
    put_text(&body, "victims", "<", 1000);
    put_text(&body, "notes", "<", 4000);
    buf_str(&body, "}}");
    sealed_form_fits(&form, &body, 60000);
}

static void what_is_sealed_is_compact_and_in_one_order(void **state)
{
    static const char body[] = "{ \"justice\":{\"notes\":\"n\", \"victims\":\"\",\"fallback\":{\"fine_cents\":15000},"
                               "\"families\":[\"road\",\"drugs\"],\"offence\":\"conduite <sans> permis\"}}";

    (void)state;
    sealed_form_seals(&form, body,
                        "{\"offence\":\"conduite \\u003csans\\u003e permis\",\"families\":[\"drugs\",\"road\"],"
                        "\"court\":null,\"case_number\":null,\"judgment\":null,\"fallback\":{\"prison_days\":null,"
                        "\"fine_cents\":15000,\"text\":null},\"obligations\":null,\"victims\":null,\"notes\":\"n\"}");
}

static void bytes_that_are_none_do_not_go_out(void **state)
{
    static const char *const bad[] = {"",
                                      "{}",
                                      "{\"offence\":\"\"}",
                                      "{\"offence\":\"a\"",
                                      "{\"offence\":\"a\",\"x\":1}",
                                      "{\"offence\":\"a\"}x",
                                      "{\"offence\":\"\xff\"}",
                                      "{\"justice\":{\"offence\":\"a\"}}",
                                      "{\"skills\":[]}",
                                      "{\"text\":\"a\"}"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        sealed_form_goes_out(&form, bad[i], false, "none");
    sealed_form_goes_out(&form, "{\"offence\":\"a\"}", true, "of a day on which there were fewer fields");
}

static void a_copy_is_a_text(void **state)
{
    static const struct {
        const char *body;
        enum refusal want;
        const char *pointer;
        const char *sealed;
    } copies[] = {
        {"{\"text\":\"Par ces motifs,\\nl'ordonnance\"}", REFUSAL_NONE, "",
         "{\"text\":\"Par ces motifs,\\nl'ordonnance\"}"},
        {"{\"text\":\"\"}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":null}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":\"x\\r\\ny\"}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":[]}", REFUSAL_FIELD_INVALID, "/text", NULL},
        {"{\"text\":\"x\",\"by\":\"y\"}", REFUSAL_FIELD_UNKNOWN, "/by", NULL},
        {"{}", REFUSAL_FIELD_MISSING, "/text", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof copies / sizeof copies[0]; i++) {
        struct json_doc d SCOPED_JSON;
        struct buf out SCOPED_BUF;
        struct buf answer SCOPED_BUF;

        buf_init_secret(&out, 65000);
        buf_init_secret(&answer, 65000);
        assert_int_equal(justice_read_copy(&d, copies[i].body, strlen(copies[i].body), &out), copies[i].want);
        assert_string_equal(d.pointer, copies[i].pointer);
        if (copies[i].sealed == NULL)
            continue;
        assert_string_equal(buf_cstr(&out), copies[i].sealed);
        assert_true(justice_put_copy(&answer, out.data, out.len));
        assert_int_equal(answer.len, out.len - 9); /* the string alone */
        assert_memory_equal(answer.data, out.data + 8, answer.len);
        assert_false(justice_put_copy(&answer, out.data, out.len - 1));
        assert_false(justice_put_copy(&answer, "{\"offence\":\"a\"}", 15));
    }
}

static void a_copy_has_eight_thousand_characters_at_most(void **state)
{
    (void)state;
    for (int n = 8000; n <= 8001; n++) {
        struct json_doc d SCOPED_JSON;
        struct buf body SCOPED_BUF;
        struct buf out SCOPED_BUF;

        buf_init(&body, 65536);
        buf_init_secret(&out, 65000);
        buf_str(&body, "{\"text\":\"");
        for (int i = 0; i < n; i++)
            buf_str(&body, "&");
        buf_str(&body, "\"}");
        assert_int_equal(justice_read_copy(&d, body.data, body.len, &out),
                         n == 8000 ? REFUSAL_NONE : REFUSAL_FIELD_INVALID);
        assert_int_equal(buf_err(&out), ERR_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_field_is_what_it_is_declared_to_be),
        cmocka_unit_test(lengths_are_in_characters_of_any_width),
        cmocka_unit_test(the_longest_still_fits_into_a_record),
        cmocka_unit_test(what_is_sealed_is_compact_and_in_one_order),
        cmocka_unit_test(bytes_that_are_none_do_not_go_out),
        cmocka_unit_test(a_copy_is_a_text),
        cmocka_unit_test(a_copy_has_eight_thousand_characters_at_most),
    };

    return cmocka_run_group_tests(tests, sealed_form_start, NULL);
}
