/* SPDX-License-Identifier: EUPL-1.2 */
/* Seals what a ticket names as a target, and makes of an identity the hash by which the same person is found. The first
 * record under a case key makes it, wrapped under the secret of the unit that owns the case; later ones, and whatever a
 * host seals, use the key that PostgreSQL hands back in its wrap or box. No receipt: nothing is opened, and the write
 * itself leaves its outbox row with the digest of the envelope. */
#include <stdlib.h>

#include "vault/verbs.h"

#include "base/err.h"
#include "vault/case_key.h"
#include "vault/envelope.h"
#include "wire/frame.h"

#include "base/banned.h"

#define IDENT 1 /* compartment: who, contact */

struct sealing {
    struct ticket ticket;
    struct keyring ring;
};

static void sealing_free(struct sealing **s)
{
    if (*s != NULL)
        keyring_wipe(&(*s)->ring);
    free(*s);
}

/* One key for the service, so that the hash of a person is the same in every case; 8 bytes, of use to compare only. */
static void hash_person(const struct vault_talk *t, const unsigned char *p, size_t n, struct buf *out)
{
    struct secret_key key SCOPED_KEY;
    struct secret_key hash SCOPED_KEY;
    root_derive(t->vault->root, "person index", NULL, 0, &key);
    secret_derive(hash.b, key.b, "person", p, n);
    buf_lv8(out, hash.b, n == 0 ? 0 : VAULT_PERSON);
}

static uint16_t seal_one(const struct vault_talk *t, const struct sealing *s, size_t i, struct rd *bundle,
                         struct rd *in, struct buf *out)
{
    struct secret_key case_key SCOPED_KEY;
    struct buf wrap SCOPED_BUF, envelope SCOPED_BUF;
    size_t wrap_n, empty_n, plain_n, person_n;
    const struct ticket_item *item = &s->ticket.item[i];
    const unsigned char *wrap_p = rd_lv16(bundle, &wrap_n, UINT16_MAX);
    (void)rd_lv32(bundle, &empty_n, 0);
    const unsigned char *plain = rd_lv32(in, &plain_n, VAULT_PLAINTEXT);
    const unsigned char *person = rd_lv16(in, &person_n, VAULT_PERSON_TEXT);
    if (bundle->bad || in->bad || (person_n > 0 && item->compartment != IDENT))
        return WIRE_BAD;
    buf_init(&wrap, 256);
    buf_init(&envelope, 2 * VAULT_PLAINTEXT);
    int err = wrap_n == 0 ? case_key_make(item, &s->ring, &case_key, &wrap)
                          : case_key_get(t->vault->root, item, &s->ring, wrap_p, wrap_n, &case_key);
    if (err == ERR_OK)
        err = envelope_seal(item, &case_key, plain, plain_n, &envelope);
    if (err != ERR_OK)
        return err == ERR_INTEGRITY || err == ERR_DENIED ? WIRE_DENIED : WIRE_INTERNAL;
    buf_lv32(out, envelope.data, envelope.len);
    buf_lv16(out, wrap.data, wrap.len);
    hash_person(t, person, person_n, out);
    return WIRE_OK;
}

uint16_t verbs_seal(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct rd bundle;
    size_t bundle_n;
    const unsigned char *token = rd_bytes(in, VAULT_TOKEN);
    const unsigned char *bundle_p = rd_lv32(in, &bundle_n, FRAME_MAX);
    uint16_t n = rd_u16(in);
    if (token == NULL || bundle_p == NULL)
        return WIRE_BAD;
    rd_init(&bundle, bundle_p, bundle_n);
    struct sealing *s __attribute__((cleanup(sealing_free))) = calloc(1, sizeof *s);
    if (s == NULL)
        return WIRE_INTERNAL;
    uint16_t status = verbs_context(t, &bundle, TICKET_SEAL, token, &s->ticket, &s->ring);
    if (status != WIRE_OK)
        return status;
    if (n == 0 || n != s->ticket.n)
        return WIRE_BAD;
    buf_u16(out, n);
    for (size_t i = 0; i < n && status == WIRE_OK; i++)
        status = seal_one(t, s, i, &bundle, in, out);
    if (status == WIRE_OK && (rd_end(&bundle) != ERR_OK || rd_end(in) != ERR_OK))
        status = WIRE_BAD;
    return status;
}
