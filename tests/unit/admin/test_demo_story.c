/* SPDX-License-Identifier: EUPL-1.2 */
/* The placements of the demonstration, whatever the day of its loading: each comes in the order of a placement's life
 * to a post that is open then, and has the hours that its state needs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "admin/demo_forms.h"
#include "admin/demo_hours.h"
#include "admin/demo_incidents.h"
#include "admin/demo_measures.h"
#include "admin/demo_plan.h"
#include "admin/demo_sheets.h"
#include "admin/invented.h"
#include "admin/invented_situation.h"
#include "api/placement_sheet.h"
#include "api/profile_facts.h"
#include "api/sealed_text.h"

#include "base/err.h"
#include "base/text.h"
#include "domain/word.h"

#include "base/banned.h"

#define HOLD 14  /* C-14 */
#define VIEW 30  /* P-03 */
#define YEARS 6  /* of days of loading that are tried, from 2026 */

static void known(enum word_list list, const char *word)
{
    assert_non_null(word);
    if (word_find(list, word, strlen(word)) == NULL)
        fail_msg("%s is no word of %s", word, word_list_name(list));
}

/* One line in the typography of people: no straight apostrophe, no plain space before two-part signs. */
static void fits(const char *text)
{
    assert_non_null(text);
    if (!text_is_line(text, strlen(text)) || strchr(text, '\'') != NULL || strstr(text, " :") != NULL ||
        strstr(text, " ;") != NULL || strlen(text) < 10 || strlen(text) > 1000)
        fail_msg("%s", text);
}

static bool in_post(const struct slot *s, const struct post_change_schedule *p)
{
    for (size_t k = 0; k < p->slots; k++) {
        const struct slot *o = &p->slot[k];

        if (o->weekday == s->weekday && (o->weeks == SLOT_EVERY || o->weeks == s->weeks) &&
            o->from_min <= s->from_min && o->to_min >= s->to_min)
            return true;
    }
    return false;
}

static struct demo_commune communes[DEMO_COMMUNE_MOST];
static size_t n_communes;
static struct demo_plan *plan; /* of the day that is looked at */

static void load_at(int32_t day)
{
    struct day began;

    demo_plan_free(plan);
    day_from_number(&began, day);
    assert_int_equal(demo_plan_new(&plan, &began, communes, n_communes), ERR_OK);
}

static int load_communes(void **state)
{
    (void)state;
    return demo_commune_read("sql/reference/communes-59.csv", communes, &n_communes) == ERR_OK ? 0 : 1;
}

static int drop_plan(void **state)
{
    (void)state;
    demo_plan_free(plan);
    return 0;
}

static void every_placement_of_the_plan_fits_its_post(void)
{
    for (unsigned i = 0; i < plan->rows; i++) {
        const struct demo_story_row *r = &plan->row[i];
        const struct demo_measures_row *m = &plan->measure[r->person];
        const struct post_change_schedule *p = &plan->sheet[r->post].sheet.schedule;

        assert_true(!m->draft && !m->unasked && strcmp(m->consent, "to_collect") != 0 && m->interview > r->proposed);
        assert_true(m->hours >= p->min_hours && m->hours <= p->max_hours); /* H-16 */
        assert_true(r->slots >= 1);
        for (size_t k = 0; k < r->slots; k++)
            assert_true(slot_check(&r->slot[k]) == SLOT_FINE && in_post(&r->slot[k], p)); /* C-06 */
        fits(r->reason);
        fits(r->message);
        if (r->words != NULL)
            fits(r->words);
        if (r->decline != NULL)
            known(WORD_DECLINE_CODE, r->decline);
        assert_true((r->authority != NULL) == (m->kept || invented_is_minor(r->person))); /* */
        assert_true((strcmp(plan->sheet[r->post].sheet.public, "minors") == 0) ==
        invented_is_minor(r->person)); /* H-14 */
        assert_true(!invented_is_minor(r->person) || r->decided == 0 || m->examined > r->decided); /* W-05 */
    }
}

static void the_steps_of_the_plan_come_in_their_order(void)
{
    for (unsigned i = 0; i < plan->rows; i++) {
        const struct demo_story_row *r = &plan->row[i];
        const int days[] = {r->proposed, r->answered, r->met, r->decided, r->told};
        int last = r->proposed;

        assert_true(r->proposed > 0 && r->first < r->proposed);
        for (size_t k = 1; k < sizeof days / sizeof days[0]; k++) {
            assert_true(days[k] == 0 || days[k - 1] > 0);
            assert_true(days[k] <= last);
            last = days[k] > 0 ? days[k] : last;
        }
        if (r->answered > 0)
            assert_true(r->proposed - r->answered <= HOLD && r->answered >= r->first);
        else if (r->withdrawn == 0)
            assert_true(r->proposed < HOLD && r->first < 0); /* it waits still */
        if (r->decided > 0)
            assert_true(r->first < r->decided && r->first > 0); /* S-08 */
        if (r->ended > 0)
            assert_true(r->first > r->ended && r->ended >= r->attested);
    }
}

/* What comes of a person's earlier placement comes before the later one. */
static void nobody_of_the_plan_is_at_two_places(void)
{
    for (unsigned i = 0; i < plan->rows; i++)
        for (unsigned k = 0; k < i; k++) {
            const struct demo_story_row *a = &plan->row[k], *b = &plan->row[i];

            if (a->person == b->person)
                assert_true((a->withdrawn > b->proposed) + (a->decline != NULL && a->answered > b->proposed) +
                                (a->ended > b->proposed) == 1);
        }
}

static int minutes_of(const struct demo_hours_session *s, size_t n)
{
    int sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += s[i].to_min - s[i].from_min;
    return sum;
}

/* Sessions that other tables name. */
static size_t least(unsigned row)
{
    return row == DEMO_STORY_ACCIDENT ? 6 : row == DEMO_STORY_LATE ? 4 : 1;
}

static void has_its_hours(unsigned i, int32_t today)
{
    const struct demo_story_row *r = &plan->row[i];
    const int ordered = plan->measure[r->person].hours * 60;
    struct demo_hours_session s[DEMO_HOURS_SESSIONS];
    const size_t n = demo_hours_sessions(r, &plan->sheet[r->post], today, ordered, s);

    if (r->decided == 0)
        return;
    for (size_t k = 1; k < n; k++)
        assert_true(s[k].day > s[k - 1].day || (s[k].day == s[k - 1].day && s[k].from_min >= s[k - 1].to_min));
    if (n < 1 || n < (size_t)r->waiting || n < least(i) || s[0].day < today - r->first || s[n - 1].day >= today)
        fail_msg("row %u has %zu sessions on day %d", i, n, today);
    if (r->done) {
        assert_int_equal(minutes_of(s, n), ordered);
        assert_true(r->attested > 0);
        assert_true(s[n - 1].day <= today - r->attested && s[n - 1].day + VIEW >= today - r->attested);
    } else {
        assert_true(minutes_of(s, n) < ordered && n < DEMO_HOURS_SESSIONS);
    }
}

static void every_day_of_loading_has_the_hours(void **state)
{
    const struct day begin = {2026, 1, 1};
    const int32_t first = day_number(&begin);

    (void)state;
    load_at(first);
    for (int32_t today = first; today < first + YEARS * 365; today++) {
        struct demo_hours_session s[DEMO_HOURS_SESSIONS];

        for (unsigned i = 0; i < DEMO_STORY_ROWS; i++)
            has_its_hours(i, today);
        for (unsigned i = 0; i < DEMO_INCIDENTS_ROWS; i++) {
            const struct demo_incidents_row *r = demo_incidents_at(i);
            const int at = r->session < 0 ? -r->session - 1 : r->session;
            const size_t n = demo_hours_sessions(demo_story_at(r->row), demo_sheets_at(demo_story_at(r->row)->post),
                                                 today, 0, s);

            assert_true((size_t)at < n);
            assert_true(r->session < 0 || s[at].day + r->followed <= today);
        }
    }
}

/* People who are at a post on the same day, whatever their times. */
static void no_post_is_too_full(int32_t today)
{
    static int there[DEMO_OFFERS_MOST_POSTS][1200];

    memset(there, 0, sizeof there);
    for (unsigned i = 0; i < plan->rows; i++) {
        const struct demo_story_row *r = &plan->row[i];
        int left = plan->measure[r->person].hours * 60;

        if (i < DEMO_STORY_ROWS) /* told as it is written, day by day */
            continue;
        for (int32_t day = today - r->first; left > 0 && day < today + 580; day++) {
            assert_true(day - today + 600 >= 0);
            left -= demo_hours_minutes(r, &plan->sheet[r->post], today, day);
            assert_true(++there[r->post][day - today + 600] <= plan->sheet[r->post].sheet.schedule.places); /* B-05 */
        }
        assert_true(left <= 0);
    }
}

/* M-09, M-10: the last hour comes before the term, counted without what a suspension adds. */
static void all_hours_fit_into_the_period(int32_t today)
{
    for (unsigned i = DEMO_STORY_ROWS; i < plan->rows; i++) {
        const struct demo_story_row *r = &plan->row[i];
        const struct demo_measures_row *m = &plan->measure[r->person];
        const int32_t term = day_add_months(today - m->final, m->months);
        int left = m->hours * 60;
        int32_t day = today - r->first;

        for (; left > 0 && day < term; day++)
            left -= demo_hours_minutes(r, &plan->sheet[r->post], today, day);
        if (left > 0)
            fail_msg("row %u ends after its term", i);
    }
}

static void whatever_happened_is_of_a_session_that_there_is(int32_t today)
{
    struct demo_hours_session s[DEMO_HOURS_SESSIONS];

    for (unsigned i = DEMO_INCIDENTS_ROWS; i < plan->incidents; i++) {
        const struct demo_incidents_row *r = &plan->incident[i];
        const struct demo_story_row *row = &plan->row[r->row];
        const size_t n = demo_hours_sessions(row, &plan->sheet[row->post], today,
                                             plan->measure[row->person].hours * 60, s);

        assert_true(r->session >= 0 && (size_t)r->session < n && s[r->session].day + r->followed < today);
        known(WORD_INCIDENT_KIND, r->kind);
        fits(r->words);
    }
    for (unsigned i = 0; i < plan->reports; i++)
        assert_true(plan->report[i].sent < plan->measure[plan->report[i].person].judged);
    for (unsigned i = 0; i < plan->odds; i++)
        known(WORD_ATTENDANCE, plan->odd[i].attendance);
}

static unsigned with_state(bool running)
{
    unsigned n = 0;

    for (unsigned i = 0; i < plan->rows; i++)
        n += running ? plan->row[i].decided > 0 && !plan->row[i].done && plan->row[i].ended == 0
                     : plan->row[i].done;
    return n;
}

/* Whatever the day of the loading, story and territory are told without a refusal, as far as can be seen from here. */
static void every_plan_stands(void **state)
{
    const struct day begin = {2026, 1, 1};
    const int32_t first = day_number(&begin);

    (void)state;
    for (int32_t today = first; today < first + YEARS * 365; today += 173) {
        load_at(today);
        every_placement_of_the_plan_fits_its_post();
        the_steps_of_the_plan_come_in_their_order();
        nobody_of_the_plan_is_at_two_places();
        for (unsigned i = 0; i < plan->rows; i++)
            has_its_hours(i, today);
        no_post_is_too_full(today);
        all_hours_fit_into_the_period(today);
        whatever_happened_is_of_a_session_that_there_is(today);
        if (with_state(true) < 180 || with_state(false) < 35)
            fail_msg("%u run, %u are done", with_state(true), with_state(false));
    }
}

static void the_same_day_gives_the_same_plan(void **state)
{
    const struct day began = {2027, 3, 9};
    struct demo_plan *again;

    (void)state;
    load_at(day_number(&began));
    assert_int_equal(demo_plan_new(&again, &began, communes, n_communes), ERR_OK);
    assert_true(again->rows == plan->rows && again->files == plan->files && again->text_len == plan->text_len);
    assert_memory_equal(again->text, plan->text, plan->text_len);
    assert_memory_equal(again->measure, plan->measure, plan->people * sizeof plan->measure[0]);
    assert_memory_equal(again->row, plan->row, plan->rows * sizeof plan->row[0]);
    assert_memory_equal(again->sheet, plan->sheet, plan->posts * sizeof plan->sheet[0]);
    demo_plan_free(again);
}

static void incidents_and_reports_are_ones_that_the_service_takes(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DEMO_INCIDENTS_ROWS; i++) {
        const struct demo_incidents_row *r = demo_incidents_at(i);

        known(WORD_INCIDENT_KIND, r->kind);
        fits(r->words);
        assert_true((r->declared > 0) == (strcmp(r->kind, "accident") == 0) && r->declared <= 2); /* W-09 */
        assert_true((r->followed > 0) == (r->note != NULL) && (r->resumed == 0 || r->stopped));
        assert_true(r->judge_told <= r->followed && r->declared <= r->followed);
        if (r->note != NULL)
            fits(r->note);
    }
    assert_null(demo_incidents_at(DEMO_INCIDENTS_ROWS));
    for (unsigned i = 0; i <= DEMO_INCIDENTS_REPORTS; i++) {
        const struct demo_incidents_report *r = demo_incidents_report_at(i);

        known(WORD_JUDGE_REPORT_KIND, r->kind);
        fits(r->text);
        assert_true(r->sent < demo_measures_at(r->person)->judged);
    }
    assert_null(demo_incidents_report_at(DEMO_INCIDENTS_REPORTS + 1));
}

typedef bool (*put_fn)(struct buf *answer, const void *p, size_t n);

static void text_is_of_the_edge(const char *member, const char *text, put_fn put)
{
    struct buf a SCOPED_BUF, b SCOPED_BUF;

    buf_init(&a, 8192);
    buf_init(&b, 8192);
    demo_forms_text(&a, member, text);
    assert_true(put(&b, a.data, a.len));
}

static void sheet_is_of_the_edge(unsigned i, int32_t week)
{
    struct buf asked SCOPED_BUF, mine SCOPED_BUF, edge SCOPED_BUF, shown SCOPED_BUF;

    buf_init(&asked, 8192);
    buf_init(&mine, 8192);
    buf_init(&edge, 8192);
    buf_init(&shown, 8192);
    assert_int_equal(demo_forms_sheet(&asked, i, "À l’aise : \"dehors\""), ERR_OK);
    demo_forms_finish(&mine, asked.data, asked.len, week);
    placement_sheet_finish(&edge, asked.data, asked.len, week);
    assert_string_equal(buf_cstr(&mine), buf_cstr(&edge));
    assert_true(placement_sheet_put_sheet(&shown, mine.data, mine.len));
    assert_string_equal(buf_cstr(&shown), buf_cstr(&asked));
    assert_int_equal(demo_forms_week(mine.data, mine.len), week);
    assert_int_equal(demo_forms_week(mine.data, mine.len), placement_sheet_week(mine.data, mine.len));
}

/* What is sealed is what the edge would have sealed, and what is read of it is what the edge reads. */
static void records_are_those_of_the_edge(void **state)
{
    (void)state;
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        struct buf identity SCOPED_BUF, mine SCOPED_BUF, edge SCOPED_BUF;

        sheet_is_of_the_edge(i, 720);
        sheet_is_of_the_edge(i, 0);
        sheet_is_of_the_edge(i, -1);
        buf_init(&identity, 8192);
        buf_init(&mine, 8192);
        buf_init(&edge, 8192);
        assert_int_equal(invented_identity(i, &identity), ERR_OK);
        assert_true(demo_forms_contact(identity.data, identity.len, &mine));
        assert_true(placement_sheet_contact(identity.data, identity.len, &edge));
        assert_string_equal(buf_cstr(&mine), buf_cstr(&edge));
        assert_false(demo_forms_contact(identity.data, identity.len - 1, &mine));
    }
    text_is_of_the_edge("reason", demo_story_at(0)->reason, placement_sheet_put_reason);
    text_is_of_the_edge("words", demo_story_at(1)->words, placement_sheet_put_words);
    text_is_of_the_edge("text", demo_incidents_at(0)->words, sealed_text_put);
}

static void profiles_are_read_as_the_edge_reads_them(void **state)
{
    static struct profile mine, edge;

    (void)state;
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        struct buf record SCOPED_BUF;

        buf_init(&record, 8192);
        assert_int_equal(invented_situation_record(i, &record), ERR_OK);
        assert_true(demo_forms_profile(record.data, record.len, &mine));
        assert_true(profile_facts_read(record.data, record.len, &edge));
        assert_memory_equal(&mine, &edge, sizeof mine);
        assert_false(demo_forms_profile(record.data, record.len - 1, &mine));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_plan_stands),
        cmocka_unit_test(every_day_of_loading_has_the_hours),
        cmocka_unit_test(the_same_day_gives_the_same_plan),
        cmocka_unit_test(incidents_and_reports_are_ones_that_the_service_takes),
        cmocka_unit_test(records_are_those_of_the_edge),
        cmocka_unit_test(profiles_are_read_as_the_edge_reads_them)};

    return cmocka_run_group_tests(tests, load_communes, drop_plan);
}
