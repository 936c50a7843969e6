/* SPDX-License-Identifier: EUPL-1.2 */
/* Identities: what people are called and how they are reached, kept byte for byte; and the look at bytes before they
 * go out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/identity.h"
#include "base/clock.h"
#include "base/err.h"

#define NOW 1795376671000000 /* 2026-11-22 */
#define WITH(fields) \
    "{\"identity\":{\"family_name\":\"X\",\"first_names\":\"Y\",\"birth_date\":\"2000-01-01\"" fields "}}"
#define NAMED(family, first) \
    "{\"identity\":{\"family_name\":\"" family "\",\"first_names\":\"" first "\",\"birth_date\":\"2000-01-01\"}}"
#define BORN(day) "{\"identity\":{\"family_name\":\"X\",\"first_names\":\"Y\",\"birth_date\":\"" day "\"}}"

static void people_as_they_are_pass_and_mistakes_do_not(void **state)
{
    static const struct {
        const char *body;
        enum refusal want;
        const char *pointer;
        const char *why;
    } rows[] = {
        {WITH(""), REFUSAL_NONE, "", "the least, with names of one letter"},
        {NAMED("d'Haese", "Jean-Baptiste"), REFUSAL_NONE, "", "an apostrophe and a hyphen"},
        {NAMED("D\xe2\x80\x99Haese", "\xc3\x89l\xc3\xa9onore"), REFUSAL_NONE, "", "the other apostrophe, accents"},
        {NAMED("\xc5\x81ukasiewicz", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd"), REFUSAL_NONE, "", "other alphabets"},
        {NAMED("Nguyen Van", "A B C"), REFUSAL_NONE, "", "several words"},
        {NAMED("", "Y"), REFUSAL_FIELD_INVALID, "/identity/family_name", "no name"},
        {NAMED(" X", "Y"), REFUSAL_FIELD_INVALID, "/identity/family_name", "a blank before"},
        {NAMED("X", "Y\\tZ"), REFUSAL_FIELD_INVALID, "/identity/first_names", "a tab"},
        {BORN("1926-02-28"), REFUSAL_NONE, "", "a hundred years old"},
        {BORN("2026-11-22"), REFUSAL_NONE, "", "born today"},
        {BORN("2026-11-23"), REFUSAL_FIELD_INVALID, "/identity/birth_date", "born tomorrow"},
        {BORN("2001-02-29"), REFUSAL_FIELD_INVALID, "/identity/birth_date", "born on no day"},
        {BORN("01/02/2001"), REFUSAL_FIELD_INVALID, "/identity/birth_date", "a day in another form"},
        {WITH(",\"phone\":\"06 12 34 56 78\""), REFUSAL_NONE, "", "a telephone"},
        {WITH(",\"phone\":\"6 12 34\""), REFUSAL_FIELD_INVALID, "/identity/phone", "a bit of one"},
        {WITH(",\"address\":\"1, rue de l'\xc3\x89" "cluse\\n59000 Lille\""), REFUSAL_NONE, "", "an address"},
        {WITH(",\"address\":\"\""), REFUSAL_FIELD_INVALID, "/identity/address", "an empty one"},
        {WITH(",\"address\":null,\"phone\":null"), REFUSAL_NONE, "", "nulls"},
        {WITH(",\"offence\":\"x\""), REFUSAL_FIELD_UNKNOWN, "/identity/offence", "what does not belong here"},
        {"{\"identity\":[]}", REFUSAL_FIELD_INVALID, "/identity", "a list"},
        {"{}", REFUSAL_FIELD_MISSING, "/identity", "nobody"},
        {"{\"identity\":{\"family_name\":\"X\",\"birth_date\":\"2000-01-01\"}}", REFUSAL_FIELD_MISSING,
         "/identity/first_names", "half a name"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_doc d SCOPED_JSON;
        struct buf out SCOPED_BUF;
        struct buf person SCOPED_BUF;
        enum refusal got;

        buf_init_secret(&out, 4096);
        buf_init_secret(&person, 4096);
        got = identity_read(&d, rows[i].body, strlen(rows[i].body), NOW, &out, &person);
        if (got != rows[i].want || strcmp(d.pointer, rows[i].pointer) != 0)
            fail_msg("%s: %s at '%s'", rows[i].why, refusal_code(got), d.pointer);
        if (got == REFUSAL_NONE && !identity_is_sound(out.data, out.len))
            fail_msg("%s: what was written is not sound", rows[i].why);
    }
}

static void a_hundred_characters_of_any_width_are_the_limit(void **state)
{
    static const char *const units[] = {"a", "\xc3\xa9", "\xe2\x80\x99", "\xf0\x9f\x8c\xb1"};

    (void)state;
    for (size_t u = 0; u < 4; u++)
        for (int n = 100; n <= 101; n++) {
            char body[1024];
            struct json_doc d SCOPED_JSON;
            struct buf out SCOPED_BUF;
            struct buf person SCOPED_BUF;
            size_t k = (size_t)snprintf(body, sizeof body, "{\"identity\":{\"family_name\":\"");

            for (int i = 0; i < n; i++)
                k += (size_t)snprintf(body + k, sizeof body - k, "%s", units[u]);
            k += (size_t)snprintf(body + k, sizeof body - k,
                                  "\",\"first_names\":\"Y\",\"birth_date\":\"2000-01-01\"}}");
            buf_init_secret(&out, 4096);
            buf_init_secret(&person, 4096);
            assert_int_equal(identity_read(&d, body, k, NOW, &out, &person),
                             n == 100 ? REFUSAL_NONE : REFUSAL_FIELD_INVALID);
        }
}

static void what_is_sealed_is_compact_and_in_one_order(void **state)
{
    static const char body[] = "{ \"identity\" : {\"address\":\"a\\nb\", \"birth_date\":\"2000-01-01\",\"phone\":null,"
                               "\"first_names\":\"\\u00c9 \\\"Q\\\"\",\"family_name\":\"O'B\\u003c\"}}";
    struct json_doc d SCOPED_JSON;
    struct buf out SCOPED_BUF;
    struct buf person SCOPED_BUF;

    (void)state;
    buf_init_secret(&out, 4096);
    buf_init_secret(&person, 4096);
    assert_int_equal(identity_read(&d, body, sizeof body - 1, NOW, &out, &person), REFUSAL_NONE);
    assert_string_equal(buf_cstr(&person), "ob|eq|2000-01-01");
    assert_string_equal(buf_cstr(&out), "{\"family_name\":\"O'B\\u003c\",\"first_names\":\"\xc3\x89 \\\"Q\\\"\","
                                        "\"birth_date\":\"2000-01-01\",\"address\":\"a\\nb\"}");
}

static void who_is_not_eighteen_yet_is_a_minor(void **state)
{
    static const struct {
        const char *born;
        int64_t now; /* seconds */
        bool want;
        const char *why;
    } rows[] = {
        {"2008-11-22", 1795301999, true, "2026-11-21, a second before midnight in France"},
        {"2008-11-22", 1795302000, false, "2026-11-22, though it is the 21st in London"},
        {"2008-02-29", 1772319599, true, "28 February 2026, born on the 29th"},
        {"2008-02-29", 1772319600, false, "1 March 2026"},
        {"1950-01-01", 1795302000, false, "long since"},
        {"2026-11-01", 1795302000, true, "this month"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_doc d SCOPED_JSON;
        struct buf out SCOPED_BUF, person SCOPED_BUF;
        char body[160];
        int n = snprintf(body, sizeof body,
                         "{\"identity\":{\"family_name\":\"Q\",\"first_names\":\"R\",\"birth_date\":\"%s\"}}",
                         rows[i].born);

        buf_init_secret(&out, 4096);
        buf_init_secret(&person, 4096);
        assert_int_equal(identity_read(&d, body, (size_t)n, rows[i].now * 1000000, &out, &person), REFUSAL_NONE);
        if (identity_is_minor(&d, rows[i].now * 1000000) != rows[i].want)
            fail_msg("%s", rows[i].why);
    }
}

static void only_what_we_write_is_sound(void **state)
{
#define F "\"family_name\":\"a\""
#define N "\"first_names\":\"b\""
#define B "\"birth_date\":\"c\""
    static const struct {
        const char *text;
        int want;
        const char *why;
    } rows[] = {
        {"{" F "," N "," B "}", 1, "the required ones"},
        {"{" F "," N "," B ",\"phone\":\"d\",\"address\":\"e\"}", 1, "all"},
        {"{" F "," N "," B ",\"address\":\"e\"}", 1, "one of the others"},
        {"{" F "," N "," B ",\"address\":\"e\",\"phone\":\"d\"}", 0, "another order"},
        {"{" F "," N "}", 0, "one is missing"},
        {"{" N "," F "," B "}", 0, "another order of the required"},
        {"{" F "," N "," B "},{}", 0, "something behind"},
        {"{" F "," N "," B ",\"x\":\"y\"}", 0, "an unknown one"},
        {"{" F "," N "," B "", 0, "cut off"},
        {"{" F "," N "," B ",}", 0, "a comma too many"},
        {"{" F "," N ",\"birth_date\":1}", 0, "a number"},
        {"{" F "," N ",\"birth_date\":\"c}", 0, "a string that does not end"},
        {"{" F "," N ",\"birth_date\":\"c\\\"}", 0, "an escaped end"},
        {"{" F "," N ",\"birth_date\":\"\\u00g0\"}", 0, "an escape that is none"},
        {"{" F "," N ",\"birth_date\":\"\\u0\"}", 0, "a short one"},
        {"{" F "," N ",\"birth_date\":\"\\x\"}", 0, "an unknown one"},
        {"{" F "," N ",\"birth_date\":\"a\nb\"}", 0, "a raw line feed"},
        {"{" F "," N ",\"birth_date\":\"\xff\"}", 0, "not UTF-8"},
        {"{ " F "," N "," B "}", 0, "a blank"},
        {"{}", 0, "nothing"},
        {"{", 0, "less"},
        {"", 0, "nothing at all"},
        {"[]", 0, "a list"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (identity_is_sound(rows[i].text, strlen(rows[i].text)) != rows[i].want)
            fail_msg("%s", rows[i].why);
}

static void telephones_are_french_or_international(void **state)
{
    static const struct {
        const char *text;
        int want;
    } rows[] = {
        {"0612345678", 1},       {"06 12 34 56 78", 1}, {"06.12.34.56.78", 1}, {"03-20-12-34-56", 1},
        {"+33612345678", 1},     {"+33 6 12 34 56 78", 1}, {"+3281234567", 1},  {"+1234567", 1},
        {"+123456", 0},          {"+1234567890123456", 0}, {"+0612345678", 0},  {"0012345678", 0},
        {"612345678", 0},        {"061234567", 0},      {"06123456789", 0},    {"06  12345678", 0},
        {"0612345678 ", 0},      {" 0612345678", 0},    {"06/12/34/56/78", 0}, {"06x2345678", 0},
        {"+", 0},                {"", 0},               {"0", 0},              {"+-33612345678", 0},
        {"0033612345678", 0},   {"-0612345678", 0},   {" +33612345678", 0},  {".", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (identity_is_phone(rows[i].text, strlen(rows[i].text)) != rows[i].want)
            fail_msg("%s", rows[i].text);
}

static void the_birth_date_is_read_out_of_sound_bytes_only(void **state)
{
    static const struct {
        const char *text;
        int year; /* 0: none */
    } rows[] = {
        {"{" F "," N ",\"birth_date\":\"2008-02-29\"}", 2008},
        {"{" F "," N ",\"birth_date\":\"2010-12-31\",\"phone\":\"0612345678\"}", 2010},
        {"{" F "," N ",\"birth_date\":\"2010-12-32\"}", 0},
        {"{" F "," N ",\"birth_date\":\"x2010-12-31\"}", 0},
        {"{" F "," N ",\"birth_date\":\"\"}", 0},
        {"{" F "," N "," B "}", 0},
        {"{" F "," N "}", 0},
        {"{\"family_name\":\"\",\"first_names\":\"\",\"birth_date\":\"2001-01-01\"}", 2001},
        {"", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct day d = {0};

        if (identity_birth_date(rows[i].text, strlen(rows[i].text), &d) != (rows[i].year != 0) ||
            (rows[i].year != 0 && d.year != rows[i].year))
            fail_msg("%s", rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_as_they_are_pass_and_mistakes_do_not),
        cmocka_unit_test(a_hundred_characters_of_any_width_are_the_limit),
        cmocka_unit_test(what_is_sealed_is_compact_and_in_one_order),
        cmocka_unit_test(who_is_not_eighteen_yet_is_a_minor),
        cmocka_unit_test(only_what_we_write_is_sound),
        cmocka_unit_test(the_birth_date_is_read_out_of_sound_bytes_only),
        cmocka_unit_test(telephones_are_french_or_international),
    };

    json_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
