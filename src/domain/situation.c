/* SPDX-License-Identifier: EUPL-1.2 */
/* W-06 keeps diagnoses out: what a doctor concludes is one of four words, and why the opinion was asked is one of the
 * cases of W-05 or the person's own claim. */
#include <string.h>

#include "domain/situation.h"

#include "base/banned.h"

struct word {
    const char *code;
    const char *label;
};

static const struct word transport[] = {
    {"on_foot", "À pied"},
    {"bicycle", "À vélo"},
    {"public_transport", "Transports en commun"},
    {"car", "Voiture"},
    {"scooter", "Deux-roues motorisé"},
};
static const struct word level[] = {{"none", "Non"}, {"some", "Un peu"}, {"fluent", "Couramment"}};
static const struct word fitness[] = {
    {"not_examined", "Pas d’avis demandé"},
    {"fit", "Apte"},
    {"fit_limits", "Apte avec restrictions"},
    {"unfit", "Inapte"},
};
static const struct word trigger[] = {
    {"minor", "Personne mineure"},
    {"disability", "Situation de handicap"},
    {"pregnancy", "Grossesse"},
    {"night_work", "Travail de nuit"},
    {"special_risk", "Poste à risques particuliers"},
    {"care_setting", "Établissement de prévention ou de soins"},
    {"asked_by_director", "Demandé par la direction"},
    {"claimed_unfit", "La personne se dit inapte"},
};

#define LIST(id, rows) [id] = {rows, sizeof(rows) / sizeof(rows)[0]}

static const struct {
    const struct word *row;
    size_t n;
} lists[SITUATION_LISTS] = {
    LIST(SITUATION_TRANSPORT, transport),
    LIST(SITUATION_LEVEL, level),
    LIST(SITUATION_FITNESS, fitness),
    LIST(SITUATION_TRIGGER, trigger),
};

size_t situation_count(enum situation_list list)
{
    return (unsigned)list < SITUATION_LISTS ? lists[list].n : 0;
}

const char *situation_code(enum situation_list list, size_t i)
{
    return i < situation_count(list) ? lists[list].row[i].code : NULL;
}

const char *situation_label(enum situation_list list, const char *code)
{
    for (size_t i = 0; i < situation_count(list); i++)
        if (strcmp(lists[list].row[i].code, code) == 0)
            return lists[list].row[i].label;
    return "";
}
