/* SPDX-License-Identifier: EUPL-1.2 */
/* The verbs about people (wire/people_msg.h), beside those of vault/verbs.h. */
#ifndef JALON_VAULT_PEOPLE_H
#define JALON_VAULT_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rd.h"
#include "vault/box.h"
#include "vault/keyring.h"
#include "vault/ticket.h"
#include "vault/vault.h"

uint16_t people_verb_account(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t people_verb_approve(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t people_verb_reseal(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t people_verb_password(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t people_verb_glass(struct vault_talk *t, struct rd *in, struct buf *out);
uint16_t people_verb_generation(struct vault_talk *t, struct rd *in, struct buf *out);

/* One act while it is done: who does it, what the ticket says, what is left of the material. */
struct people_act {
    struct ticket ticket;
    struct keyring ring;
    struct rd material;
};

/* Checks ticket and key blob of a material for this token and act. On WIRE_OK *a is to be freed with people_free; on
 * everything else it is NULL. */
uint16_t people_believe(struct vault_talk *t, const unsigned char *token, struct vault_bytes material, uint8_t act,
                        struct people_act **a);
/* The same for a request that is token and material. */
uint16_t people_begin(struct vault_talk *t, struct rd *in, uint8_t act, struct people_act **a);
void people_free(struct people_act **a);
/* A new pair of the organisation that an act names, of the generation that it names, with its certificate as bytes and
 * its secret for the recovery pair. Zero it before; wipe it in every case. */
struct people_pair {
    struct keyring_secret secret;
    struct box_certificate certificate;
    struct buf certified, recovery;
};

int people_pair_make(const struct root *root, const struct ticket_act *act, struct people_pair *p)
    __attribute__((warn_unused_result));
void people_pair_wipe(struct people_pair *p);
/* Is it a director who asks, and are these bytes her own certificate, with the officer's flag? */
bool people_is_officer(const struct root *root, const struct ticket *ticket, const struct keyring *ring,
                       const unsigned char *certificate, size_t n);
/* The box that gives a certified person the secret of an organisation. */
int people_share(const struct root *root, const struct keyring_secret *own, const struct box_certificate *person,
                 struct buf *box) __attribute__((warn_unused_result));
/* The entry about a key act, durable before its result leaves the vault: WIRE_OK or WIRE_UNAVAILABLE. */
uint16_t people_record(struct vault_talk *t, const struct people_act *a, const char *action, const char *outcome);

#endif
