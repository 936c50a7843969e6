/* SPDX-License-Identifier: EUPL-1.2 */
/* Which weeks of the person's calendar go alike. Only files of this room call it. */
#ifndef JALON_MATCH_USUAL_H
#define JALON_MATCH_USUAL_H

struct match;

/* Fills all of m that is by week, from its times of the week and its commitments. */
void usual_weeks(struct match *m);

#endif
