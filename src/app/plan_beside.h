/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines of one person for several measures. plan_solve's own, not for others. */
#ifndef JALON_APP_PLAN_BESIDE_H
#define JALON_APP_PLAN_BESIDE_H

#include "app/plan_work.h"

/* Fills w->same: per person, the last one before her of the same case; PLAN_SOLVE_NONE: nobody. ERR_NOMEM. */
int plan_beside_prepare(struct plan_work *w) __attribute__((warn_unused_result));
/* Where all lines of a round hold by themselves: of two lines of one case that do not stand beside each other, in
 * whatever order they are proposed (E-05, W-01 and the like), the later one's post is dropped for her. *again: one
 * was. */
int plan_beside_settle(struct plan_work *w, bool *again) __attribute__((warn_unused_result));

#endif
