/* SPDX-License-Identifier: EUPL-1.2 */
/* A person signs in: password and one-time code against the vault, then a session that the database opens. */
#ifndef JALON_APP_SIGN_IN_H
#define JALON_APP_SIGN_IN_H

#include "app/service.h"
#include "store/session.h"
#include "wire/vault_msg.h"

#define SIGN_IN_LOGIN 64 /* longest login, bytes */

struct sign_in_in {
    const char *login; /* as typed */
    size_t login_n;
    struct vault_bytes password;
    struct vault_bytes otp;
    const char *claimed;
};

struct sign_in_out {
    unsigned char token[VAULT_TOKEN]; /* wipe it */
    struct session_info who;
    unsigned unopened; /* keys that were expected and did not open */
};

/* REFUSAL_SIGN_IN alike for wrong, unknown, disabled, bad code and throttled; REFUSAL_ATTEMPTS of the brake. */
int sign_in_do(struct service *s, const struct sign_in_in *in, struct sign_in_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* Logins are compared without regard to ASCII case. ERR_LIMIT when longer than SIGN_IN_LOGIN or empty. */
int sign_in_fold(const char *login, size_t n, char out[SIGN_IN_LOGIN + 1]) __attribute__((warn_unused_result));

#endif
