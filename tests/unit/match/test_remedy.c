/* SPDX-License-Identifier: EUPL-1.2 */
/* The least that makes a post fit, looked for once more slowly: every set of the times of the post that she does not
 * give, with every longer week. Small posts, so that all of them can be tried. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/err.h"
#include "match/what_if_words.h"

#include "sample.h"

#define NB "\xc2\xa0"
#define ROUNDS 6000

static uint64_t state_of = 88172645463325252u;
static struct match m;
static struct what_if_search search;

static int32_t between(int32_t lo, int32_t hi)
{
    state_of ^= state_of << 13;
    state_of ^= state_of >> 7;
    state_of ^= state_of << 17;
    return lo + (int32_t)((state_of >> 20) % (uint32_t)(hi - lo + 1));
}

static enum match_rule verdict(const struct sample *x, const struct what_if *w)
{
    static struct slot free[MATCH_SLOTS];
    struct match_snapshot s = x->s;
    struct match_fit fit;

    assert_int_equal(what_if_apply(&s, w, free), ERR_OK);
    assert_int_equal(match_begin(&m, &s), ERR_OK);
    assert_int_equal(match_post(&m, &x->p, &fit, NULL), ERR_OK);
    return fit.rule;
}

static bool given(const struct sample *x, const struct slot *t)
{
    for (size_t i = 0; i < x->s.n_free; i++)
        if (x->free[i].weekday == t->weekday && x->free[i].from_min <= t->from_min && x->free[i].to_min >= t->to_min)
            return true;
    return false;
}

/* What the slow search tries: a bit is a slot of the post that she does not give. */
struct slow_pair {
    uint32_t missing;
    uint32_t some;
    int32_t week; /* 0: that of the plan */
};

static bool fits(const struct sample *x, uint32_t some, int32_t week)
{
    struct what_if w = {.week_min = week};

    for (size_t i = 0; i < x->p.n_slots; i++)
        if (some & 1u << i)
            w.also[w.n_also++] = x->slots[i];
    return verdict(x, &w) == MATCH_FITS;
}

/* With any of the times. */
static bool enough(const struct sample *x, uint32_t missing, int32_t week)
{
    bool yes = false;

    for (uint32_t set = missing; set != 0 && !yes; set = (set - 1) & missing)
        yes = fits(x, set, week);
    return yes;
}

static bool slow_find(const struct sample *x, struct slow_pair *out)
{
    int32_t plan = x->s.law.plan_week_min;
    int best = 99;

    out->missing = 0;
    for (size_t i = 0; i < x->p.n_slots; i++)
        out->missing |= given(x, &x->slots[i]) ? 0 : 1u << i;
    out->week = 0;
    if (!enough(x, out->missing, 0)) {
        out->some = 0;
        for (out->week = plan + 60; out->week <= x->s.law.adult.week_min; out->week += 60)
            if (fits(x, 0, out->week))
                return true;
        for (out->week = plan + 60; !enough(x, out->missing, out->week);)
            if ((out->week += 60) > x->s.law.adult.week_min)
                return false;
    }
    for (uint32_t set = 1; set <= out->missing; set++)
        if ((set & ~out->missing) == 0 && __builtin_popcount(set) < best && fits(x, set, out->week)) {
            best = __builtin_popcount(set);
            out->some = set;
        }
    return true;
}

/* Up to five slots of a week, of which she gives some; a plan of so many minutes a week, which the law lets be longer;
 * a term that is near; now and then a night (W-05), a place that somebody else has (B-05), a job (W-01). */
static void make(struct sample *x)
{
    int32_t n = between(2, 5);

    sample_make(x);
    x->s.n_free = x->p.n_slots = 0;
    for (int32_t i = 0; i < n; i++) {
        int from = between(0, 9) == 0 ? AT(20, 30) : 30 * (int)between(14, 18);
        int most = from == AT(20, 30) ? 7 : 14;

        sample_slot(x, (int)i + 1, from, from + 30 * (int)between(4, most), (enum slot_weeks)(between(0, 3) / 2));
        if (between(0, 2) == 0)
            sample_free(x, (int)i + 1, AT(6, 0), AT(20, 0));
    }
    if (between(0, 3) == 0)
        sample_job(x, 7, AT(8, 0), AT(8, 0) + 60 * (int)between(8, 15));
    if (between(0, 3) == 0)
        sample_take(x, (int)between(0, n - 1), x->s.today, DAY_NONE, 1);
    x->s.law.adult.week_min = 60 * between(12, 20);
    x->s.law.adult.hard = between(0, 1) == 0;
    x->s.law.plan_week_min = 60 * between(8, 10);
    x->s.ordered_min = x->s.remaining_min = 60 * between(15, 60);
    x->s.term = x->s.today + between(14, 50);
}

static void the_least_is_found(void **state)
{
    int found[4] = {0}; /* none, times, a week, both */
    int several = 0;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        const struct what_if nothing = {0};
        struct slow_pair slow = {0};
        struct match_fit fit;
        struct what_if w = {0};
        struct sample x;
        bool yes;

        make(&x);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        assert_int_equal(match_post(&m, &x.p, &fit, NULL), ERR_OK);
        assert_int_equal(what_if_find(&search, &x.s, &x.p, &fit, &nothing, &w, &yes), ERR_OK);
        if (fit.rule == MATCH_FITS)
            continue;
        if (yes != slow_find(&x, &slow))
            fail_msg("round %d (%s): %s, but slowly %d min with %x", round, outcome_code(fit.rule),
                     yes ? "found" : "none", slow.week, slow.some);
        if (yes && (w.week_min != slow.week || (int)w.n_also != __builtin_popcount(slow.some)))
            fail_msg("round %d: %d min with %zu times, but slowly %d with %d", round, w.week_min, w.n_also, slow.week,
                     __builtin_popcount(slow.some));
        if (yes)
            assert_int_equal(verdict(&x, &w), MATCH_FITS);
        found[yes ? (w.n_also > 0 ? 1 : 0) + (w.week_min > 0 ? 2 : 0) : 0]++;
        several += yes && w.n_also > 1 && w.week_min > 0;
    }
    printf("# %d rounds: %d without, %d by times, %d by a week, %d by both, %d of these by several times\n", ROUNDS,
           found[0], found[1], found[2], found[3], several);
    for (int i = 0; i < 4; i++)
        assert_true(found[i] > ROUNDS / 150);
    assert_true(several > ROUNDS / 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_least_is_found)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
