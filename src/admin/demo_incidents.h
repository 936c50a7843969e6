/* SPDX-License-Identifier: EUPL-1.2 */
/* Incidents of the story (steps 11 and 12) and reports to the mandating judge (steps 4, 11, 13 and 15). */
#ifndef JALON_ADMIN_DEMO_INCIDENTS_H
#define JALON_ADMIN_DEMO_INCIDENTS_H

#include "admin/demo_scene.h"
#include "domain/day.h"

#define DEMO_INCIDENTS_ROWS 3
#define DEMO_INCIDENTS_REPORTS 7

struct demo_incidents_row {
    unsigned row; /* of the story */
    int session;  /* of the row, negative: from the last; on its day it happened */
    const char *kind;
    bool stopped;
    const char *words;
    /* Days after: 0, not yet. followed: when the service did the rest. */
    int followed, declared, judge_told, resumed;
    const char *note;
};

struct demo_incidents_report {
    unsigned person;
    const char *kind;
    int sent; /* days ago; 0: not yet */
    int due;  /* days to come; 0: by no day */
    const char *text;
};

/* Row i, or NULL. */
const struct demo_incidents_row *demo_incidents_at(unsigned i);
const struct demo_incidents_report *demo_incidents_report_at(unsigned i);

/* What happened at the placement that is told, before its hours are reported; and what the judge is told of that. May
 * be done again. */
int demo_incidents_tell(const struct demo_scene *sc) __attribute__((warn_unused_result));
/* The other reports about a person, once her placements are told. May be done again. */
int demo_incidents_write(struct demo_sessions *t, unsigned person) __attribute__((warn_unused_result));

#endif
