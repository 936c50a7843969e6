/* SPDX-License-Identifier: EUPL-1.2 */
/* Story and territory of the demonstration hold what the service takes: words it knows, times that exist, texts within
 * limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "admin/demo_files.h"
#include "admin/demo_measures.h"
#include "admin/demo_offers.h"
#include "admin/demo_plan.h"
#include "admin/demo_sheets.h"
#include "admin/demo_story.h"
#include "base/err.h"

#include "base/text.h"
#include "domain/word.h"

#include "base/banned.h"

static struct demo_plan *plan;

static int make_plan(void **state)
{
    static struct demo_commune communes[DEMO_COMMUNE_MOST];
    const struct day began = {2026, 11, 27};
    size_t n;

    (void)state;
    if (demo_commune_read("sql/reference/communes-59.csv", communes, &n) != ERR_OK)
        return 1;
    return demo_plan_new(&plan, &began, communes, n) == ERR_OK ? 0 : 1;
}

static int drop_plan(void **state)
{
    (void)state;
    demo_plan_free(plan);
    return 0;
}

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
    for (unsigned i = 0; i < plan->posts; i++) {
        const struct demo_sheets_row *row = &plan->sheet[i];
        const struct post_change_sheet *s = &row->sheet;

        assert_true(row->host < plan->hosts && row->site < demo_offers_sites(&plan->host[row->host]));
        assert_true(row->in_charge < demo_offers_contacts(&plan->host[row->host]));
        for (size_t k = 0; k < row->bars; k++)
            known(WORD_OFFENCE_FAMILY, row->bar[k]);
        if (row->closed != NULL)
            fits(row->closed, 1, 200);
        if (row->stopped != NULL)
            fits(row->stopped, 1, 1000);
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
    for (unsigned i = 0; i < plan->posts; i++) {
        const struct post_change_schedule *s = &plan->sheet[i].sheet.schedule;

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
    for (unsigned i = 0; i < plan->files; i++) {
        const struct demo_files_row *row = &plan->file[i];
        int last = row->asked;

        known(WORD_PROCEDURE_KIND, row->kind);
        known(WORD_DECIDING, row->deciding);
        known(WORD_PROCEDURE_STATE, row->state);
        fits(row->motive, 1, 2000);
        assert_true(row->about < plan->posts && demo_files_host(plan, row) < plan->hosts);
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
        assert_true((row->decided > 0) ==
                    (strcmp(row->state, "granted") == 0 || strcmp(row->state, "refused") == 0 ||
                     strcmp(row->state, "recorded") == 0));
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
    for (unsigned i = 0; i < plan->people; i++) {
        const struct demo_measures_row *row = &plan->measure[i];

        known(WORD_MEASURE_KIND, row->kind);
        known(WORD_OFFENCE_CLASS, row->offence_class);
        known(WORD_AUTHORITY, row->authority);
        known(WORD_CONSENT, row->consent);
        for (size_t k = 0; k < word_count(WORD_MEASURE_KIND); k++)
            kind[k] = kind[k] || strcmp(row->kind, word_code(WORD_MEASURE_KIND, k)) == 0;
        assert_true(row->hours >= 20 && row->hours <= (strcmp(row->offence_class, "delit") == 0 ? 210 :
        120)); /* M-01 */
        assert_true(strcmp(row->kind, "tnr") != 0 || (row->hours <= 100 && row->months <= 6)); /* M-22, M-23 */
        assert_true((strcmp(row->kind, "tnr") == 0) == (strcmp(row->authority, "prosecutor") == 0)); /* M-24 */
        assert_true((strcmp(row->authority, "juge_des_enfants") == 0) == invented_is_minor(i)); /* H-14 */
        assert_true(row->facts > row->judged && row->judged >= row->final && row->final >= row->seized);
        assert_true(row->seized > row->interview && row->interview >= row->evaluation);
        if (row->act.kind != NULL) {
            known(WORD_ACT_KIND, row->act.kind);
            known(WORD_AUTHORITY, row->act.authority);
            assert_true(row->act.decided > 0 && row->act.decided <= row->judged && row->act.from >= row->act.to);
        }
        assert_true(strcmp(row->consent, "refused") != 0 || row->draft);
    }
    for (size_t k = 0; k < word_count(WORD_MEASURE_KIND); k++)
        assert_true(kind[k]);
    assert_null(demo_measures_at(INVENTED_STORY));
}

static unsigned standing_of(const char *kind, const char *state)
{
    unsigned n = 0;

    for (unsigned i = 0; i < plan->files; i++)
        n += strcmp(plan->file[i].kind, kind) == 0 && strcmp(plan->file[i].state, state) == 0;
    return n;
}

/* The 95 communes of the métropole by right (H-01), about forty other bodies in all states, 665 places. */
static void hosts_and_posts_are_as_many_as_the_territory_has(void **state)
{
    unsigned communes = 0, open = 0;
    int places = 0;

    (void)state;
    for (unsigned i = 0; i < plan->hosts; i++) {
        const struct host_sheet *h = &plan->host[i].sheet;

        communes += strcmp(h->form, "local_authority") == 0;
        assert_true((h->siren != NULL) == (strcmp(h->form, "local_authority") == 0));
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(h->name, plan->host[k].sheet.name);
    }
    assert_int_equal(communes, 95);
    assert_int_equal(plan->hosts, 135);
    for (unsigned i = 0; i < plan->posts; i++) {
        places += plan->sheet[i].sheet.schedule.places;
        open += plan->sheet[i].confirmed;
    }
    assert_int_equal(places, 665);
    assert_true(plan->posts > 180 && open > 120 && open < plan->posts - 20);
    assert_true(standing_of("habilitation", "granted") >= 25 && standing_of("habilitation", "refused") >= 2);
    assert_true(standing_of("habilitation", "asked") >= 3 && standing_of("habilitation", "draft") >= 3);
    assert_int_equal(standing_of("withdrawal", "granted"), 1);
    assert_true(standing_of("inscription", "asked") >= 5 && standing_of("inscription", "abandoned") >= 2);
}

/* Caseloads, kinds, minors, the four consents. */
static void people_are_as_many_as_the_territory_has(void **state)
{
    unsigned load[8] = {0}, minors = 0, consent[4] = {0}, kept = 0, suspended = 0;

    (void)state;
    assert_int_equal(plan->people, 385);
    for (unsigned i = 0; i < plan->people; i++) {
        assert_true(plan->counsellor[i] < 7);
        load[plan->counsellor[i]]++;
        minors += invented_is_minor(i);
        kept += plan->measure[i].kept;
        suspended += plan->measure[i].act.suspension != NULL;
        for (size_t k = 0; k < word_count(WORD_CONSENT); k++)
            consent[k] += strcmp(plan->measure[i].consent, word_code(WORD_CONSENT, k)) == 0;
    }
    for (unsigned k = 0; k < 7; k++)
        if (load[k] < 25 || load[k] > 120)
            fail_msg("counsellor %u follows %u", k, load[k]);
    assert_true(minors == 10 && kept >= 5 && suspended >= 15);
    for (size_t k = 0; k < 4; k++)
        assert_true(consent[k] >= 3);
}

static void the_small_one_is_the_story_alone(void **state)
{
    struct demo_plan *small;

    (void)state;
    assert_int_equal(demo_plan_new(&small, &plan->began, NULL, 0), ERR_OK);
    assert_true(small->hosts == DEMO_OFFERS_HOSTS && small->posts == DEMO_OFFERS_POSTS);
    assert_true(small->files == DEMO_OFFERS_FILES && small->people == INVENTED_STORY);
    assert_memory_equal(small->row, plan->row, small->rows * sizeof small->row[0]);
    assert_memory_equal(small->measure, plan->measure, small->people * sizeof small->measure[0]);
    demo_plan_free(small);
}

static void names_of_communes_are_as_people_say_them(void **state)
{
    static const char *const said[][2] = {
        {"Lille", "Ville de Lille"}, {"Annœullin", "Ville d'Annœullin"}, {"Le Maisnil", "Commune du Maisnil"},
        {"La Bassée", "Commune de La Bassée"}, {"Hem", "Ville de Hem"}, {"Halluin", "Ville d'Halluin"},
        {"Englos", "Commune d'Englos"}, {"Éperlecques", "Commune d'Éperlecques"}};

    (void)state;
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        struct demo_commune c = {.population = strncmp(said[i][1], "Ville", 5) == 0 ? 20000 : 500};
        char title[96];

        memcpy(c.name, said[i][0], strlen(said[i][0]) + 1);
        demo_commune_title(&c, title, sizeof title);
        assert_string_equal(title, said[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sheet_is_one_that_the_service_takes),
        cmocka_unit_test(every_timetable_is_one_that_the_service_takes),
        cmocka_unit_test(the_difficult_posts_are_there),
        cmocka_unit_test(every_file_is_one_that_the_service_takes),
        cmocka_unit_test(files_come_in_their_order),
        cmocka_unit_test(every_measure_is_one_that_the_service_takes),
        cmocka_unit_test(hosts_and_posts_are_as_many_as_the_territory_has),
        cmocka_unit_test(people_are_as_many_as_the_territory_has),
        cmocka_unit_test(the_small_one_is_the_story_alone),
        cmocka_unit_test(names_of_communes_are_as_people_say_them)};

    return cmocka_run_group_tests(tests, make_plan, drop_plan);
}
