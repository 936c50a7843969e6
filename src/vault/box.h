/* SPDX-License-Identifier: EUPL-1.2 */
/* Where a secret crosses to somebody else: certificates of public keys, and boxes to certified keys. Both need the
 * root, so that a row planted in PostgreSQL is neither. */
#ifndef JALON_VAULT_BOX_H
#define JALON_VAULT_BOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "vault/root.h"

enum owner_kind {
    OWNER_USER = 1,
    OWNER_UNIT = 2,
    OWNER_HOST = 3,
    OWNER_AUDIT = 4,
    OWNER_SERVICE = 5,
    OWNER_JOB = 8, /* reserved */
    OWNER_RECOVERY = 9
};

/* What lies in a box: the secret of a unit or host for somebody who belongs to it, one of theirs for the recovery pair,
 * the key of one compartment of a case for a reader outside of its unit: of a placement for its host, of the others for
 * a person (subject kind: the compartment; subject: the case; generation: the key's, of a placement its ordinal), a
 * unit's secret for the pair that came after it. */
enum box_kind { BOX_MEMBERSHIP = 1, BOX_RECOVERY = 2, BOX_CASE_KEY = 4, BOX_GENERATION = 5 };

struct box_certificate {
    uint8_t kind; /* enum owner_kind */
    struct uuid owner;
    uint32_t generation;
    bool officer;
    unsigned char public_key[SECRET_KEY];
};

/* Who a box is for and whose secret lies in it; all of it is bound to the ciphertext. */
struct box_context {
    uint8_t kind; /* enum box_kind */
    uint8_t recipient_kind;
    struct uuid recipient;
    uint32_t recipient_generation;
    uint8_t subject_kind;
    struct uuid subject;
    uint32_t subject_generation;
};

/* A new X25519 pair. */
void box_pair(unsigned char public_key[SECRET_KEY], unsigned char private_key[SECRET_KEY]);
void box_public(unsigned char public_key[SECRET_KEY], const unsigned char private_key[SECRET_KEY]);
/* The MAC over all fields under the root. */
void box_certify(const struct root *root, const struct box_certificate *c, unsigned char mac[32]);
bool box_certified(const struct root *root, const struct box_certificate *c, const unsigned char mac[32]);
/* Appends the box with the 32-byte secret. root may be NULL for BOX_RECOVERY only, whose boxes outlive it; the recovery
 * pair is no row, its public half is in the root. */
int box_seal(const struct root *root, const struct box_context *c, const unsigned char recipient_public[SECRET_KEY],
             const unsigned char secret[SECRET_KEY], struct buf *out) __attribute__((warn_unused_result));
/* ERR_INTEGRITY when it was not sealed (by this root, but for BOX_RECOVERY) for this key in this context. */
int box_open(const struct root *root, const struct box_context *c, const unsigned char private_key[SECRET_KEY],
             const void *p, size_t n, unsigned char secret[SECRET_KEY]) __attribute__((warn_unused_result));

#endif
