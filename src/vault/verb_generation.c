/* SPDX-License-Identifier: EUPL-1.2 */
/* The next secret of a unit, when somebody has left who may have kept the old one. An officer asks, in a live session
 * that holds today's secret; the ticket names every member who is to hold the new one. Its private half leaves the
 * vault in boxes only: for each of them, and for the recovery pair. Today's secret goes into a box to the new pair, so
 * that whoever holds the new one still opens what was sealed before; the reverse way there is none. The entry names all
 * to whom the secret goes, and is durable before any box is made. The asker's session gets the new secret at once. */
#include <stdlib.h>

#include "vault/people.h"

#include "base/err.h"
#include "vault/keyring.h"
#include "vault/statement.h"
#include "vault/verbs.h"
#include "wire/frame.h"
#include "wire/people_msg.h"

#include "base/banned.h"

static uint16_t record(struct vault_talk *t, const struct people_act *a, const char *outcome)
{
    const struct ticket_act *act = &a->ticket.act;
    struct sealer_object objects[PEOPLE_MEMBERS + 1];
    objects[0] = (struct sealer_object){.kind = "organisation", .id = &act->org, .version = act->org_generation,
                                        .compartment = "", .link = ""};
    for (size_t i = 0; i < a->ticket.n; i++)
        objects[i + 1] = (struct sealer_object){.kind = "account", .id = &a->ticket.item[i].owner,
                                                .version = a->ticket.item[i].owner_generation, .compartment = "",
                                                .link = ""};
    const struct sealer_entry entry = {.action = "keys.generation", .actor = &a->ticket.user, .role = a->ticket.role,
                                       .org = &a->ticket.org, .reason = "", .outcome = outcome, .claimed = "",
                                       .object = objects, .objects = (uint16_t)(a->ticket.n + 1)};
    return verbs_receipt(t, &entry, 1);
}

/* The certificates of the members, as the ticket names them and in its order. */
static bool read_members(const struct root *root, struct people_act *a, struct box_certificate *member)
{
    bool good = true;
    for (size_t i = 0; i < a->ticket.n; i++) {
        const struct ticket_item *item = &a->ticket.item[i];
        size_t n;
        const unsigned char *p = rd_lv8(&a->material, &n, PEOPLE_CERTIFICATE);
        good = statement_certificate(root, &member[i], p, n) == ERR_OK && member[i].kind == OWNER_USER &&
               uuid_eq(&member[i].owner, &item->owner) && member[i].generation == item->owner_generation && good;
    }
    return good;
}

static int link_back(const struct root *root, const struct keyring_secret *own, const struct box_certificate *next,
                     struct buf *link)
{
    const struct box_context c = {.kind = BOX_GENERATION, .recipient_kind = next->kind, .recipient = next->owner,
                                  .recipient_generation = next->generation, .subject_kind = own->kind,
                                  .subject = own->owner, .subject_generation = own->generation};
    return box_seal(root, &c, next->public_key, own->secret, link);
}

static uint16_t make(const struct root *root, struct people_act *a, const struct keyring_secret *own,
                     const struct box_certificate *member, const unsigned char *token, struct buf *out)
{
    struct people_pair next __attribute__((cleanup(people_pair_wipe))) = {0};
    struct buf link SCOPED_BUF, boxes SCOPED_BUF, blob SCOPED_BUF;
    buf_init(&link, PEOPLE_BOX);
    buf_init(&blob, 2048);
    buf_init(&boxes, PEOPLE_MEMBERS * PEOPLE_BOX);
    int err = people_pair_make(root, &a->ticket.act, &next);
    if (err == ERR_OK)
        err = link_back(root, own, &next.certificate, &link);
    for (size_t i = 0; err == ERR_OK && i < a->ticket.n; i++)
        err = people_share(root, &next.secret, &member[i], &boxes);
    if (err != ERR_OK)
        return WIRE_INTERNAL;
    a->ring.member[a->ring.n++] = next.secret;
    keyring_wrap(&a->ring, root, token, &blob);
    if (buf_err(&blob) != ERR_OK)
        return WIRE_INTERNAL;
    buf_lv8(out, next.certified.data, next.certified.len);
    buf_lv16(out, next.recovery.data, next.recovery.len);
    buf_lv16(out, link.data, link.len);
    buf_lv32(out, boxes.data, boxes.len);
    buf_lv16(out, blob.data, blob.len);
    return WIRE_OK;
}

uint16_t people_verb_generation(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct people_act *a __attribute__((cleanup(people_free))) = NULL;
    const struct root *root = t->vault->root;
    size_t own_n;
    struct rd again = *in;
    const unsigned char *token = rd_bytes(&again, VAULT_TOKEN);
    uint16_t status = people_begin(t, in, TICKET_ACT_GENERATION, &a);
    if (status != WIRE_OK)
        return status;
    struct box_certificate *member = calloc(a->ticket.n, sizeof *member);
    if (member == NULL)
        return WIRE_INTERNAL;
    const struct ticket_act *act = &a->ticket.act;
    const unsigned char *own_p = rd_lv8(&a->material, &own_n, PEOPLE_CERTIFICATE);
    const bool members = read_members(root, a, member);
    const struct keyring_secret *own = keyring_find(&a->ring, act->org_kind, &act->org, act->org_generation - 1);
    status = WIRE_BAD;
    if (rd_end(&a->material) == ERR_OK) {
        const bool may = members && own != NULL && act->org_kind == OWNER_UNIT && act->recovery_generation > 0 &&
                         a->ring.n < KEYRING_MEMBERSHIPS &&
                         people_is_officer(root, &a->ticket, &a->ring, own_p, own_n);
        status = record(t, a, may ? "ok" : "denied");
        if (status == WIRE_OK)
            status = may ? make(root, a, own, member, token, out) : WIRE_DENIED;
    }
    free(member);
    return status;
}
