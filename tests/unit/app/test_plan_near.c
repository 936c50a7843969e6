/* SPDX-License-Identifier: EUPL-1.2 */
/* The box of what is near, beside the ways that a match tells (C-07): nothing outside of it is as near, whatever the
 * numbers of the table are, and what a fit costs at least is what its way costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/plan_near.h"
#include "match/order.h"

#include "base/banned.h"

static uint64_t seed = 88172645463325252u;

static int between(int lo, int hi)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return lo + (int)((seed >> 20) % (uint64_t)(hi - lo + 1));
}

static void make_person(struct match_snapshot *s)
{
    struct match_travel_law *l = &s->law.travel;

    memset(s, 0, sizeof *s);
    *l = (struct match_travel_law){.detour_far = between(1000, 1400), .detour_near = between(0, 900),
                                   .detour_fall_m = between(1000, 40000), .centre_m = 1300};
    for (int by = 0; by < MATCH_MEANS; by++)
        l->means[by] = (struct match_means_law){between(0, 15), between(50, 900), between(0, 60), between(0, 1) * 60};
    assert_true(travel_law_fits(l));
    s->has_point = true;
    s->point = (struct match_point){50600000, 3060000};
    s->means = (uint32_t)between(1, (1 << MATCH_MEANS) - 1);
}

static void nothing_outside_is_as_near(void **state)
{
    size_t outside = 0;
    size_t inside = 0;

    (void)state;
    for (int n = 0; n < 20000; n++) {
        struct match_snapshot s;
        struct travel_box box;
        struct match_point p = {50600000 + between(-1500000, 1500000) / between(1, 20),
                                3060000 + between(-1500000, 1500000) / between(1, 20)};
        int32_t minutes = 5 * between(1, 60);
        int32_t metres;
        bool near = false;

        make_person(&s);
        metres = travel_metres(&s.point, &p);
        for (uint32_t left = s.means; left != 0; left &= left - 1)
            near = near || travel_minutes(&s.law.travel, (enum match_means)__builtin_ctz(left), metres, metres).to <=
                               minutes;
        assert_true(plan_near_box(&s, minutes, &box));
        if (plan_near_is_in(&box, &p)) {
            inside += !near;
            continue;
        }
        outside++;
        assert_false(near);
    }
    assert_true(outside > 3000 && inside < 1000); /* a box that holds all would be none */
}

static void where_no_point_is_known_anything_is_near(void **state)
{
    struct match_snapshot s;
    struct travel_box box;

    (void)state;
    make_person(&s);
    assert_false(plan_near_box(&s, PLAN_NEAR_ALL, &box));
    s.has_point = false;
    assert_false(plan_near_box(&s, 20, &box));
}

static void what_is_farther_costs_more(void **state)
{
    (void)state;
    for (int64_t cost = 0; cost < 40000; cost++) {
        int32_t minutes = plan_near_over(cost);
        struct match_fit f = {.term = {[MATCH_TERM_TRAVEL] = minutes / TRAVEL_STEP + 1}};

        assert_true(minutes == PLAN_NEAR_ALL ? cost >= 350 * 99 : order_cost(&f) > cost && minutes % TRAVEL_STEP == 0);
        assert_true(minutes == PLAN_NEAR_ALL || plan_near_cost(minutes) == order_cost(&f));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_outside_is_as_near),
        cmocka_unit_test(where_no_point_is_known_anything_is_near),
        cmocka_unit_test(what_is_farther_costs_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
