/* SPDX-License-Identifier: EUPL-1.2 */
/* The vault's only state: the root file. 32 random bytes from which every key of the vault is derived by name, the two
 * MAC keys shared with PostgreSQL, and the public half of the recovery pair. Made once, by the founding ceremony; of
 * what it holds only the MAC keys ever change. */
#ifndef JALON_VAULT_ROOT_H
#define JALON_VAULT_ROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/secret.h"

#define ROOT_MAC_ID 1 /* key id of both MAC keys until they are first changed */
#define ROOT_MAC_LAST 65535

struct root {
    unsigned char key[SECRET_KEY];
    unsigned char grant_mac[SECRET_KEY];  /* vault -> SQL */
    unsigned char ticket_mac[SECRET_KEY]; /* SQL -> vault */
    unsigned char recovery_public[SECRET_KEY];
    bool demonstration;
    uint16_t mac_id;                      /* key id of both MAC keys */
    bool changing;                        /* tickets of the next key id are good too */
    unsigned char next_ticket_mac[SECRET_KEY]; /* while changing */
};

/* In locked memory; free with root_free. NULL when there is none. */
struct root *root_alloc(void);
void root_free(struct root *r);
void root_random(struct root *r, bool demonstration);
/* ERR_CONFLICT when the file is there already: a root is never replaced. Mode 0600. */
int root_save(const struct root *r, const char *path) __attribute__((warn_unused_result));
/* A root with other MAC keys over the file it was loaded from: all of it or nothing. */
int root_replace(const struct root *r, const char *path) __attribute__((warn_unused_result));
/* ERR_NOTFOUND, ERR_FORMAT (not a root file or damaged). */
int root_load(struct root *r, const char *path) __attribute__((warn_unused_result));
/* Begins a change of the MAC keys: tickets of the next keys are accepted beside the old ones, grants are still made
 * with the old. Begun again it changes nothing. The next keys follow from root and id, so that every vault comes to the
 * same ones by itself. ERR_LIMIT: there is no next id. */
int root_mac_begin(struct root *r) __attribute__((warn_unused_result));
/* Ends it: the next keys are the only ones, the old are gone. */
void root_mac_end(struct root *r);
/* Lines "mac grant ID HEX" and "mac ticket ID HEX" for jalon: the keys of a founding, or while changing the next. */
void root_mac_lines(const struct root *r, struct buf *out);
/* The ticket key of an id, NULL when tickets of it are not accepted. */
const unsigned char *root_ticket_mac(const struct root *r, uint16_t id);
/* The key for one purpose; p adds what it is for (a user, a login), NULL when n is 0. */
void root_derive(const struct root *r, const char *label, const void *p, size_t n, struct secret_key *out);

#endif
