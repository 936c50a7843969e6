/* SPDX-License-Identifier: EUPL-1.2 */
/* A colleague gives a person whose keys are new the secret of their organisation, once, under the vault's permit. */
#ifndef JALON_APP_RESEAL_MEMBER_H
#define JALON_APP_RESEAL_MEMBER_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/unit.h"

struct reseal_member_waiting {
    struct unit_permit *item; /* owned */
    size_t n;
};

/* REFUSAL_NOT_FOUND: no permit, or already spent; REFUSAL_ACT_KEY: the session does not hold the secret. */
int reseal_member_do(struct service *s, const struct service_caller *c, const struct uuid *account,
                     const struct uuid *org, enum refusal *no) __attribute__((warn_unused_result));
/* The same at a desk that is open already. */
int reseal_member_at(struct service_desk *d, const struct service_caller *c, const struct uuid *account,
                     const struct uuid *org, enum refusal *no) __attribute__((warn_unused_result));
/* Whom the caller could give it to now; out wants reseal_member_release whatever happened. */
int reseal_member_list(struct service *s, const struct service_caller *c, struct reseal_member_waiting *out,
                       enum refusal *no) __attribute__((warn_unused_result));
void reseal_member_release(struct reseal_member_waiting *out);

#endif
