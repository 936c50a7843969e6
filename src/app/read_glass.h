/* SPDX-License-Identifier: EUPL-1.2 */
/* Why somebody read a case outside of her caseload, in her own words: for the officers of the unit and for whoever may
 * read the case itself. */
#ifndef JALON_APP_READ_GLASS_H
#define JALON_APP_READ_GLASS_H

#include "app/service.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "wire/vault_msg.h"

struct read_glass_out {
    struct buf plain;        /* secret; holds text */
    struct vault_bytes text; /* p == NULL: the envelope is not what was sealed (integrity) */
};

/* REFUSAL_NOT_FOUND, REFUSAL_REASON_REQUIRED, REFUSAL_CEILING. out wants read_glass_release whatever happened. */
int read_glass_do(struct service *s, const struct service_caller *c, const struct uuid *id, enum reason reason,
                  struct read_glass_out *out, enum refusal *no) __attribute__((warn_unused_result));
void read_glass_release(struct read_glass_out *out);

#endif
