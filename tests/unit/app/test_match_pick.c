/* SPDX-License-Identifier: EUPL-1.2 */
/* The first few of many are those that sorting them all gives; the print of a list knows no order and every change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/match_pick.h"
#include "match/order.h"

#define FITS 400

static struct match_fit fit[FITS], sorted[FITS];
static struct match_picked room[FITS + 1];
static struct match_picked *best[FITS + 1];
static uint64_t seed = 88172645463325252u;

static int32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int32_t)((seed >> 20) % n);
}

static int in_order(const void *a, const void *b)
{
    return order_compare(a, b);
}

static void some(uint32_t kinds)
{
    memset(fit, 0, sizeof fit);
    for (int i = 0; i < FITS; i++) {
        memcpy(fit[i].post.b, &i, sizeof i);
        fit[i].rule = below(2) == 0 ? MATCH_FITS : MATCH_RULE_WEEK;
        fit[i].amount = below(kinds);
        for (int t = 0; t < MATCH_TERMS; t++)
            fit[i].term[t] = below(kinds);
    }
    memcpy(sorted, fit, sizeof fit);
    qsort(sorted, FITS, sizeof *sorted, in_order);
}

static void the_first_few_are_those_of_the_order(void **state)
{
    static const size_t most[] = {0, 1, 2, 5, 20, FITS - 1, FITS, FITS + 1};

    (void)state;
    for (uint32_t kinds = 1; kinds < 6; kinds++) {
        some(kinds);
        for (size_t k = 0; k < sizeof most / sizeof most[0]; k++) {
            struct match_pick p = {.max = most[k], .room = room, .best = best};

            for (size_t i = 0; i < FITS; i++)
                match_pick_offer(&p, i, &fit[i]);
            assert_int_equal(p.n, most[k] < FITS ? most[k] : FITS);
            for (size_t i = 0; i < p.n; i++) {
                assert_memory_equal(&p.best[i]->fit, &sorted[i], sizeof sorted[i]);
                assert_memory_equal(&p.best[i]->fit, &fit[p.best[i]->post], sizeof fit[0]);
            }
        }
    }
}

static int64_t print_of(const struct match_fit *f, int n)
{
    int64_t print = 0;

    for (int i = 0; i < n; i++)
        print = match_pick_print(print, &f[i]);
    assert_true(print >= 0);
    return print;
}

static void a_print_knows_no_order_and_every_change(void **state)
{
    int64_t before;

    (void)state;
    some(3);
    before = print_of(fit, FITS);
    assert_true(print_of(sorted, FITS) == before);
    assert_true(print_of(fit, FITS - 1) != before);
    for (int i = 0; i < FITS; i++) {
        struct match_fit old = fit[i];

        fit[i].term[below(MATCH_TERMS)]++;
        fit[i].amount++;
        assert_true(print_of(fit, FITS) != before);
        fit[i] = old;
        fit[i].post.b[15] ^= 1;
        assert_true(print_of(fit, FITS) != before);
        fit[i] = old;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_few_are_those_of_the_order),
        cmocka_unit_test(a_print_knows_no_order_and_every_change),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
