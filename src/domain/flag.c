/* SPDX-License-Identifier: EUPL-1.2 */
/* tests/sql/test_words.py compares the rules with those of the database. */
#include <string.h>

#include "domain/flag.h"

#include "base/banned.h"

static const struct {
    const char *rule;
    const char *sentence;
} flags[] = {
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

size_t flag_count(void)
{
    return sizeof flags / sizeof flags[0];
}

const char *flag_rule(size_t i)
{
    return i < flag_count() ? flags[i].rule : NULL;
}

const char *flag_sentence(const char *rule)
{
    for (size_t i = 0; i < flag_count(); i++)
        if (strcmp(flags[i].rule, rule) == 0)
            return flags[i].sentence;
    return "";
}
