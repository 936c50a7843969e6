/* SPDX-License-Identifier: EUPL-1.2 */
/* A post told to fit, and to stand behind others that are known, without its plan: a list of twenty looks at thousands
 * of posts, of which most do, and only the twenty are told. What is not sure at a glance is asked of match_post. */
#ifndef JALON_MATCH_GLANCE_H
#define JALON_MATCH_GLANCE_H

#include "match/match.h"
#include "match/ready.h"

#define GLANCE_SLOTS      15   /* a post with more is never sure, */
#define GLANCE_TIMETABLES 2048 /* nor are those that come when so many are known */

struct glance_timetable {
    int16_t n;
    struct ready_slot slot[GLANCE_SLOTS]; /* in their order; slot is 0 */
};

/* The timetables of many posts, each once. 254 KB of the caller's, which are 0 at first; a copy is as good. */
struct glance_timetables {
    uint16_t n;
    uint16_t at[2 * GLANCE_TIMETABLES]; /* by hash: one more than its index; 0: none */
    struct glance_timetable of[GLANCE_TIMETABLES];
};

/* A post, and what else is looked at of it: the same for everybody. Those of many posts had best lie together. */
struct glance_post {
    uint64_t open[2];            /* weeks, from that Monday on, in which each slot that runs is open and has a place */
    int32_t monday;
    int32_t start;               /* nothing begins before that day, */
    int32_t until;               /* nor ends after that one (H-10) */
    int16_t transit_first;       /* the strictest of all its days; 0 and SLOT_DAY: none is stated */
    int16_t transit_last;
    uint16_t timetable;
    bool plain;                  /* nothing of the post is out of the ordinary; else nothing is sure */
    struct match_post p;         /* borrows what the post does; what a match reads first stands first */
};

/* What her times and a timetable have in common. */
struct glance_times {
    uint64_t may;                 /* weeks, of the first 64 of her calendar, with no day off among its days */
    int32_t minutes[2];           /* that an odd [0] and an even [1] such week gives at least; 0: nobody can say */
    int16_t first;                /* the earliest minute, the latest */
    int16_t last;
    bool night;                   /* some of it */
    bool known;                   /* all that was looked at */
};

#define GLANCE_NEAREST 64 /* steps of five minutes; nobody waits for a way that is longer */

/* One person before many posts, and the last of those that are kept. About 50 KB of the caller's. */
struct glance {
    const struct match *m;
    const struct glance_timetables *timetables;
    bool any;                    /* something may be sure */
    int32_t rough[2];            /* metres by which a line may be off, by point_rough of the post */
    int64_t within[2];           /* squares of metres: up to here some means that counts at any hour may be short
                                  * enough, */
    int64_t within_transit[2];   /* public transport; 0: none */
    int32_t by;                  /* the means of the first; -1: none */
    int64_t beyond[2];           /* from here on the way is longer than that to the last one */
    int32_t travel;              /* its term, or what that is at most; INT32_MAX: nothing is behind it for sure */
    size_t keeps;                /* posts that are kept; 0: nobody said */
    int32_t nearest[GLANCE_NEAREST]; /* that fit in good time for sure, by what the term of their way is at most */
    struct match_fit excluded;   /* after GLANCE_EXCLUDED: what match_post gives */
    struct match_fit no;         /* what another rule that fails writes, and nobody reads */
    struct glance_times times[GLANCE_TIMETABLES];
};

/* p is made ready for those weeks, or nothing is sure of it. all: gets its timetable. */
void glance_make(const struct match_post *p, const struct ready_weeks *weeks, struct glance_timetables *all,
                 struct glance_post *out);
/* m stays borrowed, as does all: the timetables of the posts that are looked at. keeps: so many of these are kept,
 * the first in the order, whatever else they are; 0: glance_last says which are. */
void glance_begin(struct glance *g, const struct match *m, const struct glance_timetables *all, size_t keeps);
/* The last fit of those that are kept; a later one does not stand behind it. */
void glance_last(struct glance *g, const struct match_fit *last);
/* None is kept: whatever fits is behind. */
void glance_all(struct glance *g);

enum glance_seen {
    GLANCE_UNSURE,
    GLANCE_EXCLUDED, /* by a rule that needs no calendar */
    GLANCE_NEAR,     /* match_post says that it fits; glance_passes may be true of it when others were looked at */
    GLANCE_PASSED    /* match_post says that it fits, and order_compare that it stands behind the last */
};
enum glance_seen glance_look(struct glance *g, const struct glance_post *x);
/* Is what was near behind the last, as it is known now? */
bool glance_passes(const struct glance *g, const struct glance_post *x);
/* It will be looked at soon: asks for its memory, which waits for nothing. */
void glance_expect(const struct glance_post *x);

#endif
