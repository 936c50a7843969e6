/* SPDX-License-Identifier: EUPL-1.2 */
/* The second half of an invitation: keys and code for a person who has none. Used by the use cases that make an account
 * and that invite again. */
#ifndef JALON_APP_INVITING_H
#define JALON_APP_INVITING_H

#include "app/acting.h"
#include "base/uuid.h"

/* In the transaction that gave the material: the vault's answer is stored and committed. */
int inviting_seal(struct service_desk *d, const struct service_caller *c, struct tx *t, const struct uuid *account,
                  const struct buf *material, struct acting_code *code) __attribute__((warn_unused_result));
/* A host manager's tutor gets the host's secret in a transaction of its own. The account is there whether or not this
 * comes about: then she stays among those who wait for it. */
void inviting_share(struct service_desk *d, const struct service_caller *c, const struct uuid *account);

#endif
