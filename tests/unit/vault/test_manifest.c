/* SPDX-License-Identifier: EUPL-1.2 */
/* What a founding list may say, and which line is named when it may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/secret.h"
#include "vault/box.h"
#include "vault/manifest.h"

#define L64 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl"
#define N200 L64 L64 L64 "abcdefgh"

static int parse(struct manifest *m, const char *text, char why[128])
{
    memset(why, 0, 128);
    return manifest_parse(m, text, strlen(text), 3, 4, NULL, why);
}

static void a_good_list_is_read_whole(void **state)
{
    struct manifest m;
    char why[128];
    (void)state;
    assert_int_equal(secret_init(), ERR_OK);
    assert_int_equal(parse(&m,
                           "# founding\n\n"
                           "organisation spip59 unit  SPIP du Nord, Lille \n"
                           "organisation mairie host Mairie d\342\200\231Haubourdin\n"
                           "account a.martin counsellor spip59 Ad\303\250le Martin\n"
                           "account d-1_x director spip59 D", why),
                     ERR_OK);
    assert_int_equal(m.organisations, 2);
    assert_int_equal(m.accounts, 2);
    assert_string_equal(m.organisation[0].key, "spip59");
    assert_int_equal(m.organisation[0].kind, OWNER_UNIT);
    assert_string_equal(m.organisation[0].name, "SPIP du Nord, Lille");
    assert_int_equal(m.organisation[1].kind, OWNER_HOST);
    assert_string_equal(m.organisation[1].name, "Mairie d\342\200\231Haubourdin");
    assert_false(uuid_is_nil(&m.organisation[0].id));
    assert_false(uuid_eq(&m.organisation[0].id, &m.organisation[1].id));
    assert_string_equal(m.account[0].login, "a.martin");
    assert_string_equal(m.account[0].role, "counsellor");
    assert_int_equal(m.account[0].organisation, 0);
    assert_string_equal(m.account[0].name, "Ad\303\250le Martin");
    assert_string_equal(m.account[1].login, "d-1_x");
    manifest_release(&m);
}

#define O "organisation o unit O\n"

static void errors_name_their_line(void **state)
{
    static const struct {
        const char *text, *why;
    } rows[] = {
        {"", "no account"},
        {"# nothing\n", "no account"},
        {O, "no account"},
        {"organization o unit O\n", "line 1: not understood"},
        {" \n", "line 1: not understood"},
        {O "\taccount a counsellor o A\n", "line 2: not understood"},
        {O "# c\n\nACCOUNT a counsellor o A\n", "line 4: not understood"},
        {"organisation o\n", "line 1: organisation KEY KIND NAME expected"},
        {"organisation o unit\n", "line 1: organisation KEY KIND NAME expected"},
        {"organisation o unit   \n", "line 1: organisation KEY KIND NAME expected"},
        {"organisation O unit O\n", "line 1: organisation KEY KIND NAME expected"},
        {"organisation o unit O\r\n", "line 1: organisation KEY KIND NAME expected"},
        {"organisation o unit a\033b\n", "line 1: organisation KEY KIND NAME expected"},
        {"organisation o unit \377\n", "line 1: organisation KEY KIND NAME expected"},
        {"organisation o unit " N200 "x\n", "line 1: organisation KEY KIND NAME expected"},
        {"organisation o bank O\n", "line 1: unknown kind of organisation"},
        {"organisation o user O\n", "line 1: unknown kind of organisation"},
        {O "organisation o host P\n", "line 2: organisation key used twice"},
        {O "organisation p host P\norganisation q host Q\norganisation r host R\n", "line 4: too many organisations"},
        {O "account a counsellor o\n", "line 2: account LOGIN ROLE ORGANISATION NAME expected"},
        {O "account A counsellor o A\n", "line 2: account LOGIN ROLE ORGANISATION NAME expected"},
        {O "account " L64 "x counsellor o A\n", "line 2: account LOGIN ROLE ORGANISATION NAME expected"},
        {O "account a counsellor o A\naccount a director o B\n", "line 3: login used twice"},
        {O "account a king o A\n", "line 2: unknown role"},
        {O "account a counsellor p A\n", "line 2: unknown organisation"},
        {"account a counsellor o A\n" O, "line 1: unknown organisation"},
        {O "account a auditor o A\n", "line 2: no such role in this kind of organisation"},
        {"organisation h host H\naccount a counsellor h A\n", "line 2: no such role in this kind of organisation"},
        {O "account a referent o A\naccount b referent o A\naccount c referent o A\naccount d referent o A\n"
           "account e referent o A\n", "line 6: too many accounts"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct manifest m;
        char why[128];
        int err = parse(&m, rows[i].text, why);
        if (err != ERR_FORMAT || strcmp(why, rows[i].why) != 0)
            fail_msg("row %zu: %d \"%s\", expected \"%s\"", i, err, why, rows[i].why);
        manifest_release(&m);
    }
}

static void the_longest_words_fit(void **state)
{
    struct manifest m;
    char why[128];
    (void)state;
    assert_int_equal(parse(&m, "organisation " L64 " service " N200 "\n"
                               "account " L64 " administrator " L64 " " N200 "\n", why), ERR_OK);
    assert_int_equal(strlen(m.organisation[0].name), 200);
    assert_int_equal(strlen(m.account[0].login), 64);
    manifest_release(&m);
}

static void every_role_and_kind_is_known(void **state)
{
    struct manifest m;
    char why[128];
    (void)state;
    assert_int_equal(parse(&m, "organisation a unit A\norganisation b audit B\norganisation c service C\n"
                               "account a counsellor a A\naccount b director a A\naccount c referent a A\n"
                               "account d administrator c A\n", why), ERR_OK);
    for (size_t i = 0; i < m.organisations; i++)
        assert_string_equal(manifest_kind_name(m.organisation[i].kind), i == 0 ? "unit" : i == 1 ? "audit" : "service");
    manifest_release(&m);
    assert_int_equal(parse(&m, "organisation b audit B\norganisation h host H\naccount a tutor h A\n"
                               "account b auditor b A\naccount c host_manager h A\n", why), ERR_OK);
    assert_string_equal(manifest_kind_name(m.organisation[1].kind), "host");
    manifest_release(&m);
    assert_string_equal(manifest_kind_name(77), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_list_is_read_whole),
        cmocka_unit_test(errors_name_their_line),
        cmocka_unit_test(the_longest_words_fit),
        cmocka_unit_test(every_role_and_kind_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
