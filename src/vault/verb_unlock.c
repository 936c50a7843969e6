/* SPDX-License-Identifier: EUPL-1.2 */
/* Right after sign-in: the membership boxes that PostgreSQL keeps for this person are opened with her private half,
 * then those in which older secrets of her unit lie for its newer pairs, newest first. All join the key blob, so that
 * later pages cost no public-key operation. A box that does not open is left out, counted, and is an entry: somebody
 * planted or damaged a row. */
#include <stdlib.h>
#include <string.h>

#include "vault/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/box.h"
#include "wire/frame.h"

#include "base/banned.h"

#define BROKEN_MAX UINT8_MAX /* boxes named in the entry; planting more of them tells nothing more */

static bool open_box(const struct vault_talk *t, const struct ticket_item *i, struct keyring *ring,
                     const unsigned char *p, size_t n)
{
    struct box_context c = {.kind = i->box_kind, .recipient_kind = OWNER_USER, .recipient = ring->user,
                            .recipient_generation = i->recipient_generation, .subject_kind = i->owner_kind,
                            .subject = i->owner, .subject_generation = i->owner_generation};
    struct keyring_secret *s = &ring->member[ring->n];
    const unsigned char *opener = i->box_kind == BOX_MEMBERSHIP ? ring->private_key : NULL;
    if (i->box_kind == BOX_GENERATION) {
        const struct keyring_secret *next = keyring_find(ring, i->owner_kind, &i->owner, i->recipient_generation);
        if (keyring_find(ring, i->owner_kind, &i->owner, i->owner_generation) != NULL)
            return true; /* she has it already */
        opener = next == NULL ? NULL : next->secret;
        c.recipient_kind = i->owner_kind;
        c.recipient = i->owner;
    }
    if (opener == NULL || ring->n >= KEYRING_MEMBERSHIPS ||
        box_open(t->vault->root, &c, opener, p, n, s->secret) != ERR_OK)
        return false;
    s->kind = i->owner_kind;
    s->owner = i->owner;
    s->generation = i->owner_generation;
    ring->n++;
    return true;
}

static uint16_t record_broken(struct vault_talk *t, const struct ticket *ticket,
                              const struct ticket_item *const *broken, uint16_t n)
{
    struct sealer_object objects[BROKEN_MAX];
    for (uint16_t i = 0; i < n; i++)
        objects[i] = (struct sealer_object){.kind = "membership_box", .id = &broken[i]->owner,
                                            .version = broken[i]->owner_generation, .compartment = "", .link = ""};
    struct sealer_entry entry = {.action = "keys.unlock",
                                 .actor = &ticket->user,
                                 .role = ticket->role,
                                 .org = &ticket->org,
                                 .reason = "",
                                 .outcome = "integrity",
                                 .claimed = "",
                                 .object = objects,
                                 .objects = n};
    return verbs_receipt(t, &entry, 1);
}

static uint16_t unlock(struct vault_talk *t, struct rd *material, const struct ticket *ticket, struct keyring *ring,
                       uint8_t *unopened)
{
    const struct ticket_item *broken[BROKEN_MAX];
    uint8_t n = 0;
    for (size_t i = 0; i < ticket->n; i++) {
        size_t box_n;
        const unsigned char *box = rd_lv16(material, &box_n, UINT16_MAX);
        if (!open_box(t, &ticket->item[i], ring, box, box_n) && n < BROKEN_MAX)
            broken[n++] = &ticket->item[i];
    }
    *unopened = n;
    if (rd_end(material) != ERR_OK)
        return WIRE_BAD;
    return n == 0 ? WIRE_OK : record_broken(t, ticket, broken, n);
}

uint16_t verbs_unlock(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct keyring ring SCOPED_KEYRING;
    struct buf session SCOPED_BUF;
    struct vault_bytes blob, material_bytes, ticket_bytes;
    struct rd material;
    uint8_t unopened = 0;
    const unsigned char *token = rd_bytes(in, VAULT_TOKEN);
    blob.p = rd_lv16(in, &blob.n, UINT16_MAX);
    material_bytes.p = rd_lv32(in, &material_bytes.n, FRAME_MAX);
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    rd_init(&material, material_bytes.p, material_bytes.n);
    ticket_bytes.p = rd_lv16(&material, &ticket_bytes.n, UINT16_MAX);
    struct ticket *ticket = calloc(1, sizeof *ticket);
    if (ticket == NULL)
        return WIRE_INTERNAL;
    uint16_t status = verbs_believe(t, TICKET_UNLOCK, KEYRING_SIGN_IN, token, ticket_bytes, blob, ticket, &ring);
    if (status == WIRE_OK)
        status = unlock(t, &material, ticket, &ring, &unopened);
    ring.stage = KEYRING_SESSION;
    ring.end_us = ticket->session_end_us;
    free(ticket);
    if (status != WIRE_OK)
        return status;
    buf_init(&session, 2048);
    keyring_wrap(&ring, t->vault->root, token, &session);
    buf_lv16(out, session.data, session.len);
    buf_u8(out, unopened);
    return buf_err(&session) == ERR_OK ? WIRE_OK : WIRE_INTERNAL;
}
