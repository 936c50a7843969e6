/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens what a ticket names, and nothing else. The entry is durable before the first byte is decrypted (one batch, one
 * receipt for the whole page); what then fails is a second entry. A session without the keys is refused, with an entry.
 * An envelope that is not exactly the one named gives "integrity" for that item and leaves the others readable. */
#include <stdlib.h>
#include <string.h>

#include "vault/verbs.h"

#include "base/err.h"
#include "vault/case_key.h"
#include "vault/envelope.h"
#include "wire/frame.h"

#include "base/banned.h"

struct sealed {
    const unsigned char *wrap, *envelope; /* wrap: the box, where the owner is a host */
    size_t wrap_n, envelope_n;
    bool broken;
};

/* All that one opening works on; one allocation, wiped. Of the arrays only what the ticket has is ever touched. */
struct opening {
    struct ticket ticket;
    struct keyring ring;
    struct case_key_kept kept;
    struct sealed sealed[VAULT_ITEMS];
    struct sealer_object object[VAULT_ITEMS];
};

static void opening_free(struct opening **o)
{
    if (*o != NULL) {
        keyring_wipe(&(*o)->ring);
        case_key_forget(&(*o)->kept);
    }
    free(*o);
}

/* The entries of one act over n objects: as many as the format needs, in one batch. */
static uint16_t record(struct vault_talk *t, const struct ticket *ticket, const struct sealer_object *objects, size_t n,
                       const char *outcome, const char *claimed)
{
    struct sealer_entry entry[VAULT_ITEMS / SEALER_OBJECTS];
    uint8_t entries = 0;
    for (size_t done = 0; done < n; done += entry[entries++].objects) {
        size_t now = n - done < SEALER_OBJECTS ? n - done : SEALER_OBJECTS;
        entry[entries] = (struct sealer_entry){.action = "record.open", .actor = &ticket->user, .role = ticket->role,
                                               .org = &ticket->org, .reason = ticket->reason,
                                               .reason_default = ticket->reason_default, .outcome = outcome,
                                               .claimed = claimed, .object = objects + done, .objects = (uint16_t)now};
    }
    return verbs_receipt(t, entry, entries);
}

/* Has this session any of the secrets that give the keys of the ticket's items? One that has none lacks her
 * membership, which is nobody's tampering. */
static bool holds_any(const struct opening *o)
{
    for (size_t i = 0; i < o->ticket.n; i++)
        if (case_key_held(&o->ticket.item[i], &o->ring))
            return true;
    return false;
}

static void open_one(const struct root *root, struct opening *o, size_t i, struct sealed *s, struct buf *plain)
{
    struct secret_key case_key SCOPED_KEY;
    const struct ticket_item *item = &o->ticket.item[i];
    buf_reset(plain);
    s->broken = case_key_next(root, item, &o->ring, &o->kept, s->wrap, s->wrap_n, &case_key) != ERR_OK ||
                envelope_open(item, &case_key, s->envelope, s->envelope_n, plain) != ERR_OK;
}

static uint16_t open_all(struct vault_talk *t, struct opening *o, const char *claimed, struct buf *out)
{
    struct buf plain SCOPED_BUF;
    size_t broken = 0;
    buf_init_secret(&plain, ENVELOPE_PADDED);
    buf_u16(out, (uint16_t)o->ticket.n);
    for (size_t i = 0; i < o->ticket.n; i++) {
        struct sealed *s = &o->sealed[i];
        open_one(t->vault->root, o, i, s, &plain);
        buf_u8(out, s->broken ? 1 : 0);
        buf_lv32(out, s->broken ? NULL : plain.data, s->broken ? 0 : plain.len);
        if (s->broken)
            o->object[broken++] = verbs_object(&o->ticket.item[i]);
    }
    return broken == 0 ? WIRE_OK : record(t, &o->ticket, o->object, broken, "integrity", claimed);
}

uint16_t verbs_open(struct vault_talk *t, struct rd *in, struct buf *out)
{
    char claimed[65];
    struct rd bundle;
    size_t bundle_n, claimed_n;
    const unsigned char *token = rd_bytes(in, VAULT_TOKEN);
    const unsigned char *bundle_p = rd_lv32(in, &bundle_n, FRAME_MAX);
    const unsigned char *claimed_p = rd_lv8(in, &claimed_n, 64);
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    verbs_claimed(claimed, claimed_p, claimed_n);
    rd_init(&bundle, bundle_p, bundle_n);
    struct opening *o __attribute__((cleanup(opening_free))) = malloc(sizeof *o);
    if (o == NULL)
        return WIRE_INTERNAL;
    memset(&o->ring, 0, sizeof o->ring);
    memset(&o->kept, 0, sizeof o->kept);
    uint16_t status = verbs_context(t, &bundle, TICKET_OPEN, token, &o->ticket, &o->ring);
    if (status != WIRE_OK)
        return status;
    for (size_t i = 0; i < o->ticket.n; i++) {
        struct sealed *s = &o->sealed[i];
        s->wrap = rd_lv16(&bundle, &s->wrap_n, UINT16_MAX);
        s->envelope = rd_lv32(&bundle, &s->envelope_n, FRAME_MAX);
        s->broken = false;
        o->object[i] = verbs_object(&o->ticket.item[i]);
    }
    if (rd_end(&bundle) != ERR_OK || o->ticket.n == 0 || o->ticket.reason[0] == '\0')
        return WIRE_BAD;
    bool held = holds_any(o);
    status = record(t, &o->ticket, o->object, o->ticket.n, held ? "ok" : "denied", claimed);
    if (status == WIRE_OK && !held)
        return WIRE_DENIED;
    return status == WIRE_OK ? open_all(t, o, claimed, out) : status;
}
