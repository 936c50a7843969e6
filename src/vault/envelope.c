/* SPDX-License-Identifier: EUPL-1.2 */
/* An envelope is: salt 32, commitment 32, then the padded plaintext under XChaCha20-Poly1305. Key and commitment are
 * both BLAKE2b of the salt under the case key: Poly1305 alone would let one ciphertext open under two keys, the
 * commitment does not. Padded plaintext: u32 length, the bytes, zeros up to the next power of two. */
#include <string.h>

#include "vault/envelope.h"

#include "base/err.h"
#include "base/rd.h"
#include "vault/cipher.h"

#include "base/banned.h"

#define SALT 32
#define COMMITMENT 32
#define SMALLEST 256u

_Static_assert(VAULT_PLAINTEXT + 4 <= ENVELOPE_PADDED && (ENVELOPE_PADDED & (ENVELOPE_PADDED - 1)) == 0, "padded");

static void record_context(struct buf *b, const struct ticket_item *i)
{
    buf_init(b, 128);
    buf_str(b, "jalon record");
    buf_u16(b, i->table);
    buf_bytes(b, i->row.b, sizeof i->row.b);
    buf_u32(b, i->version);
    buf_bytes(b, i->case_id.b, sizeof i->case_id.b);
    buf_u8(b, i->compartment);
    buf_u32(b, i->key_generation);
}

static void wrap_context(struct buf *b, const struct ticket_item *i)
{
    buf_init(b, 128);
    buf_str(b, "jalon case key");
    buf_bytes(b, i->case_id.b, sizeof i->case_id.b);
    buf_u8(b, i->compartment);
    buf_u32(b, i->key_generation);
    buf_u8(b, i->owner_kind);
    buf_bytes(b, i->owner.b, sizeof i->owner.b);
    buf_u32(b, i->owner_generation);
}

void envelope_wrapping(const struct keyring_secret *owner, struct secret_key *wrapping)
{
    secret_derive(wrapping->b, owner->secret, "wrap case key", NULL, 0);
}

int envelope_new_key(const struct ticket_item *i, const struct keyring_secret *owner, struct secret_key *case_key,
                     struct buf *wrap)
{
    struct secret_key wrapping SCOPED_KEY;
    struct buf aad SCOPED_BUF;
    secret_random(case_key->b, sizeof case_key->b);
    envelope_wrapping(owner, &wrapping);
    wrap_context(&aad, i);
    cipher_seal(&wrapping, &aad, case_key->b, sizeof case_key->b, wrap);
    return buf_err(wrap);
}

int envelope_unwrap_key(const struct ticket_item *i, const struct secret_key *wrapping, const void *wrap, size_t n,
                        struct secret_key *case_key)
{
    struct buf aad SCOPED_BUF;
    wrap_context(&aad, i);
    return cipher_open_to(wrapping, &aad, wrap, n, case_key->b, sizeof case_key->b);
}

static void record_keys(const struct secret_key *case_key, const unsigned char salt[SALT], struct secret_key *key,
                        unsigned char commitment[COMMITMENT])
{
    secret_derive(key->b, case_key->b, "record key", salt, SALT);
    secret_derive(commitment, case_key->b, "record commitment", salt, SALT);
}

int envelope_seal(const struct ticket_item *i, const struct secret_key *case_key, const void *p, size_t n,
                  struct buf *out)
{
    struct secret_key key SCOPED_KEY;
    struct buf aad SCOPED_BUF, plain SCOPED_BUF;
    unsigned char salt[SALT], commitment[COMMITMENT];
    if (n > VAULT_PLAINTEXT)
        return ERR_LIMIT;
    size_t padded = SMALLEST;
    while (padded < n + 4)
        padded *= 2;
    buf_init_secret(&plain, padded);
    buf_lv32(&plain, p, n);
    unsigned char *rest = buf_grow(&plain, padded - 4 - n);
    if (buf_err(&plain) != ERR_OK)
        return buf_err(&plain);
    if (padded > n + 4)
        memset(rest, 0, padded - 4 - n);
    secret_random(salt, sizeof salt);
    record_keys(case_key, salt, &key, commitment);
    record_context(&aad, i);
    buf_bytes(out, salt, sizeof salt);
    buf_bytes(out, commitment, sizeof commitment);
    cipher_seal(&key, &aad, plain.data, plain.len, out);
    return buf_err(out);
}

int envelope_open(const struct ticket_item *i, const struct secret_key *case_key, const void *p, size_t n,
                  struct buf *out)
{
    struct secret_key key SCOPED_KEY;
    struct buf aad SCOPED_BUF;
    unsigned char commitment[COMMITMENT];
    const unsigned char *in = p;
    size_t before = out->len;
    if (in == NULL || n < SALT + COMMITMENT)
        return ERR_INTEGRITY;
    record_keys(case_key, in, &key, commitment);
    if (!secret_equal(commitment, in + SALT, COMMITMENT))
        return ERR_INTEGRITY;
    record_context(&aad, i);
    int err = cipher_open(&key, &aad, in + SALT + COMMITMENT, n - SALT - COMMITMENT, out);
    if (err != ERR_OK)
        return err;
    struct rd r;
    rd_init(&r, out->data + before, out->len - before);
    size_t len;
    const unsigned char *text = rd_lv32(&r, &len, VAULT_PLAINTEXT);
    out->len = before;
    if (text == NULL)
        return ERR_INTEGRITY;
    memmove(out->data + before, text, len);
    out->len = before + len;
    return ERR_OK;
}
