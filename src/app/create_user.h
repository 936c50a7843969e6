/* SPDX-License-Identifier: EUPL-1.2 */
/* An administrator makes an account, or a host manager that of a tutor of her own organisation; and invites once more
 * who never came. What comes out is a one-use code to hand to the person. */
#ifndef JALON_APP_CREATE_USER_H
#define JALON_APP_CREATE_USER_H

#include "app/acting.h"
#include "app/service.h"
#include "base/uuid.h"
#include "domain/role.h"
#include "wire/vault_msg.h"

struct create_user_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    const char *login;          /* as create_user_login_fits wants it */
    const char *name;
    enum role role;
    struct uuid org;
};

struct create_user_out {
    struct uuid id;
    bool replayed;           /* nothing new was made, and there is no code: it was shown once */
    struct acting_code code; /* wipe it */
};

/* A login: 2 to 63 of a-z 0-9 . _ -, the first of them a letter or a digit. */
bool create_user_login_fits(const char *s, size_t n);
/* Does a name hold anything but blanks? */
bool create_user_name_fits(const char *s, size_t n);
/* REFUSAL_LOGIN_TAKEN, REFUSAL_ROLE_UNFIT, REFUSAL_IDEMPOTENCY_REUSED, REFUSAL_ACT_KEY, REFUSAL_NOT_FOUND (no such
 * organisation, or not hers to fill). */
int create_user_do(struct service *s, const struct service_caller *c, const struct create_user_in *in,
                   struct create_user_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* Another code for somebody who never came; the one before is dead. REFUSAL_ACCOUNT_STATE: she came, or is disabled. */
int create_user_again(struct service *s, const struct service_caller *c, const struct uuid *account,
                      struct acting_code *code, enum refusal *no) __attribute__((warn_unused_result));

#endif
