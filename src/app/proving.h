/* SPDX-License-Identifier: EUPL-1.2 */
/* A fresh second factor for one case, before what it is asked for. */
#ifndef JALON_APP_PROVING_H
#define JALON_APP_PROVING_H

#include "app/service.h"
#include "store/conn.h"
#include "wire/vault_msg.h"

/* Runs material, whose one result is what the vault needs, and asks the vault with the code; grant (uninitialised) is
 * to be released in every case. REFUSAL_SECOND_FACTOR alike for a wrong code and for too many attempts. */
int proving_do(struct service_desk *d, const struct service_caller *c, struct conn_step *material,
               struct vault_bytes otp, struct buf *grant, enum refusal *no) __attribute__((warn_unused_result));
/* What the refusal of the grant by the database is to the person: a code that was used. */
void proving_judge(enum refusal *no);

#endif
