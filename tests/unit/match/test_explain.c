/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences: each rule has one for the service and one for a host, with the spaces that French has, and the host's
 * sentence does not change with anything that is sealed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "domain/day.h"
#include "domain/word.h"
#include "match/explain.h"
#include "match/explain_post.h"
#include "match/explain_travel.h"
#include "match/explain_warning.h"
#include "match/snapshot.h"

#define NB "\xc2\xa0"

static const char *said(struct buf *b, void (*say)(struct buf *, const struct match_fit *), const struct match_fit *f)
{
    buf_reset(b);
    say(b, f);
    assert_int_equal(buf_err(b), ERR_OK);
    return buf_cstr(b);
}

static void sentences_have_their_numbers(void **state)
{
    static const struct {
        struct match_fit fit;
        const char *want;
    } rows[] = {
        {{.rule = MATCH_FITS, .minutes = 4200, .sessions = 10, .last_day = 20790, .margin = 1},
         "convient" NB ": 70" NB "h en 10" NB "séances, dernière heure le 3" NB "décembre" NB "2026, 1" NB
         "jour avant le terme"},
        {{.rule = MATCH_RULE_WEEK, .amount = 120, .limit = 2820, .base = 2100},
         "tient 47" NB "h" NB ": 35" NB "h d’emploi + 14" NB "h = 49" NB "h"},
        {{.rule = MATCH_RULE_PERIOD, .amount = 9, .limit = 20880, .last_day = 20889},
         "hors période" NB ": dernière heure le 12" NB "mars" NB "2027, 9" NB "jours après le terme"},
        {{.rule = MATCH_RULE_STANDING, .amount = 1, .limit = 20819, .last_day = 20820},
         "habilitation jusqu’au 1er" NB "janvier" NB "2027" NB ": dernière heure le 2" NB "janvier" NB "2027, 1" NB
         "jour après"},
        {{.rule = MATCH_RULE_TRAVEL, .amount = 15, .limit = 60},
         "trop loin" NB ": 15" NB "min de plus que 1" NB "h"},
        {{.rule = MATCH_RULE_TRANSIT, .transit_at = 360, .transit_hour = 385},
         "commence à 6" NB "h, premiers transports à 6" NB "h" NB "25"},
        {{.rule = MATCH_RULE_TRANSIT, .transit_at = 1380, .transit_hour = 30},
         "finit à 23" NB "h, derniers transports à 0" NB "h" NB "30"},
        {{.rule = MATCH_RULE_TRANSIT, .transit_at = 480, .transit_hour = 540, .transit_day = 7},
         "commence à 8" NB "h, premiers transports à 9" NB "h le dimanche"},
        {{.rule = MATCH_RULE_TRANSIT, .transit_at = 480, .transit_day = 6}, "aucun transport en commun le samedi"},
        {{.rule = MATCH_RULE_SLOTS, .amount = 90, .limit = 6},
         "aucun horaire en commun" NB ": il manque 1" NB "h" NB "30 le samedi"},
        {{.rule = MATCH_RULE_NEED, .amount = MATCH_NEED_LICENCE},
         "exigence du poste non remplie" NB ": Permis de conduire"},
        {{.rule = MATCH_RULE_EXAM, .amount = MATCH_EXAM_MINOR | MATCH_EXAM_NIGHT},
         "examen médical à demander" NB ": personne mineure, travail de nuit"},
        {{.rule = MATCH_RULE_CAPACITY, .amount = 1, .limit = 2},
         "complet" NB ": 1" NB "place de plus que 2" NB "places"},
        {{.rule = MATCH_RULE_AVOID_PERSON}, "personne à ne pas rencontrer"},
        {{.rule = MATCH_RULE_HORIZON, .amount = 50, .limit = 20790},
         "il reste 50" NB "min à placer au 3" NB "décembre" NB "2026"},
    };
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 1000);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(said(&b, explain_fit, &rows[i].fit), rows[i].want);
}

static void each_rule_has_words_of_its_own(void **state)
{
    struct buf b SCOPED_BUF;
    char all[MATCH_RULES][200];

    (void)state;
    buf_init(&b, 1000);
    for (int r = 0; r < MATCH_RULES; r++) {
        struct match_fit f = {.rule = (enum match_rule)r, .amount = 4, .limit = 7, .last_day = 20000, .margin = 3};
        const char *s = said(&b, explain_fit, &f);

        assert_true(strlen(s) > 5 && strlen(s) < sizeof all[0]);
        for (const char *at = strpbrk(s, ":;!?"); at != NULL; at = strpbrk(at + 1, ":;!?"))
            assert_true(at >= s + 2 && memcmp(at - 2, NB, 2) == 0);
        memcpy(all[r], s, strlen(s) + 1);
        for (int k = 0; k < r; k++)
            assert_true(strcmp(all[k], all[r]) != 0 || k + 1 == MATCH_RULE_LABOUR_WEEK || k == MATCH_RULE_WEEK);
        assert_true(strlen(outcome_code((enum match_rule)r)) > 2);
        assert_int_equal(strlen(outcome_rule_id((enum match_rule)r, false)), r == MATCH_FITS ? 0 : 4);
    }
    assert_string_equal(outcome_rule_id(MATCH_RULE_LABOUR_DAY, false), "W-03");
    assert_string_equal(outcome_rule_id(MATCH_RULE_LABOUR_DAY, true), "W-04");
    assert_string_equal(outcome_code(MATCH_RULES), "");
    assert_string_equal(outcome_rule_id(MATCH_RULES, false), "");
    assert_string_equal(outcome_change(MATCH_CHANGES), "");
    for (int i = 0; i < MATCH_WARNINGS; i++) {
        buf_reset(&b);
        explain_warning(&b, &(struct match_fit){.minor = true}, (enum match_warning)(1u << i));
        assert_true(b.len > 10);
        assert_int_equal(strstr(buf_cstr(&b), "W-04") != NULL, i < 6 || 1u << i == MATCH_WARN_BREAK);
    }
    for (int i = 0; i < MATCH_WARNINGS; i++) {
        const char *code = outcome_warning((enum match_warning)(1u << i));

        assert_true(strlen(code) > 2);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(code, outcome_warning((enum match_warning)(1u << k)));
    }
    assert_string_equal(outcome_warning((enum match_warning)3), "");
    assert_string_equal(outcome_warning((enum match_warning)(1u << MATCH_WARNINGS)), "");
    for (int c = 1; c < MATCH_CHANGES; c++) {
        buf_reset(&b);
        explain_change(&b, (enum match_change)c);
        assert_true(b.len > 5 && outcome_change((enum match_change)c)[0] != 0);
    }
}

/* C-07: a range, and all that it takes for granted. */
static void a_way_is_told_with_its_assumptions(void **state)
{
    static const struct {
        struct match_fit fit;
        const char *want;
    } rows[] = {
        {{.travel_to = -1}, ""},
        {{.travel_by = MATCH_MEANS_TRANSIT, .travel_from = 25, .travel_to = 45, .travel_detour = 1326,
          .travel_assumed = MATCH_ASSUMED_HOURS},
         "de 25 à 45" NB "min en transports en commun, à vol d’oiseau ×" NB "1,3, sans horaire vérifié"},
        {{.travel_by = MATCH_MEANS_FOOT, .travel_to = 5, .travel_detour = 1399,
          .travel_assumed = MATCH_ASSUMED_PLACE | MATCH_ASSUMED_MEANS},
         "5" NB "min au plus à pied, à vol d’oiseau ×" NB "1,4, compté du centre de la commune, "
         "moyen de transport non dit"},
    };
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 1000);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(said(&b, explain_travel, &rows[i].fit), rows[i].want);
}

/* Above the posts that a rule excludes. */
static void each_rule_has_a_heading_of_its_own(void **state)
{
    struct buf b[MATCH_RULES] = {0};

    (void)state;
    for (int r = 0; r < MATCH_RULES; r++) {
        const char *s;

        buf_init(&b[r], 200);
        explain_rule(&b[r], (enum match_rule)r);
        s = buf_cstr(&b[r]);
        assert_int_equal(buf_err(&b[r]), ERR_OK);
        assert_true(r == MATCH_FITS ? s[0] == '\0' : strlen(s) > 8);
        assert_null(strpbrk(s, "'.;!?"));
        for (int k = 0; k < r; k++)
            assert_string_not_equal(buf_cstr(&b[k]), s);
    }
    for (int r = 0; r < MATCH_RULES; r++)
        buf_release(&b[r]);
    buf_init(&b[0], 200);
    explain_rule(&b[0], MATCH_RULES);
    assert_int_equal(b[0].len, 0);
    buf_release(&b[0]);
}

/* For who may see no case: what lies in a person's situation has no words, whatever its code. */
static void only_rules_of_a_post_by_itself_are_told_to_its_host(void **state)
{
    static const enum match_rule told[] = {
        MATCH_RULE_HOST,  MATCH_RULE_HABILITATION, MATCH_RULE_INSCRIPTION, MATCH_RULE_SUSPENDED,
        MATCH_RULE_FRESH, MATCH_RULE_SLOTS,        MATCH_RULE_DAYS,        MATCH_RULE_CAPACITY};
    struct buf b SCOPED_BUF;
    size_t n = 0;

    (void)state;
    buf_init(&b, 200);
    for (int r = -1; r <= MATCH_RULES; r++) {
        bool is_told = n < sizeof told / sizeof told[0] && r == (int)told[n];

        n += is_told;
        buf_reset(&b);
        explain_post(&b, (enum match_rule)r);
        assert_int_equal(b.len > 8, is_told);
        assert_int_equal(explain_post_rule(outcome_code((enum match_rule)r)), is_told ? r : MATCH_FITS);
        assert_null(strstr(buf_cstr(&b), "personne"));
        assert_null(strpbrk(buf_cstr(&b), "'.;!?"));
    }
    assert_int_equal(n, sizeof told / sizeof told[0]);
    assert_int_equal(explain_post_rule("nobody"), MATCH_FITS);
}

static void terms_have_names(void **state)
{
    static const char *const names[MATCH_TERMS] = {"margin", "travel", "job", "aim", "weeks"};

    (void)state;
    for (int t = 0; t < MATCH_TERMS; t++)
        assert_string_equal(outcome_term((enum match_term)t), names[t]);
    assert_string_equal(outcome_term(MATCH_TERMS), "");
}

static void needs_stand_in_the_order_of_the_list(void **state)
{
    static const char *const codes[MATCH_NEEDS] = {"french_spoken", "french_read", "driving_licence", "heights",
                                                   "loads", "food_hygiene", "vaccination"};

    (void)state;
    assert_int_equal(word_count(WORD_NEED), MATCH_NEEDS);
    for (size_t i = 0; i < MATCH_NEEDS; i++)
        assert_string_equal(word_code(WORD_NEED, i), codes[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_have_their_numbers),
        cmocka_unit_test(each_rule_has_words_of_its_own),
        cmocka_unit_test(a_way_is_told_with_its_assumptions),
        cmocka_unit_test(each_rule_has_a_heading_of_its_own),
        cmocka_unit_test(only_rules_of_a_post_by_itself_are_told_to_its_host),
        cmocka_unit_test(terms_have_names),
        cmocka_unit_test(needs_stand_in_the_order_of_the_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
