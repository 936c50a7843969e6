/* SPDX-License-Identifier: EUPL-1.2 */
/* The keys that one session holds: the user's private half and the secrets of the units or hosts she belongs to. It
 * exists in clear only inside a verb; between requests it lies in the session row as a key blob, wrapped under a key
 * made of the token and the root, so that neither PostgreSQL nor the web process can use it without the other and the
 * vault. */
#ifndef JALON_VAULT_KEYRING_H
#define JALON_VAULT_KEYRING_H

#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "vault/root.h"
#include "vault/ticket.h"

#define KEYRING_MEMBERSHIPS 24 /* generations of one unit, mostly; more would make a session's row a large one */
#define KEYRING_SIGN_IN_US (60 * INT64_C(1000000)) /* how long the blob of a sign-in may wait for its unlocking */

enum keyring_stage { KEYRING_SIGN_IN = 0, KEYRING_SESSION = 1 };

struct keyring_secret {
    uint8_t kind; /* owner kind: 2 unit, 3 host, 4 audit, 5 service */
    struct uuid owner;
    uint32_t generation;
    unsigned char secret[SECRET_KEY];
};

struct keyring {
    enum keyring_stage stage;
    struct uuid user;
    unsigned char session[32];
    int64_t end_us;
    unsigned char private_key[SECRET_KEY];
    uint8_t n;
    struct keyring_secret member[KEYRING_MEMBERSHIPS];
};

void keyring_wipe(struct keyring *k);
#define SCOPED_KEYRING __attribute__((cleanup(keyring_wipe))) = {0}

/* The key blob, always the same length. */
void keyring_wrap(const struct keyring *k, const struct root *root, const unsigned char token[VAULT_TOKEN],
                  struct buf *out);
/* ERR_INTEGRITY when the blob is not of this token; ERR_DENIED when it is of another stage, past its end, or of another
 * session. */
int keyring_unwrap(struct keyring *k, const struct root *root, const unsigned char token[VAULT_TOKEN],
                   enum keyring_stage stage, int64_t now_us, const void *p, size_t n)
    __attribute__((warn_unused_result));
/* The secret of that owner and generation, or NULL when this session does not hold it. */
const struct keyring_secret *keyring_find(const struct keyring *k, uint8_t kind, const struct uuid *owner,
                                          uint32_t generation);

#endif
