/* SPDX-License-Identifier: EUPL-1.2 */
/* Which clocks the places of a département have, as files for other people's calendars want to be told. Minutes of the
 * day are those of these clocks everywhere else. */
#ifndef JALON_DOMAIN_ZONE_H
#define JALON_DOMAIN_ZONE_H

#include <stdint.h>

enum zone_rule {
    ZONE_FIXED,  /* never changed */
    ZONE_EUROPE, /* last Sundays of March, 2:00, and of October, 3:00 (directive 2000/84/CE) */
    ZONE_AMERICA /* second Sunday of March and first of November, 2:00 */
};

struct zone {
    const char *name;  /* as the tz database has it */
    int32_t winter;    /* minutes ahead of UTC, negative west of it */
    int32_t summer;    /* the same in summer; ZONE_FIXED: as winter */
    enum zone_rule rule;
};

/* departement as in the reference data; of one that is not known those of Paris. Lives for ever. The Marquises and the
 * Gambier, which have clocks of their own, are not told apart from Tahiti. */
const struct zone *zone_of(const char *departement);

#endif
