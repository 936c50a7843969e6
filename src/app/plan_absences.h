/* SPDX-License-Identifier: EUPL-1.2 */
/* Who works on a host's file says when one of its contacts is away, and who stands in. Without anybody who does, the
 * posts of which they are in charge do not run on these days, and neither do placements of theirs. */
#ifndef JALON_APP_PLAN_ABSENCES_H
#define JALON_APP_PLAN_ABSENCES_H

#include "app/asking.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/absence.h"

struct plan_absences_new {
    struct uuid key;            /* the client's, to make it safe to send twice */
    struct vault_bytes request; /* the body as it came */
    struct uuid contact;
    struct absence_days days;
};

/* Of both: REFUSAL_OVERLAP: they are away on some of the days already; REFUSAL_NOT_FOUND: also where who stands in is
 * not another contact of the same host. */
int plan_absences_add(struct service *s, const struct service_caller *c, const struct plan_absences_new *in,
                      struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
int plan_absences_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const struct absence_days *days, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
int plan_absences_drop(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
