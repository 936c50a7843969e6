/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables of the demonstration hold what the service takes: words it knows, times that exist, texts within limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "admin/demo_files.h"
#include "admin/demo_measures.h"
#include "admin/demo_sheets.h"

#include "base/text.h"
#include "domain/word.h"

#include "base/banned.h"

static void known(enum word_list list, const char *word)
{
    assert_non_null(word);
    if (word_find(list, word, strlen(word)) == NULL)
        fail_msg("%s is no word of %s", word, word_list_name(list));
}

/* One line within so many characters, in the typography of people: no straight apostrophe. */
static void fits(const char *text, size_t least, size_t most)
{
    size_t characters = 0;

    assert_non_null(text);
    assert_true(text_is_line(text, strlen(text)));
    for (const char *p = text; *p != '\0'; p++)
        characters += (*p & 0xc0) != 0x80;
    if (characters < least || characters > most || strchr(text, '\'') != NULL)
        fail_msg("%s", text);
}

static void every_sheet_is_one_that_the_service_takes(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DEMO_OFFERS_POSTS; i++) {
        const struct demo_sheets_row *row = demo_sheets_at(i);
        const struct post_change_sheet *s = &row->sheet;

        assert_true(row->host < DEMO_OFFERS_HOSTS && row->site < demo_offers_sites(row->host));
        assert_true(row->in_charge < demo_offers_contacts(row->host));
        known(WORD_PUBLIC, s->public);
        known(WORD_TASK_FAMILY, s->family);
        for (size_t k = 0; k < POST_NEEDS; k++)
            if (k < s->needs)
                known(WORD_NEED, s->need[k]);
            else
                assert_null(s->need[k]);
        fits(s->title, 1, 120);
        fits(s->nature, 1, 2000);
        fits(s->manner, 1, 2000);
        fits(s->learning, 1, 1000);
        fits(s->schedule.protection, 0, 300);
        fits(s->schedule.dress, 0, 300);
        fits(s->schedule.meals, 0, 300);
    }
    assert_null(demo_sheets_at(DEMO_OFFERS_POSTS));
}

static void every_timetable_is_one_that_the_service_takes(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DEMO_OFFERS_POSTS; i++) {
        const struct post_change_schedule *s = &demo_sheets_at(i)->sheet.schedule;

        assert_true(s->places >= 1 && s->places <= SLOT_PLACES);
        assert_true(s->min_hours <= s->max_hours && s->max_hours <= 400);
        assert_true(s->slots >= 1 && s->slots < SLOT_MAX);
        for (size_t k = 0; k < s->slots; k++)
            assert_int_equal(slot_check(&s->slot[k]), SLOT_FINE);
        assert_int_equal(slot_clash(s->slot, s->slots), s->slots);
        assert_int_equal(s->slot[s->slots].weekday, 0); /* none is left uncounted */
    }
}

/* What a matching has to cope with. */
static void the_difficult_posts_are_there(void **state)
{
    bool night = false, evening = false, saturday = false, even = false, odd = false, risk = false, care = false;
    bool minors = false;
    uint64_t families = 0;

    (void)state;
    for (unsigned i = 0; i < DEMO_OFFERS_POSTS; i++) {
        const struct post_change_sheet *p = &demo_sheets_at(i)->sheet;

        risk = risk || p->special_risk;
        care = care || p->care_setting;
        minors = minors || strcmp(p->public, "minors") == 0;
        for (size_t k = 0; k < word_count(WORD_TASK_FAMILY); k++)
            if (strcmp(word_code(WORD_TASK_FAMILY, k), p->family) == 0)
                families |= UINT64_C(1) << k;
        for (size_t k = 0; k < p->schedule.slots; k++) {
            const struct slot *s = &p->schedule.slot[k];

            night = night || slot_is_night(s);
            evening = evening || slot_is_evening(s);
            saturday = saturday || s->weekday == 6;
            even = even || s->weeks == SLOT_EVEN;
            odd = odd || s->weeks == SLOT_ODD;
        }
    }
    assert_true(night && evening && saturday && even && odd && risk && care && minors);
    assert_true(__builtin_popcountll(families) >= 9);
}

static void every_file_is_one_that_the_service_takes(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DEMO_OFFERS_FILES; i++) {
        const struct demo_files_row *row = demo_files_at(i);
        int last = row->asked;

        known(WORD_PROCEDURE_KIND, row->kind);
        known(WORD_DECIDING, row->deciding);
        known(WORD_PROCEDURE_STATE, row->state);
        fits(row->motive, 1, 2000);
        assert_true(row->about < (strcmp(row->kind, "habilitation") == 0 ? DEMO_OFFERS_HOSTS : DEMO_OFFERS_POSTS));
        for (size_t k = 0; k < DEMO_FILES_PIECES && row->piece[k] != NULL; k++)
            known(WORD_PIECE_KIND, row->piece[k]);
        for (size_t k = 0; k < DEMO_FILES_OPINIONS && row->opinion[k].giver != NULL; k++) {
            known(WORD_OPINION_GIVER, row->opinion[k].giver);
            known(WORD_OPINION_SENSE, row->opinion[k].sense);
            assert_true(row->opinion[k].given > 0 && row->opinion[k].given <= row->asked);
            last = row->opinion[k].given < last ? row->opinion[k].given : last;
        }
        if (strcmp(row->deciding, "dspip") == 0)
            assert_true(row->decided <= last);
    }
    assert_null(demo_files_at(DEMO_OFFERS_FILES));
}

/* A host's list is decided after its habilitation, and a file is in every state that there is. */
static void files_come_in_their_order(void **state)
{
    (void)state;
    for (size_t k = 0; k < word_count(WORD_PROCEDURE_STATE); k++) {
        unsigned i = 0;

        while (i < DEMO_OFFERS_FILES && strcmp(demo_files_at(i)->state, word_code(WORD_PROCEDURE_STATE, k)) != 0)
            i++;
        assert_true(i < DEMO_OFFERS_FILES);
    }
    for (unsigned i = 1; i < DEMO_OFFERS_FILES; i++) {
        assert_true(strcmp(demo_files_at(i)->kind, "habilitation") != 0 ||
                    strcmp(demo_files_at(i - 1)->kind, "habilitation") == 0);
        assert_true(strcmp(demo_files_at(i - 1)->kind, "removal") != 0);
    }
}

static void every_measure_is_one_that_the_service_takes(void **state)
{
    bool kind[5] = {false};

    (void)state;
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        const struct demo_measures_row *row = demo_measures_at(i);

        known(WORD_MEASURE_KIND, row->kind);
        known(WORD_OFFENCE_CLASS, row->offence_class);
        known(WORD_AUTHORITY, row->authority);
        known(WORD_CONSENT, row->consent);
        for (size_t k = 0; k < word_count(WORD_MEASURE_KIND); k++)
            kind[k] = kind[k] || strcmp(row->kind, word_code(WORD_MEASURE_KIND, k)) == 0;
        assert_true(row->hours >= 35 && row->hours <= (strcmp(row->offence_class, "delit") == 0 ? 210 : 120));
        assert_true(row->facts > row->judged && row->judged >= row->final && row->final >= row->seized);
        assert_true(row->judged < 548 && row->seized > row->interview && row->interview >= row->evaluation);
        assert_true(strcmp(row->consent, "refused") != 0 || row->draft);
    }
    for (size_t k = 0; k < word_count(WORD_MEASURE_KIND); k++)
        assert_true(kind[k]);
    assert_null(demo_measures_at(INVENTED_PEOPLE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sheet_is_one_that_the_service_takes),
        cmocka_unit_test(every_timetable_is_one_that_the_service_takes),
        cmocka_unit_test(the_difficult_posts_are_there),
        cmocka_unit_test(every_file_is_one_that_the_service_takes),
        cmocka_unit_test(files_come_in_their_order),
        cmocka_unit_test(every_measure_is_one_that_the_service_takes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
