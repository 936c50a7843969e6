/* SPDX-License-Identifier: EUPL-1.2 */
/* Warnings, in the order of their bits. */
#include "match/explain_travel.h"
#include "match/explain_warning.h"
#include "match/phrase.h"

#include "base/banned.h"

#define NB PHRASE_NB

void explain_warning(struct buf *b, const struct match_fit *f, enum match_warning w)
{
    static const char *const words[MATCH_WARNINGS] = {
        "la journée dépasse la limite générale",
        "la semaine dépasse la limite générale",
        "le repos quotidien est trop court",
        "trop de jours travaillés dans la semaine",
        "pas deux jours de repos qui se suivent",
        "travail de nuit",
        "peu de marge avant le terme",
        "délai suspendu" NB ": le terme connu peut reculer",
        "l’habilitation s’achève peu après",
        "l’avis médical s’achève avant la dernière heure",
        "la personne en charge du poste suit déjà autant de personnes qu’elle l’accepte",
        "distance inconnue",
        "examen médical à obtenir avant le début",
        "une exigence du poste reste à vérifier avec la personne",
        "apte avec restrictions" NB ": à comparer avec le poste",
        "délai non connu" NB ": la décision n’est pas définitive",
        "le trajet peut dépasser la durée acceptée",
        "véhicule nécessaire pour venir" NB ": à vérifier avec la personne",
        NULL, /* has numbers */
        "séance sans la pause due",
    };
    int i = 0;

    while (i < MATCH_WARNINGS && (unsigned)w != 1u << i)
        i++;
    if (i == MATCH_WARNINGS)
        return;
    if (w == MATCH_WARN_TRANSIT)
        explain_travel_hours(b, f);
    else
        buf_str(b, words[i]);
    if (1u << i <= MATCH_WARN_NIGHT || w == MATCH_WARN_BREAK)
        buf_fmt(b, " (%s)", f->minor ? "W-04" : "W-03");
}
