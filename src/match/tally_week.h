/* SPDX-License-Identifier: EUPL-1.2 */
/* What one week gives, by the windows in it that are open and have a place: each a session from its beginning to its
 * end, until W-01 or the week of a plan cuts one and leaves the others out. Only files of this room call it. */
#ifndef JALON_MATCH_TALLY_WEEK_H
#define JALON_MATCH_TALLY_WEEK_H

#include "match/match.h"
#include "match/window.h"

#define TALLY_WINDOWS 64 /* at most */

/* What is said of two is of odd [0] and of even weeks. Borrows both. */
struct tally_week_rooms {
    const struct match *m;
    const struct windows *w;
    int32_t job_min[2]; /* what W-01 leaves of a week */
    int32_t min[2];     /* what that and the week of a plan do */
};

struct tally_week {
    uint64_t of;      /* windows that it has, bit i: window i */
    uint64_t which;   /* and those that give a session: whole, but for the last one perhaps */
    int32_t minutes;
    int32_t sessions;
    int32_t job_days; /* sessions on days with a job */
    int32_t last_to;  /* minute at which the last session ends */
    bool refused;     /* W-01 left less than a session */
};

void tally_week_rooms_of(struct tally_week_rooms *out, const struct match *m, const struct windows *w);
/* What a week with those windows gives when so many minutes are left of the measure. */
void tally_week_of(struct tally_week *out, const struct tally_week_rooms *r, int even, uint64_t of, int32_t left);
/* What a week with all of its windows gives, when as much is left. */
void tally_week_whole(struct tally_week *out, const struct tally_week_rooms *r, int even);

#endif
