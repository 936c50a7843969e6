/* SPDX-License-Identifier: EUPL-1.2 */
/* A box is: ephemeral X25519 public key (32), then the secret under XChaCha20-Poly1305. The key is BLAKE2b over shared
 * secret and both public keys, keyed by the root: without the root nobody can make a box that opens, so a database
 * administrator cannot slip a unit secret of his own to a member and read what she then seals. A box to the recovery
 * pair is keyed by a constant instead: it must open on the day the root is lost. */
#include <sodium.h>
#include <string.h>

#include "vault/box.h"

#include "base/err.h"
#include "vault/cipher.h"

#include "base/banned.h"

void box_pair(unsigned char public_key[SECRET_KEY], unsigned char private_key[SECRET_KEY])
{
    secret_random(private_key, SECRET_KEY);
    box_public(public_key, private_key);
}

void box_public(unsigned char public_key[SECRET_KEY], const unsigned char private_key[SECRET_KEY])
{
    (void)crypto_scalarmult_base(public_key, private_key);
}

void box_certify(const struct root *root, const struct box_certificate *c, unsigned char mac[32])
{
    struct buf b SCOPED_BUF;
    struct secret_key out SCOPED_KEY;
    buf_init(&b, 64);
    buf_u8(&b, c->kind);
    buf_bytes(&b, c->owner.b, sizeof c->owner.b);
    buf_u32(&b, c->generation);
    buf_u8(&b, c->officer ? 1 : 0);
    /* A failed buffer leaves an all-zero MAC that box_certified refuses below. */
    buf_bytes(&b, c->public_key, sizeof c->public_key);
    memset(mac, 0, 32);
    if (buf_err(&b) != ERR_OK)
        return;
    root_derive(root, "certificate", b.data, b.len, &out);
    memcpy(mac, out.b, 32);
}

bool box_certified(const struct root *root, const struct box_certificate *c, const unsigned char mac[32])
{
    unsigned char want[32];
    box_certify(root, c, want);
    return !sodium_is_zero(want, sizeof want) && secret_equal(want, mac, sizeof want);
}

static void put_context(struct buf *b, const struct box_context *c)
{
    buf_init(b, 128);
    buf_str(b, "jalon box");
    buf_u8(b, c->kind);
    buf_u8(b, c->recipient_kind);
    buf_bytes(b, c->recipient.b, sizeof c->recipient.b);
    buf_u32(b, c->recipient_generation);
    buf_u8(b, c->subject_kind);
    buf_bytes(b, c->subject.b, sizeof c->subject.b);
    buf_u32(b, c->subject_generation);
}

static int box_key(const struct root *root, uint8_t kind, const unsigned char private_key[SECRET_KEY],
                   const unsigned char other[SECRET_KEY], const unsigned char ephemeral[SECRET_KEY],
                   const unsigned char recipient[SECRET_KEY], struct secret_key *out)
{
    static const unsigned char nobody[SECRET_KEY] = {0};
    unsigned char all[3 * SECRET_KEY];
    if (crypto_scalarmult(all, private_key, other) != 0) /* a point of small order */
        return ERR_INTEGRITY;
    memcpy(all + SECRET_KEY, ephemeral, SECRET_KEY);
    memcpy(all + 2 * SECRET_KEY, recipient, SECRET_KEY);
    if (kind == BOX_RECOVERY)
        secret_derive(out->b, nobody, "recovery box", all, sizeof all);
    else
        root_derive(root, "box", all, sizeof all, out);
    secret_wipe(all, sizeof all);
    return ERR_OK;
}

int box_seal(const struct root *root, const struct box_context *c, const unsigned char recipient_public[SECRET_KEY],
             const unsigned char secret[SECRET_KEY], struct buf *out)
{
    struct buf aad SCOPED_BUF;
    struct secret_key private_key SCOPED_KEY, key SCOPED_KEY;
    unsigned char ephemeral[SECRET_KEY];
    box_pair(ephemeral, private_key.b);
    int err = box_key(root, c->kind, private_key.b, recipient_public, ephemeral, recipient_public, &key);
    if (err != ERR_OK)
        return err;
    put_context(&aad, c);
    buf_bytes(out, ephemeral, sizeof ephemeral);
    cipher_seal(&key, &aad, secret, SECRET_KEY, out);
    return buf_err(out);
}

int box_open(const struct root *root, const struct box_context *c, const unsigned char private_key[SECRET_KEY],
             const void *p, size_t n, unsigned char secret[SECRET_KEY])
{
    struct buf aad SCOPED_BUF, plain SCOPED_BUF;
    struct secret_key key SCOPED_KEY;
    unsigned char recipient[SECRET_KEY];
    const unsigned char *in = p;
    if (in == NULL || n != SECRET_KEY + CIPHER_OVERHEAD + SECRET_KEY)
        return ERR_INTEGRITY;
    box_public(recipient, private_key);
    int err = box_key(root, c->kind, private_key, in, in, recipient, &key);
    if (err != ERR_OK)
        return err;
    put_context(&aad, c);
    buf_init_secret(&plain, SECRET_KEY);
    err = cipher_open(&key, &aad, in + SECRET_KEY, n - SECRET_KEY, &plain);
    if (err != ERR_OK)
        return err;
    memcpy(secret, plain.data, SECRET_KEY);
    return ERR_OK;
}
