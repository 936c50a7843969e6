/* SPDX-License-Identifier: EUPL-1.2 */
/* Gives the key of one placement to its host: out of the wrap under the unit's secret, into a box for the pair that the
 * host's certificate names. PostgreSQL says in the ticket which host and which generation, and hands over the
 * certificate; that it was once made by a vault of this root only its MAC shows. The same again, after the host got a
 * new pair, makes the box anew. The entry is durable before the key is unwrapped; it names the placement and, as the
 * second object, for whom. */
#include <stdlib.h>

#include "vault/verbs.h"

#include "base/err.h"
#include "vault/box.h"
#include "vault/case_key.h"
#include "vault/statement.h"
#include "wire/frame.h"
#include "wire/people_msg.h"

#include "base/banned.h"

/* What one request brings, beside what it is checked by. */
struct sharing {
    struct ticket ticket;
    struct keyring ring;
    struct box_certificate host;
    struct vault_bytes wrap;
    char claimed[65];
};

static void sharing_free(struct sharing **s)
{
    if (*s != NULL)
        keyring_wipe(&(*s)->ring);
    free(*s);
}

static uint16_t record(struct vault_talk *t, const struct sharing *s, const char *outcome)
{
    const struct ticket_recipient *to = &s->ticket.recipient;
    const struct sealer_object objects[] = {
        verbs_object(&s->ticket.item[0]),
        {.kind = "organisation", .id = &to->owner, .version = to->generation, .compartment = "", .link = ""},
    };
    const struct sealer_entry entry = {.action = "placement.share",
                                       .actor = &s->ticket.user,
                                       .role = s->ticket.role,
                                       .org = &s->ticket.org,
                                       .reason = s->ticket.reason,
                                       .reason_default = s->ticket.reason_default,
                                       .outcome = outcome,
                                       .claimed = s->claimed,
                                       .object = objects,
                                       .objects = 2};
    return verbs_receipt(t, &entry, 1);
}

/* A placement of a unit whose secret she holds, for a host that is certified just as the ticket names it. */
static bool may_share(const struct root *root, struct sharing *s, const unsigned char *certificate, size_t n)
{
    const struct ticket_item *item = &s->ticket.item[0];
    const struct ticket_recipient *to = &s->ticket.recipient;
    return item->compartment == CASE_KEY_PLACEMENT && item->owner_kind == OWNER_UNIT &&
           case_key_held(item, &s->ring) && to->kind == OWNER_HOST &&
           statement_certificate(root, &s->host, certificate, n) == ERR_OK && s->host.kind == to->kind &&
           uuid_eq(&s->host.owner, &to->owner) && s->host.generation == to->generation;
}

static uint16_t share(struct vault_talk *t, const struct sharing *s, struct buf *out)
{
    struct secret_key key SCOPED_KEY;
    struct buf box SCOPED_BUF;
    const struct root *root = t->vault->root;
    const struct ticket_item *item = &s->ticket.item[0];
    buf_init(&box, PEOPLE_BOX);
    int err = case_key_get(root, item, &s->ring, s->wrap.p, s->wrap.n, &key);
    if (err == ERR_OK)
        err = case_key_box(root, item, &s->host, &key, &box);
    if (err == ERR_INTEGRITY) {
        uint16_t status = record(t, s, "integrity");
        return status == WIRE_OK ? WIRE_DENIED : status;
    }
    buf_lv16(out, box.data, box.len);
    return err == ERR_OK ? WIRE_OK : WIRE_INTERNAL;
}

uint16_t verbs_share(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct rd bundle;
    size_t bundle_n, claimed_n, certificate_n;
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
    s->wrap.p = rd_lv16(&bundle, &s->wrap.n, UINT16_MAX);
    const unsigned char *certificate = rd_lv32(&bundle, &certificate_n, PEOPLE_CERTIFICATE);
    if (rd_end(&bundle) != ERR_OK)
        return WIRE_BAD;
    const bool may = may_share(t->vault->root, s, certificate, certificate_n);
    status = record(t, s, may ? "ok" : "denied");
    if (status == WIRE_OK && !may)
        return WIRE_DENIED;
    return status == WIRE_OK ? share(t, s, out) : status;
}
