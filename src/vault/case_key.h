/* SPDX-License-Identifier: EUPL-1.2 */
/* The key of what one item of a ticket names, for the session that asks. People of a unit have it out of the wrap under
 * the unit's secret. People of a host have keys of placements only, each out of the box in which it was sealed to the
 * host's pair, and they make none. Somebody of another unit, to whom an officer gave a case for some hours, has the
 * keys of its other compartments, each out of the box to her own pair. Nobody else owns a key of a case. */
#ifndef JALON_VAULT_CASE_KEY_H
#define JALON_VAULT_CASE_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/secret.h"
#include "vault/box.h"
#include "vault/keyring.h"
#include "vault/root.h"
#include "vault/ticket.h"

#define CASE_KEY_PLACEMENT 4 /* compartment: what a host may read; a key of its own for each placement */

/* Does the session hold the secret of the item's owner, and may such an owner have a key of this compartment? */
bool case_key_held(const struct ticket_item *i, const struct keyring *ring);
/* Out of wrap or box. ERR_DENIED when it is not held; ERR_INTEGRITY when it is not the one that the item names. */
int case_key_get(const struct root *root, const struct ticket_item *i, const struct keyring *ring, const void *p,
                 size_t n, struct secret_key *key) __attribute__((warn_unused_result));
/* The same for one of many: what the wraps of one owner are opened with is derived once. Begins zeroed, goes with one
 * ring, and is wiped by case_key_forget. */
struct case_key_kept {
    const struct keyring_secret *owner;
    struct secret_key wrapping;
};
int case_key_next(const struct root *root, const struct ticket_item *i, const struct keyring *ring,
                  struct case_key_kept *kept, const void *p, size_t n, struct secret_key *key)
    __attribute__((warn_unused_result));
void case_key_forget(struct case_key_kept *kept);
/* A new one with its wrap, which is appended. ERR_DENIED when it is not held, and to whoever is no unit. */
int case_key_make(const struct ticket_item *i, const struct keyring *ring, struct secret_key *key, struct buf *wrap)
    __attribute__((warn_unused_result));
/* Appends the box with the key for its certified reader: of a placement its host, of a case a person. */
int case_key_box(const struct root *root, const struct ticket_item *i, const struct box_certificate *to,
                 const struct secret_key *key, struct buf *box) __attribute__((warn_unused_result));

#endif
