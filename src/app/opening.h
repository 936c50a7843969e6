/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening what a bundle brings, for the use cases that read. */
#ifndef JALON_APP_OPENING_H
#define JALON_APP_OPENING_H

#include "app/service.h"
#include "wire/vault_msg.h"

/* Exactly n plaintexts into items; they lie in plain (secret). REFUSAL_CEILING, REFUSAL_KEY_MISSING. */
int opening_do(struct service_desk *d, const struct service_caller *c, const struct buf *bundle, struct buf *plain,
               struct vault_bytes *items, size_t n, enum refusal *no) __attribute__((warn_unused_result));

/* Nothing was there to open: when the caller lacks the secret of her unit that is why, and *no becomes
 * REFUSAL_KEY_MISSING, whatever she asked for; else it stays as it is. */
int opening_why_nothing(struct service_desk *d, const struct tx_who *who, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
