/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables, and the few calls that enter them. A host that the founding made has its accounts by now and gets its sheet;
 * the others are new. Telephone numbers are from the ranges that the French regulator keeps for works of fiction
 * (03 53 01, 06 39 98), mail goes to .invalid. Numbers without a body behind them are left out, not invented. */
#include <string.h>

#include "admin/demo_offers.h"

#include "admin/demo_plan.h"
#include "admin/invented.h"
#include "app/call_back.h"
#include "app/edit_host.h"
#include "app/follow_leads.h"
#include "app/list_units.h"
#include "app/plan_absences.h"
#include "app/set_territory.h"
#include "base/err.h"
#include "base/log.h"

#include "base/banned.h"

#define PARTS DEMO_OFFERS_PARTS
#define HOST(name_, form_, siren_, insee_, address_) \
    .sheet = {.name = (name_), .form = (form_), .siren = (siren_), .insee = (insee_), .address = (address_)}
#define SITE(name_, insee_, address_, access_, steps_, known_, lat_, lon_) \
    .name = (name_), .address = (address_), .insee = (insee_), .point = {(known_), (lat_), (lon_)}, \
    .access = (access_), .step_free = (steps_)
#define STOP(stop_, lines_, walk_) .stop = (stop_), .lines = (lines_), .stop_walk_min = (walk_)
#define CONTACT(part_, name_, function_, phone_, email_) \
    .part = (part_), .name = (name_), .function = (function_), .phone = (phone_), .email = (email_)
#define CIVIL(year_, month_, day_, place_, nationality_) \
    .birth_date = {(year_), (month_), (day_)}, .birth_place = (place_), .nationality = (nationality_)
#define NO_CIVIL .birth_place = "", .nationality = ""

static const struct demo_offers_row hosts[DEMO_OFFERS_HOSTS] = {
    {.founded = true,
     HOST("Association Les Jardins de l'Écluse", "association", NULL, "59286", "3, quai de l'Abbaye"),
     .site = {{SITE("Jardins de l'Écluse", "59286", "3, quai de l'Abbaye", "Halte d'Haubourdin, puis le halage", true,
                   true, 50605100, 2986400),
               STOP("Gare d’Haubourdin", "TER, bus 57", 14)},
              {SITE("Serre de la Deûle", "59350", "18, rue du Port-Fluvial", "Métro Bois-Blancs", false, true, 50633500,
                   3029800),
               STOP("Bois-Blancs", "Métro 2", 6)}},
     .contact = {{CONTACT("representative", "Cécile Woźniak", "Directrice", "03 53 01 11 20",
                          "c.wozniak@jardins-ecluse.invalid"),
                  CIVIL(1974, 3, 9, "Lens", "française")},
                 {CONTACT("in_charge", "Noël D'hondt", "Encadrant technique", "06 39 98 11 21", ""), NO_CIVIL}},
     .away = {20, 26, true},
     .asks = "training"},
    {.founded = true,
     HOST("Régie de quartier L'Atelier du Cœur", "ess_body", NULL, "59512", "41, rue de l'Alma-Neuve"),
     .site = {{SITE("L'Atelier du Cœur", "59512", "41, rue de l'Alma-Neuve", "Métro Alsace,\nentrée par la cour", true,
                   true, 50699200, 3176500),
               STOP("Alsace", "Métro 2", 4)}},
     .contact = {{CONTACT("representative", "Béatrice Lœuillet", "Directrice", "03 53 01 12 10",
                          "direction@atelier-coeur.invalid"),
                  CIVIL(1969, 11, 27, "Tourcoing", "française")},
                 {CONTACT("in_charge", "Kâmil Yıldız", "Chef d'équipe", "06 39 98 12 11", ""), NO_CIVIL}},
     .asks = "load"},
    {HOST("Ville de Lille", "local_authority", "215903501", "59350", "place Augustin-Laurent"),
     .site = {{SITE("Serres municipales", "59350", "1, allée des Serres", "Métro Porte-d'Arras", true, false, 0, 0),
               STOP("Porte-d’Arras", "Métro 2", 9)},
              {SITE("Atelier du mobilier urbain", "59350", "7, rue de l'Entrepôt", "", false, false, 0, 0)}},
     .contact = {{CONTACT("representative", "Anne-Gaëlle Forêt", "Chargée de mission prévention", "03 53 01 13 00",
                          "ag.foret@mairie.invalid"),
                  NO_CIVIL},
                 {CONTACT("in_charge", "Óscar Peña-L'Huillier", "Responsable des serres", "06 39 98 13 01", ""),
                  NO_CIVIL}}},
    {HOST("Ville de Roubaix", "local_authority", "215905126", "59512", "17, Grand-Place"),
     .site = {{SITE("Parc de l'Épeule", "59512", "rue de l'Épeule-Haute", "Métro Épeule-Montesquieu", true, false, 0,
                   0),
               STOP("Épeule-Montesquieu", "Métro 2", 5)}},
     .contact = {{CONTACT("representative", "Ömer Değirmenci", "Adjoint à la tranquillité", "03 53 01 14 00", ""),
                  NO_CIVIL},
                 {CONTACT("in_charge", "Josée D'Haussy", "Cheffe d'équipe propreté", "06 39 98 14 01", ""),
                  NO_CIVIL}}},
    {HOST("Ville de Villeneuve-d'Ascq", "local_authority", "215900093", "59009", "place Salvador-Allende"),
     .site = {{SITE("Ferme pédagogique d'Ascq", "59009", "2, chemin de l'Héronnière", "Métro Pont-de-Bois, puis bus",
                   false, true, 50620300, 3158900),
               STOP("Héronnière", "Métro 1, puis bus 66", 12)}},
     .contact = {{CONTACT("representative", "Maïté D'Haene", "Directrice des services", "03 53 01 15 00", ""),
                  NO_CIVIL},
                 {CONTACT("in_charge", "Ludivine Šimková", "Soigneuse", "06 39 98 15 01", ""), NO_CIVIL}}},
    {HOST("Ville d'Armentières", "local_authority", "215900176", "59017", "4, place du Général-de-Gaulle"),
     .site = {{SITE("Base de loisirs de l'Étang", "59017", "7, avenue de l'Étang", "", true, true, 50694900, 2873300)}},
     .contact = {{CONTACT("in_charge", "Loïc Van Œdeghem", "Responsable des espaces verts", "06 39 98 16 02", ""),
                  NO_CIVIL}}},
    {HOST("Association L'Épicerie d'à Côté", "association", NULL, "59378", "12 bis, rue de l'Abbé-Cousin"),
     .site = {{SITE("L'Épicerie d'à Côté", "59378", "12 bis, rue de l'Abbé-Cousin", "Tramway Croisé-Laroche", true,
                   false, 0, 0),
               STOP("Croisé-Laroche", "Tramway", 3)}},
     .contact = {{CONTACT("representative", "Thérèse O'Brien-Lefèvre", "Présidente", "03 53 01 17 00",
                          "presidence@epicerie-cote.invalid"),
                  CIVIL(1956, 2, 29, "Cork", "irlandaise")},
                 {CONTACT("board", "Éloi Baÿs", "Trésorier", "", ""),
                  CIVIL(1981, 7, 14, "L'Haÿ-les-Roses", "française")}}},
    {HOST("Maison des Aînés L'Âge d'Or", "public_service_body", NULL, "59421", "5, allée des Tilleuls"),
     .site = {{SITE("Résidence L'Âge d'Or", "59421", "5, allée des Tilleuls", "", true, false, 0, 0),
               STOP("Tilleuls", "Bus 33", 4)}},
     .contact = {{CONTACT("representative", "Gwenaël N'Diaye", "Directeur", "03 53 01 18 00", ""),
                  CIVIL(1977, 12, 1, "Saint-Brieuc", "française")},
                 {CONTACT("in_charge", "Marie-Noëlle Bœuf", "Gouvernante", "06 39 98 18 01", ""), NO_CIVIL}}},
    {HOST("Scop Les Mains d'Œuvre", "ess_company", NULL, "59410", "9, rue de l'Industrie"),
     .site = {{SITE("Recyclerie Les Mains d'Œuvre", "59410", "9, rue de l'Industrie", "Métro Mons-Sarts", false, true,
                   50642100, 3109700),
               STOP("Mons-Sarts", "Métro 2", 7)}},
     .contact = {{CONTACT("representative", "Zénobie L'Écuyer", "Gérante", "03 53 01 19 00",
                          "gerance@mains-oeuvre.invalid"),
                  CIVIL(1985, 5, 8, "Liège", "belge")}}},
};

static const struct {
    struct lead_sheet sheet;
    const char *kind; /* how it was spoken to today; NULL: not yet */
    const char *note;
} leads[] = {
    {.sheet = {.name = "Club d'aviron de la Deûle", .insee = "59328", .origin = "forum",
               .contact_name = "Aurélie Pâques", .phone = "06 39 98 21 01", .email = "",
               .note = "Entretien des berges, disponible le samedi."},
     .kind = "call", .note = "Intéressée, souhaite d'abord visiter un poste."},
    {.sheet = {.name = "Ressourcerie de l'Épeule", .insee = "59512", .origin = "referral",
               .contact_name = "Noé L'Œillet", .phone = "", .email = "noe@ressourcerie.invalid", .note = ""}},
    {.sheet = {.name = "Écomusée Au fil de l'eau", .insee = "59599", .origin = "letter", .contact_name = "",
               .phone = "03 53 01 22 00", .email = "", .note = "Courrier reçu, à rappeler."}},
};

#define LEADS (sizeof leads / sizeof leads[0])

int demo_offers_judge(const char *what, int rc, enum refusal no)
{
    if (rc == ERR_OK && no == REFUSAL_NONE)
        return ERR_OK;
    log_error("demo: %s: %s", what, rc != ERR_OK ? err_name(rc) : refusal_code(no));
    return rc != ERR_OK ? rc : ERR_DENIED;
}

const struct demo_offers_row *demo_offers_at(unsigned i)
{
    return i < DEMO_OFFERS_HOSTS ? &hosts[i] : NULL;
}

size_t demo_offers_sites(const struct demo_offers_row *host)
{
    size_t n = 0;

    while (n < PARTS && host->site[n].name != NULL)
        n++;
    return n;
}

size_t demo_offers_contacts(const struct demo_offers_row *host)
{
    size_t n = 0;

    while (n < PARTS && host->contact[n].name != NULL)
        n++;
    return n;
}

static struct vault_bytes text(const char *s)
{
    return (struct vault_bytes){s, strlen(s)};
}

/* Which host of the founding a unit of the list is. */
static void remember(struct demo_offers *o, const struct unit *u)
{
    for (unsigned i = 0; i < o->plan->hosts; i++)
        if (o->plan->host[i].founded && strcmp(u->kind, "host") == 0 &&
            strcmp(u->name, o->plan->host[i].sheet.name) == 0)
            o->org[i] = u->id;
}

int demo_offers_place(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    struct list_units_out units;
    enum refusal no = REFUSAL_NONE;
    int rc = list_units_do(s, c, &units, &no);

    rc = demo_offers_judge("list of units", rc, no);
    for (size_t i = 0; i < units.n && rc == ERR_OK; i++) {
        const struct unit *u = &units.item[i];

        remember(o, u);
        if (strcmp(u->kind, "unit") != 0 || strcmp(u->departement, "59") == 0)
            continue;
        rc = set_territory_do(s, c, &u->id, "59", &no);
        rc = demo_offers_judge(u->name, rc, no);
    }
    list_units_release(&units);
    return rc;
}

static int enter_parts(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
{
    const struct demo_offers_row *row = &o->plan->host[i];
    struct asking_made made = {0};
    enum refusal no = REFUSAL_NONE;
    int rc = ERR_OK;

    for (unsigned k = 0; k < demo_offers_sites(row) && rc == ERR_OK; k++) {
        struct edit_host_site in = {.host = o->host[i], .request = text(row->site[k].name), .sheet = row->site[k]};

        invented_key_of("site", i * PARTS + k, &in.key);
        rc = edit_host_add_site(s, c, &in, &made, &no);
        rc = demo_offers_judge(in.sheet.name, rc, no);
        o->site[i][k] = made.id;
    }
    for (unsigned k = 0; k < demo_offers_contacts(row) && rc == ERR_OK; k++) {
        struct edit_host_contact in = {
            .host = o->host[i], .request = text(row->contact[k].name), .sheet = row->contact[k]};

        invented_key_of("contact", i * PARTS + k, &in.key);
        rc = edit_host_add_contact(s, c, &in, &made, &no);
        rc = demo_offers_judge(in.sheet.name, rc, no);
        o->contact[i][k] = made.id;
    }
    return rc;
}

static int enter_absence(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
{
    const struct demo_offers_row *row = &o->plan->host[i];
    struct plan_absences_new in = {.request = text(row->sheet.name), .contact = o->contact[i][1],
                                   .days = {.first = demo_plan_day(o->plan, row->away.first),
                                            .last = demo_plan_day(o->plan, row->away.last)}};
    struct asking_made made;
    enum refusal no = REFUSAL_NONE;

    if (row->away.last == 0)
        return ERR_OK;
    if (row->away.led)
        in.days.stand_in = o->contact[i][0];
    invented_key_of("absence", i, &in.key);
    int rc = plan_absences_add(s, c, &in, &made, &no);
    return demo_offers_judge("absence", rc, no);
}

int demo_offers_ask_call(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
{
    const struct demo_offers_row *row = &o->plan->host[i];
    struct call_back_new in = {.request = text(row->asks), .sheet = {row->asks, o->contact[i][1],
                                                                     "Le matin, avant 10 h"}};
    struct asking_made made;
    enum refusal no = REFUSAL_NONE;

    invented_key_of("call", i, &in.key);
    int rc = call_back_ask(s, c, &in, &made, &no);
    return demo_offers_judge("call that a host asks for", rc, no);
}

static int enter_lead(struct service *s, const struct service_caller *c, unsigned i, const struct day *today)
{
    struct follow_leads_new in = {.request = text(leads[i].sheet.name), .sheet = leads[i].sheet};
    struct asking_made made;
    enum refusal no = REFUSAL_NONE;

    invented_key_of("lead", i, &in.key);
    in.sheet.next_on = *today;
    int rc = follow_leads_create(s, c, &in, &made, &no);
    rc = demo_offers_judge(in.sheet.name, rc, no);
    if (rc != ERR_OK || leads[i].kind == NULL)
        return rc;
    struct follow_leads_said said = {.request = text(leads[i].note), .lead = made.id, .kind = leads[i].kind,
                                     .on_day = *today, .note = leads[i].note};
    invented_key_of("lead event", i, &said.key);
    rc = follow_leads_say(s, c, &said, &made, &no);
    return demo_offers_judge(in.sheet.name, rc, no);
}

int demo_offers_enter(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
{
    const struct demo_offers_row *row = &o->plan->host[i];
    struct edit_host_new in = {.request = text(row->sheet.name), .org = o->org[i], .sheet = row->sheet};
    struct asking_made made;
    enum refusal no = REFUSAL_NONE;

    invented_key_of("host", i, &in.key);
    int rc = edit_host_create(s, c, &in, &made, &no);
    rc = demo_offers_judge(in.sheet.name, rc, no);
    if (rc != ERR_OK)
        return rc;
    o->host[i] = made.id;
    rc = enter_parts(s, c, o, i);
    return rc == ERR_OK ? enter_absence(s, c, o, i) : rc;
}

int demo_offers_leads(struct service *s, const struct service_caller *c, const struct demo_offers *o)
{
    const struct day today = demo_plan_day(o->plan, 0);
    int rc = ERR_OK;

    for (unsigned i = 0; i < LEADS && rc == ERR_OK; i++)
        rc = enter_lead(s, c, i, &today);
    return rc;
}
