/* SPDX-License-Identifier: EUPL-1.2 */
/* A counsellor corrects who the person of an own case is: a new sealed version replaces a known one, and whether she
 * was a minor when she was taken in follows it (M-03). */
#ifndef JALON_APP_CHANGE_IDENTITY_H
#define JALON_APP_CHANGE_IDENTITY_H

#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "wire/vault_msg.h"

struct change_identity_in {
    struct uuid id;
    int32_t expected; /* the version that the person had before the eyes */
    struct vault_bytes identity;
    struct vault_bytes person; /* who it is, folded (domain/person.h) */
    struct day birth;          /* of the identity */
};

/* *version is the new one. REFUSAL_VERSION_CONFLICT, REFUSAL_NOT_FOUND. */
int change_identity_do(struct service *s, const struct service_caller *c, const struct change_identity_in *in,
                       int32_t *version, enum refusal *no) __attribute__((warn_unused_result));

#endif
