/* SPDX-License-Identifier: EUPL-1.2 */
/* The service credits a report of hours, in whole, in part or not at all, takes a settlement back, and reads the ledger
 * that comes of it. */
#ifndef JALON_APP_SETTLE_HOURS_H
#define JALON_APP_SETTLE_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/asking.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/ledger.h"
#include "wire/vault_msg.h"

struct settle_hours_in {
    struct uuid report;
    int32_t expected;
    int32_t credited;          /* minutes */
    struct vault_bytes reason; /* why so, as it is sealed; n == 0: none */
};

struct settle_hours_out {
    int32_t version;
    bool done; /* the measure ended with it (M-09) */
};

struct settle_hours_counter_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct uuid entry;
    struct vault_bytes reason; /* as it is sealed */
};

struct settle_hours_ledger_out {
    struct ledger_balance balance;
    struct ledger_entry *item; /* LEDGER_PAGE of them */
    size_t n;
    bool more;
};

/* REFUSAL_OTHER_PERSON: the caller reported it; REFUSAL_WHY: it wants a reason; REFUSAL_RULE: more than was worked or
 * than remains; REFUSAL_VERSION_CONFLICT, REFUSAL_STATE, REFUSAL_KEY_MISSING. */
int settle_hours_do(struct service *s, const struct service_caller *c, const struct settle_hours_in *in,
                    struct settle_hours_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_STATE: taken back already, or the measure has ended; REFUSAL_KEY_MISSING. */
int settle_hours_counter(struct service *s, const struct service_caller *c, const struct settle_hours_counter_in *in,
                         struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* Newest first; at NULL: as it is now; after may be NULL. out wants settle_hours_ledger_release whatever happened. */
int settle_hours_ledger(struct service *s, const struct service_caller *c, const struct uuid *measure,
                        const int64_t *at_us, const struct page_cursor *after, struct settle_hours_ledger_out *out,
                        enum refusal *no) __attribute__((warn_unused_result));
void settle_hours_ledger_release(struct settle_hours_ledger_out *out);

#endif
