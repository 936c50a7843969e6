/* SPDX-License-Identifier: EUPL-1.2 */
/* Each row fits: the post takes the person at these times, in the years that the measure leaves, without more than 47
 * hours a week (W-01). Whoever lacks here waits: for a consent, a first interview, or a post that is near enough. */
#include "admin/demo_story.h"

#include "base/banned.h"

#define AT(hour_, minute_) ((hour_) * 60 + (minute_))
#define SLOT(weekday_, from_, to_) {.weekday = (weekday_), .from_min = (from_), .to_min = (to_)}
#define MORNING(weekday_) SLOT(weekday_, AT(8, 30), AT(12, 0))
#define AFTERNOON(weekday_) SLOT(weekday_, AT(13, 30), AT(16, 30))

enum { MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

static const struct demo_story_row rows[DEMO_STORY_ROWS] = {
    {.person = 4, .post = DEMO_OFFERS_BANKS, .proposed = 98, .first = 84, .withdrawn = 91,
     .slots = 4, .slot = {MORNING(TUESDAY), AFTERNOON(TUESDAY), MORNING(THURSDAY), AFTERNOON(THURSDAY)},
     .reason = "Une voiture et toute la semaine libre : le chantier des berges permet de retrouver un rythme.",
     .message = "Première expérience de travail au grand air."},
    {.person = 14, .post = DEMO_OFFERS_FURNITURE, .proposed = 60, .answered = 57, .first = 46, .decline = "no_tutor",
     .slots = 4, .slot = {MORNING(MONDAY), MORNING(TUESDAY), MORNING(WEDNESDAY), MORNING(THURSDAY)},
     .reason = "Habite la commune voisine et souhaite se réhabituer à des horaires réguliers.",
     .message = "Disponible chaque matin, du lundi au jeudi.",
     .words = "Notre chef d’équipe est seul ce mois-ci : nous ne pouvons pas encadrer une personne de plus."},
    [DEMO_STORY_DONE] = {
     .person = 19, .post = DEMO_OFFERS_FURNITURE, .proposed = 92, .answered = 89, .met = 85, .decided = 82, .told = 80,
     .first = 77, .done = true, .attested = 36,
     .slots = 4, .slot = {MORNING(MONDAY), MORNING(TUESDAY), MORNING(WEDNESDAY), MORNING(THURSDAY)},
     .reason = "Goût pour le travail manuel ; l’atelier est à dix minutes du domicile.",
     .message = "Vient en voiture, disponible dès la première semaine.",
     .words = "Accueil possible dès le premier lundi, avec l’équipe du tri."},
    [DEMO_STORY_SHORT] = {
     .person = 6, .post = DEMO_OFFERS_BANKS, .proposed = 100, .answered = 97, .met = 95, .decided = 93, .told = 92,
     .first = 90, .done = true, .attested = 50,
     .slots = 4, .slot = {MORNING(TUESDAY), AFTERNOON(TUESDAY), MORNING(THURSDAY), AFTERNOON(THURSDAY)},
     .reason = "Mesure courte : le chantier accueille deux jours par semaine et s’achève bien avant l’échéance.",
     .message = "À l’aise au grand air."},
    {.person = 8, .post = DEMO_OFFERS_FLOWER_BEDS, .proposed = 76, .answered = 73, .met = 70, .decided = 68, .told = 66,
     .first = 64, .ended = 22, .attested = 15,
     .slots = 2, .slot = {SLOT(MONDAY, AT(8, 0), AT(12, 0)), SLOT(MONDAY, AT(13, 0), AT(16, 0))},
     .reason = "Serres accessibles en métro depuis le domicile, une journée par semaine pour commencer.",
     .message = "Commence par une journée par semaine.", .words = "Une place est libre le lundi."},
    [DEMO_STORY_FURNITURE] = {
     .person = 0, .post = DEMO_OFFERS_FURNITURE, .proposed = 52, .answered = 49, .met = 46, .decided = 43, .told = 41,
     .first = 40, .waiting = 2,
     .slots = 2, .slot = {MORNING(MONDAY), MORNING(WEDNESDAY)},
     .reason = "La boutique solidaire répond au souhait de travailler en équipe, au contact du public.",
     .message = "À l’aise en informatique, peut aider à l’inventaire.", .words = "Bienvenue à l’atelier."},
    [DEMO_STORY_TROUBLE] = {
     .person = 4, .post = DEMO_OFFERS_FURNITURE, .proposed = 27, .answered = 25, .met = 22, .decided = 20, .told = 19,
     .first = 18, .untold = true, .waiting = 1,
     .slots = 2, .slot = {MORNING(TUESDAY), MORNING(THURSDAY)},
     .reason = "La suspension a pris fin. Reprise progressive : deux matinées par semaine.",
     .message = "Expérience de la manutention.", .words = "D’accord, deux matinées par semaine."},
    [DEMO_STORY_QUARREL] = {
     .person = 11, .post = DEMO_OFFERS_KITCHEN_GARDEN, .proposed = 46, .answered = 44, .met = 40, .decided = 38,
     .told = 37, .first = 35, .waiting = 1,
     .slots = 2, .slot = {MORNING(TUESDAY), AFTERNOON(TUESDAY)},
     .reason = "Habite la commune ; le potager permet de reprendre un rythme de travail sans temps de trajet.",
     .message = "Disponible le mardi toute la journée.", .words = "Nous serons heureux de l’accueillir au jardin."},
    [DEMO_STORY_ACCIDENT] = {
     .person = 13, .post = DEMO_OFFERS_KITCHEN_GARDEN, .proposed = 58, .answered = 56, .met = 53, .decided = 51,
     .told = 50, .first = 47,
     .slots = 2, .slot = {MORNING(THURSDAY), AFTERNOON(THURSDAY)},
     .reason = "Souhaite travailler en équipe ; le jardin est à quelques minutes du domicile.",
     .message = "Disponible le jeudi toute la journée."},
    [DEMO_STORY_LATE] = {
     .person = 17, .post = DEMO_OFFERS_KITCHEN_GARDEN, .proposed = 37, .answered = 35, .met = 33, .decided = 31,
     .told = 30, .first = 28,
     .slots = 2, .slot = {MORNING(TUESDAY), MORNING(THURSDAY)},
     .reason = "Deux matinées par semaine, à vélo, en attendant une entrée en formation.",
     .message = "Parle bien le français de tous les jours, le lit avec difficulté : montrer plutôt qu’écrire."},
    {.person = 2, .post = DEMO_OFFERS_PARK, .proposed = 34, .answered = 31, .met = 28, .decided = 25, .told = 24,
     .first = 22, .waiting = 1,
     .slots = 2, .slot = {SLOT(WEDNESDAY, AT(18, 0), AT(20, 30)), SLOT(SATURDAY, AT(8, 0), AT(12, 0))},
     .reason = "Emploi à temps plein : le mercredi soir et le samedi matin le préservent, "
               "35 h et 6 h 30 par semaine.",
     .message = "En emploi à temps plein, libre le mercredi soir et le samedi matin."},
    {.person = 5, .post = DEMO_OFFERS_PARK, .proposed = 33, .answered = 30, .met = 27, .decided = 24, .told = 22,
     .first = 21, .delegated = true,
     .slots = 2, .slot = {SLOT(WEDNESDAY, AT(18, 0), AT(20, 30)), SLOT(SATURDAY, AT(8, 0), AT(12, 0))},
     .reason = "Peine convertie par le juge ; les horaires du soir et du samedi préservent l’emploi.",
     .message = "En emploi à temps plein, vient à vélo."},
    {.person = 3, .post = DEMO_OFFERS_FARM, .proposed = 62, .answered = 59, .met = 55, .decided = 52, .told = 50,
     .first = 49,
     .slots = 2, .slot = {{.weekday = SATURDAY, .from_min = AT(9, 0), .to_min = AT(16, 0), .weeks = SLOT_EVEN},
                          {.weekday = SUNDAY, .from_min = AT(9, 0), .to_min = AT(13, 0), .weeks = SLOT_EVEN}},
     .reason = "Une fin de semaine sur deux : 46 heures avec l’emploi, sous la limite de 47 heures.",
     .message = "En emploi à temps plein, vient en voiture."},
    {.person = 14, .post = DEMO_OFFERS_FLOWER_BEDS, .proposed = 3, .first = -9,
     .slots = 4, .slot = {SLOT(MONDAY, AT(8, 0), AT(12, 0)), SLOT(MONDAY, AT(13, 0), AT(16, 0)),
                          SLOT(WEDNESDAY, AT(8, 0), AT(12, 0)), SLOT(WEDNESDAY, AT(13, 0), AT(16, 0))},
     .reason = "Une première structure n’a pas pu l’accueillir et l’échéance approche : "
               "deux journées pleines par semaine suffisent encore.",
     .message = "Peut commencer tout de suite, deux journées par semaine."},
    {.person = 10, .post = DEMO_OFFERS_KITCHEN_GARDEN, .proposed = 2, .first = -10,
     .slots = 2, .slot = {AFTERNOON(TUESDAY), AFTERNOON(THURSDAY)},
     .reason = "Le jardinage léger de l’après-midi respecte la limite de charge et reste proche du domicile.",
     .message = "Arrosage, semis et désherbage conviennent."},
    {.person = 15, .post = DEMO_OFFERS_PARK, .proposed = 6, .first = -8,
     .slots = 2, .slot = {SLOT(WEDNESDAY, AT(18, 0), AT(20, 30)), SLOT(SATURDAY, AT(8, 0), AT(12, 0))},
     .reason = "Emploi à temps plein ; le parc est à un quart d’heure en transports.",
     .message = "En emploi à temps plein, libre le soir et le samedi."},
    {.person = 1, .post = DEMO_OFFERS_FURNITURE, .proposed = 11, .answered = 8, .met = 4, .first = -6,
     .slots = 4, .slot = {MORNING(MONDAY), MORNING(TUESDAY), MORNING(WEDNESDAY), MORNING(THURSDAY)},
     .reason = "Souhaite obtenir une attestation de compétences ; l’atelier en prépare une à chaque fin de parcours.",
     .message = "Vient en voiture, disponible chaque matin.", .words = "Nous pouvons commencer dès la signature."},
    {.person = 8, .post = DEMO_OFFERS_KITCHEN_GARDEN, .proposed = 5, .answered = 1, .first = -12,
     .slots = 3, .slot = {MORNING(TUESDAY), AFTERNOON(TUESDAY), MORNING(THURSDAY)},
     .reason = "La première structure a mis fin à l’accueil faute d’encadrement ; le jardin est à six kilomètres.",
     .message = "A déjà accompli une partie de ses heures dans des serres.", .words = "D’accord pour une rencontre."},
};

const struct demo_story_row *demo_story_at(unsigned i)
{
    return i < DEMO_STORY_ROWS ? &rows[i] : NULL;
}
