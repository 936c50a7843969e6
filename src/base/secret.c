/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The few primitives that every program may use, also those that hold no key: random bytes, keyed hashing,
 * comparison without a timing leak, memory that is locked and wiped. Ciphers, signatures and password hashing are
 * not here: they belong to the rooms that own them.
 */
#include "base/secret.h"

#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#include "base/banned.h"

int secret_init(void)
{
    return sodium_init() < 0 ? ERR_INTERNAL : ERR_OK;
}

void secret_random(void *p, size_t n)
{
    randombytes_buf(p, n);
}

void secret_wipe(void *p, size_t n)
{
    if (n > 0 && p != NULL)
        sodium_memzero(p, n);
}

void secret_discard(void *p, size_t n)
{
    if (p != NULL)
        secret_wipe(p, n);
    free(p);
}

bool secret_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void *secret_alloc(size_t n)
{
    /* The block ends at the guard page; rounded up, so that a struct in it is aligned. */
    if (n > SIZE_MAX - 15)
        return NULL;
    return sodium_malloc((n + 15) / 16 * 16);
}

void secret_free(void *p)
{
    sodium_free(p);
}

/* The lengths are constants of the callers: a wrong one is a bug, and half a hash is worse than none. */
static void must(int rc)
{
    if (rc != 0)
        abort();
}

void secret_hash(void *out, size_t out_n, const void *key, size_t key_n, const void *p, size_t n)
{
    must(key_n != 0 && (key_n < crypto_generichash_KEYBYTES_MIN || key_n > crypto_generichash_KEYBYTES_MAX));
    must(out_n < crypto_generichash_BYTES_MIN || out_n > crypto_generichash_BYTES_MAX);
    must(crypto_generichash(out, out_n, p, n, key_n > 0 ? key : NULL, key_n));
}

static void labelled(unsigned char out[SECRET_KEY], const unsigned char *key, size_t key_n, const char *label,
                     const void *p, size_t n)
{
    crypto_generichash_state state;

    must(crypto_generichash_init(&state, key, key_n, SECRET_KEY));
    must(crypto_generichash_update(&state, (const unsigned char *)label, strlen(label) + 1));
    must(crypto_generichash_update(&state, p, n));
    must(crypto_generichash_final(&state, out, SECRET_KEY));
    sodium_memzero(&state, sizeof state);
}

void secret_derive(unsigned char out[SECRET_KEY], const unsigned char key[SECRET_KEY], const char *label, const void *p,
                   size_t n)
{
    labelled(out, key, SECRET_KEY, label, p, n);
}

void secret_session_id(unsigned char id[32], const unsigned char token[32])
{
    labelled(id, NULL, 0, "jalon session id", token, 32);
}

void secret_key_wipe(struct secret_key *k)
{
    sodium_memzero(k->b, sizeof k->b);
}
