/* SPDX-License-Identifier: EUPL-1.2 */
/* What is remembered of sessions: for a minute, in bounded room, and forgotten when told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "store/seen.h"

static void a_role_is_remembered_for_a_minute(void **state)
{
    unsigned char id[32] = {1, 2, 3};
    struct seen *s;

    (void)state;
    assert_int_equal(seen_new(&s), ERR_OK);
    assert_int_equal(seen_role(s, id, 0), ROLE_NONE);
    seen_put(s, id, ROLE_TUTOR, 1000);
    assert_int_equal(seen_role(s, id, 1000), ROLE_TUTOR);
    assert_int_equal(seen_role(s, id, 60999), ROLE_TUTOR);
    assert_int_equal(seen_role(s, id, 61000), ROLE_NONE);
    seen_put(s, id, ROLE_AUDITOR, 61000);
    assert_int_equal(seen_role(s, id, 61001), ROLE_AUDITOR);
    seen_forget(s, id);
    assert_int_equal(seen_role(s, id, 61001), ROLE_NONE);
    seen_forget(s, id);
    seen_free(s);
}

static void a_session_differs_in_any_of_its_bytes(void **state)
{
    unsigned char id[32] = {0};
    struct seen *s;

    (void)state;
    assert_int_equal(seen_new(&s), ERR_OK);
    seen_put(s, id, ROLE_TUTOR, 0);
    for (int i = 0; i < 32; i++) {
        id[i] ^= 0x40;
        assert_int_equal(seen_role(s, id, 0), ROLE_NONE);
        id[i] ^= 0x40;
    }
    assert_int_equal(seen_role(s, id, 0), ROLE_TUTOR);
    seen_free(s);
}

static void a_touch_is_due_once_a_minute(void **state)
{
    unsigned char id[32] = {9};
    struct seen *s;

    (void)state;
    assert_int_equal(seen_new(&s), ERR_OK);
    assert_true(seen_touch_due(s, id, 0)); /* not known: better once too often */
    assert_true(seen_touch_due(s, id, 0));
    seen_put(s, id, ROLE_TUTOR, 0);
    assert_true(seen_touch_due(s, id, 5));
    assert_false(seen_touch_due(s, id, 6));
    assert_false(seen_touch_due(s, id, 60004));
    assert_true(seen_touch_due(s, id, 60005));
    assert_false(seen_touch_due(s, id, 60006));
    seen_free(s);
}

static void a_full_bucket_gives_up_its_oldest(void **state)
{
    unsigned char id[32] = {5, 5};
    struct seen *s;

    (void)state;
    assert_int_equal(seen_new(&s), ERR_OK);
    for (unsigned char i = 0; i < 4; i++) {
        id[31] = i;
        seen_put(s, id, ROLE_TUTOR, 0);
    }
    id[31] = 0;
    assert_int_equal(seen_role(s, id, 0), ROLE_TUTOR); /* now the youngest */
    id[31] = 9;
    seen_put(s, id, ROLE_AUDITOR, 0);
    assert_int_equal(seen_role(s, id, 0), ROLE_AUDITOR);
    id[31] = 1;
    assert_int_equal(seen_role(s, id, 0), ROLE_NONE);
    for (unsigned char i = 0; i < 4; i++) {
        id[31] = i;
        assert_int_equal(seen_role(s, id, 0), i == 1 ? ROLE_NONE : ROLE_TUTOR);
    }
    seen_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_role_is_remembered_for_a_minute),
        cmocka_unit_test(a_session_differs_in_any_of_its_bytes),
        cmocka_unit_test(a_touch_is_due_once_a_minute),
        cmocka_unit_test(a_full_bucket_gives_up_its_oldest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
