/* SPDX-License-Identifier: EUPL-1.2 */
/* The page that explains the order is recounted: its example has the terms, the costs and the order that the program
 * gives (C-05, P-10). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/match.h"
#include "match/order.h"
#include "sample.h"

#include "base/banned.h"

#define PAGE "src/match/ORDER.md" /* from the top of the tree, where tests run */
#define ROWS 6

struct example {
    char post;
    int margin, minutes, job, aim, weeks;
    int term[MATCH_TERMS];
    int cost;
};

static size_t read_page(struct example out[ROWS + 1])
{
    FILE *f = fopen(PAGE, "re");
    char line[512];
    size_t n = 0;

    assert_non_null(f);
    while (n <= ROWS && fgets(line, sizeof line, f) != NULL) {
        struct example e;

        if (sscanf(line, "| %c | %d | %d | %d | %d | %d | %d %d %d %d %d | %d |", &e.post, &e.margin, &e.minutes,
                   &e.job, &e.aim, &e.weeks, &e.term[0], &e.term[1], &e.term[2], &e.term[3], &e.term[4], &e.cost) == 12)
            out[n++] = e;
    }
    (void)fclose(f);
    return n;
}

static void the_example_is_what_the_program_says(void **state)
{
    struct example row[ROWS + 1];
    struct match_fit fit[ROWS];

    (void)state;
    assert_int_equal(read_page(row), ROWS);
    memset(fit, 0, sizeof fit);
    for (size_t i = 0; i < ROWS; i++) {
        fit[i].post.b[0] = (unsigned char)row[i].post;
        for (int t = 0; t < MATCH_TERMS; t++)
            fit[i].term[t] = row[i].term[t];
        assert_int_equal(row[i].term[MATCH_TERM_MARGIN], row[i].margin < 91 ? (91 - row[i].margin + 6) / 7 : 0);
        assert_int_equal(row[i].term[MATCH_TERM_TRAVEL], row[i].minutes / 5);
        assert_int_equal(row[i].term[MATCH_TERM_JOB], row[i].job);
        assert_int_equal(row[i].term[MATCH_TERM_AIM], row[i].aim);
        assert_int_equal(row[i].term[MATCH_TERM_WEEKS], row[i].weeks);
        assert_int_equal(order_cost(&fit[i]), row[i].cost);
        if (i > 0) {
            assert_true(order_compare(&fit[i - 1], &fit[i]) < 0);
            assert_true(row[i - 1].cost <= row[i].cost);
        }
    }
}

/* The terms of a real match follow from what it says, as the page has it. */
static void terms_follow_from_what_is_told(void **state)
{
    static struct sample x;
    static struct match m;
    struct match_fit f;

    (void)state;
    sample_make(&x);
    assert_int_equal(match_begin(&m, &x.s), 0);
    assert_int_equal(match_post(&m, &x.p, &f, NULL), 0);
    assert_int_equal(f.rule, MATCH_FITS);
    assert_int_equal(f.term[MATCH_TERM_MARGIN], f.margin < 91 ? (91 - f.margin + 6) / 7 : 0);
    assert_int_equal(f.term[MATCH_TERM_TRAVEL], f.travel_to < 0 ? MATCH_FAR : f.travel_to / 5);
    assert_int_equal(f.term[MATCH_TERM_JOB], f.job_days);
    assert_int_equal(f.term[MATCH_TERM_WEEKS], f.weeks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_what_the_program_says),
        cmocka_unit_test(terms_follow_from_what_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
