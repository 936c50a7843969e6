/* SPDX-License-Identifier: EUPL-1.2 */
/* What only opened profiles make one ask for, and the posts. */
#ifndef JALON_APP_PLAN_AROUND_H
#define JALON_APP_PLAN_AROUND_H

#include "app/plan_people.h"
#include "store/tx.h"

/* Times of the people's other placements, sites and homes into their sources; the posts of the département with what is
 * taken of them, base (which may be NULL) with what changed; no posts where changes is NULL. At least one person. */
int plan_around_read(struct conn *db, const struct tx_who *who, struct territory *base,
                     const struct matching_changes *changes, struct plan_people *p, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
