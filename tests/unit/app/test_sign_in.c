/* SPDX-License-Identifier: EUPL-1.2 */
/* What of the use cases is pure. The rest of them is tested against the whole stack, in tests/api. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/sealing.h"
#include "app/sign_in.h"
#include "base/err.h"
#include "base/secret.h"

static void logins_are_folded_in_ascii_only(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {{"a.martin", "a.martin"}, {"A.Martin", "a.martin"}, {"\xc3\x89VE", "\xc3\x89ve"}, {"a b", "a b"}};
    char out[SIGN_IN_LOGIN + 1];
    char longest[SIGN_IN_LOGIN + 1];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(sign_in_fold(rows[i].in, strlen(rows[i].in), out), ERR_OK);
        assert_string_equal(out, rows[i].out);
    }
    memset(longest, 'X', sizeof longest);
    assert_int_equal(sign_in_fold(longest, SIGN_IN_LOGIN, out), ERR_OK);
    assert_int_equal(strlen(out), SIGN_IN_LOGIN);
    assert_int_equal(sign_in_fold(longest, SIGN_IN_LOGIN + 1, out), ERR_LIMIT);
    assert_int_equal(sign_in_fold("", 0, out), ERR_LIMIT);
}

static void a_caller_has_the_session_id_of_its_token(void **state)
{
    unsigned char token[32] = {3};
    unsigned char id[32];
    struct service_caller c;

    (void)state;
    assert_int_equal(secret_init(), ERR_OK);
    service_caller_init(&c, token, "2001:db8::1");
    secret_session_id(id, token);
    assert_memory_equal(c.session, id, 32);
    assert_memory_not_equal(c.session, c.token, 32);
    assert_string_equal(c.claimed, "2001:db8::1");
    service_caller_wipe(&c);
    for (size_t i = 0; i < sizeof c; i++)
        assert_int_equal(((unsigned char *)&c)[i], 0);
}

static void an_address_that_is_too_long_is_cut(void **state)
{
    unsigned char token[32] = {0};
    char address[100];
    struct service_caller c;

    (void)state;
    memset(address, 'f', sizeof address);
    address[99] = '\0';
    service_caller_init(&c, token, address);
    assert_int_equal(strlen(c.claimed), SERVICE_CLAIMED - 1);
}

static void a_vault_without_the_key_is_a_refusal_and_no_failure(void **state)
{
    enum refusal no = REFUSAL_NONE;

    (void)state;
    assert_int_equal(sealing_judge(ERR_DENIED, &no), ERR_OK);
    assert_int_equal(no, REFUSAL_KEY_MISSING);
    no = REFUSAL_NONE;
    assert_int_equal(sealing_judge(ERR_UNAVAILABLE, &no), ERR_UNAVAILABLE);
    assert_int_equal(no, REFUSAL_NONE);
    assert_int_equal(sealing_judge(ERR_OK, &no), ERR_OK);
    assert_int_equal(no, REFUSAL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logins_are_folded_in_ascii_only),
        cmocka_unit_test(a_caller_has_the_session_id_of_its_token),
        cmocka_unit_test(an_address_that_is_too_long_is_cut),
        cmocka_unit_test(a_vault_without_the_key_is_a_refusal_and_no_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
