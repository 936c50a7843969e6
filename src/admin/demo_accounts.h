/* SPDX-License-Identifier: EUPL-1.2 */
/* Each person of the cast takes the own account, as anybody does: code, password, second factor. */
#ifndef JALON_ADMIN_DEMO_ACCOUNTS_H
#define JALON_ADMIN_DEMO_ACCOUNTS_H

#include "admin/demo_sessions.h"
#include "admin/demo_state.h"

/* An account of the cast, if it is not confirmed yet. What was done is noted after each step, before a password could
 * be lost. ERR_NOTFOUND: an account without a code. */
int demo_accounts_take(struct demo_sessions *t, struct demo_state *state, size_t account)
    __attribute__((warn_unused_result));

#endif
