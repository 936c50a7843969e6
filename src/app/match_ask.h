/* SPDX-License-Identifier: EUPL-1.2 */
/* May this post be proposed to the person of a case at given times, and what would come of it session by session? */
#ifndef JALON_APP_MATCH_ASK_H
#define JALON_APP_MATCH_ASK_H

#include "app/match_case.h"

struct match_look;

/* What is to be proposed; in->from is its first day. */
struct match_ask_in {
    struct uuid post;
    struct uuid chain;        /* nil; or that of the placement which this one replaces: what it takes is free */
    struct uuid in_charge;    /* nil: whom the post names; or who is in charge of this placement (C-11) */
    const struct slot *times; /* of the week; places mean nothing */
    size_t n_times;           /* at most SLOT_MAX, none overlaps another (slot_clash); 0: the rhythm of the plan that
                               * her own times make (match/timetable.h) */
    int32_t minutes;          /* to be worked there, 1 to MATCH_MINUTES; 0: all that remain */
    bool answered;            /* its host accepted it: how fresh the post is (B-09) is not asked again */
    bool keep;                /* where it may be, what was looked up stays for match_ask_others, and so long what was
                               * asked and by whom stays borrowed */
    bool running;             /* a placement that runs: neither how fresh the post is (B-09) nor the way (C-07) is asked
                               * again, nor what the database looks at by itself of host, post and places, which would
                               * hide what is hers, nor whether so many minutes remain beside what else is planned;
                               * and no other posts are looked for */
};

struct match_ask {
    struct match_case_known known;
    struct match_case_item item;  /* item.fit.rule == MATCH_FITS: it may be proposed; last_day is the forecast */
    struct match_plan plan;       /* of one that may be proposed: check_plan found it lawful */
    int32_t worked[MATCH_SESSIONS]; /* minutes that count of each of its sessions, breaks left out (W-04) */
    struct match_times times;     /* that item and plan are of; none when no plan gave any */
    size_t n_others;              /* when it may not: the best other posts for so many minutes at her own times */
    struct match_case_item other[MATCH_CASE_OTHERS];
    struct match_offer *one;      /* held; what item and other point to */
    struct territory *posts;
    struct match_look *look;      /* kept; secret. NULL: not */
};

/* May this be proposed? The times are taken as they are (match/proposal.h): each lies whole within one slot of the post
 * and her free time, out of her job, and no week, day, rest or place may break a hard rule; one that would is the
 * verdict, with its numbers. An examination that is due (W-05) keeps nobody from proposing, it is a warning
 * (MATCH_WARN_EXAM): the work must not begin before it. Unfit is no. Refusals as above, REFUSAL_NOT_FOUND also for the
 * post; REFUSAL_REMAINDER: more minutes than remain, or none does. Nothing is locked and nothing written: who stores
 * the placement names facts.version, profile_version and post->version, and lets SQL look again at places and overlaps.
 * *out is the caller's, NULL when memory lacks; free it with match_ask_free whatever happened. */
int match_ask_do(struct service *s, const struct service_caller *c, const struct match_case_in *in,
                 const struct match_ask_in *asked, struct match_ask **out, enum refusal *no)
    __attribute__((warn_unused_result));
/* The other posts after all, once, for one that may be and was kept: posts as they are now, case and profile as they
 * were then; nothing is opened. */
int match_ask_others(struct match_ask *a, enum refusal *no) __attribute__((warn_unused_result));
void match_ask_free(struct match_ask *out);

#endif
