/* SPDX-License-Identifier: EUPL-1.2 */
/* The key of a placement for its host: boxed to the host's pair when the placement is proposed, and again when the host
 * has another pair. A host without a pair gets it later. */
#ifndef JALON_APP_SHARE_PLACEMENT_H
#define JALON_APP_SHARE_PLACEMENT_H

#include "app/service.h"
#include "base/buf.h"
#include "base/uuid.h"

/* Again, by the counsellor of the case; a host that has it already, or no pair, changes nothing. REFUSAL_NOT_FOUND,
 * REFUSAL_STATE: the host's window is closed; REFUSAL_KEY_MISSING. */
int share_placement_do(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));

/* For a transaction: after the step of placement_write_share_ticket_step ran, asks the vault for the box, which is then
 * to be stored. box is initialised here; empty: there is nothing to share. ERR_DENIED with an empty SQLSTATE: the vault
 * has no key (sealing_judge). */
int share_placement_box(struct service_desk *d, const struct service_caller *c, const struct conn_step *ticket,
                        struct buf *box) __attribute__((warn_unused_result));
/* The same of any bundle to share: boxes, initialised by the caller, gets one box for each of its keys. */
int share_placement_keys(struct service_desk *d, const struct service_caller *c, const struct buf *bundle,
                         struct buf *boxes) __attribute__((warn_unused_result));

#endif
