/* SPDX-License-Identifier: EUPL-1.2 */
/* Roles, reasons and codes of sealed records: the whole of each closed list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "domain/reason.h"
#include "domain/record.h"
#include "domain/role.h"
#include "domain/standing.h"

static void every_role_is_read_back_from_its_name(void **state)
{
    static const char *const names[] = {"counsellor", "director", "referent",      "host_manager",
                                        "tutor",      "auditor",  "administrator"};

    (void)state;
    assert_int_equal(sizeof names / sizeof names[0], ROLE_COUNT - 1);
    for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++) {
        assert_string_equal(role_name((enum role)r), names[r - 1]);
        assert_int_equal(role_parse(names[r - 1], strlen(names[r - 1])), r);
        assert_true(text_is_line(role_label((enum role)r), strlen(role_label((enum role)r))));
    }
}

static void what_is_no_role_is_none(void **state)
{
    (void)state;
    assert_int_equal(role_parse("none", 4), ROLE_NONE);
    assert_int_equal(role_parse("", 0), ROLE_NONE);
    assert_int_equal(role_parse("Counsellor", 10), ROLE_NONE);
    assert_int_equal(role_parse("counsellors", 11), ROLE_NONE);
    assert_int_equal(role_parse("counsello", 9), ROLE_NONE);
    assert_string_equal(role_name(ROLE_COUNT), "none");
    assert_string_equal(role_name((enum role)-1), "none");
}

static void every_reason_is_read_back_from_its_code(void **state)
{
    static const char *const codes[] = {"follow_up",  "intake",            "judge_report",
                                        "duty_cover", "direction_control", "rights_request", "assignment",
                                        "control"};

    (void)state;
    assert_int_equal(sizeof codes / sizeof codes[0], REASON_COUNT - 1);
    for (int r = REASON_NONE + 1; r < REASON_COUNT; r++) {
        assert_string_equal(reason_code((enum reason)r), codes[r - 1]);
        assert_int_equal(reason_parse(codes[r - 1], strlen(codes[r - 1])), r);
        assert_true(strlen(reason_label((enum reason)r)) > 4);
    }
    assert_int_equal(reason_parse("", 0), REASON_NONE);
    assert_int_equal(reason_parse("curiosity", 9), REASON_NONE);
    assert_string_equal(reason_code(REASON_NONE), "");
    assert_string_equal(reason_code(REASON_COUNT), "");
}

static void every_standing_is_read_back_from_its_code(void **state)
{
    static const char *const codes[] = {"by_right", "valid", "ending", "expired", "none"};

    (void)state;
    assert_int_equal(sizeof codes / sizeof codes[0], STANDING_COUNT - 1);
    for (int s = STANDING_UNKNOWN + 1; s < STANDING_COUNT; s++) {
        assert_string_equal(standing_code((enum standing)s), codes[s - 1]);
        assert_int_equal(standing_parse(codes[s - 1], strlen(codes[s - 1])), s);
        assert_true(strlen(standing_label((enum standing)s)) > 4);
    }
    assert_int_equal(standing_parse("", 0), STANDING_UNKNOWN);
    assert_int_equal(standing_parse("valide", 6), STANDING_UNKNOWN);
    assert_string_equal(standing_code(STANDING_COUNT), "");
}

static void codes_of_records_keep_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(RECORD_CASE_FILE, 1);
    assert_int_equal(RECORD_MEASURE, 2);
    assert_int_equal(RECORD_AUTHORITY_ACT, 3);
    assert_int_equal(RECORD_PLACEMENT_OFFER, 4);
    assert_int_equal(RECORD_PLACEMENT_CONTACT, 5);
    assert_int_equal(RECORD_PLACEMENT_ANSWER, 6);
    assert_int_equal(RECORD_HOURS_REPORT, 7);
    assert_int_equal(RECORD_INCIDENT, 8);
    assert_int_equal(RECORD_JUDGE_REPORT, 9);
    assert_int_equal(RECORD_HOURS_ENTRY, 10);
    assert_int_equal(RECORD_LAST_DAY_CHANGE, 11);
    assert_int_equal(RECORD_GLASS, 16);
    assert_int_equal(RECORD_IDENT, 1);
    assert_int_equal(RECORD_JUSTICE, 2);
    assert_int_equal(RECORD_MATCH, 3);
    assert_int_equal(RECORD_PLACEMENT, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_role_is_read_back_from_its_name),
        cmocka_unit_test(what_is_no_role_is_none),
        cmocka_unit_test(every_reason_is_read_back_from_its_code),
        cmocka_unit_test(every_standing_is_read_back_from_its_code),
        cmocka_unit_test(codes_of_records_keep_their_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
