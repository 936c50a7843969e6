/* SPDX-License-Identifier: EUPL-1.2 */
/* A first guess of prices, where places are enough. Nothing that follows leans on its quality, only the time does. */
#ifndef JALON_ASSIGN_AUCTION_H
#define JALON_ASSIGN_AUCTION_H

struct state;

/* Needs a plan without cases and prices of 0; leaves prices and some cases seated, no post over its places. The values
 * are not set. ERR_NOMEM. */
int auction_run(struct state *s) __attribute__((warn_unused_result));

#endif
