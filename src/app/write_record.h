/* SPDX-License-Identifier: EUPL-1.2 */
/* A person writes one sealed record besides the identity: a new version replaces the one that she had before the eyes,
 * and the first replaces version 0. */
#ifndef JALON_APP_WRITE_RECORD_H
#define JALON_APP_WRITE_RECORD_H

#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "domain/record.h"
#include "wire/vault_msg.h"

struct write_record_in {
    enum record_table table;
    struct uuid row;
    enum record_compartment compartment;
    int32_t expected;
    struct vault_bytes record; /* opaque here, at most VAULT_PLAINTEXT bytes */
};

/* *version is the new one. REFUSAL_NOT_FOUND, REFUSAL_VERSION_CONFLICT, REFUSAL_STATE, REFUSAL_KEY_MISSING. */
int write_record_do(struct service *s, const struct service_caller *c, const struct write_record_in *in,
                    int32_t *version, enum refusal *no) __attribute__((warn_unused_result));

#endif
