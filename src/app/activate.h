/* SPDX-License-Identifier: EUPL-1.2 */
/* A person with an activation code chooses a password, gets the second factor, and proves to hold it. Two steps;
 * nothing is stored between them: the offer carries the state, sealed by the vault. */
#ifndef JALON_APP_ACTIVATE_H
#define JALON_APP_ACTIVATE_H

#include "app/service.h"
#include "wire/vault_msg.h"

struct activate_in {
    const char *login; /* as typed */
    size_t login_n;
    struct vault_bytes code;
    struct vault_bytes password;
    struct vault_bytes offer; /* second step only */
    struct vault_bytes otp;   /* second step only */
    const char *claimed;
};

/* totp_secret: base32; offer: bytes to bring back. REFUSAL_ACTIVATION for every doubt, REFUSAL_PASSWORD_WEAK,
 * REFUSAL_ATTEMPTS of the brake. Both bufs are initialised by the caller, secret. */
int activate_enrol(struct service *s, const struct activate_in *in, struct buf *totp_secret, struct buf *offer,
                   enum refusal *no) __attribute__((warn_unused_result));
/* The account is active afterwards and the code spent. */
int activate_confirm(struct service *s, const struct activate_in *in, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
