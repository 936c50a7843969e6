/* SPDX-License-Identifier: EUPL-1.2 */
/* Everybody of a plan with her opened profile, and the posts of the département: all that a plan is computed from, read
 * before any of it is computed. Secret. */
#ifndef JALON_APP_PLAN_PEOPLE_H
#define JALON_APP_PLAN_PEOPLE_H

#include "app/match_case.h"
#include "app/match_snapshot.h"
#include "app/territory.h"
#include "store/plan.h"

/* Why somebody is looked at with no post. */
enum plan_people_lack {
    PLAN_PEOPLE_WHOLE,
    PLAN_PEOPLE_NO_PROFILE,
    PLAN_PEOPLE_BROKEN,
    PLAN_PEOPLE_UNSEEN /* of as_far only: the ceiling left no room to open her */
};

struct plan_person {
    struct match_snapshot_in sources; /* points into this struct and its plan_people */
    const struct plan_facts *facts;
    enum plan_people_lack lack;
    struct profile *profile; /* NULL where something lacks; that of another one of the same case */
};

struct plan_people {
    bool more;             /* others wait beyond PLAN_PEOPLE */
    int32_t from;          /* first day of the plan */
    size_t opened;         /* profiles: of each case once, whatever it has of measures */
    size_t n;
    struct plan_person *person; /* by term, then measure */
    struct matching_law law;
    struct territory *posts;   /* of the département; NULL: not asked for */
    /* what they point to */
    int32_t holidays[MATCH_HOLIDAYS]; /* of the département, from the first day on */
    struct plan_facts *facts;
    struct profile *profiles;
    struct matching_time *own;
    struct uuid *met;
    size_t n_met;
};

struct plan_people_in {
    const struct uuid *measures; /* NULL: everybody who waits */
    size_t n_measures;
    bool those_left;             /* of the measures those are left out for which nobody waits any more */
    bool no_posts;               /* the caller has those that she needs */
    bool as_far;                 /* where the ceiling has no room for all, as many as it has room for or one less */
    enum reason reason;
    int32_t from; /* any day before today: tomorrow */
    match_case_reader read;
};

/* Profiles are opened as matching runs: nothing but MATCH, with an entry of all of them before the first is readable.
 * REFUSAL_NOT_FOUND: nobody of the caller's scope waits for one of the measures; REFUSAL_REASON_REQUIRED,
 * REFUSAL_CEILING (as_far: not one could be opened), REFUSAL_KEY_MISSING. out wants plan_people_release whatever
 * happened. */
int plan_people_load(struct service *s, const struct service_caller *c, const struct plan_people_in *in,
                     struct plan_people *out, enum refusal *no) __attribute__((warn_unused_result));
void plan_people_release(struct plan_people *p);

#endif
