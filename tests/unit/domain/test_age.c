/* SPDX-License-Identifier: EUPL-1.2 */
/* Ages in completed years around birthdays, and M-03. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "domain/age.h"

static struct day day(const char *text)
{
    struct day d = {0};

    if (day_parse(&d, text, strlen(text)) != ERR_OK)
        fail_msg("%s is no day", text);
    return d;
}

static void an_age_is_a_number_of_completed_years(void **state)
{
    static const struct {
        const char *birth, *on;
        int want;
        const char *why;
    } rows[] = {
        {"2010-06-15", "2026-06-14", 15, "the day before the birthday"},
        {"2010-06-15", "2026-06-15", 16, "the birthday"},
        {"2010-06-15", "2026-06-16", 16, "the day after"},
        {"2010-06-15", "2010-06-15", 0, "born today"},
        {"2010-06-15", "2011-06-14", 0, "the last day of the first year"},
        {"2010-06-15", "2010-06-14", -1, "not born yet"},
        {"2010-12-31", "2026-01-01", 15, "born at the end of a year"},
        {"2010-01-01", "2026-12-31", 16, "born at its beginning"},
        {"2010-02-28", "2024-02-28", 14, "28 February, a leap year"},
        {"2010-03-01", "2024-02-29", 13, "born on 1 March, the day before in a leap year"},
        {"2008-02-29", "2024-02-28", 15, "29 February, the day before in a leap year"},
        {"2008-02-29", "2024-02-29", 16, "29 February in a leap year"},
        {"2008-02-29", "2025-02-28", 16, "29 February: 28 February of a common year completes nothing"},
        {"2008-02-29", "2025-03-01", 17, "29 February: 1 March of a common year does"},
        {"2000-02-29", "2100-02-28", 99, "a century without its leap day"},
        {"2000-02-29", "2100-03-01", 100, "the day after"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct day birth = day(rows[i].birth);
        struct day on = day(rows[i].on);

        if (age_on(&birth, &on) != rows[i].want)
            fail_msg("%s: %d", rows[i].why, age_on(&birth, &on));
    }
}

static void a_minor_is_under_eighteen(void **state)
{
    static const struct {
        const char *birth, *on;
        bool want;
    } rows[] = {
        {"2008-11-27", "2026-11-26", true},  {"2008-11-27", "2026-11-27", false}, {"2008-02-29", "2026-02-28", true},
        {"2008-02-29", "2026-03-01", false}, {"2026-11-27", "2026-11-27", true},  {"1962-01-01", "2026-11-27", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct day birth = day(rows[i].birth);
        struct day on = day(rows[i].on);

        if (age_is_minor(&birth, &on) != rows[i].want)
            fail_msg("born on %s, on %s", rows[i].birth, rows[i].on);
    }
}

static void m_03_asks_thirteen_at_the_facts_and_sixteen_at_the_decision(void **state)
{
    static const struct {
        const char *birth, *facts, *decision;
        bool want;
        const char *why;
    } rows[] = {
        {"2010-05-10", "2023-05-10", "2026-05-10", true, "both on the birthdays"},
        {"2010-05-10", "2023-05-09", "2026-05-10", false, "twelve at the facts"},
        {"2010-05-10", "2023-05-10", "2026-05-09", false, "fifteen at the decision"},
        {"2010-05-10", "2023-05-09", "2026-05-09", false, "too young twice"},
        {"2010-05-10", "2026-05-09", "2026-05-10", true, "sixteen at the decision only"},
        {"2010-05-10", "2025-01-01", "2029-01-01", true, "of age by then"},
        {"2012-02-29", "2025-02-28", "2028-02-29", false, "29 February: twelve on 28 February 2025"},
        {"2012-02-29", "2025-03-01", "2028-02-29", true, "29 February: thirteen the day after, sixteen on the day"},
        {"2012-02-29", "2025-03-01", "2028-02-28", false, "29 February: fifteen the day before"},
        {"2010-05-10", "2009-05-10", "2026-05-10", false, "facts before the birth"},
    };
    static const struct age_limits least = {13, 16};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct day birth = day(rows[i].birth);
        struct day facts = day(rows[i].facts);
        struct day decision = day(rows[i].decision);

        if (age_allows(&birth, &facts, &decision, &least) != rows[i].want)
            fail_msg("%s", rows[i].why);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_age_is_a_number_of_completed_years),
        cmocka_unit_test(a_minor_is_under_eighteen),
        cmocka_unit_test(m_03_asks_thirteen_at_the_facts_and_sixteen_at_the_decision),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
