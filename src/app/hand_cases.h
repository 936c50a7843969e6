/* SPDX-License-Identifier: EUPL-1.2 */
/* A director hands a case to another counsellor of her unit, or all open cases of one who leaves. */
#ifndef JALON_APP_HAND_CASES_H
#define JALON_APP_HAND_CASES_H

#include "app/service.h"
#include "base/uuid.h"

/* REFUSAL_NOT_FOUND: no such case, or nobody who takes cases. Said twice, the same; so in the next. */
int hand_cases_one(struct service *s, const struct service_caller *c, const struct uuid *case_id,
                   const struct uuid *counsellor, enum refusal *no) __attribute__((warn_unused_result));
/* How many. */
int hand_cases_all(struct service *s, const struct service_caller *c, const struct uuid *leaver,
                   const struct uuid *counsellor, int32_t *moved, enum refusal *no) __attribute__((warn_unused_result));

#endif
