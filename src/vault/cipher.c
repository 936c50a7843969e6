/* SPDX-License-Identifier: EUPL-1.2 */
/* One wrapper around libsodium's XChaCha20-Poly1305 so that no other file of the vault chooses a nonce or forgets the
 * associated data. */
#include <sodium.h>
#include <string.h>

#include "vault/cipher.h"

#include "base/err.h"

#include "base/banned.h"

#define FORMAT 1
#define XCHACHA 1
#define CONTEXT 256 /* bytes that may be bound */
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(CIPHER_OVERHEAD == 2 + NONCE + TAG, "overhead");

/* What is bound: the two bytes of the header, then the context. */
struct bound {
    unsigned char p[CONTEXT];
    size_t n;
};

static bool bind_header(struct bound *aad, const struct buf *context)
{
    if (buf_err(context) != ERR_OK || context->len > CONTEXT - 2)
        return false;
    aad->p[0] = FORMAT;
    aad->p[1] = XCHACHA;
    if (context->len > 0)
        memcpy(aad->p + 2, context->data, context->len);
    aad->n = 2 + context->len;
    return true;
}

void cipher_seal(const struct secret_key *key, const struct buf *context, const void *p, size_t n, struct buf *out)
{
    struct bound aad;
    if (!bind_header(&aad, context)) {
        out->failed = true;
        return;
    }
    unsigned char *o = buf_grow(out, CIPHER_OVERHEAD + n);
    if (o == NULL)
        return;
    o[0] = FORMAT;
    o[1] = XCHACHA;
    secret_random(o + 2, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(o + 2 + NONCE, NULL, p, n, aad.p, aad.n, NULL, o + 2, key->b);
}

int cipher_open_to(const struct secret_key *key, const struct buf *context, const void *p, size_t n,
                   unsigned char *out, size_t out_n)
{
    struct bound aad;
    const unsigned char *in = p;
    if (in == NULL || n < CIPHER_OVERHEAD || n - CIPHER_OVERHEAD != out_n || in[0] != FORMAT || in[1] != XCHACHA)
        return ERR_INTEGRITY;
    if (!bind_header(&aad, context))
        return ERR_NOMEM;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, in + 2 + NONCE, n - 2 - NONCE, aad.p, aad.n, in + 2,
                                                   key->b) != 0)
        return ERR_INTEGRITY;
    return ERR_OK;
}

int cipher_open(const struct secret_key *key, const struct buf *context, const void *p, size_t n, struct buf *out)
{
    if (n < CIPHER_OVERHEAD)
        return ERR_INTEGRITY;
    size_t before = out->len;
    unsigned char *o = buf_grow(out, n - CIPHER_OVERHEAD);
    if (o == NULL)
        return buf_err(out);
    int err = cipher_open_to(key, context, p, n, o, n - CIPHER_OVERHEAD);
    if (err != ERR_OK)
        out->len = before;
    return err;
}
