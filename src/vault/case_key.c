/* SPDX-License-Identifier: EUPL-1.2 */
/* Wraps are symmetrical, so that a page of a unit costs no public-key operation per row; a host opens few records, and
 * what crosses to it must be a box. A host's secret is the private half of its pair. */
#include "vault/case_key.h"

#include "base/err.h"
#include "vault/envelope.h"

#include "base/banned.h"

static const struct keyring_secret *secret_of(const struct ticket_item *i, const struct keyring *ring)
{
    if (i->owner_kind != OWNER_UNIT && !(i->owner_kind == OWNER_HOST && i->compartment == CASE_KEY_PLACEMENT))
        return NULL;
    return keyring_find(ring, i->owner_kind, &i->owner, i->owner_generation);
}

static struct box_context placement_context(const struct ticket_item *i, const struct uuid *host, uint32_t generation)
{
    return (struct box_context){.kind = BOX_PLACEMENT, .recipient_kind = OWNER_HOST, .recipient = *host,
                                .recipient_generation = generation, .subject_kind = i->compartment,
                                .subject = i->case_id, .subject_generation = i->key_generation};
}

bool case_key_held(const struct ticket_item *i, const struct keyring *ring)
{
    return secret_of(i, ring) != NULL;
}

int case_key_get(const struct root *root, const struct ticket_item *i, const struct keyring *ring, const void *p,
                 size_t n, struct secret_key *key)
{
    const struct keyring_secret *owner = secret_of(i, ring);
    if (owner == NULL)
        return ERR_DENIED;
    if (i->owner_kind == OWNER_UNIT)
        return envelope_unwrap_key(i, owner, p, n, key);
    const struct box_context c = placement_context(i, &i->owner, i->owner_generation);
    return box_open(root, &c, owner->secret, p, n, key->b);
}

int case_key_make(const struct ticket_item *i, const struct keyring *ring, struct secret_key *key, struct buf *wrap)
{
    const struct keyring_secret *owner = secret_of(i, ring);
    if (owner == NULL || i->owner_kind != OWNER_UNIT)
        return ERR_DENIED;
    return envelope_new_key(i, owner, key, wrap);
}

int case_key_box(const struct root *root, const struct ticket_item *i, const struct box_certificate *host,
                 const struct secret_key *key, struct buf *box)
{
    const struct box_context c = placement_context(i, &host->owner, host->generation);
    return box_seal(root, &c, host->public_key, key->b, box);
}
