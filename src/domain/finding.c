/* SPDX-License-Identifier: EUPL-1.2 */
/* tests/sql/test_words.py compares the rules with those of the database. */
#include <string.h>

#include "domain/finding.h"

#include "base/banned.h"

#define NB "\xc2\xa0"

static const struct {
    const char *rule;
    const char *sentence;
} findings[] = {
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

size_t finding_count(void)
{
    return sizeof findings / sizeof findings[0];
}

const char *finding_rule(size_t i)
{
    return i < finding_count() ? findings[i].rule : NULL;
}

const char *finding_sentence(const char *rule)
{
    for (size_t i = 0; i < finding_count(); i++)
        if (strcmp(findings[i].rule, rule) == 0)
            return findings[i].sentence;
    return "";
}
