/* SPDX-License-Identifier: EUPL-1.2 */
/* Record versions under case keys, and case keys under the secret of the unit that owns the case. What the
 * ticket says of a record (table, row, version, case, compartment, generations) is bound to both, so an envelope that
 * was moved, swapped, cut, flipped or kept from an older version does not open. */
#ifndef JALON_VAULT_ENVELOPE_H
#define JALON_VAULT_ENVELOPE_H

#include "base/buf.h"
#include "base/secret.h"
#include "vault/keyring.h"
#include "vault/ticket.h"

#define ENVELOPE_PADDED 65536 /* the longest padded plaintext */

/* A new case key wrapped under the owner's secret. */
int envelope_new_key(const struct ticket_item *i, const struct keyring_secret *owner, struct secret_key *case_key,
                     struct buf *wrap) __attribute__((warn_unused_result));
/* What an owner's wraps are made and opened with: one derivation for all of a page. */
void envelope_wrapping(const struct keyring_secret *owner, struct secret_key *wrapping);
int envelope_unwrap_key(const struct ticket_item *i, const struct secret_key *wrapping, const void *wrap, size_t n,
                        struct secret_key *case_key) __attribute__((warn_unused_result));
/* Appends the envelope; its length tells only the power of two above the plaintext's, from 256 bytes. ERR_LIMIT over
 * VAULT_PLAINTEXT. */
int envelope_seal(const struct ticket_item *i, const struct secret_key *case_key, const void *p, size_t n,
                  struct buf *out) __attribute__((warn_unused_result));
/* Appends the plaintext; ERR_INTEGRITY. The buffer is a secret one and has room for the padded one (ERR_LIMIT), at most
 * ENVELOPE_PADDED, whose length and zeros it has seen for a moment. */
int envelope_open(const struct ticket_item *i, const struct secret_key *case_key, const void *p, size_t n,
                  struct buf *out) __attribute__((warn_unused_result));

#endif
