/* SPDX-License-Identifier: EUPL-1.2 */
/* A signed-in person replaces the own password, showing the current one and a fresh one-time code. */
#ifndef JALON_APP_CHANGE_PASSWORD_H
#define JALON_APP_CHANGE_PASSWORD_H

#include "app/service.h"
#include "wire/vault_msg.h"

struct change_password_in {
    struct vault_bytes current;
    struct vault_bytes otp;
    struct vault_bytes password;
};

/* The session goes on, the person's other sessions end. REFUSAL_PASSWORD_CURRENT alike for wrong, stale code and
 * throttled; REFUSAL_PASSWORD_WEAK. */
int change_password_do(struct service *s, const struct service_caller *c, const struct change_password_in *in,
                       enum refusal *no) __attribute__((warn_unused_result));

#endif
