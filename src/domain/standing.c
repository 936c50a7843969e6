/* SPDX-License-Identifier: EUPL-1.2 */
/* The words of offer.standing(), and "ending", which is valid seen from a list of what is to be renewed. */
#include <string.h>

#include "domain/standing.h"

#include "base/banned.h"

static const struct {
    const char *code;
    const char *label;
} standings[STANDING_COUNT] = {
    [STANDING_UNKNOWN] = {"", "Situation inconnue"},
    [STANDING_BY_RIGHT] = {"by_right", "De droit"},
    [STANDING_VALID] = {"valid", "Habilitée"},
    [STANDING_ENDING] = {"ending", "Habilitation à renouveler"},
    [STANDING_EXPIRED] = {"expired", "Habilitation échue"},
    [STANDING_NONE] = {"none", "Non habilitée"},
};

const char *standing_code(enum standing s)
{
    return (unsigned)s < STANDING_COUNT ? standings[s].code : "";
}

const char *standing_label(enum standing s)
{
    return (unsigned)s < STANDING_COUNT ? standings[s].label : standings[STANDING_UNKNOWN].label;
}

enum standing standing_parse(const char *code, size_t n)
{
    for (int s = STANDING_UNKNOWN + 1; s < STANDING_COUNT; s++)
        if (strlen(standings[s].code) == n && memcmp(standings[s].code, code, n) == 0)
            return (enum standing)s;
    return STANDING_UNKNOWN;
}
