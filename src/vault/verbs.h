/* SPDX-License-Identifier: EUPL-1.2 */
/* What the vault can be asked, one function a verb. Each reads its request to the last byte, writes the reply's body
 * and returns the status; on any status but WIRE_OK the caller drops the body. */
#ifndef JALON_VAULT_VERBS_H
#define JALON_VAULT_VERBS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rd.h"
#include "vault/keyring.h"
#include "vault/ticket.h"
#include "vault/vault.h"
#include "wire/sealer_msg.h"

uint16_t verbs_sign_in(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t verbs_unlock(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t verbs_open(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t verbs_seal(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t verbs_enrol(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t verbs_confirm(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t verbs_share(struct vault_talk *t, struct rd *in, struct buf *out);

/* What they share. */

/* Appends to the log and waits for the receipt; WIRE_OK, WIRE_CEILING or WIRE_UNAVAILABLE. */
uint16_t verbs_receipt(struct vault_talk *t, const struct sealer_entry *entries, uint8_t n);
/* The words that the log uses for the numbers of a ticket; "unknown" for one that is none of ours. */
const char *verbs_table(uint16_t code);
const char *verbs_compartment(uint8_t code);
const char *verbs_link(uint8_t code);
/* The item of a ticket as an object of an entry, which points into it. */
struct sealer_object verbs_object(const struct ticket_item *i);
/* The claimed address of a request as a string for an entry; "" when it is not printable ASCII. */
void verbs_claimed(char out[65], const unsigned char *p, size_t n);
/* Ticket and key blob of one session. Forged, stale or foreign ones are refused, and that is an entry. */
uint16_t verbs_believe(struct vault_talk *t, enum ticket_kind kind, enum keyring_stage stage,
                       const unsigned char *token, struct vault_bytes ticket_bytes, struct vault_bytes blob,
                       struct ticket *ticket, struct keyring *ring) __attribute__((warn_unused_result));
/* The same out of lv16 ticket, lv16 key blob at the start of a bundle. */
uint16_t verbs_context(struct vault_talk *t, struct rd *bundle, enum ticket_kind kind, const unsigned char *token,
                       struct ticket *ticket, struct keyring *ring) __attribute__((warn_unused_result));

#endif
