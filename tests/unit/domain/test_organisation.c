/* SPDX-License-Identifier: EUPL-1.2 */
/* Which roles are at home where, and who may be given a unit's secret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/organisation.h"

static void a_kind_has_its_name_and_back(void **state)
{
    (void)state;
    for (int k = ORGANISATION_NONE + 1; k < ORGANISATION_COUNT; k++) {
        const char *name = organisation_name((enum organisation_kind)k);

        assert_int_equal(organisation_parse(name, strlen(name)), k);
        assert_int_equal(organisation_parse(name, strlen(name) - 1), ORGANISATION_NONE);
    }
    assert_int_equal(organisation_parse("none", 4), ORGANISATION_NONE);
    assert_int_equal(organisation_parse("", 0), ORGANISATION_NONE);
    assert_string_equal(organisation_name(ORGANISATION_COUNT), "none");
}

static void a_role_is_at_home_in_one_kind(void **state)
{
    static const enum organisation_kind home[ROLE_COUNT] = {
        [ROLE_NONE] = ORGANISATION_NONE,         [ROLE_COUNSELLOR] = ORGANISATION_UNIT,
        [ROLE_DIRECTOR] = ORGANISATION_UNIT,     [ROLE_REFERENT] = ORGANISATION_UNIT,
        [ROLE_HOST_MANAGER] = ORGANISATION_HOST, [ROLE_TUTOR] = ORGANISATION_HOST,
        [ROLE_AUDITOR] = ORGANISATION_AUDIT,     [ROLE_ADMINISTRATOR] = ORGANISATION_SERVICE,
    };

    (void)state;
    for (int k = ORGANISATION_NONE; k <= ORGANISATION_COUNT; k++)
        for (int r = ROLE_NONE; r <= ROLE_COUNT; r++)
            assert_int_equal(organisation_has((enum organisation_kind)k, (enum role)r),
                             r != ROLE_NONE && r < ROLE_COUNT && (int)home[r] == k);
}

static void two_officers_can_make_members_of_counsellors_and_directors_and_officers_of_directors(void **state)
{
    (void)state;
    for (int k = ORGANISATION_NONE; k < ORGANISATION_COUNT; k++)
        for (int r = ROLE_NONE; r < ROLE_COUNT; r++) {
            bool unit = k == ORGANISATION_UNIT;

            assert_int_equal(organisation_member_fits((enum organisation_kind)k, (enum role)r, false),
                             unit && (r == ROLE_COUNSELLOR || r == ROLE_DIRECTOR));
            assert_int_equal(organisation_member_fits((enum organisation_kind)k, (enum role)r, true),
                             unit && r == ROLE_DIRECTOR);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_has_its_name_and_back),
        cmocka_unit_test(a_role_is_at_home_in_one_kind),
        cmocka_unit_test(two_officers_can_make_members_of_counsellors_and_directors_and_officers_of_directors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
