/* SPDX-License-Identifier: EUPL-1.2 */
/* A host's habilitation comes first, for its posts are inscribed only under one; a removal comes last. */
#include <stdlib.h>
#include <string.h>

#include "admin/demo_files.h"

#include "admin/demo_plan.h"
#include "admin/demo_sheets.h"
#include "admin/invented.h"
#include "app/decide_procedure.h"
#include "app/hear_opinions.h"
#include "app/list_procedures.h"
#include "app/open_procedure.h"
#include "base/err.h"

#include "base/banned.h"

#define HOME "59"
#define PIECE_AGE 30      /* days from the date of a piece to the asking */
#define PIECE_ON_THE_WAY 12
#define YEARS(years_, days_) ((years_) * 365 + (days_))

#define GOOD(asked_) \
    {{"prosecutor", "favourable", (asked_) - 5, false}, {"jap", "favourable", (asked_) - 7, false}, \
     {"prevention_council", "consulted", (asked_) - 4, false}}
#define LISTED(post_, asked_, decided_) \
    {.kind = "inscription", .about = DEMO_OFFERS_##post_, .deciding = "dspip", .state = "granted", \
     .asked = (asked_), .opinion = GOOD(asked_), .decided = (decided_), .motive = useful}
#define MINORS(post_, state_, decided_) \
    {.kind = "inscription", .about = DEMO_OFFERS_##post_, .deciding = "dtpjj", .state = (state_), \
     .decided = (decided_), .motive = "Poste formateur, encadré par un tuteur."}
#define WAITING(post_, state_) \
    .kind = "inscription", .about = DEMO_OFFERS_##post_, .deciding = "dspip", .state = (state_)

static const char useful[] = "Travail utile à la collectivité, formateur et encadré par un tuteur.";

static const struct demo_files_row rows[DEMO_OFFERS_FILES] = {
    /* ends in some four months: a renewal is due */
    {.kind = "habilitation", .about = 0, .deciding = "dspip", .state = "granted",
     .piece = {"statutes", "establishments", "board", "assembly_minutes"}, .asked = YEARS(4, 300),
     .opinion = {{"prosecutor", "favourable", YEARS(4, 288), false}, {"jap", "favourable", YEARS(4, 281), false},
                 {"prefect", "favourable", YEARS(4, 272), false}},
     .decided = YEARS(4, 245), .motive = "Association d’insertion par le jardinage, encadrement assuré."},
    {.kind = "habilitation", .about = 1, .deciding = "dspip", .state = "granted",
     .piece = {"statutes", "purpose_note", "accounts"}, .asked = 470,
     .opinion = {{"prosecutor", "favourable", 461, false}, {"jap", "favourable", 458, false},
                 {"prefect", "reserved", 446, false}},
     .decided = 430, .motive = "Utilité sociale établie, comptes équilibrés."},
    /* the minutes of the assembly are missing */
    {.kind = "habilitation", .about = 6, .deciding = "dspip", .state = "draft",
     .piece = {"statutes", "establishments", "board"}, .motive = "Première demande, dossier déposé par la présidente."},
    {.kind = "habilitation", .about = 7, .deciding = "dspip", .state = "asked",
     .piece = {"statutes", "company_number", "accounts"}, .asked = 12,
     .opinion = {{"prosecutor", "favourable", 5, true}}, .motive = "Première demande."},
    {.kind = "habilitation", .about = 8, .deciding = "dspip", .state = "refused",
     .piece = {"statutes", "purpose_note", "accounts", "kbis"}, .asked = 95,
     .opinion = {{"prosecutor", "unfavourable", 84, false}, {"jap", "reserved", 82, false},
                 {"prefect", "unfavourable", 71, false}},
     .decided = 62, .motive = "L’encadrement prévu ne suffit pas : un seul salarié pour deux ateliers. "
                              "La demande pourra être représentée."},
    LISTED(KITCHEN_GARDEN, 75, 62),
    LISTED(SEEDLINGS, 75, 62),
    LISTED(FURNITURE, 110, 98),
    {WAITING(STAIRWELLS, "asked"), .asked = 14,
     .opinion = {{"prosecutor", "favourable", 8, false}, {"jap", "reserved", 3, true},
                 {"prevention_council", "consulted", 6, false}}, .motive = useful},
    LISTED(FLOWER_BEDS, 90, 80),
    LISTED(BENCHES, 66, 52),
    LISTED(DEPOT, 48, 37),
    MINORS(PLANTERS, "granted", 35),
    LISTED(ARCHIVES, 40, 29),
    LISTED(PARK, 50, 36),
    {WAITING(PLAYGROUND, "asked"), .asked = 5, .opinion = {{"prosecutor", "favourable", 2, false}}, .motive = useful},
    LISTED(FARM, 82, 70),
    MINORS(STOCKMAN, "recorded", 6),
    {.kind = "inscription", .about = DEMO_OFFERS_BANKS, .deciding = "dspip", .state = "granted", .asked = 120,
     .council_absent = true,
     .opinion = {{"prosecutor", "favourable", 113, false}, {"jap", "favourable", 111, false}}, .decided = 104,
     .motive = useful},
    {WAITING(BOATHOUSE, "abandoned"), .motive = "Le club nautique assure lui-même l’inventaire cette saison."},
    {WAITING(BASKETS, "draft"), .motive = "Demande jointe à la demande d’habilitation."},
    {WAITING(AFTERNOON_TEA, "draft"), .motive = "Demande jointe à la demande d’habilitation."},
    LISTED(GAZETTE, 150, 139),
    {.kind = "removal", .about = DEMO_OFFERS_GAZETTE, .deciding = "dspip", .state = "granted", .asked = 25,
     .decided = 6, .motive = "La gazette du quartier n’est plus imprimée."},
};

const struct demo_files_row *demo_files_at(unsigned i)
{
    return i < DEMO_OFFERS_FILES ? &rows[i] : NULL;
}

unsigned demo_files_host(const struct demo_plan *plan, const struct demo_files_row *row)
{
    const bool on_host = strcmp(row->kind, "habilitation") == 0 || strcmp(row->kind, "withdrawal") == 0;

    return on_host ? row->about : plan->sheet[row->about].host;
}

/* Who is at work, and on which file. */
struct hand {
    struct service *s;
    const struct service_caller *c;
    const struct demo_plan *plan;
    const struct uuid *id;
    const struct demo_files_row *row;
};

static int look(const struct hand *h, struct list_procedures_whole **out)
{
    enum refusal no = REFUSAL_NONE;
    int rc = list_procedures_one(h->s, h->c, h->id, out, &no);

    return demo_offers_judge(h->row->motive, rc, no);
}

static bool is(const struct list_procedures_whole *w, const char *state)
{
    return strcmp(w->file.state, state) == 0;
}

static int open_one(const struct hand *h, struct demo_offers *o, unsigned i)
{
    const struct demo_files_row *row = h->row;
    const bool on_post = strcmp(row->kind, "inscription") == 0 || strcmp(row->kind, "removal") == 0;
    struct open_procedure_in in = {.request = {row->motive, strlen(row->motive)}, .on_post = on_post};
    struct asking_made made = {0};
    enum refusal no = REFUSAL_NONE;

    in.file = (struct procedure_new){.about = on_post ? o->post[row->about] : o->host[row->about],
                                     .kind = row->kind, .departement = HOME, .public = "adults",
                                     .deciding = row->deciding, .motive = row->motive};
    invented_key_of("procedure", i, &in.key);
    int rc = open_procedure_do(h->s, h->c, &in, &made, &no);
    o->file[i] = made.id;
    return demo_offers_judge(row->motive, rc, no);
}

static int bring_pieces(const struct hand *h)
{
    int rc = ERR_OK;

    for (unsigned k = 0; k < DEMO_FILES_PIECES && rc == ERR_OK && h->row->piece[k] != NULL; k++) {
        const struct paper_piece_in in = {.kind = h->row->piece[k],
                                          .dated_on = demo_plan_day(h->plan, -h->row->asked - PIECE_AGE),
                                          .received_on = demo_plan_day(h->plan, -h->row->asked - PIECE_ON_THE_WAY),
                                          .reference = ""};
        enum refusal no = REFUSAL_NONE;

        rc = open_procedure_piece(h->s, h->c, h->id, &in, &no);
        rc = demo_offers_judge(in.kind, rc, no);
    }
    return rc;
}

static int decide(const struct hand *h, int32_t version)
{
    const bool given = strcmp(h->row->state, "refused") != 0;
    const struct procedure_decision d = {.outcome = given ? "granted" : "refused",
                                         .decided_on = demo_plan_day(h->plan, -h->row->decided),
                                         .reference = "", .motive = ""};
    enum refusal no = REFUSAL_NONE;
    int rc = decide_procedure_do(h->s, h->c, h->id, version, &d, &version, &no);

    return demo_offers_judge(h->row->motive, rc, no);
}

/* What a draft waits for: its pieces, then that the opinions are asked, or that another authority decides. */
static int leave_draft(const struct hand *h, int32_t version)
{
    const struct hear_opinions_request ask = {.id = *h->id, .expected = version,
                                              .asked_on = demo_plan_day(h->plan, -h->row->asked),
                                              .council_absent = h->row->council_absent};
    enum refusal no = REFUSAL_NONE;
    int rc = bring_pieces(h);

    if (rc != ERR_OK || strcmp(h->row->state, "draft") == 0)
        return rc;
    if (strcmp(h->row->state, "abandoned") == 0) {
        rc = decide_procedure_abandon(h->s, h->c, h->id, version, h->row->motive, &version, &no);
        return demo_offers_judge(h->row->motive, rc, no);
    }
    if (strcmp(h->row->deciding, "dspip") != 0)
        return decide(h, version);
    rc = hear_opinions_ask(h->s, h->c, &ask, &version, &no);
    return demo_offers_judge(h->row->motive, rc, no);
}

/* One opinion as it is written and as it is checked. */
static struct paper_opinion_in opinion(const struct hand *h, unsigned k)
{
    return (struct paper_opinion_in){.giver = h->row->opinion[k].giver, .sense = h->row->opinion[k].sense,
                                     .given_on = demo_plan_day(h->plan, -h->row->opinion[k].given), .reference = ""};
}

static const struct paper_opinion *find(const struct list_procedures_whole *w, const char *giver)
{
    for (size_t i = 0; i < w->opinions; i++)
        if (strcmp(w->opinion[i].giver, giver) == 0)
            return &w->opinion[i];
    return NULL;
}

static int record_opinions(const struct hand *h, const struct list_procedures_whole *w)
{
    int rc = ERR_OK;

    for (unsigned k = 0; k < DEMO_FILES_OPINIONS && rc == ERR_OK && h->row->opinion[k].giver != NULL; k++) {
        const struct paper_opinion_in in = opinion(h, k);
        enum refusal no = REFUSAL_NONE;

        if (find(w, in.giver) != NULL)
            continue;
        rc = hear_opinions_record(h->s, h->c, h->id, &in, &no);
        rc = demo_offers_judge(in.giver, rc, no);
    }
    return rc;
}

static int bring_one(const struct hand *h, struct demo_offers *o, unsigned i)
{
    struct list_procedures_whole *w = NULL;
    int rc = open_one(h, o, i);

    if (rc == ERR_OK)
        rc = look(h, &w);
    if (rc == ERR_OK && is(w, "draft")) {
        rc = leave_draft(h, w->file.version);
        free(w);
        w = NULL;
        if (rc == ERR_OK)
            rc = look(h, &w);
    }
    if (rc == ERR_OK && is(w, "asked"))
        rc = record_opinions(h, w);
    free(w);
    return rc;
}

/* A paper is compared with what lies in the file, which an earlier day may have dated. */
static int check_opinions(const struct hand *h, const struct list_procedures_whole *w)
{
    int rc = ERR_OK;

    for (unsigned k = 0; k < DEMO_FILES_OPINIONS && rc == ERR_OK && h->row->opinion[k].giver != NULL; k++) {
        struct paper_opinion_in in = opinion(h, k);
        const struct paper_opinion *there = find(w, in.giver);
        enum refusal no = REFUSAL_NONE;

        if (h->row->opinion[k].unread || there == NULL || there->checked)
            continue;
        in.given_on = there->given_on;
        rc = hear_opinions_check(h->s, h->c, h->id, &in, &no);
        rc = demo_offers_judge(in.giver, rc, no);
    }
    return rc;
}

static int decide_one(const struct hand *h)
{
    const bool wanted = strcmp(h->row->state, "granted") == 0 || strcmp(h->row->state, "refused") == 0;
    struct list_procedures_whole *w = NULL;
    enum refusal no = REFUSAL_NONE;
    int32_t version;
    int rc = look(h, &w);

    if (rc == ERR_OK && is(w, "asked")) {
        rc = check_opinions(h, w);
        if (rc == ERR_OK && wanted)
            rc = decide(h, w->file.version);
    } else if (rc == ERR_OK && is(w, "recorded") && wanted) {
        rc = decide_procedure_check(h->s, h->c, h->id, w->file.outcome, &w->file.decided_on, &version, &no);
        rc = demo_offers_judge(h->row->motive, rc, no);
    }
    free(w);
    return rc;
}

bool demo_files_is_directors(const struct demo_files_row *row)
{
    return strcmp(row->kind, "removal") == 0 || strcmp(row->kind, "withdrawal") == 0;
}

int demo_files_bring(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
{
    const struct hand h = {s, c, o->plan, &o->file[i], &o->plan->file[i]};

    return bring_one(&h, o, i);
}

int demo_files_decide(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
{
    const struct hand h = {s, c, o->plan, &o->file[i], &o->plan->file[i]};

    return decide_one(&h);
}
