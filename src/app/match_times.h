/* SPDX-License-Identifier: EUPL-1.2 */
/* The weekly times that are proposed when nobody named any. */
#ifndef JALON_APP_MATCH_TIMES_H
#define JALON_APP_MATCH_TIMES_H

#include "app/match_snapshot.h"
#include "match/outcome.h"

/* The rhythm of a plan (match/timetable.h). Times at which she is at another post now are not proposed, though that
 * ends one day (E-05); where nothing else is left they stay, for the database to say so. How many. */
size_t match_times_of(const struct match_material *m, const struct match_plan *plan, struct slot out[SLOT_MAX]);

#endif
