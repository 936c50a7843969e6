/* SPDX-License-Identifier: EUPL-1.2 */
/* From what the database and the profile say to what match/ reads: pure, no clock, nothing kept. What was not said
 * excludes nothing: unsaid times are all times, an unsaid job is none, an unsaid home has no distance, a need of which
 * nobody knows warns. French "some" is such a need, and so are food hygiene and vaccination, of which the profile has
 * no member. A doctor's limits are words, which a person compares. */
#ifndef JALON_APP_MATCH_SNAPSHOT_H
#define JALON_APP_MATCH_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/profile.h"
#include "match/snapshot.h"
#include "store/matching_case.h"
#include "store/matching_posts.h"

#define MATCH_SNAPSHOT_AWAY (MATCHING_AWAY + PROFILE_COMMITMENTS)
#define MATCH_SNAPSHOT_FOLDED 1024 /* bytes of a place to avoid, folded */

/* What a list is narrowed to, in place of what she said or beside it; zeroed: nothing. */
struct match_filter {
    int32_t begin_from;     /* minutes of the day: no session begins before; 0: any */
    int32_t home_by;        /* home by then; 0: any */
    int32_t travel_max_min; /* in place of the longest way that she accepts; 0: that one */
    uint32_t means;         /* in place of how she comes: bits in the order of SITUATION_TRANSPORT; 0: as she said */
};

struct match_snapshot_in {
    const struct matching_facts *facts;
    const struct matching_law *law;
    const struct profile *profile;
    const struct matching_time *own; /* her live placements */
    size_t n_own;
    const struct uuid *met; /* sites at which somebody is whom she must not meet */
    size_t n_met;
    bool has_home;          /* the middle of her commune, where her profile has no point */
    int32_t lat;
    int32_t lon;
    int32_t from;           /* first day asked for */
    int32_t minutes;        /* to be planned */
    struct match_filter filter;
    const int32_t *holidays; /* where somebody worked them out for many: match_snapshot_holidays; NULL: not */
    size_t n_holidays;
};

/* The snapshot with the lists that it points to; secret. */
struct match_material {
    struct match_snapshot s;
    const struct match_snapshot_in *in;
    struct slot free[SLOT_MAX];
    struct match_busy busy[MATCH_BUSY];
    struct match_span away[MATCH_SNAPSHOT_AWAY];
    int32_t holidays[MATCH_HOLIDAYS];
    /* places to avoid, folded as domain/person.h folds names; "": nothing was left of it */
    char place[PROFILE_LISTED][MATCH_SNAPSHOT_FOLDED];
};

/* in stays borrowed. ERR_LIMIT: more commitments than MATCH_BUSY. */
int match_snapshot_build(struct match_material *out, const struct match_snapshot_in *in)
    __attribute__((warn_unused_result));
/* The holidays of a département that snapshots know whose first day this is. How many. */
size_t match_snapshot_holidays(int32_t first, const char *departement, int32_t out[MATCH_HOLIDAYS]);
/* Mean minutes a week of her job; -1: not said. */
int32_t match_snapshot_job(const struct profile *p);
/* The same of the busier of an odd and an even week. */
int32_t match_snapshot_job_most(const struct profile *p);

#endif
