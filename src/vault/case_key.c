/* SPDX-License-Identifier: EUPL-1.2 */
/* Wraps are symmetrical, so that a page of a unit costs no public-key operation per row; a host and a reader from
 * outside open few records, and what crosses to them must be a box. A host's secret is the private half of its pair; a
 * person's own lies in the keyring beside the memberships. */
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

static bool is_own(const struct ticket_item *i, const struct keyring *ring)
{
    return i->owner_kind == OWNER_USER && i->compartment != CASE_KEY_PLACEMENT && uuid_eq(&i->owner, &ring->user);
}

static struct box_context context(const struct ticket_item *i, uint8_t kind, const struct uuid *owner,
                                  uint32_t generation)
{
    return (struct box_context){.kind = BOX_CASE_KEY, .recipient_kind = kind, .recipient = *owner,
                                .recipient_generation = generation, .subject_kind = i->compartment,
                                .subject = i->case_id, .subject_generation = i->key_generation};
}

bool case_key_held(const struct ticket_item *i, const struct keyring *ring)
{
    return is_own(i, ring) || secret_of(i, ring) != NULL;
}

static const struct secret_key *wrapping_of(const struct keyring_secret *owner, struct case_key_kept *kept)
{
    if (kept->owner != owner)
        envelope_wrapping(owner, &kept->wrapping);
    kept->owner = owner;
    return &kept->wrapping;
}

void case_key_forget(struct case_key_kept *kept)
{
    secret_wipe(kept, sizeof *kept);
}

int case_key_get(const struct root *root, const struct ticket_item *i, const struct keyring *ring, const void *p,
                 size_t n, struct secret_key *key)
{
    struct case_key_kept kept __attribute__((cleanup(case_key_forget))) = {NULL, {{0}}};
    return case_key_next(root, i, ring, &kept, p, n, key);
}

int case_key_next(const struct root *root, const struct ticket_item *i, const struct keyring *ring,
                  struct case_key_kept *kept, const void *p, size_t n, struct secret_key *key)
{
    const struct box_context c = context(i, i->owner_kind, &i->owner, i->owner_generation);
    if (is_own(i, ring))
        return box_open(root, &c, ring->private_key, p, n, key->b);
    const struct keyring_secret *owner = secret_of(i, ring);
    if (owner == NULL)
        return ERR_DENIED;
    return i->owner_kind == OWNER_UNIT ? envelope_unwrap_key(i, wrapping_of(owner, kept), p, n, key)
                                       : box_open(root, &c, owner->secret, p, n, key->b);
}

int case_key_make(const struct ticket_item *i, const struct keyring *ring, struct secret_key *key, struct buf *wrap)
{
    const struct keyring_secret *owner = secret_of(i, ring);
    if (owner == NULL || i->owner_kind != OWNER_UNIT)
        return ERR_DENIED;
    return envelope_new_key(i, owner, key, wrap);
}

int case_key_box(const struct root *root, const struct ticket_item *i, const struct box_certificate *to,
                 const struct secret_key *key, struct buf *box)
{
    const struct box_context c = context(i, to->kind, &to->owner, to->generation);
    return box_seal(root, &c, to->public_key, key->b, box);
}
