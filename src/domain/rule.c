/* SPDX-License-Identifier: EUPL-1.2 */
/* tests/sql/test_words.py compares the rules with those of the database. */
#include <string.h>

#include "domain/rule.h"

#include "base/banned.h"

#define NB "\xc2\xa0"

struct row {
    const char *id;
    const char *sentence;
};

static const struct row placement[] = {
    {"H-14", "poste ouvert à un autre public (majeurs ou mineurs)"},
    {"H-12", "la structure n’accueille pas actuellement"},
    {"H-10", "l’habilitation de la structure ne couvre pas toute la durée prévue"},
    {"H-15", "poste non inscrit sur la liste du département"},
    {"H-18", "poste suspendu"},
    {"B-09", "poste que la structure n’a pas confirmé récemment"},
    {"M-05", "consentement refusé"},
    {"M-06", "consentement à recueillir avant toute affectation"},
    {"M-09", "mesure qui n’est pas en cours, ou dont le délai finit avant le dernier jour prévu"},
    {"M-10", "jugement non définitif" NB ": le délai ne court pas encore"},
    {"H-16", "nombre d’heures de la mesure hors des limites du poste"},
    {"S-10", "durée prévue plus longue que ce qui reste à placer"},
    {"C-06", "horaires prévus en dehors de ceux du poste"},
    {"E-05", "horaires qui en recouvrent d’autres de la même personne"},
    {"B-05", "plus de place à ces horaires"},
    {"S-08", "premier jour prévu trop proche ou déjà passé" NB ": la décision précède le travail"},
    {"W-05", "avis médical à recevoir avant la décision"},
    {"S-07", "rencontre entre la personne, la structure et le service à tenir avant la décision"},
    {"S-09", "responsable de la personne à désigner par la structure"},
};

static const struct row report[] = {
    {"S-08", "jour en dehors des dates de l’affectation"},
    {"S-12", "jour où le travail était arrêté"},
    {"M-09", "jour postérieur au terme de la mesure"},
    {"C-06", "heures en dehors des horaires de l’affectation"},
    {"E-05", "heures déclarées aussi dans une autre affectation"},
    {"S-10", "plus d’heures déclarées qu’il n’en reste à effectuer"},
    {"W-01", "plus d’heures dans la semaine que la limite fixée pour cette personne"},
    {"W-03", "durée du travail ou repos hors des limites du droit du travail"},
    {"W-04", "durée du travail, repos ou horaires hors des limites applicables aux mineurs"},
};

static const struct {
    const struct row *row;
    size_t n;
} lists[RULE_LISTS] = {
    [RULE_PLACEMENT] = {placement, sizeof placement / sizeof placement[0]},
    [RULE_REPORT] = {report, sizeof report / sizeof report[0]},
};

size_t rule_count(enum rule_list list)
{
    return lists[list].n;
}

const char *rule_id(enum rule_list list, size_t i)
{
    return i < lists[list].n ? lists[list].row[i].id : NULL;
}

const char *rule_sentence(enum rule_list list, const char *id)
{
    for (size_t i = 0; i < lists[list].n; i++)
        if (strcmp(lists[list].row[i].id, id) == 0)
            return lists[list].row[i].sentence;
    return "";
}
