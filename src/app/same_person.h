/* SPDX-License-Identifier: EUPL-1.2 */
/* Other cases of the person of a case: by id inside the caller's scope, else only which unit knows her. */
#ifndef JALON_APP_SAME_PERSON_H
#define JALON_APP_SAME_PERSON_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/person.h"

struct same_person_out {
    struct person_case item[PERSON_CASES];
    size_t n;
};

/* REFUSAL_NOT_FOUND: not a case of the own caseload (of the own unit, for a director). */
int same_person_do(struct service *s, const struct service_caller *c, const struct uuid *case_id,
                   struct same_person_out *out, enum refusal *no) __attribute__((warn_unused_result));

#endif
