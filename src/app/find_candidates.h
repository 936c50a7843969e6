/* SPDX-License-Identifier: EUPL-1.2 */
/* Who of those that wait could fill this place? Everybody of the caller's waiting list (C-14) is matched against one
 * post, each as her own list of posts is. The order is that of the waiting list, the day by which somebody must act:
 * nothing that was opened is in it, and nobody has a score (P-10). A person decides; nothing is kept and nothing
 * locked. */
#ifndef JALON_APP_FIND_CANDIDATES_H
#define JALON_APP_FIND_CANDIDATES_H

#include "app/match_case.h"
#include "app/match_offer.h"
#include "app/plan_people.h"
#include "app/service.h"
#include "store/waiting.h"

#define FIND_CANDIDATES_LIMIT PLAN_PEOPLE /* people who are looked at, and are told */

struct find_candidates_in {
    struct uuid post;
    enum reason reason;
    int32_t from; /* first day asked for; any before today: tomorrow */
    size_t limit; /* of those who fit the first so many are told; 1 to FIND_CANDIDATES_LIMIT */
    match_case_reader read;
};

struct find_candidates_one {
    const struct waiting *who;
    struct match_fit fit;
    int32_t week_min; /* most minutes of an ISO week of her plan */
};

struct find_candidates_out {
    struct match_offer *post;         /* held */
    int32_t from;
    struct match_fit stop;            /* MATCH_FITS, or the rule by which the post takes nobody, whoever comes: then
                                       * nobody was looked at, and nothing opened */
    struct waiting *waiting;          /* owned; who waits, the first FIND_CANDIDATES_LIMIT of them */
    size_t n_waiting;
    size_t people;                    /* all who wait: each is counted once in what follows */
    size_t opened;                    /* profiles: of nobody whom a rule excludes by what is in clear */
    struct find_candidates_one *item; /* owned; those who fit, in the order of the list, limit of them */
    size_t n_items;
    size_t count[MATCH_RULES];        /* that a rule excludes, the first that fails; MATCH_FITS: who fit, all */
    size_t lacking[PLAN_PEOPLE_UNSEEN + 1]; /* by enum plan_people_lack; unseen: no room within the ceiling, behind
                                             * the limit of the list, or a post that takes nobody */
};

/* Profiles are opened as matching runs (app/plan_people.h). REFUSAL_NOT_FOUND: no such post; REFUSAL_REASON_REQUIRED,
 * REFUSAL_CEILING (nobody could be opened), REFUSAL_KEY_MISSING. out wants find_candidates_release whatever
 * happened. */
int find_candidates_do(struct service *s, const struct service_caller *c, const struct find_candidates_in *in,
                       struct find_candidates_out *out, enum refusal *no) __attribute__((warn_unused_result));
void find_candidates_release(struct find_candidates_out *out);

#endif
