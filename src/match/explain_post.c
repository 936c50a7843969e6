/* SPDX-License-Identifier: EUPL-1.2 */
/* The list is closed: a rule that is not in it has no sentence, so that no reason which lies in what is sealed is told
 * by accident, not even as "other". */
#include <string.h>

#include "match/explain_post.h"

#include "base/banned.h"

static const char *const sentences[MATCH_RULES] = {
    [MATCH_RULE_HOST] = "la structure n’accueille pas actuellement",
    [MATCH_RULE_HABILITATION] = "la structure n’est pas habilitée pour ce département et ce public",
    [MATCH_RULE_INSCRIPTION] = "le poste n’est pas inscrit sur la liste du département",
    [MATCH_RULE_SUSPENDED] = "le poste est suspendu",
    [MATCH_RULE_FRESH] = "le poste reste à confirmer par la structure",
    [MATCH_RULE_SLOTS] = "le poste n’a aucun horaire",
    [MATCH_RULE_DAYS] = "le poste est fermé à tous ses horaires pendant un an",
    [MATCH_RULE_CAPACITY] = "aucune place ne se libère pendant un an",
};

enum match_rule explain_post_rule(const char *code)
{
    for (int r = 0; r < MATCH_RULES; r++)
        if (sentences[r] != NULL && strcmp(outcome_code((enum match_rule)r), code) == 0)
            return (enum match_rule)r;
    return MATCH_FITS;
}

void explain_post(struct buf *b, enum match_rule r)
{
    if ((unsigned)r < MATCH_RULES && sentences[r] != NULL)
        buf_str(b, sentences[r]);
}
