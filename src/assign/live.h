/* SPDX-License-Identifier: EUPL-1.2 */
/* A plan that follows its problem: one change, and it is the cheapest again, with its proof, from the last one.
 *
 * Which of several cheapest plans it then is: not the first by index as solve.h has it, because people were told the
 * last one. When a case comes or goes, or places come or go one at a time, it is one of those in which the fewest cases
 * are elsewhere than before (the new one not counted), and of these the one of chain.c; it depends on the last plan and
 * the change alone. When a cost changes and the last plan is still a cheapest one, it stays; otherwise the case of that
 * edge is taken out and placed anew, which moves others along one chain, or along a second one to the place it left. */
#ifndef JALON_ASSIGN_LIVE_H
#define JALON_ASSIGN_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "assign/chain.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "assign/recheck.h"
#include "assign/state.h"

struct live {
    struct problem problem; /* read them; a case that was removed keeps its index, its row is not looked at */
    struct plan plan;
    bool certified;         /* by recheck.h after the last change; false once, false for ever */
    /* of the room */
    struct state state;
    struct chain chain;
    struct recheck recheck;
    uint32_t cases_max, edges_max;
};

/* Takes over a problem in which a case may be unmatched and its cheapest plan, as solve leaves it: both are empty
 * afterwards. ERR_FORMAT: everybody must be placed, or the plan is not certified; ERR_NOMEM: they are as they were. */
int live_begin(struct live *l, struct problem *p, struct plan *plan) __attribute__((warn_unused_result));
/* Safe on a zeroed struct. */
void live_release(struct live *l);

/* One case more, with n edges in any order of which post and cost are read; its index into *kase. ERR_LIMIT: an index,
 * a cost or a count out of range; ERR_CONFLICT: a post twice; ERR_NOMEM. Nothing has changed then. */
int live_add(struct live *l, const struct problem_edge *edge, uint32_t n, uint32_t *kase)
    __attribute__((warn_unused_result));
/* A case is out: it costs nothing and takes no place. ERR_NOTFOUND. */
int live_remove(struct live *l, uint32_t kase) __attribute__((warn_unused_result));
/* Post j has so many places. ERR_LIMIT. */
int live_places(struct live *l, uint32_t j, uint32_t places) __attribute__((warn_unused_result));
/* The edge of the case to that post costs something else. ERR_NOTFOUND: there is no such edge; ERR_LIMIT. */
int live_cost(struct live *l, uint32_t kase, uint32_t post, int32_t cost) __attribute__((warn_unused_result));
/* Cases that are elsewhere than before the last change, by index: *n of them, until the next one. */
const uint32_t *live_moved(const struct live *l, uint32_t *n);

#define SCOPED_LIVE __attribute__((cleanup(live_release))) = {0}

#endif
