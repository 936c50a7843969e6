/* SPDX-License-Identifier: EUPL-1.2 */
/* A counsellor reads, for a few hours, a case of her unit that is not hers: with a reason, why in her own words, and a
 * fresh one-time code for this very case. */
#ifndef JALON_APP_BREAK_GLASS_H
#define JALON_APP_BREAK_GLASS_H

#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/tx.h"
#include "wire/vault_msg.h"

struct break_glass_in {
    struct uuid case_id;
    enum reason reason;
    struct vault_bytes text; /* UTF-8; sealed as a record of the case */
    struct vault_bytes otp;
};

struct break_glass_out {
    struct uuid id;
    int64_t until_us;
};

/* REFUSAL_NOT_FOUND: no such case of the unit, or it is her own; REFUSAL_SECOND_FACTOR alike for a wrong and a used
 * code and for too many attempts; REFUSAL_KEY_MISSING. */
int break_glass_do(struct service *s, const struct service_caller *c, const struct break_glass_in *in,
                   struct break_glass_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* For a transaction: seals why, in the words of who opened the glass, beside its row, and commits. ERR_DENIED with an
 * empty SQLSTATE: the vault has no key (sealing_judge). */
int break_glass_tell(struct tx *t, struct service_desk *d, const struct service_caller *c, const struct uuid *glass,
                     struct vault_bytes text) __attribute__((warn_unused_result));
/* Ends it before its time. REFUSAL_NOT_FOUND: nothing is open for this case. */
int break_glass_end(struct service *s, const struct service_caller *c, const struct uuid *case_id, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
