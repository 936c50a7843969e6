/* SPDX-License-Identifier: EUPL-1.2 */
/* The end of a file: a director decides in her session; what an authority without account decided is recorded by one
 * person and takes effect when another has checked it; or it is given up. */
#ifndef JALON_APP_DECIDE_PROCEDURE_H
#define JALON_APP_DECIDE_PROCEDURE_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/procedure.h"

/* REFUSAL_DATE: too early, to come, or out of order; REFUSAL_OVERLAP: another habilitation holds on some of these days;
 * REFUSAL_NO_STANDING: no post of a host that may not take people. */
int decide_procedure_do(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                        const struct procedure_decision *d, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_OTHER_PERSON: she recorded it herself; REFUSAL_VERSION_CONFLICT: she read something else. */
int decide_procedure_check(struct service *s, const struct service_caller *c, const struct uuid *id,
                           const char *outcome, const struct day *decided_on, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
int decide_procedure_abandon(struct service *s, const struct service_caller *c, const struct uuid *id,
                             int32_t expected, const char *motive, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
