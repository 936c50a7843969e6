/* SPDX-License-Identifier: EUPL-1.2 */
/* What counts against a ceiling, what does not, for how long, and what comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sealer/ceiling.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

#define MINUTE INT64_C(60000000)

static const struct ceiling_limits limits = {
    .role = {{"counsellor", 3, 6}, {"director", 5, 0}, {"referent", 0, 0}}, .roles = 3, .attempts = 2};
static struct ceiling *c;
static struct line_object object[LINE_OBJECTS];
static uint64_t next;

static struct line *entry(const char *action, const char *outcome, int64_t at)
{
    static struct line l;
    l = (struct line){.at_us = at, .object = object};
    memcpy(l.action, action, strlen(action));
    memcpy(l.outcome, outcome, strlen(outcome));
    return &l;
}

/* user opens the cases from first to last */
static struct line *reads(int user, const char *role, int first, int last, int64_t at)
{
    struct line *l = entry("record.open", "ok", at);
    l->has_actor = true;
    memset(l->actor.b, user, 16);
    memcpy(l->role, role, strlen(role));
    for (int n = first; n <= last; n++) {
        struct line_object *o = &object[l->objects++];
        *o = (struct line_object){.has_case = true};
        memset(o->case_id.b, n, 16);
    }
    return l;
}

static struct line *match(int user, const char *role, int first, int last, int64_t at)
{
    struct line *l = reads(user, role, first, last, at);
    for (size_t i = 0; i < l->objects; i++)
        memcpy(object[i].compartment, "MATCH", sizeof "MATCH");
    return l;
}

static struct line *attempt(int subject, const char *outcome, int64_t at)
{
    struct line *l = entry("session.attempt", outcome, at);
    l->has_subject = true;
    memset(l->subject, subject, 16);
    return l;
}

/* Admits it, or takes it back. */
static bool ok(const struct line *l)
{
    struct ceiling_mark mark = ceiling_mark(c);
    if (ceiling_admit(c, l, next++)) {
        ceiling_settle(c);
        return true;
    }
    ceiling_undo(c, mark);
    return false;
}

static void distinct_cases_count(void **state)
{
    (void)state;
    assert_true(ok(reads(1, "counsellor", 1, 2, 1)));
    assert_true(ok(reads(1, "counsellor", 1, 3, 2))); /* 1 and 2 again, 3 new */
    assert_true(ok(reads(1, "counsellor", 2, 2, 3)));
    assert_false(ok(reads(1, "counsellor", 4, 4, 4)));
    assert_true(ok(reads(1, "counsellor", 3, 3, 5))); /* what was open stays open */
    assert_true(ok(reads(2, "counsellor", 4, 6, 6))); /* somebody else */
}

static void a_page_over_the_ceiling_counts_nothing(void **state)
{
    (void)state;
    assert_false(ok(reads(1, "counsellor", 1, 4, 1)));
    assert_true(ok(reads(1, "counsellor", 5, 7, 2)));
}

static void a_matching_run_counts_apart(void **state)
{
    (void)state;
    assert_true(ok(match(1, "counsellor", 1, 5, 1)));
    assert_true(ok(reads(1, "counsellor", 6, 8, 2)));
    assert_false(ok(match(1, "counsellor", 6, 7, 3)));
    assert_true(ok(match(1, "counsellor", 5, 6, 4)));
    assert_false(ok(reads(1, "counsellor", 1, 1, 5)));
    assert_false(ok(match(1, "counsellor", 1, 1, 6))); /* one profile is no run */
    assert_false(ok(match(2, "director", 1, 2, 7)));   /* who may read may not run */
    struct line *l = match(3, "counsellor", 1, 4, 8); /* nor is one in which anything else is opened */
    memcpy(object[2].compartment, "IDENT", sizeof "IDENT");
    assert_false(ok(l));
    ceiling_expire(c, 1 + CEILING_HOUR_US);
    assert_true(ok(match(1, "counsellor", 10, 13, CEILING_HOUR_US + 2)));
}

static void the_role_of_the_entry_decides(void **state)
{
    (void)state;
    assert_true(ok(reads(1, "director", 1, 5, 1)));
    assert_false(ok(reads(1, "director", 6, 6, 1)));
    assert_false(ok(reads(2, "referent", 1, 1, 1)));
    assert_false(ok(reads(3, "stranger", 1, 1, 1))); /* no limit is no right */
}

static void the_hour_slides(void **state)
{
    (void)state;
    assert_true(ok(reads(1, "counsellor", 1, 2, 1)));
    assert_true(ok(reads(1, "counsellor", 3, 3, 30 * MINUTE)));
    assert_true(ok(reads(1, "counsellor", 1, 1, 50 * MINUTE))); /* seen again: stays until 110 */
    ceiling_expire(c, 60 * MINUTE + 1);
    assert_true(ok(reads(1, "counsellor", 4, 4, 60 * MINUTE + 1))); /* 2 is gone */
    assert_false(ok(reads(1, "counsellor", 5, 5, 60 * MINUTE + 2)));
    ceiling_expire(c, 90 * MINUTE + 1);
    assert_true(ok(reads(1, "counsellor", 5, 5, 90 * MINUTE + 1))); /* 3 is gone */
    assert_false(ok(reads(1, "counsellor", 6, 6, 90 * MINUTE + 2)));
}

static void exactly_an_hour_is_over(void **state)
{
    (void)state;
    assert_true(ok(reads(1, "counsellor", 1, 3, 1000)));
    ceiling_expire(c, 1000 + CEILING_HOUR_US - 1);
    assert_false(ok(reads(1, "counsellor", 4, 4, 1000 + CEILING_HOUR_US - 1)));
    ceiling_expire(c, 1000 + CEILING_HOUR_US);
    assert_true(ok(reads(1, "counsellor", 4, 4, 1000 + CEILING_HOUR_US)));
}

static void refusals_and_other_actions_are_free(void **state)
{
    static const char *const outcomes[] = {"ceiling", "denied", "integrity"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct line *l = reads(1, "counsellor", 1, 9, 1);
        memset(l->outcome, 0, sizeof l->outcome);
        memcpy(l->outcome, outcomes[i], strlen(outcomes[i]));
        assert_true(ok(l));
    }
    struct line *l = reads(1, "counsellor", 1, 9, 1);
    memcpy(l->action, "record.seal", 12);
    assert_true(ok(l));
    assert_true(ok(reads(1, "counsellor", 1, 3, 1)));
}

static void attempts_count_until_one_succeeds(void **state)
{
    (void)state;
    assert_true(ok(attempt(1, "asked", 1)));
    assert_true(ok(attempt(1, "denied", 2))); /* counted when asked */
    assert_true(ok(attempt(1, "asked", 3)));
    assert_false(ok(attempt(1, "asked", 4)));
    assert_true(ok(attempt(2, "asked", 5)));
    assert_true(ok(attempt(1, "ok", 6))); /* takes one back */
    assert_true(ok(attempt(1, "asked", 7)));
    assert_false(ok(attempt(1, "asked", 8)));
    ceiling_expire(c, 2 + CEILING_HOUR_US);
    assert_true(ok(attempt(1, "asked", 2 + CEILING_HOUR_US)));
    assert_false(ok(attempt(1, "asked", 3 + CEILING_HOUR_US)));
}

static void success_earns_no_credit(void **state)
{
    (void)state;
    assert_true(ok(attempt(1, "ok", 1)));
    assert_true(ok(attempt(1, "ok", 2)));
    assert_true(ok(attempt(1, "asked", 3)));
    assert_true(ok(attempt(1, "asked", 4)));
    assert_false(ok(attempt(1, "asked", 5)));
}

static void replay_counts_beyond_the_limit(void **state)
{
    (void)state;
    ceiling_replay(c, reads(1, "counsellor", 1, 6, 1), next++); /* the limit was higher then */
    assert_true(ok(reads(1, "counsellor", 6, 6, 2)));
    assert_false(ok(reads(1, "counsellor", 7, 7, 3)));
}

static void more_users_than_are_tracked_are_refused(void **state)
{
    (void)state;
    for (int n = 0; n < CEILING_USERS; n++) {
        struct line *l = reads(0, "counsellor", 1, 1, 1);
        memcpy(l->actor.b, &n, sizeof n);
        l->actor.b[15] = 1;
        assert_true(ok(l));
    }
    assert_false(ok(reads(9, "counsellor", 1, 1, 2)));
    ceiling_expire(c, 2 + CEILING_HOUR_US);
    assert_true(ok(reads(9, "counsellor", 1, 1, 2 + CEILING_HOUR_US)));
}

static int start(void **state)
{
    (void)state;
    next = 0;
    c = secret_init() == ERR_OK ? ceiling_new(&limits) : NULL;
    return c ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    ceiling_free(c);
    return 0;
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, start, end)
    const struct CMUnitTest tests[] = {
        FRESH(distinct_cases_count),        FRESH(a_page_over_the_ceiling_counts_nothing),
        FRESH(a_matching_run_counts_apart), FRESH(the_role_of_the_entry_decides),
        FRESH(the_hour_slides),
        FRESH(exactly_an_hour_is_over),     FRESH(refusals_and_other_actions_are_free),
        FRESH(attempts_count_until_one_succeeds), FRESH(success_earns_no_credit),
        FRESH(replay_counts_beyond_the_limit), FRESH(more_users_than_are_tracked_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
