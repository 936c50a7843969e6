/* SPDX-License-Identifier: EUPL-1.2 */
/* The log's signing key: a file of 40 bytes, "JALONSK1" and an Ed25519 seed, readable by its owner alone. */
#ifndef JALON_SEALER_KEY_H
#define JALON_SEALER_KEY_H

#include <sys/types.h>

#define KEY_PUBLIC 32

struct key; /* in locked memory */

/* Makes a new key and its file, which must not be there (ERR_CONFLICT); as root it is given to owner unless that is
 * (uid_t)-1. ERR_IO, ERR_NOMEM. */
int key_create(struct key **out, const char *path, uid_t owner) __attribute__((warn_unused_result));
/* ERR_NOTFOUND, ERR_DENIED when others than the owner may read it, ERR_FORMAT, ERR_IO, ERR_NOMEM. */
int key_load(struct key **out, const char *path) __attribute__((warn_unused_result));
void key_free(struct key *k);

const unsigned char *key_public(const struct key *k);
void key_sign(const struct key *k, const void *p, size_t n, unsigned char signature[64]);
/* ERR_OK or ERR_INTEGRITY. */
int key_check(const struct key *k, const void *p, size_t n, const unsigned char signature[64])
    __attribute__((warn_unused_result));

#endif
