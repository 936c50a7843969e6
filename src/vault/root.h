/* SPDX-License-Identifier: EUPL-1.2 */
/* The vault's only state: the root file. 32 random bytes from which every key of the vault is derived by name, the two
 * MAC keys shared with PostgreSQL, and the public half of the recovery pair. Made once, by the founding ceremony. */
#ifndef JALON_VAULT_ROOT_H
#define JALON_VAULT_ROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/secret.h"

#define ROOT_MAC_ID 1 /* key id of both MAC keys until they are first changed */

struct root {
    unsigned char key[SECRET_KEY];
    unsigned char grant_mac[SECRET_KEY];  /* vault -> SQL */
    unsigned char ticket_mac[SECRET_KEY]; /* SQL -> vault */
    unsigned char recovery_public[SECRET_KEY];
    bool demonstration;
};

/* In locked memory; free with root_free. NULL when there is none. */
struct root *root_alloc(void);
void root_free(struct root *r);
void root_random(struct root *r, bool demonstration);
/* ERR_CONFLICT when the file is there already: a root is never replaced. Mode 0600. */
int root_save(const struct root *r, const char *path) __attribute__((warn_unused_result));
/* ERR_NOTFOUND, ERR_FORMAT (not a root file or damaged). */
int root_load(struct root *r, const char *path) __attribute__((warn_unused_result));
/* The key for one purpose; p adds what it is for (a user, a login), NULL when n is 0. */
void root_derive(const struct root *r, const char *label, const void *p, size_t n, struct secret_key *out);

#endif
