/* SPDX-License-Identifier: EUPL-1.2 */
/* Placements of the demonstration: who came to which post, and how far that went. */
#ifndef JALON_ADMIN_DEMO_STORY_H
#define JALON_ADMIN_DEMO_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "admin/demo_offers.h"
#include "domain/slot.h"

#define DEMO_STORY_ROWS 18
#define DEMO_STORY_SLOTS 4

/* The placements that other tables tell more of: the number of their row. */
enum demo_story_of {
    DEMO_STORY_DONE = 2,      /* at a host that reports itself */
    DEMO_STORY_SHORT = 3,     /* done too; its counsellor reports for the host */
    DEMO_STORY_FURNITURE = 5,
    DEMO_STORY_TROUBLE = 6,
    DEMO_STORY_QUARREL = 7,
    DEMO_STORY_ACCIDENT = 8,
    DEMO_STORY_LATE = 9
};

/* Days are days ago; 0: not yet, or never. */
struct demo_story_row {
    unsigned person;
    unsigned post;
    int first; /* day of the work; negative: to come */
    int proposed;
    int answered;
    int met;
    int decided;
    int told;        /* to the person */
    bool untold;     /* not yet to the prosecutor */
    bool delegated;  /* signed by the counsellor who has the delegation */
    const char *authority; /* who decides, where it is no SPIP director; NULL: one does */
    bool done;       /* to the last hour of the measure */
    int withdrawn;   /* by the service */
    int ended;       /* by the host, early */
    int attested;
    int waiting;     /* the last so many reports wait for their settlement */
    const char *decline; /* code, when the host says no */
    size_t slots;
    struct slot slot[DEMO_STORY_SLOTS];
    const char *reason;  /* of the proposal, for the service */
    const char *message; /* to the host */
    const char *words;   /* of the host at its answer; NULL: none */
};

/* Row i of DEMO_STORY_ROWS, or NULL. An earlier placement of a person stands before a later one. */
const struct demo_story_row *demo_story_at(unsigned i);

#endif
