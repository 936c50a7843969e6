/* SPDX-License-Identifier: EUPL-1.2 */
/* How she comes to a post and goes home (C-07): by which means, in how many minutes, and which hours that leaves. But
 * for journey_reach only files of this room call it. */
#ifndef JALON_MATCH_JOURNEY_H
#define JALON_MATCH_JOURNEY_H

#include "match/match.h"
#include "match/travel.h"
#include "match/window.h"

/* A rule of the journey that fails, with its numbers; MATCH_FITS: none does. */
struct journey_no {
    enum match_rule rule;
    enum match_change change;
    int32_t amount;
    int32_t limit;
};

/* Where a post lies, if it has a point, that her way does not exclude; none outside of it fits. False: anywhere. */
bool journey_reach(const struct match_snapshot *s, struct travel_box *out);

/* The longest that anybody is asked to go by that means, and that she accepts, in minutes; 0: no bound. */
int32_t journey_bound(const struct match_snapshot *s, int by);

/* The means that count for one post, and what each takes. */
struct journey_means {
    uint32_t allowed;
    uint32_t usable; /* of allowed: short enough, or nobody knows the distance */
    struct travel_range range[MATCH_MEANS];
    /* of the least bad of the others: minutes beyond its bound, and whether that is her own */
    int32_t over;
    int32_t bound;
    bool hers;
};

struct journey {
    struct journey_means means;
    struct journey_no way;   /* MATCH_RULE_CAR, MATCH_RULE_TRAVEL */
    bool unsaid;             /* on some day with times in common nobody stated hours of public transport */
    struct journey_no hours; /* MATCH_RULE_TRANSIT, MATCH_RULE_ASKED: times were in common, and none of them is left */
};

/* Both fill what f tells of the journey with its warnings. A means counts by which the way may be short enough; of
 * these the quickest is told, by the longer end of its range. The way hangs on no time of the week. */
void journey_way(const struct match *m, const struct match_post *p, struct match_fit *f, struct journey *out);
/* After that: cuts w to the hours at which she can be there and, where she asked for hours, to those. Public transport
 * does not count for a post whose times begin before it or end after it, while there is another means; where there is
 * none the hours that the host states cut the times, and what nobody stated, or times that are meant as they are
 * (whole), only warn. */
void journey_hours(const struct match *m, const struct match_post *p, struct windows *w, struct match_fit *f,
                   struct journey *out);

#endif
