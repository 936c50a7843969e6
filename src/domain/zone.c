/* SPDX-License-Identifier: EUPL-1.2 */
/* A table: overseas there are few, and all others are one. */
#include <string.h>

#include "domain/zone.h"

#include "base/banned.h"

static const struct {
    const char *departement;
    struct zone zone;
} zones[] = {
    {"971", {"America/Guadeloupe", -240, -240, ZONE_FIXED}},
    {"972", {"America/Martinique", -240, -240, ZONE_FIXED}},
    {"973", {"America/Cayenne", -180, -180, ZONE_FIXED}},
    {"974", {"Indian/Reunion", 240, 240, ZONE_FIXED}},
    {"975", {"America/Miquelon", -180, -120, ZONE_AMERICA}},
    {"976", {"Indian/Mayotte", 180, 180, ZONE_FIXED}},
    {"977", {"America/St_Barthelemy", -240, -240, ZONE_FIXED}},
    {"978", {"America/Marigot", -240, -240, ZONE_FIXED}},
    {"986", {"Pacific/Wallis", 720, 720, ZONE_FIXED}},
    {"987", {"Pacific/Tahiti", -600, -600, ZONE_FIXED}},
    {"988", {"Pacific/Noumea", 660, 660, ZONE_FIXED}},
};
static const struct zone paris = {"Europe/Paris", 60, 120, ZONE_EUROPE};

const struct zone *zone_of(const char *departement)
{
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++)
        if (strcmp(zones[i].departement, departement) == 0)
            return &zones[i].zone;
    return &paris;
}
