/* SPDX-License-Identifier: EUPL-1.2 */
/* Which posts fit the person of a case, and why the others do not. Facts come from the database, her situation from
 * the sealed profile (MATCH, opened after its entry is in the log), the verdict from match/: pure, the same facts give
 * the same bytes. What she did not say excludes nothing; it is told in `known`. A person decides (P-10). */
#ifndef JALON_APP_MATCH_CASE_H
#define JALON_APP_MATCH_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/match_times.h"
#include "app/service.h"
#include "base/uuid.h"
#include "domain/profile.h"
#include "domain/reason.h"
#include "match/explain.h"
#include "match/explain_travel.h"
#include "match/explain_warning.h"
#include "match/match.h"
#include "match/what_if.h"
#include "match/what_if_words.h"
#include "store/matching_case.h"
#include "store/matching_posts.h"

#define MATCH_CASE_OTHERS    3
#define MATCH_CASE_LIMIT     100 /* of a page */
#define MATCH_CASE_OF_A_RULE 5   /* examples of posts that a rule excludes */

struct match_offer;
struct territory;

/* The profile out of the plaintext of a record, whose form only the edge knows: profile_facts_read. */
typedef bool (*match_case_reader)(const void *record, size_t n, struct profile *out);

struct match_case_in {
    struct uuid case_id;
    struct uuid measure; /* nil: the one that is open */
    enum reason reason;
    struct uuid post;    /* of a list: that one alone, whatever its state and wherever it is; nil: those of the
                          * unit's département */
    int32_t from;        /* first day asked for; any before today: tomorrow */
    struct match_filter filter; /* of a list */
    struct what_if what_if; /* what else she might accept */
    bool remedies;       /* of a list: what would make posts fit that do not; tens to hundreds of matches for each of
                          * these that is told */
    match_case_reader read;
};

/* What was taken as known, the same for every post. */
struct match_case_known {
    struct matching_facts facts; /* of the measure */
    int32_t profile_version;
    int32_t remaining_min;       /* ordered, less what is credited or planned in other placements */
    int32_t asked_min;           /* what the plans are for: remaining_min, or the minutes of the proposal */
    int32_t first;               /* first day looked at */
    int32_t job_min;             /* minutes a week of her job, the mean of an odd and an even one; -1: not said */
    int32_t job_most_min;        /* the same of the busier of the two */
    int32_t travel_max_min;      /* 0: no limit */
    uint32_t means;              /* bits in the order of SITUATION_TRANSPORT; 0: not said */
    bool located;
    struct match_law law;
    uint32_t unsaid;             /* bits of enum profile_member */
    uint32_t aims;               /* bits of WORD_TASK_FAMILY that her learning aim names */
    size_t n_unread;             /* places to avoid that no post could be compared with: for a person to look at */
    char unread[PROFILE_LISTED][PROFILE_PLACE];
};

struct match_case_item {
    struct match_fit fit;             /* sentences: match/explain.h */
    const struct matching_post *post;
    const struct match_offer *offer;  /* of a list: what post is of */
    bool compared;                    /* something was asked for beyond her profile: */
    struct match_fit was;             /* what it is without */
    bool has_remedy;                  /* it does not fit, and would: */
    struct what_if remedy;            /* with what is asked for and this beside */
};

/* What of it is to be told, as a page. */
struct match_case_page {
    enum match_rule rule; /* MATCH_FITS: those that fit, and examples of each rule that excludes; else the posts that
                           * this one excludes */
    size_t limit;         /* 1 to MATCH_CASE_LIMIT */
    bool later;           /* another page was read before: */
    struct uuid after;    /* its last post */
    int64_t print;        /* its print */
};

struct match_case_list {
    struct match_case_known known;
    size_t n;                     /* posts looked at */
    size_t count[MATCH_RULES];    /* that fit, or that a rule excludes */
    struct match_case_item *item; /* those told: of the first rule (MATCH_FITS), the second and so on, each in the order
                                   * of match/order.h */
    size_t n_items;
    size_t told[MATCH_RULES];
    bool compared;                /* as in the items: */
    size_t effect[WHAT_IF_EFFECTS]; /* posts by what became of them */
    bool more;                    /* others come behind the page */
    bool changed;                 /* what stands before this page is not what was told: a post may be told twice or not
                                   * at all, and when the one to go on behind is gone the list begins again */
    int64_t print;                /* for the next page: of all that stands up to the end of this one */
    struct territory *posts;      /* held; what item points to; or NULL, and */
    struct match_offer *one;
};

/* out wants match_case_list_release whatever happened. REFUSAL_NOT_FOUND: no such case, measure of it, or post;
 * REFUSAL_MEASURE_NONE, REFUSAL_MEASURE_WHICH: none is open, or several and none was named; REFUSAL_PROFILE_NONE,
 * REFUSAL_PROFILE_BROKEN: nothing was said yet, or it is not what was sealed; REFUSAL_PARAMETER: more times than a
 * match looks at, those of her profile counted; REFUSAL_REASON_REQUIRED, REFUSAL_CEILING, REFUSAL_KEY_MISSING. */
int match_case_do(struct service *s, const struct service_caller *c, const struct match_case_in *in,
                  const struct match_case_page *page, struct match_case_list *out, enum refusal *no)
    __attribute__((warn_unused_result));
void match_case_list_release(struct match_case_list *out);

#endif
