/* SPDX-License-Identifier: EUPL-1.2 */
/* Everybody at once: who of a waiting list could go where, so that as many as possible are placed and the sum of what
 * the places cost (match/order.h, order_cost) is the lowest there is. Pure: the same people and posts give the same
 * plan.
 *
 * Only posts are looked at that could be in it: what a post costs at least is known by the way to it, so that with the
 * prices of the solution nobody could do better with a post that was not looked at; those are looked at otherwise, and
 * it is solved again. The solution is that of all pairs.
 *
 * A place is for one person. A post has as many lines as the most places of one of its slots, and fewer where what is
 * taken there would change what is promised to the next: the lines are computed one after the other, in the order of
 * the people, with the times of the earlier ones booked as a proposal books them (its weekly times from its first day
 * to its last). The first day is that of her own plan there: who comes when somebody leaves begins then. A line that is
 * no longer what its cost says lowers the places of its post; a person whose own rhythm cannot be proposed there even
 * alone loses that post; of two lines of one person for two measures that do not stand beside each other the later one
 * loses its post; and the whole is solved anew, until every line holds. So no slot is overbooked by the lines
 * together, nobody is at two posts at once nor works too much for both, and the plan is the cheapest for the places and
 * posts that it ended with. */
#ifndef JALON_APP_PLAN_SOLVE_H
#define JALON_APP_PLAN_SOLVE_H

#include "app/match_times.h"
#include "app/plan_people.h"

/* cost of somebody without a place: above all that PLAN_PEOPLE others may lose */
#define PLAN_SOLVE_UNMATCHED 1000000000
#define PLAN_SOLVE_NONE SIZE_MAX

struct plan_solve_line {
    enum plan_people_lack lack;
    size_t post;               /* index in the posts; PLAN_SOLVE_NONE: no place */
    struct match_fit fit;      /* of that post, as a match lists it */
    int32_t cost;
    struct match_fit meant;    /* of the times below, as the door of proposals computes it */
    struct match_times times;
    size_t best;               /* the post that her own list begins with; PLAN_SOLVE_NONE: none fits */
    struct match_fit best_fit;
    int32_t best_cost;
    size_t fitting;            /* posts that fit her, of those looked at: all of them where she has no place */
    enum match_rule rule;      /* no place: the rule that most posts fail; MATCH_RULE_CAPACITY where some fit */
    size_t failing;            /* posts that fail it, or that fit and went to others */
};

struct plan_solve {
    size_t n;
    struct plan_solve_line *line; /* owned; as the people */
    size_t placed;
    int64_t objective;            /* costs of all, those without a place included */
};

/* ERR_LIMIT: a person or a post over a maximum of match/limits.h; ERR_INTERNAL: the certificate does not hold. out
 * wants plan_solve_release whatever happened. */
int plan_solve(const struct plan_people *p, struct plan_solve *out) __attribute__((warn_unused_result));
void plan_solve_release(struct plan_solve *out);

#endif
