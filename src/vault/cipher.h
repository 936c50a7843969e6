/* SPDX-License-Identifier: EUPL-1.2 */
/* Authenticated encryption as the vault uses it everywhere: XChaCha20-Poly1305, a fresh random nonce in front, the
 * context bound as associated data. Output = u8 format (1), u8 cipher (1), nonce 24, ciphertext and tag. The cipher
 * byte is part of the associated data and leaves room for AES-256-GCM. */
#ifndef JALON_VAULT_CIPHER_H
#define JALON_VAULT_CIPHER_H

#include <stddef.h>

#include "base/buf.h"
#include "base/secret.h"

#define CIPHER_OVERHEAD (2 + 24 + 16)

/* Appends CIPHER_OVERHEAD + n bytes to out. */
void cipher_seal(const struct secret_key *key, const struct buf *context, const void *p, size_t n, struct buf *out);
/* Exactly out_n bytes of plaintext. ERR_INTEGRITY when anything was changed, moved, cut or is of another context or
 * length. */
int cipher_open_to(const struct secret_key *key, const struct buf *context, const void *p, size_t n,
                   unsigned char *out, size_t out_n) __attribute__((warn_unused_result));
/* Appends the plaintext to out. ERR_INTEGRITY when anything was changed, moved, cut or is of another context. */
int cipher_open(const struct secret_key *key, const struct buf *context, const void *p, size_t n, struct buf *out)
    __attribute__((warn_unused_result));

#endif
