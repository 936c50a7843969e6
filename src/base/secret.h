/* SPDX-License-Identifier: EUPL-1.2 */
/* Randomness, hashing under a name, comparison in constant time, and memory for secrets. */
#ifndef JALON_BASE_SECRET_H
#define JALON_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#define SECRET_KEY 32

/* Starts the random generator; before anything else here. ERR_OK or ERR_INTERNAL. */
int secret_init(void) __attribute__((warn_unused_result));
void secret_random(void *p, size_t n);
/* Not optimised away. p may be NULL when n is 0. */
void secret_wipe(void *p, size_t n);
/* The same, then free: of memory from malloc. NULL is fine. */
void secret_discard(void *p, size_t n);
bool secret_equal(const void *a, const void *b, size_t n);
/* Guarded, locked memory (never in a core or swap); NULL when there is none. Free with secret_free, which wipes. */
void *secret_alloc(size_t n) __attribute__((malloc));
void secret_free(void *p);
/* BLAKE2b of n bytes, 16 to 64 bytes out, keyed when key_n is 16 to 64 (0: no key). */
void secret_hash(void *out, size_t out_n, const void *key, size_t key_n, const void *p, size_t n);
/* out = BLAKE2b-256(key, label NUL || p): one key for each purpose from one key. */
void secret_derive(unsigned char out[SECRET_KEY], const unsigned char key[SECRET_KEY], const char *label, const void *p,
                   size_t n);
/* What jalond may know of a session token: id = BLAKE2b-256 of "jalon session id" NUL || token. */
void secret_session_id(unsigned char id[32], const unsigned char token[32]);

/* unsigned char key[32] SCOPED_SECRET(32) is too clever for C; wipe by scope instead: */
struct secret_key {
    unsigned char b[SECRET_KEY];
};
void secret_key_wipe(struct secret_key *k);
#define SCOPED_KEY __attribute__((cleanup(secret_key_wipe))) = {{0}}

#endif
