/* SPDX-License-Identifier: EUPL-1.2 */
/* The work of a placement of the story (step 10): its sessions are reported and settled. */
#ifndef JALON_ADMIN_DEMO_HOURS_H
#define JALON_ADMIN_DEMO_HOURS_H

#include "admin/demo_scene.h"

#define DEMO_HOURS_SESSIONS 64 /* most of one placement */

struct demo_hours_session {
    int32_t day;
    int from_min;
    int to_min;
};

/* The sessions that a row has by the day before today (a day number; for one that ended, by its last day): each of its
 * times but on public holidays, until it has ordered_min, when it is done. How many, in order of time. */
size_t demo_hours_sessions(const struct demo_story_row *row, int32_t today, int ordered_min,
                           struct demo_hours_session out[DEMO_HOURS_SESSIONS]);
/* Those of the placement that is told. */
size_t demo_hours_of(const struct demo_scene *sc, struct demo_hours_session out[DEMO_HOURS_SESSIONS]);
/* Reports and settles them, for a placement that was decided. May be done again. */
int demo_hours_work(const struct demo_scene *sc) __attribute__((warn_unused_result));

#endif
