/* SPDX-License-Identifier: EUPL-1.2 */
/* The profiles of a plan's people. plan_people's own, not for others. */
#ifndef JALON_APP_PLAN_OPEN_H
#define JALON_APP_PLAN_OPEN_H

#include "app/plan_people.h"
#include "store/tx.h"

/* Of everybody who has one: each case is opened once. Refusals of plan_people_load. */
int plan_open(struct service_desk *d, const struct tx_who *who, const struct service_caller *c,
              const struct plan_people_in *in, struct plan_people *p, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
