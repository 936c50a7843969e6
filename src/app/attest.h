/* SPDX-License-Identifier: EUPL-1.2 */
/* The end of the work at a host: what it attests of it (step 14). */
#ifndef JALON_APP_ATTEST_H
#define JALON_APP_ATTEST_H

#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "store/hours.h"
#include "wire/vault_msg.h"

struct attest_in {
    struct uuid key;            /* the client's idempotency key: the host cannot look afterwards */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct uuid placement;
    int32_t expected;
    struct day on;
};

struct attest_out {
    int32_t version;
    int32_t minutes; /* those attested */
};

/* REFUSAL_STATE: it runs still, or is attested; REFUSAL_INCOMPLETE: a report waits for its settlement; REFUSAL_DATE;
 * REFUSAL_OTHER_PERSON: the host has an account and does it itself; REFUSAL_VERSION_CONFLICT. */
int attest_do(struct service *s, const struct service_caller *c, const struct attest_in *in, struct attest_out *out,
              enum refusal *no) __attribute__((warn_unused_result));

#endif
