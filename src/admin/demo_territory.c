/* SPDX-License-Identifier: EUPL-1.2 */
/* Hosts of the territory. Communes are those of the reference table; every other body, and every person and address, is
 * invented. Telephone numbers are of the ranges kept for works of fiction (03 53 01, 06 39 98). */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/demo_territory.h"

#include "base/err.h"

#include "base/banned.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *const people[] = {
    "Amélie Desrousseaux", "Bruno L'Hénaff", "Clémence Van Hove", "Dominique Thélier", "Édouard Rabouin",
    "Fatima Ouazzani", "Gérald Quintin-Leroy", "Hervé Mœneclaey", "Ingrid Sørland", "Jérôme D'Artois",
    "Khadija Benmoussa", "Laëtitia Crombez", "Maxence Oryńczak", "Noémie Vanlerberghe", "Olivier N'Sondé",
    "Pauline Grimonprez", "Régis Lhomme", "Sabrina Aït Saïd", "Thibault Decœur", "Ursula Pfœrtner",
    "Vincent Bœkhoudt", "Yasmine Taleb", "Zacharie Lemoine", "Élise Fournier-Bak"};

static const char *const streets[] = {"rue de la Mairie", "place du Général-de-Gaulle", "rue Pasteur", "rue du Moulin",
                                      "avenue de la Liberté", "rue des Écoles", "chemin du Pont-Vert",
                                      "rue de l'Ancienne-Filature", "rue Jules-Ferry", "quai du Canal"};

/* Bodies that do not exist. founded: an organisation of deploy/demo/territory, with accounts of its own. */
static const struct body {
    const char *name;
    const char *form;
    const char *insee;
    bool founded;
    enum demo_territory_standing standing;
} bodies[] = {
    {"Association Les Ateliers du Triez", "association", "59650", true, DEMO_TERRITORY_VALID},
    {"Régie de quartier Les Trois Tilleuls", "ess_body", "59599", true, DEMO_TERRITORY_VALID},
    {"Association La Brouette d'Argent", "association", "59328", true, DEMO_TERRITORY_VALID},
    {"Association Les Bobines du Ravet", "association", "59512", false, DEMO_TERRITORY_VALID},
    {"Association Le Fournil des Hirondelles", "association", "59350", false, DEMO_TERRITORY_VALID},
    {"Association L'Échoppe du Vélo-Cabas", "association", "59350", false, DEMO_TERRITORY_VALID},
    {"Association Les Rameurs de la Marque", "association", "59646", false, DEMO_TERRITORY_VALID},
    {"Association Sel et Sarrasin", "association", "59279", false, DEMO_TERRITORY_VALID},
    {"Association La Malle aux Mille Livres", "association", "59163", false, DEMO_TERRITORY_ENDING},
    {"Association Le Verger des Quatre Chemins", "association", "59388", false, DEMO_TERRITORY_VALID},
    {"Association Les Doigts Verts de la Becque", "association", "59299", false, DEMO_TERRITORY_VALID},
    {"Association L'Abri des Grands Vents", "association", "59410", false, DEMO_TERRITORY_VALID},
    {"Association La Lanterne du Faubourg", "association", "59350", false, DEMO_TERRITORY_ENDING},
    {"Association Les Passeurs de Soupe", "association", "59512", false, DEMO_TERRITORY_VALID},
    {"Association La Péniche aux Outils", "association", "59636", false, DEMO_TERRITORY_VALID},
    {"Association Le Grenier des Tisserands", "association", "59599", false, DEMO_TERRITORY_VALID},
    {"Association Les Petits Pas de la Lys", "association", "59017", false, DEMO_TERRITORY_VALID},
    {"Association Au Détour du Halage", "association", "59286", false, DEMO_TERRITORY_VALID},
    {"Association Les Ruches du Mélantois", "association", "59343", false, DEMO_TERRITORY_VALID},
    {"Association La Remise à Neuf", "association", "59360", false, DEMO_TERRITORY_VALID},
    {"Association Une Clé pour l'Hiver", "association", "59512", false, DEMO_TERRITORY_ASKED},
    {"Association Les Costumes de la Ducasse", "association", "59560", false, DEMO_TERRITORY_VALID},
    {"Association Le Pas de Côté Solidaire", "association", "59507", false, DEMO_TERRITORY_VALID},
    {"Association L'Orme et le Houblon", "association", "59152", false, DEMO_TERRITORY_VALID},
    {"Régie de quartier Le Pont-Levis", "ess_body", "59350", false, DEMO_TERRITORY_VALID},
    {"Chantier d'insertion La Pierre Blonde", "ess_body", "59009", false, DEMO_TERRITORY_VALID},
    {"Chantier d'insertion Les Haies Vives", "ess_body", "59648", false, DEMO_TERRITORY_WITHDRAWN},
    {"Épicerie coopérative Le Bon Boisseau", "ess_body", "59378", false, DEMO_TERRITORY_ENDING},
    {"Conciergerie de quartier Le Passe-Plat", "ess_body", "59512", false, DEMO_TERRITORY_VALID},
    {"Mutuelle d'entraide Les Cent Mains", "ess_body", "59599", false, DEMO_TERRITORY_EXPIRED},
    {"Résidence Les Vergers d'Émilie", "public_service_body", "59220", false, DEMO_TERRITORY_VALID},
    {"Foyer d'hébergement L'Estaminet", "public_service_body", "59163", false, DEMO_TERRITORY_ASKED},
    {"Maison de quartier Les Gens d'Ici", "public_service_body", "59367", false, DEMO_TERRITORY_DRAFT},
    {"Scop Les Couleurs du Beffroi", "ess_company", "59350", false, DEMO_TERRITORY_REFUSED},
    {"Scic La Fabrique à Vélos", "ess_company", "59599", false, DEMO_TERRITORY_DRAFT},
};

unsigned demo_territory_pick(const char *label, unsigned i, unsigned n)
{
    unsigned char d[SECRET_KEY];

    invented_draw(label, i, d);
    return (unsigned)(d[0] << 16 | d[1] << 8 | d[2]) % n;
}

/* A text that the plan keeps; NULL when there is no room any more. */
__attribute__((format(printf, 2, 3))) static const char *text(struct demo_plan *p, const char *fmt, ...)
{
    const size_t left = DEMO_TERRITORY_TEXT - p->text_len;
    char *at = p->text + p->text_len;
    va_list ap;

    va_start(ap, fmt);
    int n = vsnprintf(at, left, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= left)
        return NULL;
    p->text_len += (size_t)n + 1;
    return at;
}

/* The nearest stop of a site; one in seven says nothing of any. */
static const struct stop {
    const char *name, *lines;
    int32_t walk;
} stops[] = {
    {"Mairie", "Bus 12", 3},      {"Église", "Bus 34 et 35", 6},    {"Gare", "TER, bus 9", 11},
    {"Grand-Place", "Bus 51", 2}, {"Cimetière", "Bus 204", 14},     {"Zone d’activités", "Bus 48", 8},
    {"", "", 0},
};

/* The part that communes and bodies have in common: one site, somebody who represents it, somebody in charge. */
static int add(struct demo_territory *t, const char *name, const char *form, const char *siren, const char *insee,
               bool founded, enum demo_territory_standing standing)
{
    struct demo_plan *p = t->plan;
    const unsigned i = p->hosts;

    if (i == DEMO_OFFERS_MOST_HOSTS)
        return ERR_LIMIT;
    const bool public = strcmp(form, "local_authority") == 0;
    const char *address = text(p, "%u, %s", 1 + demo_territory_pick("host number", i, 90),
                                              streets[demo_territory_pick("host street", i, COUNT(streets))]);
    const char *phone = text(p, "03 53 01 %02u %02u", 30 + i / 60, i % 60);
    const char *mobile = text(p, "06 39 98 %02u %02u", 30 + i / 60, i % 60);
    const unsigned who = demo_territory_pick("host head", i, COUNT(people));
    const struct stop *stop = &stops[demo_territory_pick("host stop", i, COUNT(stops))];
    p->host[i] = (struct demo_offers_row){
        .founded = founded,
        .sheet = {.name = name, .form = form, .siren = siren, .insee = insee, .address = address},
        .site = {{.name = public ? "Ateliers municipaux" : "Siège et atelier", .address = address, .insee = insee,
                  .access = "", .step_free = i % 3 != 0, .stop = stop->name, .lines = stop->lines,
                  .stop_walk_min = stop->walk}},
        .contact = {{.part = "representative", .name = people[who],
                     .function = public ? "Direction générale des services" : "Direction", .phone = phone,
                     .email = "", .birth_place = "", .nationality = ""},
                    {.part = "in_charge", .name = people[(who + 1 + i % 7) % COUNT(people)],
                     .function = public ? "Responsable d’équipe" : "Encadrement technique", .phone = mobile,
                     .email = "", .birth_place = "", .nationality = "",
                     .people_max = i % 3 == 0 ? 0 : 3 + (int32_t)(i % 4),
                     .trained_on = i % 20 == 7 ? demo_plan_day(p, -200 - (int)i) : (struct day){0}}}};
    if (i % 5 == 0) {
        const int first = 3 + (int)demo_territory_pick("host away", i, 60);

        p->host[i].away = (struct demo_offers_away){first, first + 4 + (int)(i % 3) * 4, i % 2 == 0};
    }
    t->standing[i] = standing;
    p->hosts++;
    return name == NULL || address == NULL || phone == NULL || mobile == NULL ? ERR_LIMIT : ERR_OK;
}

static bool in_story(const struct demo_plan *p, const char *siren)
{
    for (unsigned i = 0; i < DEMO_OFFERS_HOSTS; i++)
        if (p->host[i].sheet.siren != NULL && strcmp(p->host[i].sheet.siren, siren) == 0)
            return true;
    return false;
}

/* Communes that the story has not yet, then invented bodies. */
static int hosts(struct demo_territory *t)
{
    int rc = ERR_OK;

    for (size_t i = 0; i < t->communes && rc == ERR_OK; i++) {
        const struct demo_commune *c = &t->commune[i];
        char title[96];

        if (in_story(t->plan, c->siren))
            continue;
        demo_commune_title(c, title, sizeof title);
        /* Tourcoing has accounts of its own. */
        rc = add(t, text(t->plan, "%s", title), "local_authority", text(t->plan, "%s", c->siren),
                 text(t->plan, "%s", c->insee), strcmp(c->insee, "59599") == 0, DEMO_TERRITORY_BY_RIGHT);
    }
    for (size_t i = 0; i < COUNT(bodies) && rc == ERR_OK; i++)
        rc = add(t, bodies[i].name, bodies[i].form, NULL, bodies[i].insee, bodies[i].founded,
                 bodies[i].standing);
    return rc;
}

int demo_territory_draw(struct demo_plan *p, const struct demo_commune *communes, size_t n)
{
    struct demo_territory *t = calloc(1, sizeof *t);
    int rc = t == NULL ? ERR_NOMEM : ERR_OK;

    if (rc == ERR_OK) {
        t->plan = p;
        t->commune = communes;
        t->communes = n;
        rc = hosts(t);
    }
    if (rc == ERR_OK)
        rc = demo_territory_posts(t);
    if (rc == ERR_OK)
        rc = demo_territory_people(t);
    free(t);
    return rc;
}
