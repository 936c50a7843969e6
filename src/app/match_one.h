/* SPDX-License-Identifier: EUPL-1.2 */
/* One post as match/ reads it, whatever its state and wherever it is, out of the database and for one request: with all
 * that hangs on it and what is taken of it. */
#ifndef JALON_APP_MATCH_ONE_H
#define JALON_APP_MATCH_ONE_H

#include "app/match_offer.h"
#include "store/matching_posts.h"

#define MATCH_ONE_STEPS 2

/* Steps of a transaction with a bound session; params are initialised here, must live until the steps ran, and are to
 * be released. chain: NULL, or placements whose places are not to count. in_charge: nil, or who is instead of whom the
 * post names (C-11). */
void match_one_steps(struct conn_step steps[MATCH_ONE_STEPS], struct param_list params[MATCH_ONE_STEPS],
                     const struct uuid *post, const struct uuid *chain, const struct uuid *in_charge);
/* Takes the result of the first step away. *out: held, or NULL where there is no such post for the session. ERR_NOMEM,
 * ERR_FORMAT, ERR_LIMIT. */
int match_one_read(struct conn_step steps[MATCH_ONE_STEPS], struct match_offer **out)
    __attribute__((warn_unused_result));

#endif
