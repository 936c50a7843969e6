/* SPDX-License-Identifier: EUPL-1.2 */
/* One row a post, in the order of enum demo_offers_post. What every matching has to cope with is among them: nights
 * over midnight, fortnights of both parities, Saturdays, evenings, a special risk, a care setting, children, minors. */
#include <stddef.h>

#include "admin/demo_sheets.h"

#include "base/banned.h"

#define AT(hour_, minute_) ((hour_) * 60 + (minute_))
#define SLOT(weekday_, from_, to_) {.weekday = (weekday_), .from_min = (from_), .to_min = (to_)}
#define EVEN(weekday_, from_, to_) \
    {.weekday = (weekday_), .from_min = (from_), .to_min = (to_), .weeks = SLOT_EVEN}
#define ODD(weekday_, from_, to_) \
    {.weekday = (weekday_), .from_min = (from_), .to_min = (to_), .weeks = SLOT_ODD}
#define MORNING(weekday_) SLOT(weekday_, AT(8, 30), AT(12, 0))
#define AFTERNOON(weekday_) SLOT(weekday_, AT(13, 30), AT(16, 30))

enum { MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

static const struct demo_sheets_row rows[DEMO_OFFERS_POSTS] = {
    [DEMO_OFFERS_KITCHEN_GARDEN] = {.host = 0, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Entretien du potager partagé", .family = "green_spaces",
        .nature = "Bêchage, semis, désherbage à la main, arrosage et récolte sur les parcelles collectives. "
                  "Les légumes sont donnés aux habitants du quartier.",
        .manner = "En équipe de trois au plus avec l’encadrant technique, présent tout le temps. "
                  "Les gestes sont montrés le premier jour.",
        .learning = "Bases du maraîchage, travail en équipe, ponctualité. "
                    "Une attestation de compétences est remise à la fin.",
        .meets_public = true,
        .schedule = {.places = 3, .min_hours = 20, .max_hours = 280, .protection = "Gants, chaussures de sécurité",
                     .dress = "Vêtements qui ne craignent rien, imperméable",
                     .meals = "Repas tiré du sac, salle chauffée",
                     .slots = 5, .slot = {MORNING(TUESDAY), AFTERNOON(TUESDAY), MORNING(THURSDAY), AFTERNOON(THURSDAY),
                                          ODD(SATURDAY, AT(9, 0), AT(12, 0))}}}},
    [DEMO_OFFERS_SEEDLINGS] = {.host = 0, .site = 1, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Semis et rempotage sous serre", .family = "green_spaces",
        .nature = "Préparation des terreaux, semis en godets, rempotage et étiquetage des plants.",
        .manner = "Travail debout ou assis, à l’abri, à deux avec un salarié de l’association.",
        .learning = "Reconnaissance des plantes, soin et précision du geste.",
        .schedule = {.places = 2, .max_hours = 140, .protection = "Gants", .dress = "Tenue de travail", .meals = "",
                     .slots = 2, .slot = {SLOT(MONDAY, AT(14, 0), AT(17, 0)), SLOT(WEDNESDAY, AT(14, 0), AT(17, 0))}}},
     .stopped = "Chauffage de la serre en panne, reprise après réparation."},
    [DEMO_OFFERS_FURNITURE] = {.host = 1, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Tri et remise en état de meubles", .family = "sorting",
        .nature = "Tri des meubles déposés, nettoyage, petites réparations, mise en rayon à la boutique solidaire.",
        .manner = "À l’atelier, avec le chef d’équipe. Les machines restent réservées aux salariés.",
        .learning = "Ponçage, collage, finition, évaluation de l’état d’un meuble.",
        .needs = 1, .need = {"loads"}, .meets_public = true,
        .schedule = {.places = 4, .min_hours = 35, .max_hours = 400,
                     .protection = "Gants, chaussures de sécurité, masque à poussière",
                     .dress = "Pantalon long", .meals = "Cuisine à disposition",
                     .slots = 4, .slot = {MORNING(MONDAY), MORNING(TUESDAY), MORNING(WEDNESDAY), MORNING(THURSDAY)}}},
     .closed = "Fermeture annuelle de l’atelier", .closure = {{30, 43}}, .confirmed = true},
    [DEMO_OFFERS_STAIRWELLS] = {.host = 1, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Peinture des halls et des cages d’escalier", .family = "painting",
        .nature = "Protection des sols, lessivage, rebouchage et peinture des parties communes de trois résidences.",
        .manner = "Chantier encadré par un peintre de la régie. Pas d’échafaudage, échelle de deux marches au plus.",
        .learning = "Préparation d’un support, peinture au rouleau, tenue d’un chantier en lieu habité.",
        .needs = 1, .need = {"french_spoken"}, .meets_public = true,
        .schedule = {.places = 2, .min_hours = 70, .max_hours = 210, .protection = "Gants, lunettes, combinaison",
                     .dress = "Chaussures fermées", .meals = "",
                     .slots = 3, .slot = {SLOT(TUESDAY, AT(13, 0), AT(17, 0)), SLOT(THURSDAY, AT(13, 0), AT(17, 0)),
                                          SLOT(FRIDAY, AT(13, 0), AT(17, 0))}}}},
    [DEMO_OFFERS_FLOWER_BEDS] = {.host = 2, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Préparation des plantations de saison", .family = "green_spaces",
        .nature = "Rempotage, arrosage, chargement des caisses et nettoyage des tablettes de culture.",
        .manner = "Aux côtés des jardiniers de la ville, par équipes de deux, avec une pause par demi-journée.",
        .learning = "Cycle des plantations, organisation d’un atelier de production.",
        .needs = 1, .need = {"loads"},
        .schedule = {.places = 4, .min_hours = 35, .max_hours = 280,
                     .protection = "Gants, chaussures de sécurité, gilet", .dress = "Fournie par la ville",
                     .meals = "Restaurant du personnel",
                     .slots = 4, .slot = {SLOT(MONDAY, AT(8, 0), AT(12, 0)), SLOT(MONDAY, AT(13, 0), AT(16, 0)),
                                          SLOT(WEDNESDAY, AT(8, 0), AT(12, 0)),
                                          SLOT(WEDNESDAY, AT(13, 0), AT(16, 0))}}}},
    [DEMO_OFFERS_BENCHES] = {.host = 2, .site = 1, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Rénovation de bancs publics", .family = "building",
        .nature = "Démontage, ponçage mécanique, remplacement de lattes et vernissage de bancs en bois.",
        .manner = "À l’atelier, sous la conduite d’un menuisier. La ponceuse n’est confiée qu’après une formation "
                  "d’une demi-journée et une visite médicale.",
        .learning = "Travail du bois, sécurité sur machine portative.",
        .needs = 2, .need = {"french_read", "loads"}, .special_risk = true,
        .schedule = {.places = 2, .min_hours = 70, .max_hours = 400,
                     .protection = "Casque antibruit, lunettes, masque, gants, chaussures de sécurité",
                     .dress = "Fournie par la ville", .meals = "Restaurant du personnel",
                     .slots = 4, .slot = {SLOT(TUESDAY, AT(8, 0), AT(12, 0)), SLOT(TUESDAY, AT(13, 0), AT(16, 0)),
                                          SLOT(FRIDAY, AT(8, 0), AT(12, 0)), SLOT(FRIDAY, AT(13, 0), AT(16, 0))}}}},
    [DEMO_OFFERS_DEPOT] = {.host = 2, .site = 1, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Nettoyage de nuit du dépôt", .family = "cleaning",
        .nature = "Balayage, lavage des sols et des véhicules légers pendant que l’atelier est à l’arrêt.",
        .manner = "Avec l’équipe de nuit du dépôt, deux agents au moins. Retour assuré par la navette de deux heures.",
        .learning = "Protocole de nettoyage, dosage des produits.",
        .schedule = {.places = 2, .max_hours = 105, .protection = "Gants, bottes, gilet",
                     .dress = "Fournie par la ville", .meals = "Boisson chaude à minuit",
                     .transit_last = AT(23, 10),
                     .slots = 2, .slot = {SLOT(FRIDAY, AT(22, 0), AT(24, 0)), SLOT(SATURDAY, AT(0, 0), AT(2, 0))}}}},
    [DEMO_OFFERS_PLANTERS] = {.host = 2, .site = 0, .in_charge = 1, .sheet = {
        .public = "minors", .title = "Chantier jeunes aux serres : jardinières des écoles", .family = "green_spaces",
        .nature = "Remplissage et plantation de jardinières destinées aux cours d’école.",
        .manner = "Le mercredi, à trois au plus, avec un jardinier tuteur et en présence d’un éducateur. "
                  "Aucune machine, aucune charge lourde.",
        .learning = "Découverte des métiers du paysage, règles de vie d’un atelier, rencontre avec la mission locale.",
        .schedule = {.places = 3, .min_hours = 20, .max_hours = 70, .protection = "Gants, chaussures de sécurité",
                     .dress = "Fournie par la ville", .meals = "",
                     .slots = 1, .slot = {SLOT(WEDNESDAY, AT(14, 0), AT(17, 0))}}}},
    [DEMO_OFFERS_ARCHIVES] = {.host = 2, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Classement des fiches de culture", .family = "admin",
        .nature = "Tri, classement et saisie des fiches de culture des dix dernières années.",
        .manner = "Au bureau des serres, en soirée, avec l’agent de permanence.",
        .learning = "Tableur, classement, méthode.",
        .needs = 2, .need = {"french_spoken", "french_read"},
        .schedule = {.places = 1, .max_hours = 70, .protection = "", .dress = "", .meals = "",
                     .slots = 2, .slot = {SLOT(TUESDAY, AT(17, 30), AT(20, 0)),
                                          SLOT(THURSDAY, AT(17, 30), AT(20, 0))}}}},
    [DEMO_OFFERS_PARK] = {.host = 3, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Propreté du parc de l’Épeule", .family = "cleaning",
        .nature = "Ramassage des déchets, vidage des corbeilles, nettoyage des bancs et des panneaux.",
        .manner = "À pied, en binôme avec un agent de la propreté, de préférence pour des personnes qui travaillent.",
        .learning = "Tri des déchets, relation avec les usagers.",
        .meets_public = true,
        .schedule = {.places = 4, .max_hours = 210, .protection = "Gants, pince, gilet",
                     .dress = "Fournie par la ville",
                     .meals = "",
                     .transit_first = AT(5, 40), .transit_last = AT(23, 50), .transit_saturday = {.first = AT(6, 30)},
                     .slots = 2, .slot = {SLOT(WEDNESDAY, AT(18, 0), AT(20, 30)),
                                          SLOT(SATURDAY, AT(8, 0), AT(12, 0))}}}},
    [DEMO_OFFERS_PLAYGROUND] = {.host = 3, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Entretien des allées et des aires de jeux", .family = "green_spaces",
        .nature = "Ratissage des allées, contrôle visuel et nettoyage des jeux avant l’ouverture.",
        .manner = "Avant l’arrivée des enfants, avec le jardinier du parc.",
        .learning = "Entretien d’un espace public, premières notions de sécurité des jeux.",
        .meets_children = true, .meets_public = true,
        .schedule = {.places = 2, .max_hours = 140, .protection = "Gants, gilet", .dress = "Fournie par la ville",
                     .meals = "",
                     .transit_first = AT(5, 40), .transit_last = AT(23, 50),
                     .slots = 2, .slot = {SLOT(MONDAY, AT(7, 0), AT(10, 0)), SLOT(FRIDAY, AT(7, 0), AT(10, 0))}}},
     .bars = 2, .bar = {"persons_sexual", "minors_victims"}},
    [DEMO_OFFERS_FARM] = {.host = 4, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Soin des animaux de la ferme", .family = "animals",
        .nature = "Alimentation, paillage, nettoyage des enclos et petites réparations de clôtures.",
        .manner = "Avec le soigneur de garde, une fin de semaine sur deux. Vaccination contre le tétanos à jour.",
        .learning = "Observation et soin des animaux, régularité.",
        .needs = 1, .need = {"vaccination"}, .meets_children = true, .meets_public = true,
        .schedule = {.places = 2, .max_hours = 175, .protection = "Gants, bottes", .dress = "Tenue de travail",
                     .meals = "Repas tiré du sac",
                     .transit_first = AT(9, 20), .transit_last = AT(18, 10),
                     .transit_sunday = {.none = true},
                     .slots = 2, .slot = {EVEN(SATURDAY, AT(9, 0), AT(16, 0)), EVEN(SUNDAY, AT(9, 0), AT(13, 0))}}},
     .bars = 3, .bar = {"persons_sexual", "minors_victims", "animals"}},
    [DEMO_OFFERS_STOCKMAN] = {.host = 4, .site = 0, .in_charge = 1, .sheet = {
        .public = "minors", .title = "Découverte du métier de soigneur", .family = "animals",
        .nature = "Préparation des rations, brossage des poneys, tenue du carnet de soins.",
        .manner = "Le samedi matin, à deux, avec le soigneur tuteur.",
        .learning = "Métiers de l’animal, soin, responsabilité.",
        .meets_public = true,
        .schedule = {.places = 2, .min_hours = 20, .max_hours = 60, .protection = "Gants, bottes",
                     .dress = "Tenue de travail", .meals = "",
                     .transit_first = AT(9, 20), .transit_last = AT(18, 10),
                     .slots = 1, .slot = {ODD(SATURDAY, AT(9, 0), AT(12, 0))}}}},
    [DEMO_OFFERS_BANKS] = {.host = 5, .site = 0, .in_charge = 0, .sheet = {
        .public = "adults", .title = "Entretien des berges de l’étang", .family = "green_spaces",
        .nature = "Débroussaillage manuel, ramassage des branches et des déchets flottants, entretien des pontons.",
        .manner = "Par équipes de trois avec le responsable des espaces verts. Toujours depuis la rive.",
        .learning = "Gestion d’un milieu humide, outils à main.",
        .needs = 1, .need = {"loads"},
        .schedule = {.places = 3, .min_hours = 35, .max_hours = 280,
                     .protection = "Gants, cuissardes, gilet de sauvetage", .dress = "Vêtements chauds",
                     .meals = "Repas tiré du sac",
                     .slots = 4, .slot = {MORNING(TUESDAY), AFTERNOON(TUESDAY), MORNING(THURSDAY),
                                          AFTERNOON(THURSDAY)}}}},
    [DEMO_OFFERS_BOATHOUSE] = {.host = 5, .site = 0, .in_charge = 0, .sheet = {
        .public = "adults", .title = "Inventaire et rangement du matériel nautique", .family = "handling",
        .nature = "Rinçage, contrôle et rangement des gilets, pagaies et embarcations à la fin de la saison.",
        .manner = "Au hangar, avec le responsable des espaces verts.",
        .learning = "Inventaire, soin du matériel.",
        .needs = 1, .need = {"loads"},
        .schedule = {.places = 2, .max_hours = 70, .protection = "Gants", .dress = "", .meals = "",
                     .car_needed = true,
                     .slots = 1, .slot = {ODD(MONDAY, AT(9, 0), AT(16, 0))}}}},
    [DEMO_OFFERS_BASKETS] = {.host = 6, .site = 0, .in_charge = 0, .sheet = {
        .public = "adults", .title = "Préparation des paniers solidaires", .family = "solidarity",
        .nature = "Réception des denrées, tri par date, composition des paniers et accueil des familles.",
        .manner = "Avec les bénévoles de l’épicerie, deux à chaque séance.",
        .learning = "Accueil, hygiène alimentaire, écoute.",
        .needs = 2, .need = {"french_spoken", "food_hygiene"}, .meets_vulnerable = true, .meets_public = true,
        .schedule = {.places = 2, .max_hours = 105, .protection = "Gants", .dress = "Blouse fournie",
                     .meals = "Repas offert",
                     .slots = 2, .slot = {SLOT(WEDNESDAY, AT(13, 30), AT(18, 0)),
                                          SLOT(SATURDAY, AT(9, 0), AT(12, 30))}}}},
    [DEMO_OFFERS_AFTERNOON_TEA] = {.host = 7, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Aide au goûter et à la salle à manger", .family = "catering",
        .nature = "Mise en place, service du goûter, plonge et conversation avec les résidents qui le souhaitent.",
        .manner = "Avec l’équipe hôtelière. Aucun soin, aucune aide à la toilette. Vaccinations à jour.",
        .learning = "Hygiène alimentaire, service, attention aux personnes âgées.",
        .needs = 3, .need = {"french_spoken", "food_hygiene", "vaccination"}, .care_setting = true,
        .meets_vulnerable = true,
        .schedule = {.places = 1, .max_hours = 140, .protection = "Gants, charlotte", .dress = "Blouse fournie",
                     .meals = "Goûter offert",
                     .slots = 4, .slot = {SLOT(MONDAY, AT(14, 0), AT(17, 30)), SLOT(WEDNESDAY, AT(14, 0), AT(17, 30)),
                                          SLOT(FRIDAY, AT(14, 0), AT(17, 30)), EVEN(SUNDAY, AT(14, 0), AT(17, 30))}}},
     .bars = 2, .bar = {"persons_violence", "theft"}},
    [DEMO_OFFERS_GAZETTE] = {.host = 3, .site = 0, .in_charge = 1, .sheet = {
        .public = "adults", .title = "Distribution de la gazette du quartier", .family = "handling",
        .nature = "Mise sous pli et distribution de la gazette dans les boîtes aux lettres.",
        .manner = "À pied, en binôme, selon un plan remis le matin.",
        .learning = "Autonomie, lecture d’un plan.",
        .needs = 1, .need = {"french_read"}, .meets_public = true,
        .schedule = {.places = 2, .max_hours = 35, .protection = "Gilet", .dress = "Chaussures de marche", .meals = "",
                     .slots = 1, .slot = {EVEN(THURSDAY, AT(9, 0), AT(12, 0))}}}},
};

const struct demo_sheets_row *demo_sheets_at(unsigned i)
{
    return i < DEMO_OFFERS_POSTS ? &rows[i] : NULL;
}
