/* SPDX-License-Identifier: EUPL-1.2 */
/* Files of hosts and posts, each as far as its host stands or as is drawn. */
#include <string.h>

#include "admin/demo_territory.h"

#include "admin/demo_files.h"
#include "admin/demo_sheets.h"
#include "base/err.h"

#include "base/banned.h"

#define YEARS(years_, days_) ((years_) * 365 + (days_))

static const char useful[] = "Travail utile à la collectivité, formateur et encadré par un tuteur.";

static struct demo_files_row *next_file(struct demo_plan *p, const char *kind, unsigned about)
{
    if (p->files == DEMO_OFFERS_MOST_FILES)
        return NULL;
    struct demo_files_row *f = &p->file[p->files++];
    *f = (struct demo_files_row){.kind = kind, .about = about, .deciding = "dspip", .state = "draft", .motive = useful};
    return f;
}

static void opine(struct demo_files_row *f, int asked, const char *third, const char *how)
{
    const char *const giver[] = {"prosecutor", "jap", third};
    const char *const sense[] = {"favourable", "favourable", how};

    f->asked = asked;
    for (unsigned k = 0; k < DEMO_FILES_OPINIONS; k++) {
        f->opinion[k].giver = giver[k];
        f->opinion[k].sense = sense[k];
        f->opinion[k].given = asked - 3 - 2 * (int)k;
    }
}

static void put_pieces(struct demo_files_row *f, const char *form)
{
    static const char *const pieces[][DEMO_FILES_PIECES] = {
        {"statutes", "establishments", "board", "assembly_minutes"},
        {"statutes", "company_number", "accounts"},
        {"statutes", "purpose_note", "accounts"},
        {"statutes", "purpose_note", "accounts", "kbis"}};
    const unsigned which = strcmp(form, "association") == 0           ? 0
                           : strcmp(form, "public_service_body") == 0 ? 1
                           : strcmp(form, "ess_body") == 0            ? 2
                                                                      : 3;

    memcpy(f->piece, pieces[which], sizeof f->piece);
}

int demo_territory_habilitate(struct demo_territory *t, unsigned host, int *since)
{
    const enum demo_territory_standing standing = t->standing[host];
    struct demo_files_row *f = next_file(t->plan, "habilitation", host);

    if (f == NULL)
        return ERR_LIMIT;
    int asked = 760 + (int)demo_territory_pick("habilitation", host, 400);
    if (standing == DEMO_TERRITORY_ENDING)
        asked = YEARS(4, 250) + (int)demo_territory_pick("habilitation", host, 100);
    else if (standing == DEMO_TERRITORY_EXPIRED)
        asked = YEARS(5, 90);
    else if (standing == DEMO_TERRITORY_ASKED)
        asked = 18;
    else if (standing == DEMO_TERRITORY_REFUSED)
        asked = 140;
    put_pieces(f, t->plan->host[host].sheet.form);
    f->motive = "Action sociale de proximité, encadrement suffisant.";
    *since = 0;
    if (standing == DEMO_TERRITORY_DRAFT) {
        f->piece[1] = NULL; /* the rest is still to come */
        f->motive = "Première demande, des pièces sont attendues.";
        return ERR_OK;
    }
    opine(f, asked, "prefect", standing == DEMO_TERRITORY_REFUSED ? "unfavourable" : "favourable");
    f->state = "asked";
    if (standing == DEMO_TERRITORY_ASKED) {
        f->opinion[1].giver = NULL;
        return ERR_OK;
    }
    f->decided = asked - 40;
    f->state = standing == DEMO_TERRITORY_REFUSED ? "refused" : "granted";
    if (standing == DEMO_TERRITORY_REFUSED)
        f->motive = "L’encadrement prévu ne permet pas d’accueillir ; la demande pourra être représentée.";
    else
        *since = f->decided;
    return ERR_OK;
}

int demo_territory_withdraw(struct demo_territory *t, unsigned host)
{
    struct demo_files_row *f = next_file(t->plan, "withdrawal", host);

    if (f == NULL)
        return ERR_LIMIT;
    opine(f, 46, "prefect", "favourable");
    f->decided = 9;
    f->state = "granted";
    f->motive = "L’association n’a plus d’encadrant depuis le printemps.";
    return ERR_OK;
}

int demo_territory_inscribe(struct demo_territory *t, unsigned i, int since)
{
    const unsigned draw = demo_territory_pick("post state", i, 100);
    const bool minors = strcmp(t->plan->sheet[i].sheet.public, "minors") == 0;
    const int asked = (since > 700 ? 700 : since) - 20 - (int)demo_territory_pick("post asked", i, 60);
    struct demo_sheets_row *row = &t->plan->sheet[i];
    struct demo_files_row *f;

    if (t->standing[row->host] != DEMO_TERRITORY_BY_RIGHT && since == 0 && t->standing[row->host] !=
        DEMO_TERRITORY_ASKED)
        return ERR_OK; /* its host is not habilitated: it stays a draft */
    if (draw < 3 && !minors)
        return ERR_OK;
    f = next_file(t->plan, "inscription", i);
    if (f == NULL)
        return ERR_LIMIT;
    if (since == 0)
        return ERR_OK;
    if (minors) {
        f->deciding = "dtpjj";
        f->state = "granted";
        f->decided = asked;
        f->motive = "Poste formateur, encadré par un tuteur.";
    } else if (draw < 7) {
        opine(f, 9, "prevention_council", "consulted");
        f->opinion[1].giver = NULL;
        f->state = "asked";
        return ERR_OK;
    } else if (draw < 9) {
        f->state = "abandoned";
        f->motive = "La structure renonce à ce poste faute d’encadrement.";
        return ERR_OK;
    } else {
        opine(f, asked, "prevention_council", "consulted");
        f->state = "granted";
        f->decided = asked - 12;
    }
    t->post[i].since = f->decided;
    t->post[i].until = t->standing[row->host] == DEMO_TERRITORY_BY_RIGHT ? YEARS(5, 0) : YEARS(5, 0) - since;
    t->post[i].open = t->standing[row->host] < DEMO_TERRITORY_ASKED && draw >= 14;
    row->confirmed = t->post[i].open; /* else nobody has said for long that it is still so (B-09) */
    if (t->post[i].open && draw >= 97)
        row->stopped = "Encadrant absent jusqu’à nouvel ordre.";
    return ERR_OK;
}
