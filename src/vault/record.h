/* SPDX-License-Identifier: EUPL-1.2 */
/* The sign-in record of an account: everything needed to check a person and nothing that anybody but the vault can
 * read. PostgreSQL keeps it and hands it out before any session, so it is opaque, of fixed length, and a decoy looks
 * the same. */
#ifndef JALON_VAULT_RECORD_H
#define JALON_VAULT_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "vault/root.h"
#include "wire/vault_msg.h"

enum record_kind {
    RECORD_DECOY = 0,  /* of nobody: every password is wrong */
    RECORD_ENROL = 1,  /* opens with a one-use code until expires_us, only to choose password and second factor */
    RECORD_ACTIVE = 2
};

#define RECORD_TOTP 20 /* bytes of a TOTP secret (RFC 6238 with SHA-1, 30 s, 6 digits) */

struct record {
    enum record_kind kind;
    struct uuid user;
    uint32_t version; /* authentication version; a password change raises it */
    int64_t expires_us;
    unsigned char salt[16];
    unsigned char verifier[32];
    unsigned char totp[RECORD_TOTP];
    unsigned char wrapped[SECRET_KEY + 42]; /* the user's private half under the password */
};

void record_wipe(struct record *r);
#define SCOPED_RECORD __attribute__((cleanup(record_wipe))) = {0}

/* Appends VAULT_RECORD bytes. */
void record_format(const struct record *r, const struct root *root, struct buf *out);
/* ERR_INTEGRITY when these are not bytes of this root. */
int record_parse(struct record *r, const struct root *root, const void *p, size_t n)
    __attribute__((warn_unused_result));
void record_decoy(struct record *r);
/* A record for this password or code: new salt, verifier, wrapped private half, TOTP secret as given. Takes as long as
 * a sign-in. ERR_NOMEM when Argon2id had no memory. */
int record_make(struct record *r, const struct root *root, enum record_kind kind, const struct uuid *user,
                uint32_t version, const void *password, size_t n, const unsigned char private_key[SECRET_KEY],
                const unsigned char totp[RECORD_TOTP]) __attribute__((warn_unused_result));
/* Checks the password; always the full work. On success private_key is filled. ERR_DENIED, ERR_NOMEM. */
int record_check(const struct record *r, const struct root *root, const void *password, size_t n,
                 struct secret_key *private_key) __attribute__((warn_unused_result));
/* The step of this code within one step of now, or -1. */
int64_t record_totp_step(const unsigned char totp[RECORD_TOTP], const void *otp, size_t n, int64_t now_us);
/* 12 to 256 bytes of UTF-8, at least 6 different characters, not containing the login or the service's name. */
bool record_password_fit(const void *password, size_t n, const void *login, size_t login_n);

#endif
