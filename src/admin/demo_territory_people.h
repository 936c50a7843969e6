/* SPDX-License-Identifier: EUPL-1.2 */
/* The people of the territory while they are drawn: what becomes of each, and the parts that draw it. */
#ifndef JALON_ADMIN_DEMO_TERRITORY_PEOPLE_H
#define JALON_ADMIN_DEMO_TERRITORY_PEOPLE_H

#include <stdbool.h>

#include "admin/demo_story.h"
#include "admin/demo_territory.h"
#include "domain/profile.h"

enum demo_territory_fate {
    DEMO_TERRITORY_RUNS,
    DEMO_TERRITORY_FINISHED,
    DEMO_TERRITORY_PROPOSED,
    DEMO_TERRITORY_ACCEPTED,
    DEMO_TERRITORY_WAITS,
    DEMO_TERRITORY_SUSPENDED,
    DEMO_TERRITORY_FAILED,
    DEMO_TERRITORY_CONVERTED,
    DEMO_TERRITORY_TRANSFERRED,
    DEMO_TERRITORY_TAKEN_IN, /* a draft */
    DEMO_TERRITORY_FATES
};

/* A post and days for person i, whose hours stand in her measure; true when there is one, and then the row, its person
 * and post, days and times are in the plan. */
bool demo_territory_people_place(struct demo_territory *t, unsigned i, enum demo_territory_fate fate);
/* What was odd, what happened and what the judge is told of person i, whose placement is row (NULL: none). */
void demo_territory_people_tell(struct demo_territory *t, unsigned i, struct demo_story_row *row);
/* Reasons and messages of the row of person i. */
void demo_territory_people_say(struct demo_story_row *row, unsigned i, bool works);

#endif
