/* SPDX-License-Identifier: EUPL-1.2 */
/* What becomes of whom, and the measure that goes with it: its dates are counted back from the placement. */
#include <string.h>

#include "admin/demo_territory_people.h"

#include "admin/demo_measures.h"
#include "base/err.h"

#include "base/banned.h"

#define DRAWN (INVENTED_PEOPLE - INVENTED_STORY)
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Counsellors of the cast by area: those of the story and, of Roubaix and Tourcoing, those of deploy/demo/territory;
 * who follows how many of a hundred. Caseloads of 25 to 120 come of it. */
static const struct {
    unsigned counsellor, share;
} shares[INVENTED_AREAS][3] = {
    {{0, 45}, {1, 36}, {2, 19}}, {{4, 46}, {5, 30}, {6, 24}}, {{3, 100}, {3, 0}, {3, 0}}};

static const unsigned fates[DEMO_TERRITORY_FATES] = {
    [DEMO_TERRITORY_RUNS] = 208,     [DEMO_TERRITORY_FINISHED] = 40,   [DEMO_TERRITORY_PROPOSED] = 12,
    [DEMO_TERRITORY_ACCEPTED] = 12,  [DEMO_TERRITORY_WAITS] = 52,      [DEMO_TERRITORY_SUSPENDED] = 12,
    [DEMO_TERRITORY_FAILED] = 7,     [DEMO_TERRITORY_CONVERTED] = 5,   [DEMO_TERRITORY_TRANSFERRED] = 5,
    [DEMO_TERRITORY_TAKEN_IN] = 12};

/* The fates in an order that is drawn. */
static void deal(enum demo_territory_fate out[DRAWN])
{
    unsigned n = 0;

    for (unsigned f = 0; f < DEMO_TERRITORY_FATES; f++)
        for (unsigned k = 0; k < fates[f] && n < DRAWN; k++)
            out[n++] = f;
    for (unsigned i = n; i > 1; i--) {
        const unsigned k = demo_territory_pick("fate", i, i);
        const enum demo_territory_fate kept = out[i - 1];

        out[i - 1] = out[k];
        out[k] = kept;
    }
}

static unsigned counsellor(unsigned i)
{
    const enum invented_area area = invented_area(i);
    unsigned draw = demo_territory_pick("counsellor", i, 100), k = 0;

    while (k + 1 < COUNT(shares[area]) && draw >= shares[area][k].share)
        draw -= shares[area][k++].share;
    return shares[area][k].counsellor;
}

/* What a judgment says; days come later. */
static void order(struct demo_measures_row *m, unsigned i)
{
    static const int hours[] = {35, 40, 49, 56, 70, 70, 70, 84, 98, 105, 105, 105, 120, 140, 140, 175, 210};
    const unsigned draw = demo_territory_pick("measure", i, 100);

    *m = (struct demo_measures_row){.kind = draw < 62 ? "main" : draw < 82 ? "probation" : "complementary",
                                    .offence_class = "delit", .authority = "court", .months = 18, .fallback = true,
                                    .hours = hours[demo_territory_pick("hours", i, COUNT(hours))],
                                    .consent = demo_territory_pick("consent", i, 5) == 0 ? "lawyer" : "court",
                                    .kept = demo_territory_pick("kept", i, 25) == 0};
    if (invented_is_minor(i)) {
        m->kind = i % 2 == 0 ? "main" : "complementary";
        m->authority = "juge_des_enfants";
        m->hours = 21 + 7 * (int)demo_territory_pick("hours", i, 5);
    } else if (draw >= 92) {
        m->kind = "tnr";
        m->authority = "prosecutor";
        m->months = 6;
        m->hours = 30 + 5 * (int)demo_territory_pick("hours", i, 4);
        m->fallback = m->kept = false;
    } else if (draw >= 84) {
        m->kind = "conversion";
        m->authority = "jap";
        m->firm_months = 1 + (int)demo_territory_pick("firm", i, 6);
        m->fallback = false;
    }
}

/* Back from the day of the first interview (days ago) to that of the facts. */
static void date(struct demo_measures_row *m, unsigned i, int interview)
{
    const bool tnr = strcmp(m->kind, "tnr") == 0, minor = invented_is_minor(i);

    m->interview = interview;
    m->seized = interview + 8 + (int)demo_territory_pick("seized", i, tnr || minor ? 15 : 60);
    m->final = m->seized + 4 + (int)demo_territory_pick("final", i, tnr || minor ? 8 : 40);
    m->judged = m->final + (tnr ? 0 : 10);
    m->facts = m->judged + 60 + (int)demo_territory_pick("facts", i, minor ? 150 : 300);
    const int evaluation = interview - 30 - (int)demo_territory_pick("evaluation", i, 40);
    m->evaluation = evaluation > 0 ? evaluation : 0;
}

/* An authority has said something that counts, or lies on the director's desk. */
static void act(struct demo_measures_row *m, unsigned i, enum demo_territory_fate fate)
{
    static const char *const stops[] = {"serious_reason", "remand", "custody", "arse", "serious_reason"};
    const int decided = 6 + (int)demo_territory_pick("act", i, 50);
    const char *judge = invented_is_minor(i) ? "juge_des_enfants" : strcmp(m->kind, "tnr") == 0 ? "prosecutor" : "jap";

    if (fate == DEMO_TERRITORY_SUSPENDED)
        m->act = (struct demo_measures_act){"suspension", judge, stops[i % COUNT(stops)], decided, decided,
                                            -20 - (int)demo_territory_pick("stop", i, 90), true};
    else if (fate == DEMO_TERRITORY_FAILED)
        m->act = (struct demo_measures_act){.kind = "failure", .authority = judge, .decided = decided, .read = true};
    else if (fate == DEMO_TERRITORY_CONVERTED)
        m->act = (struct demo_measures_act){.kind = "conversion", .authority = judge, .decided = decided, .read = true};
    else if (fate == DEMO_TERRITORY_TRANSFERRED) {
        m->end = "transferred";
        m->ended = decided;
    }
}

/* Whoever has no placement: since when the service has known her. */
static void keep_waiting(struct demo_measures_row *m, unsigned i, enum demo_territory_fate fate)
{
    const bool is_new = fate == DEMO_TERRITORY_WAITS && demo_territory_pick("new", i, 4) == 0;

    if (fate == DEMO_TERRITORY_TAKEN_IN || is_new) {
        date(m, i, 2 + (int)demo_territory_pick("known", i, 12));
        m->unasked = true;
        m->draft = fate == DEMO_TERRITORY_TAKEN_IN;
        m->interview = m->evaluation = 0;
        if (m->draft && i % 3 == 0)
            m->consent = "refused";
    } else {
        date(m, i, (fate == DEMO_TERRITORY_WAITS ? 6 : 90) + (int)demo_territory_pick("known", i, 80));
    }
    if (fate == DEMO_TERRITORY_WAITS && m->fallback && i % 4 == 1) {
        m->consent = "to_collect";
        if (i % 8 == 1 && !is_new)
            m->act = (struct demo_measures_act){.kind = "consent", .decided = 3,
                                                .authority = invented_is_minor(i) ? "juge_des_enfants" : "jap"};
    }
    act(m, i, fate);
}

/* The clock stood for a while before anybody was found for her (M-11). */
static void stand_still(struct demo_measures_row *m, unsigned i, int proposed)
{
    if (m->interview - proposed > 12 && i % 5 == 0)
        m->act = (struct demo_measures_act){"suspension", invented_is_minor(i) ? "juge_des_enfants" : "jap",
                                            "serious_reason", m->interview - 1, m->interview - 2, proposed + 2, true};
}

static int add(struct demo_territory *t, unsigned i, enum demo_territory_fate fate)
{
    struct demo_plan *p = t->plan;
    struct demo_measures_row *m = &p->measure[i];

    order(m, i);
    p->counsellor[i] = counsellor(i);
    if (fate > DEMO_TERRITORY_ACCEPTED || !demo_territory_people_place(t, i, fate)) {
        keep_waiting(m, i, fate > DEMO_TERRITORY_ACCEPTED ? fate : DEMO_TERRITORY_WAITS);
        demo_territory_people_tell(t, i, NULL);
        return ERR_OK;
    }
    struct demo_story_row *row = &p->row[p->rows - 1];
    date(m, i, row->proposed + 3 + (int)demo_territory_pick("interview", i, strcmp(m->kind, "tnr") == 0 ? 10 : 40));
    if (strcmp(m->kind, "tnr") != 0)
        stand_still(m, i, row->proposed);
    if (invented_is_minor(i)) {
        m->examined = row->proposed + 1;
        row->authority = m->kept ? "juge_des_enfants" : "dtpjj";
    } else if (m->kept) {
        row->authority = "jap";
    }
    demo_territory_people_tell(t, i, row);
    return ERR_OK;
}

int demo_territory_people(struct demo_territory *t)
{
    enum demo_territory_fate fate[DRAWN];
    int rc = ERR_OK;

    deal(fate);
    for (unsigned i = INVENTED_STORY; i < INVENTED_PEOPLE && rc == ERR_OK; i++) {
        rc = add(t, i, fate[i - INVENTED_STORY]);
        t->plan->people++;
    }
    return rc;
}
