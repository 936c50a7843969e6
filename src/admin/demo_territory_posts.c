/* SPDX-License-Identifier: EUPL-1.2 */
/* Posts of the territory: sheets by template, timetables by kind. */
#include <string.h>

#include "admin/demo_territory.h"

#include "admin/demo_sheets.h"
#include "base/err.h"

#include "base/banned.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define AT(hour_, minute_) ((hour_) * 60 + (minute_))
#define SLOT(weekday_, from_, to_) {.weekday = (weekday_), .from_min = (from_), .to_min = (to_)}
#define PLACES 665 /* of story and territory (issue: about) */
#define YEARS(years_, days_) ((years_) * 365 + (days_))
#define TOWN 10000
#define CITY 20000

enum { MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/* When posts take people: whole days, half days, evenings and week-ends for who works. */
static const struct timetable {
    size_t n;
    struct slot slot[6];
} timetables[] = {
    {2, {SLOT(MONDAY, AT(9, 0), AT(16, 0)), SLOT(WEDNESDAY, AT(9, 0), AT(16, 0))}},
    {2, {SLOT(TUESDAY, AT(8, 30), AT(15, 30)), SLOT(THURSDAY, AT(8, 30), AT(15, 30))}},
    {4, {SLOT(TUESDAY, AT(8, 30), AT(12, 0)), SLOT(TUESDAY, AT(13, 30), AT(17, 0)),
         SLOT(FRIDAY, AT(8, 30), AT(12, 0)), SLOT(FRIDAY, AT(13, 30), AT(17, 0))}},
    {5, {SLOT(MONDAY, AT(8, 0), AT(12, 0)), SLOT(TUESDAY, AT(8, 0), AT(12, 0)), SLOT(WEDNESDAY, AT(8, 0), AT(12, 0)),
         SLOT(THURSDAY, AT(8, 0), AT(12, 0)), SLOT(FRIDAY, AT(8, 0), AT(12, 0))}},
    {3, {SLOT(MONDAY, AT(13, 30), AT(17, 0)), SLOT(WEDNESDAY, AT(13, 30), AT(17, 0)),
         SLOT(FRIDAY, AT(13, 30), AT(17, 0))}},
    {2, {SLOT(WEDNESDAY, AT(18, 0), AT(20, 30)), SLOT(SATURDAY, AT(8, 0), AT(12, 0))}},
    {1, {SLOT(SATURDAY, AT(8, 30), AT(15, 30))}},
    {2, {SLOT(TUESDAY, AT(18, 0), AT(20, 30)), SLOT(THURSDAY, AT(18, 0), AT(20, 30))}},
    {1, {SLOT(THURSDAY, AT(9, 0), AT(16, 0))}},
};

static const struct template {
    const char *family, *title, *nature, *manner, *learning, *protection, *dress;
    const char *need; /* NULL: none */
    bool children, vulnerable, public;
} of_communes[] = {
    {"green_spaces", "Entretien des espaces verts", "Tonte, taille des haies, désherbage et ramassage des feuilles "
     "dans les squares et au cimetière.", "Au sein de l’équipe des espaces verts, toujours avec un agent titulaire.",
     "Usage et entretien de l’outillage à main, reconnaissance des plantes.", "Gants, chaussures de sécurité, gilet",
     "Fournie par la commune", NULL, false, false, true},
    {"cleaning", "Propreté des rues du centre", "Balayage, vidage des corbeilles, enlèvement des affiches et des "
     "petits dépôts.", "À pied, en binôme avec un agent de la propreté.", "Tri des déchets, relation avec les "
     "habitants.", "Gants, gilet, chaussures de sécurité", "Fournie par la commune", NULL, false, false, true},
    {"building", "Petits travaux dans les bâtiments communaux", "Rebouchage, remplacement de plinthes, pose "
     "d’étagères, aide au déménagement de salles.", "Avec le régisseur, sans machine ni travail en hauteur.",
     "Gestes de base du second œuvre, lecture d’un bon de travail.", "Gants, lunettes, chaussures de sécurité",
     "Tenue de travail", "loads", false, false, false},
    {"painting", "Peinture des grilles et du mobilier urbain", "Brossage, ponçage à la main et peinture des grilles, "
     "bancs et barrières.", "Par équipe de deux, sous la conduite d’un peintre de la commune.", "Préparation d’un "
     "support métallique, peinture au pinceau.", "Gants, masque, lunettes", "Combinaison fournie", NULL, false, false,
     true},
    {"handling", "Préparation des fêtes et cérémonies", "Montage de tables, de barrières et de tentes légères, puis "
     "rangement et inventaire.", "Avec l’équipe logistique, selon un programme remis chaque lundi.", "Organisation "
     "d’un événement, travail en équipe.", "Gants, chaussures de sécurité", "Tenue de travail", "loads", false, false,
     true},
    {"admin", "Classement aux archives municipales", "Tri, conditionnement et étiquetage de dossiers, saisie de "
     "listes.", "En salle de travail, avec l’archiviste.", "Classement, tableur, soin du document.", "", "",
     "french_read", false, false, false},
    {"culture", "Aide à la médiathèque", "Rangement des rayons, équipement et petite réparation des livres.",
     "Avec les bibliothécaires, hors des heures d’accueil des classes.", "Classement, reliure simple, accueil.", "", "",
     "french_read", false, false, true},
    {"catering", "Aide au restaurant municipal", "Mise en place de la salle, plonge et nettoyage de la cuisine.",
     "Avec l’équipe de cuisine, après une formation d’une heure à l’hygiène.", "Hygiène alimentaire, rythme d’un "
     "service.", "Gants, charlotte, chaussures antidérapantes", "Blouse fournie", NULL, false, false, false},
    {"green_spaces", "Entretien des chemins et des fossés", "Débroussaillage manuel, ramassage de branches, pose de "
     "piquets et remise en état de petites clôtures.", "À trois avec un agent du service technique.", "Connaissance "
     "d’un milieu rural, outils à main.", "Gants, bottes, gilet", "Tenue de travail", NULL, false, false, false},
    {"cleaning", "Nettoyage des salles et des vestiaires", "Lavage des sols, des vestiaires et du matériel des salles "
     "de sport.", "Après la fermeture au public, avec le gardien.", "Protocole de nettoyage, dosage des produits.",
     "Gants, chaussures antidérapantes", "Fournie par la commune", NULL, false, false, false},
};

static const struct template of_bodies[] = {
    {"sorting", "Tri et valorisation d’objets", "Réception des dons, tri, nettoyage, étiquetage et mise en rayon.",
     "À l’atelier, avec l’encadrant technique ; les machines restent aux salariés.", "Évaluation d’un objet, gestion "
     "d’un stock.", "Gants, chaussures de sécurité", "Tenue de travail", NULL, false, false, true},
    {"solidarity", "Préparation et remise de colis", "Réception des denrées, contrôle des dates, préparation des "
     "colis.", "Avec les bénévoles, deux personnes au plus à la fois.", "Hygiène alimentaire, accueil, discrétion.",
     "Gants", "Blouse fournie", NULL, false, true, true},
    {"green_spaces", "Jardin partagé et compost", "Bêchage, paillage, arrosage, retournement du compost.",
     "En petit groupe avec l’animatrice du jardin.", "Bases du maraîchage, travail en équipe.", "Gants, bottes",
     "Vêtements qui ne craignent rien", NULL, false, false, true},
    {"building", "Rénovation de locaux associatifs", "Lessivage, enduit, pose de revêtements simples.",
     "Chantier encadré, sans échafaudage.", "Enchaînement des étapes d’un chantier.", "Gants, lunettes, chaussures de "
     "sécurité", "Tenue de travail", "loads", false, false, false},
    {"handling", "Collecte et livraison de meubles", "Chargement, transport accompagné et livraison de meubles donnés.",
     "À deux avec le chauffeur salarié.", "Port de charges sans se blesser, relation avec le public.",
     "Gants, chaussures de sécurité, ceinture", "Tenue de travail", "loads", false, false, true},
    {"catering", "Cuisine solidaire", "Épluchage, préparation de repas simples, service et plonge.",
     "Avec la cuisinière de l’association.", "Hygiène, organisation d’une cuisine.", "Gants, charlotte",
     "Tablier fourni", NULL, false, true, true},
    {"reception", "Accueil du public et petites tâches", "Accueil, orientation, affichage, tenue de la salle.",
     "Aux côtés de la personne chargée de l’accueil.", "Écoute, expression orale, outils de bureau.", "", "",
     "french_spoken", false, true, true},
    {"culture", "Montage d’expositions et de décors", "Assemblage de panneaux, peinture de décors, rangement des "
     "costumes.", "Avec le régisseur, par équipe de trois.", "Lecture d’un plan, soin du matériel.", "Gants",
     "Vêtements qui ne craignent rien", NULL, false, false, false},
    {"painting", "Remise en couleurs de la cour et des ateliers", "Ponçage, protection, peinture des murs et des "
     "volets.", "Sous la conduite de l’encadrant, échelle de deux marches au plus.", "Préparation d’un support, "
     "propreté du geste.", "Gants, masque, lunettes", "Combinaison fournie", NULL, false, false, false},
    {"animals", "Soin des ruches et du poulailler", "Nettoyage, paillage, préparation des cadres, nourrissage.",
     "Avec le bénévole responsable, en dehors des récoltes.", "Observation, régularité, soin.", "Gants, combinaison, "
     "voile", "Tenue de travail", NULL, false, false, false},
};

/* For minors: formative, without machines or charges (H-14). */
static const struct template of_minors = {
    "green_spaces", "Chantier jeunes : embellir le quartier", "Plantation de bacs, peinture de jardinières, semis de "
    "prairies fleuries.", "Avec un agent tuteur et en présence d’un éducateur, à trois au plus. Aucune machine.",
    "Découverte des métiers de la commune, règles de vie d’une équipe.", "Gants, chaussures de sécurité",
    "Fournie par la commune", NULL, false, false, true};

/* Annual closing in August, last and next, and at the end of the year. */
static void close_days(const struct demo_plan *p, struct demo_sheets_row *row)
{
    const int32_t today = day_number(&p->began);
    const struct day august = {p->began.year, 8, 3}, winter = {p->began.year, 12, 24};
    int32_t summer = day_number(&august), christmas = day_number(&winter);

    if (today > summer) /* the one that is over, and the next one */
        summer = day_add_months(summer, 12);
    row->closed = "Fermeture annuelle";
    row->closure[0] = (struct demo_sheets_days){day_add_months(summer, -12) - today,
                                                day_add_months(summer, -12) + 18 - today};
    row->closure[1] = (struct demo_sheets_days){christmas - today, christmas + 9 - today};
    row->closure[2] = (struct demo_sheets_days){summer - today, summer + 18 - today};
}

/* The way by public transport as hosts state it: one in five begins before the first bus, one in two says nothing. A
 * few posts are out of its reach. */
static void state_way(struct post_change_schedule *s, unsigned i)
{
    const unsigned draw = demo_territory_pick("post transit", i, 10);
    int32_t begins = SLOT_DAY;

    for (size_t k = 0; k < s->slots; k++)
        begins = s->slot[k].from_min < begins ? s->slot[k].from_min : begins;
    s->car_needed = demo_territory_pick("post car", i, 16) == 0;
    if (draw >= 5 || s->car_needed)
        return;
    s->transit_first = draw < 2 ? begins + 20 : AT(5, 40) + 5 * (int32_t)demo_territory_pick("first bus", i, 16);
    s->transit_last = AT(20, 40) + 10 * (int32_t)demo_territory_pick("last bus", i, 12);
}

static void fill_sheet(struct post_change_sheet *s, const struct template *as, const struct timetable *when, unsigned i)
{
    static const int hours[][2] = {{0, 400}, {20, 280}, {35, 210}, {0, 140}, {20, 400}};
    const unsigned range = demo_territory_pick("post hours", i, COUNT(hours));

    *s = (struct post_change_sheet){
        .public = "adults", .title = as->title, .family = as->family, .nature = as->nature, .manner = as->manner,
        .learning = as->learning, .meets_children = as->children, .meets_vulnerable = as->vulnerable,
        .meets_public = as->public,
        .schedule = {.min_hours = hours[range][0], .max_hours = hours[range][1], .protection = as->protection,
                     .dress = as->dress, .meals = i % 2 == 0 ? "Repas tiré du sac" : "", .slots = when->n}};
    if (as->need != NULL) {
        s->needs = 1;
        s->need[0] = as->need;
    }
    memcpy(s->schedule.slot, when->slot, when->n * sizeof when->slot[0]);
    state_way(&s->schedule, i);
    s->schedule.places = 2 + (int)demo_territory_pick("post places", i, 4);
}

static int add_post(struct demo_territory *t, unsigned host, unsigned nth, int since)
{
    struct demo_plan *p = t->plan;
    const unsigned i = p->posts;
    const bool commune = t->standing[host] == DEMO_TERRITORY_BY_RIGHT, minors = commune && nth == 3;
    const struct template *list = commune ? of_communes : of_bodies;
    const unsigned n = commune ? COUNT(of_communes) : COUNT(of_bodies);
    const struct template *as =
        minors ? &of_minors : &list[(demo_territory_pick("post template", host, n) + nth * 3) % n];
    static const struct timetable wednesday = {1, {SLOT(WEDNESDAY, AT(13, 30), AT(17, 0))}};
    const struct timetable *when =
        minors ? &wednesday : &timetables[demo_territory_pick("post times", i, COUNT(timetables))];

    if (i == DEMO_OFFERS_MOST_POSTS)
        return ERR_LIMIT;
    p->sheet[i] = (struct demo_sheets_row){.host = host, .in_charge = 1};
    fill_sheet(&p->sheet[i].sheet, as, when, i);
    if (minors) {
        p->sheet[i].sheet.public = "minors";
        p->sheet[i].sheet.schedule.car_needed = false;
        p->sheet[i].sheet.schedule.min_hours = 0;
        p->sheet[i].sheet.schedule.max_hours = 120;
    }
    if (as->vulnerable) {
        p->sheet[i].bars = 2;
        p->sheet[i].bar[0] = "persons_sexual";
        p->sheet[i].bar[1] = "weapons";
    }
    if (!commune && host % 2 == 0)
        close_days(p, &p->sheet[i]);
    p->posts++;
    return demo_territory_inscribe(t, i, since);
}

static unsigned posts_of(const struct demo_territory *t, unsigned host)
{
    if (t->standing[host] != DEMO_TERRITORY_BY_RIGHT)
        return host % 3 == 0 ? 2 : 1;
    for (size_t i = 0; i < t->communes; i++)
        if (strcmp(t->commune[i].insee, t->plan->host[host].sheet.insee) == 0)
            return t->commune[i].population >= CITY ? 4 : t->commune[i].population >= TOWN ? 2 : 1;
    return 1;
}

/* One place more or less here and there, until there are as many as there are. */
static void count_places(struct demo_plan *p)
{
    int sum = 0;

    for (unsigned i = 0; i < p->posts; i++)
        sum += p->sheet[i].sheet.schedule.places;
    for (unsigned i = DEMO_OFFERS_POSTS; sum != PLACES; i = i + 1 < p->posts ? i + 1 : DEMO_OFFERS_POSTS) {
        int *places = &p->sheet[i].sheet.schedule.places;

        if (sum < PLACES || *places > 1) {
            *places += sum < PLACES ? 1 : -1;
            sum += sum < PLACES ? 1 : -1;
        }
    }
}

int demo_territory_posts(struct demo_territory *t)
{
    int rc = ERR_OK;

    for (unsigned host = DEMO_OFFERS_HOSTS; host < t->plan->hosts && rc == ERR_OK; host++) {
        int since = YEARS(5, 0);

        if (t->standing[host] != DEMO_TERRITORY_BY_RIGHT)
            rc = demo_territory_habilitate(t, host, &since);
        for (unsigned k = 0; k < posts_of(t, host) && rc == ERR_OK; k++)
            rc = add_post(t, host, k, since);
        if (rc == ERR_OK && t->standing[host] == DEMO_TERRITORY_WITHDRAWN)
            rc = demo_territory_withdraw(t, host);
    }
    count_places(t->plan);
    return rc;
}
