/* SPDX-License-Identifier: EUPL-1.2 */
/* One wrapper around libsodium's XChaCha20-Poly1305 so that no other file of the vault chooses a nonce or forgets the
 * associated data. */
#include <sodium.h>

#include "vault/cipher.h"

#include "base/err.h"

#include "base/banned.h"

#define FORMAT 1
#define XCHACHA 1
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(CIPHER_OVERHEAD == 2 + NONCE + TAG, "overhead");

static void bind_header(struct buf *aad, const struct buf *context)
{
    buf_init(aad, 4096);
    buf_u8(aad, FORMAT);
    buf_u8(aad, XCHACHA);
    buf_bytes(aad, context->data, context->len);
}

void cipher_seal(const struct secret_key *key, const struct buf *context, const void *p, size_t n, struct buf *out)
{
    struct buf aad SCOPED_BUF;
    bind_header(&aad, context);
    if (buf_err(&aad) != ERR_OK || buf_err(context) != ERR_OK) {
        out->failed = true;
        return;
    }
    unsigned char *o = buf_grow(out, CIPHER_OVERHEAD + n);
    if (o == NULL)
        return;
    o[0] = FORMAT;
    o[1] = XCHACHA;
    secret_random(o + 2, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(o + 2 + NONCE, NULL, p, n, aad.data, aad.len, NULL, o + 2, key->b);
}

int cipher_open(const struct secret_key *key, const struct buf *context, const void *p, size_t n, struct buf *out)
{
    struct buf aad SCOPED_BUF;
    const unsigned char *in = p;
    if (in == NULL || n < CIPHER_OVERHEAD || in[0] != FORMAT || in[1] != XCHACHA)
        return ERR_INTEGRITY;
    bind_header(&aad, context);
    if (buf_err(&aad) != ERR_OK || buf_err(context) != ERR_OK)
        return ERR_NOMEM;
    size_t before = out->len;
    unsigned char *o = buf_grow(out, n - CIPHER_OVERHEAD);
    if (o == NULL && n > CIPHER_OVERHEAD)
        return buf_err(out);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(o, NULL, NULL, in + 2 + NONCE, n - 2 - NONCE, aad.data, aad.len,
                                                   in + 2, key->b) != 0) {
        out->len = before;
        return ERR_INTEGRITY;
    }
    return ERR_OK;
}
