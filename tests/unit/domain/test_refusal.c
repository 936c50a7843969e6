/* SPDX-License-Identifier: EUPL-1.2 */
/* The registry of refusals, walked from its first row to its last. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/text.h"
#include "domain/refusal.h"

static void every_refusal_has_a_code_of_its_own(void **state)
{
    (void)state;
    for (int r = REFUSAL_NONE; r < REFUSAL_COUNT; r++) {
        const char *code = refusal_code((enum refusal)r);

        assert_true(strlen(code) >= 4 && strlen(code) <= 40);
        assert_int_equal(strspn(code, "abcdefghijklmnopqrstuvwxyz_"), strlen(code));
        for (int other = r + 1; other < REFUSAL_COUNT; other++)
            assert_string_not_equal(code, refusal_code((enum refusal)other));
    }
}

static void every_refusal_speaks_french_in_whole_sentences(void **state)
{
    (void)state;
    for (int r = REFUSAL_NONE; r < REFUSAL_COUNT; r++) {
        const char *title = refusal_title((enum refusal)r);
        const char *detail = refusal_detail((enum refusal)r);

        assert_true(text_is_line(title, strlen(title)) && strlen(title) > 0);
        assert_true(text_is_line(detail, strlen(detail)) && strlen(detail) > strlen(title) / 2);
        assert_int_equal(detail[strlen(detail) - 1], '.');
        assert_null(strchr(detail, '\'')); /* the apostrophe is ’ */
        for (const char *p = detail; *p != '\0'; p++)
            if (strchr(":;!?", *p) != NULL)
                assert_true(p >= detail + 2 && memcmp(p - 2, "\xc2\xa0", 2) == 0);
    }
}

static void every_refusal_but_none_has_a_kind(void **state)
{
    (void)state;
    assert_int_equal(refusal_kind(REFUSAL_NONE), REFUSAL_KIND_NONE);
    for (int r = REFUSAL_NONE + 1; r < REFUSAL_COUNT; r++) {
        enum refusal_kind k = refusal_kind((enum refusal)r);

        assert_true(k > REFUSAL_KIND_NONE && k < REFUSAL_KIND_COUNT);
    }
}

static void every_kind_is_used(void **state)
{
    (void)state;
    for (int k = 0; k < REFUSAL_KIND_COUNT; k++) {
        int used = 0;

        for (int r = 0; r < REFUSAL_COUNT; r++)
            used += refusal_kind((enum refusal)r) == (enum refusal_kind)k ? 1 : 0;
        assert_true(used > 0);
    }
}

static void out_of_range_is_an_internal_error(void **state)
{
    (void)state;
    assert_string_equal(refusal_code((enum refusal)-1), "internal_error");
    assert_string_equal(refusal_code(REFUSAL_COUNT), "internal_error");
}

static void every_error_becomes_a_refusal(void **state)
{
    static const struct {
        int err;
        enum refusal want;
    } rows[] = {
        {ERR_OK, REFUSAL_NONE},
        {ERR_NOMEM, REFUSAL_BUSY},
        {ERR_IO, REFUSAL_UNAVAILABLE},
        {ERR_FORMAT, REFUSAL_INTERNAL},
        {ERR_LIMIT, REFUSAL_INTERNAL},
        {ERR_INTEGRITY, REFUSAL_INTERNAL},
        {ERR_DENIED, REFUSAL_INTERNAL},
        {ERR_CEILING, REFUSAL_CEILING},
        {ERR_UNAVAILABLE, REFUSAL_UNAVAILABLE},
        {ERR_TIMEOUT, REFUSAL_UNAVAILABLE},
        {ERR_CLOSED, REFUSAL_UNAVAILABLE},
        {ERR_CONFLICT, REFUSAL_BUSY},
        {ERR_NOTFOUND, REFUSAL_NOT_FOUND},
        {ERR_INTERNAL, REFUSAL_INTERNAL},
    };

    (void)state;
    assert_int_equal(sizeof rows / sizeof rows[0], 1 - ERR_INTERNAL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(refusal_of_err(rows[i].err), rows[i].want);
}

static void our_sqlstates_become_refusals_and_no_other_does(void **state)
{
    static const struct {
        const char *sqlstate;
        enum refusal want;
    } rows[] = {
        {"JA001", REFUSAL_UNAUTHENTICATED}, {"JA002", REFUSAL_INTERNAL},
        {"JA003", REFUSAL_SIGN_IN},         {"JA004", REFUSAL_NOT_FOUND},
        {"JA005", REFUSAL_VERSION_CONFLICT}, {"JA006", REFUSAL_IDEMPOTENCY_REUSED},
        {"JA007", REFUSAL_NOT_FOUND},       {"JA008", REFUSAL_REASON_REQUIRED},
        {"JA009", REFUSAL_INTERNAL},        {"JA010", REFUSAL_NOT_FOUND},
        {"JA011", REFUSAL_LOGIN_TAKEN},     {"JA012", REFUSAL_REQUEST_CLOSED},
        {"JA013", REFUSAL_SIREN_KNOWN},     {"JA014", REFUSAL_INCOMPLETE},
        {"JA015", REFUSAL_DATE},            {"JA016", REFUSAL_STATE},
        {"JA017", REFUSAL_NO_STANDING},     {"JA018", REFUSAL_OVERLAP},
        {"JA019", REFUSAL_OTHER_PERSON},    {"JA020", REFUSAL_RULE},
        {"JA021", REFUSAL_COMMUNE},         {"JA022", REFUSAL_PROFILE_CHANGED},
        {"JA023", REFUSAL_LIMIT},
        {"", REFUSAL_NONE},
        {"40001", REFUSAL_NONE},            {"42501", REFUSAL_NONE},
        {"ja001", REFUSAL_NONE},            {"JA0011", REFUSAL_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(refusal_of_sqlstate(rows[i].sqlstate), rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_has_a_code_of_its_own),
        cmocka_unit_test(every_refusal_speaks_french_in_whole_sentences),
        cmocka_unit_test(every_refusal_but_none_has_a_kind),
        cmocka_unit_test(every_kind_is_used),
        cmocka_unit_test(out_of_range_is_an_internal_error),
        cmocka_unit_test(every_error_becomes_a_refusal),
        cmocka_unit_test(our_sqlstates_become_refusals_and_no_other_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
