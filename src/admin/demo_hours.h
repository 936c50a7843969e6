/* SPDX-License-Identifier: EUPL-1.2 */
/* The work of a placement of the story (step 10): its sessions are reported and settled. */
#ifndef JALON_ADMIN_DEMO_HOURS_H
#define JALON_ADMIN_DEMO_HOURS_H

#include "admin/demo_scene.h"
#include "admin/demo_sheets.h"

#define DEMO_HOURS_SESSIONS 96 /* most of one placement */

struct demo_hours_session {
    int32_t day;
    int from_min;
    int to_min;
};

/* What was not as planned. */
struct demo_hours_odd {
    unsigned row;
    int session; /* of the row; negative: from the last */
    const char *attendance;
    bool unsaid;      /* not reported at all */
    int late, longer; /* minutes */
    const char *words;
    const char *contested; /* how the person said so */
    const char *reason;    /* for which it is settled nevertheless */
};

/* Oddity i of the story, or NULL. */
const struct demo_hours_odd *demo_hours_odd_at(unsigned i);

/* The sessions that a row has by the day before today (a day number; for one that ended, by its last day): each of its
 * times but on public holidays and closed days of its post, until it has ordered_min, when it is done. How many, in
 * order of time. */
size_t demo_hours_sessions(const struct demo_story_row *row, const struct demo_sheets_row *post, int32_t today,
                           int ordered_min, struct demo_hours_session out[DEMO_HOURS_SESSIONS]);
/* Minutes of a row on a day, not counting what is ordered. */
int demo_hours_minutes(const struct demo_story_row *row, const struct demo_sheets_row *post, int32_t today,
                       int32_t day);
/* Those of the placement that is told. */
size_t demo_hours_of(const struct demo_scene *sc, struct demo_hours_session out[DEMO_HOURS_SESSIONS]);
/* Reports and settles them, for a placement that was decided: what was worked in four weeks is written down together,
 * as from the sheet that the person signed. May be done again. */
int demo_hours_work(const struct demo_scene *sc) __attribute__((warn_unused_result));

#endif
