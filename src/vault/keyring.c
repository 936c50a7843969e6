/* SPDX-License-Identifier: EUPL-1.2 */
/* Key blobs. The wrap key is BLAKE2b over the token under a key of the root: a stolen database has neither half, a
 * stolen token is nothing without the vault. All fields have a fixed place, so a blob's length tells nothing. */
#include <string.h>

#include "vault/keyring.h"

#include "base/err.h"
#include "base/rd.h"
#include "vault/cipher.h"

#include "base/banned.h"

#define SECRET_BYTES (1 + 16 + 4 + SECRET_KEY)
#define PLAIN_BYTES (1 + 16 + 32 + 8 + SECRET_KEY + 1 + KEYRING_MEMBERSHIPS * SECRET_BYTES)

void keyring_wipe(struct keyring *k)
{
    secret_wipe(k, sizeof *k);
}

static void wrap_key(const struct root *root, const unsigned char token[VAULT_TOKEN], struct secret_key *out)
{
    root_derive(root, "session wrap", token, VAULT_TOKEN, out);
}

static void context(struct buf *b)
{
    buf_init(b, 64);
    buf_str(b, "jalon key blob");
}

void keyring_wrap(const struct keyring *k, const struct root *root, const unsigned char token[VAULT_TOKEN],
                  struct buf *out)
{
    struct secret_key wk SCOPED_KEY;
    struct buf plain SCOPED_BUF, aad SCOPED_BUF;
    wrap_key(root, token, &wk);
    context(&aad);
    buf_init_secret(&plain, PLAIN_BYTES);
    buf_u8(&plain, (uint8_t)k->stage);
    buf_bytes(&plain, k->user.b, sizeof k->user.b);
    buf_bytes(&plain, k->session, sizeof k->session);
    buf_i64(&plain, k->end_us);
    buf_bytes(&plain, k->private_key, sizeof k->private_key);
    buf_u8(&plain, k->n);
    for (size_t i = 0; i < KEYRING_MEMBERSHIPS; i++) {
        buf_u8(&plain, k->member[i].kind);
        buf_bytes(&plain, k->member[i].owner.b, sizeof k->member[i].owner.b);
        buf_u32(&plain, k->member[i].generation);
        buf_bytes(&plain, k->member[i].secret, sizeof k->member[i].secret);
    }
    if (buf_err(&plain) != ERR_OK) {
        out->failed = true;
        return;
    }
    cipher_seal(&wk, &aad, plain.data, plain.len, out);
}

static int read_fields(struct keyring *k, const struct buf *plain)
{
    struct rd r;
    rd_init(&r, plain->data, plain->len);
    k->stage = rd_u8(&r) == KEYRING_SESSION ? KEYRING_SESSION : KEYRING_SIGN_IN;
    rd_copy(&r, k->user.b, sizeof k->user.b);
    rd_copy(&r, k->session, sizeof k->session);
    k->end_us = rd_i64(&r);
    rd_copy(&r, k->private_key, sizeof k->private_key);
    k->n = rd_u8(&r);
    for (size_t i = 0; i < KEYRING_MEMBERSHIPS; i++) {
        k->member[i].kind = rd_u8(&r);
        rd_copy(&r, k->member[i].owner.b, sizeof k->member[i].owner.b);
        k->member[i].generation = rd_u32(&r);
        rd_copy(&r, k->member[i].secret, sizeof k->member[i].secret);
    }
    return k->n <= KEYRING_MEMBERSHIPS ? rd_end(&r) : ERR_FORMAT;
}

int keyring_unwrap(struct keyring *k, const struct root *root, const unsigned char token[VAULT_TOKEN],
                   enum keyring_stage stage, int64_t now_us, const void *p, size_t n)
{
    struct secret_key wk SCOPED_KEY;
    struct buf plain SCOPED_BUF, aad SCOPED_BUF;
    unsigned char session[32];
    wrap_key(root, token, &wk);
    context(&aad);
    buf_init_secret(&plain, PLAIN_BYTES);
    int err = cipher_open(&wk, &aad, p, n, &plain);
    if (err == ERR_LIMIT)
        return ERR_INTEGRITY;
    if (err != ERR_OK)
        return err;
    err = read_fields(k, &plain);
    if (err != ERR_OK)
        return ERR_INTEGRITY;
    ticket_session(session, token);
    if (k->stage != stage || k->end_us <= now_us || !secret_equal(session, k->session, sizeof session))
        return ERR_DENIED;
    return ERR_OK;
}

const struct keyring_secret *keyring_find(const struct keyring *k, uint8_t kind, const struct uuid *owner,
                                          uint32_t generation)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->member[i].kind == kind && k->member[i].generation == generation && uuid_eq(&k->member[i].owner, owner))
            return &k->member[i];
    return NULL;
}
