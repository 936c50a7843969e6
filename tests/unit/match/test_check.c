/* SPDX-License-Identifier: EUPL-1.2 */
/* The check bites: a lawful plan is changed, or what it was made for, and the fault is the one that fits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "match/check.h"

#include "sample.h"

static struct match m;
static struct match_plan plan;
static struct match_fit fit;

static void counts(struct sample *x)
{
    (void)x;
    fit.minutes++;
}

static void week_sum(struct sample *x)
{
    (void)x;
    plan.week[0].minutes--;
}

static void last_hour(struct sample *x)
{
    (void)x;
    fit.last_day--;
}

static void order(struct sample *x)
{
    struct match_session s = plan.session[0];

    (void)x;
    plan.session[0] = plan.session[1];
    plan.session[1] = s;
    fit.first_day = plan.session[0].day;
}

static void too_early(struct sample *x)
{
    x->s.earliest = plan.session[0].day + 1;
}

static void on_a_holiday(struct sample *x)
{
    x->holidays[x->s.n_holidays++] = plan.session[2].day;
}

static void while_closed(struct sample *x)
{
    x->closures[x->p.n_closures++] = (struct match_span){plan.session[9].day, DAY_NONE};
}

static void while_away(struct sample *x)
{
    x->away[x->s.n_away++] = (struct match_span){0, plan.session[0].day};
}

static void other_slot(struct sample *x)
{
    (void)x;
    plan.session[3].slot = 0;
}

static void no_slot(struct sample *x)
{
    (void)x;
    plan.session[3].slot = 2;
}

static void beside_the_slot(struct sample *x)
{
    x->slots[0].from_min++;
}

static void in_the_job(struct sample *x)
{
    sample_job(x, 4, AT(15, 59), AT(17, 0));
}

static void in_a_commitment(struct sample *x)
{
    x->busy[x->s.n_busy++] = (struct match_busy){plan.session[5].day, AT(12, 0), AT(12, 1), false};
}

static void not_free(struct sample *x)
{
    x->free[0].to_min = AT(15, 59);
}

static void place_taken(struct sample *x)
{
    sample_take(x, 1, plan.session[7].day, plan.session[7].day, 1);
}

static void short_session(struct sample *x)
{
    x->s.law.least_session = 421;
}

static void over_47_hours(struct sample *x)
{
    x->s.job_extra_min = 2820 - 839;
}

static void day_limit(struct sample *x)
{
    x->s.law.adult = (struct match_labour){.day_min = 419, .hard = true};
}

static void rest_limit(struct sample *x)
{
    x->s.law.adult = (struct match_labour){.rest_min = 660, .hard = true};
    sample_job(x, 5, AT(2, 59), AT(4, 0));
}

static void days_limit(struct sample *x)
{
    x->s.law.adult = (struct match_labour){.week_days = 1, .hard = true};
}

static void off_limit(struct sample *x)
{
    x->s.law.adult = (struct match_labour){.two_off = true, .hard = true};
    sample_job(x, 2, 0, 60);
    sample_job(x, 6, 0, 60);
}

static void more_remains(struct sample *x)
{
    x->s.remaining_min++;
}

static void habilitation(struct sample *x)
{
    x->p.habilitation.last = fit.last_day - 1;
}

static void term(struct sample *x)
{
    x->s.term = fit.last_day - 1;
}

static void terms(struct sample *x)
{
    (void)x;
    fit.term[MATCH_TERM_TRAVEL]--;
}

static void consent(struct sample *x)
{
    x->s.consent = MATCH_CONSENT_TO_COLLECT;
}

static void barred(struct sample *x)
{
    x->s.families = x->p.barred = 1;
}

static void avoided(struct sample *x)
{
    x->hosts[0] = x->p.host;
    x->s.n_avoid_hosts = 1;
}

static void a_changed_plan_is_unlawful(void **state)
{
    static const struct {
        void (*change)(struct sample *x);
        enum check_fault want;
        const char *why;
    } rows[] = {
        {counts, CHECK_COUNTS, "a minute that no session has"},
        {week_sum, CHECK_COUNTS, "a week that lacks a minute"},
        {last_hour, CHECK_COUNTS, "a last hour on another day"},
        {order, CHECK_ORDER, "sessions out of order"},
        {too_early, CHECK_DAY, "before the first possible day"},
        {on_a_holiday, CHECK_DAY, "on a holiday"},
        {while_closed, CHECK_DAY, "while it is closed"},
        {while_away, CHECK_DAY, "while she is away"},
        {other_slot, CHECK_SLOT, "another day's slot"},
        {no_slot, CHECK_SLOT, "a slot that is none"},
        {beside_the_slot, CHECK_SLOT, "a minute before it opens"},
        {in_the_job, CHECK_FREE, "a minute of the job"},
        {in_a_commitment, CHECK_FREE, "a minute of a commitment"},
        {not_free, CHECK_FREE, "a minute that is not free"},
        {place_taken, CHECK_PLACE, "somebody else's place"},
        {short_session, CHECK_LENGTH, "sessions too short"},
        {over_47_hours, CHECK_WEEK, "W-01 a minute over"},
        {day_limit, CHECK_LABOUR, "W-03 a minute of the day"},
        {rest_limit, CHECK_LABOUR, "W-03 a minute of rest"},
        {days_limit, CHECK_LABOUR, "W-03 a day too many"},
        {off_limit, CHECK_LABOUR, "W-04 two days off in a row"},
        {more_remains, CHECK_REMAINING, "a minute is left"},
        {habilitation, CHECK_STANDING, "H-10 a day after"},
        {term, CHECK_PERIOD, "M-09 a day after"},
        {terms, CHECK_TERMS, "a term of the order"},
        {consent, CHECK_VERDICT, "M-06 without consent"},
        {barred, CHECK_VERDICT, "B-06 a barred family"},
        {avoided, CHECK_VERDICT, "C-08 a host to avoid"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sample x;
        enum check_fault got;

        sample_make(&x);
        assert_int_equal(match_begin(&m, &x.s), ERR_OK);
        assert_int_equal(match_post(&m, &x.p, &fit, &plan), ERR_OK);
        assert_int_equal(check_plan(&x.s, &x.p, &fit, &plan), CHECK_LAWFUL);
        rows[i].change(&x);
        got = check_plan(&x.s, &x.p, &fit, &plan);
        if (got != rows[i].want)
            fail_msg("%s: %d for %d", rows[i].why, (int)got, (int)rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_plan_is_unlawful),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
