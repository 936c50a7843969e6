/* SPDX-License-Identifier: EUPL-1.2 */
/* Gives keys of a case to somebody who does not hold the secret of its unit: out of the wraps under that secret, into
 * boxes for the pair that the recipient's certificate names. A counsellor gives the key of one placement to its host;
 * an officer gives the other keys of one case to a person of another unit who broke the glass, and shows by her own
 * certificate that she is one. PostgreSQL says in the ticket who and which generation, and hands over the certificates;
 * that they were once made by a vault of this root only their MAC shows. The entry is durable before a key is
 * unwrapped; it names what is given and, as the last object, to whom. */
#include <stdlib.h>

#include "vault/verbs.h"

#include "base/err.h"
#include "vault/box.h"
#include "vault/case_key.h"
#include "vault/people.h"
#include "vault/statement.h"
#include "wire/frame.h"
#include "wire/people_msg.h"

#include "base/banned.h"

/* What one request brings, beside what it is checked by. */
struct sharing {
    struct ticket ticket;
    struct keyring ring;
    struct box_certificate to;
    struct vault_bytes wrap[VAULT_SHARED], certificate, officer;
    char claimed[65];
};

static void sharing_free(struct sharing **s)
{
    if (*s != NULL)
        keyring_wipe(&(*s)->ring);
    free(*s);
}

/* from: the first item that it is about, n how many. */
static uint16_t record(struct vault_talk *t, const struct sharing *s, size_t from, size_t n, const char *outcome)
{
    const struct ticket_recipient *to = &s->ticket.recipient;
    const bool person = to->kind == OWNER_USER;
    struct sealer_object objects[VAULT_SHARED + 1];
    for (size_t i = 0; i < n; i++)
        objects[i] = verbs_object(&s->ticket.item[from + i]);
    objects[n] = (struct sealer_object){.kind = person ? "account" : "organisation", .id = &to->owner,
                                        .version = to->generation, .compartment = "", .link = ""};
    const struct sealer_entry entry = {.action = person ? "case.share" : "placement.share",
                                       .actor = &s->ticket.user,
                                       .role = s->ticket.role,
                                       .org = &s->ticket.org,
                                       .reason = s->ticket.reason,
                                       .reason_default = s->ticket.reason_default,
                                       .outcome = outcome,
                                       .claimed = s->claimed,
                                       .object = objects,
                                       .objects = (uint16_t)(n + 1)};
    return verbs_receipt(t, &entry, 1);
}

/* A placement of a unit for its host. */
static bool is_for_host(const struct sharing *s)
{
    return s->ticket.recipient.kind == OWNER_HOST && s->ticket.n == 1 &&
           s->ticket.item[0].compartment == CASE_KEY_PLACEMENT;
}

/* Compartments of one case, from an officer, for somebody else. */
static bool is_for_person(const struct root *root, const struct sharing *s)
{
    const struct ticket_recipient *to = &s->ticket.recipient;
    if (to->kind != OWNER_USER || uuid_eq(&to->owner, &s->ticket.user))
        return false;
    for (size_t i = 0; i < s->ticket.n; i++)
        if (s->ticket.item[i].compartment < 1 || s->ticket.item[i].compartment >= CASE_KEY_PLACEMENT ||
            !uuid_eq(&s->ticket.item[i].case_id, &s->ticket.item[0].case_id))
            return false;
    return people_is_officer(root, &s->ticket, &s->ring, s->officer.p, s->officer.n);
}

/* Of a unit whose secret she holds, for who is certified just as the ticket names it. */
static bool may_share(const struct root *root, struct sharing *s)
{
    const struct ticket_recipient *to = &s->ticket.recipient;
    for (size_t i = 0; i < s->ticket.n; i++)
        if (s->ticket.item[i].owner_kind != OWNER_UNIT || !case_key_held(&s->ticket.item[i], &s->ring))
            return false;
    return (is_for_host(s) || is_for_person(root, s)) &&
           statement_certificate(root, &s->to, s->certificate.p, s->certificate.n) == ERR_OK &&
           s->to.kind == to->kind && uuid_eq(&s->to.owner, &to->owner) && s->to.generation == to->generation;
}

static uint16_t share(struct vault_talk *t, const struct sharing *s, struct buf *out)
{
    struct secret_key key SCOPED_KEY;
    struct buf boxes SCOPED_BUF;
    const struct root *root = t->vault->root;
    buf_init(&boxes, VAULT_SHARED * PEOPLE_BOX);
    for (size_t i = 0; i < s->ticket.n; i++) {
        const struct ticket_item *item = &s->ticket.item[i];
        int err = case_key_get(root, item, &s->ring, s->wrap[i].p, s->wrap[i].n, &key);
        if (err == ERR_OK)
            err = case_key_box(root, item, &s->to, &key, &boxes);
        if (err == ERR_INTEGRITY) {
            uint16_t status = record(t, s, i, 1, "integrity");
            return status == WIRE_OK ? WIRE_DENIED : status;
        }
        if (err != ERR_OK)
            return WIRE_INTERNAL;
    }
    buf_lv16(out, boxes.data, boxes.len);
    return WIRE_OK;
}

static int read_rest(struct rd *bundle, struct sharing *s)
{
    for (size_t i = 0; i < s->ticket.n; i++)
        s->wrap[i].p = rd_lv16(bundle, &s->wrap[i].n, UINT16_MAX);
    s->certificate.p = rd_lv32(bundle, &s->certificate.n, PEOPLE_CERTIFICATE);
    if (s->ticket.recipient.kind == OWNER_USER)
        s->officer.p = rd_lv32(bundle, &s->officer.n, PEOPLE_CERTIFICATE);
    return rd_end(bundle);
}

uint16_t verbs_share(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct rd bundle;
    size_t bundle_n, claimed_n;
    const unsigned char *token = rd_bytes(in, VAULT_TOKEN);
    const unsigned char *bundle_p = rd_lv32(in, &bundle_n, FRAME_MAX);
    const unsigned char *claimed_p = rd_lv8(in, &claimed_n, 64);
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    rd_init(&bundle, bundle_p, bundle_n);
    struct sharing *s __attribute__((cleanup(sharing_free))) = calloc(1, sizeof *s);
    if (s == NULL)
        return WIRE_INTERNAL;
    verbs_claimed(s->claimed, claimed_p, claimed_n);
    uint16_t status = verbs_context(t, &bundle, TICKET_SHARE, token, &s->ticket, &s->ring);
    if (status != WIRE_OK)
        return status;
    if (read_rest(&bundle, s) != ERR_OK)
        return WIRE_BAD;
    const bool may = may_share(t->vault->root, s);
    status = record(t, s, 0, s->ticket.n, may ? "ok" : "denied");
    if (status == WIRE_OK && !may)
        return WIRE_DENIED;
    return status == WIRE_OK ? share(t, s, out) : status;
}
