/* SPDX-License-Identifier: EUPL-1.2 */
/* The closed list of reasons with the words a person chooses from. The edge reads the header Access-Reason with it, the
 * store hands the code to SQL, which keeps the same list: a code that is missing there is refused there too. */
#include <string.h>

#include "domain/reason.h"

#include "base/banned.h"

static const struct {
    const char *code;
    const char *label;
} reasons[REASON_COUNT] = {
    [REASON_NONE] = {"", "Aucun motif donné"},
    [REASON_FOLLOW_UP] = {"follow_up", "Suivi de la mesure"},
    [REASON_INTAKE] = {"intake", "Prise en charge"},
    [REASON_JUDGE_REPORT] = {"judge_report", "Rapport au magistrat"},
    [REASON_DUTY_COVER] = {"duty_cover", "Permanence ou remplacement"},
    [REASON_DIRECTION_CONTROL] = {"direction_control", "Contrôle de la direction"},
    [REASON_RIGHTS_REQUEST] = {"rights_request", "Demande d’exercice de droits"},
    [REASON_ASSIGNMENT] = {"assignment", "Décision d’affectation"},
    [REASON_CONTROL] = {"control", "Contrôle du journal"},
};

const char *reason_code(enum reason r)
{
    return (unsigned)r < REASON_COUNT ? reasons[r].code : "";
}

const char *reason_label(enum reason r)
{
    return (unsigned)r < REASON_COUNT ? reasons[r].label : reasons[REASON_NONE].label;
}

enum reason reason_parse(const char *code, size_t n)
{
    for (int r = REASON_NONE + 1; r < REASON_COUNT; r++)
        if (strlen(reasons[r].code) == n && memcmp(reasons[r].code, code, n) == 0)
            return (enum reason)r;
    return REASON_NONE;
}
