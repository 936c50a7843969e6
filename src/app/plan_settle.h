/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether the lines of a solution hold together. plan_solve's own, not for others. */
#ifndef JALON_APP_PLAN_SETTLE_H
#define JALON_APP_PLAN_SETTLE_H

#include "app/plan_work.h"

/* Computes the lines of each post one after the other. *again: one did not hold, so that a place less or an edge less
 * is in the problem now, which is to be solved anew. */
int plan_settle(struct plan_work *w, bool *again) __attribute__((warn_unused_result));

#endif
