/* SPDX-License-Identifier: EUPL-1.2 */
/* Founding. Each organisation gets an X25519 pair whose private half is its secret; the secret is boxed to each
 * founding member whose role holds it, and to the recovery pair. The officers of the first day are certified here
 * because nobody is there yet to approve them: that is why a founding needs witnesses in the room (keys/README.md). */
#include <string.h>

#include "vault/ceremony.h"

#include "base/err.h"
#include "base/text.h"
#include "vault/box.h"
#include "vault/manifest.h"
#include "vault/newcomer.h"
#include "vault/record.h"
#include "vault/shares.h"

#include "base/banned.h"

#define FIRST 1 /* generation of a pair that nothing came before */

struct held {
    size_t organisation; /* index in the manifest */
    uint32_t generation;
    unsigned char secret[SECRET_KEY];
};

struct founding {
    const struct root *root;
    const struct recovery *known;
    struct buf *text, *codes;
    size_t n;
    struct held held[CEREMONY_SECRETS];
};

static void put_hex(struct buf *out, const void *p, size_t n)
{
    unsigned char *o = buf_grow(out, 2 * n + 1);
    if (o == NULL)
        return;
    text_hex((char *)o, p, n);
    out->len--; /* the NUL */
}

static void put_uuid(struct buf *out, const struct uuid *u)
{
    char text[UUID_TEXT + 1];
    uuid_format(u, text);
    buf_str(out, text);
}

/* Which role of which kind of organisation holds the organisation's secret. A referent works for a unit and reads no
 * case; an administrator holds nothing. */
static bool holds_secret(uint8_t kind, const char *role)
{
    static const struct {
        uint8_t kind;
        const char *role;
    } holders[] = {{OWNER_UNIT, "counsellor"}, {OWNER_UNIT, "director"}, {OWNER_HOST, "host_manager"},
                   {OWNER_HOST, "tutor"},      {OWNER_AUDIT, "auditor"}};
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++)
        if (holders[i].kind == kind && strcmp(holders[i].role, role) == 0)
            return true;
    return false;
}

static void put_certificate(const struct founding *f, uint8_t kind, const struct uuid *owner, uint32_t generation,
                            bool officer, const unsigned char public_key[SECRET_KEY])
{
    struct box_certificate c = {.kind = kind, .owner = *owner, .generation = generation, .officer = officer};
    unsigned char mac[32];
    memcpy(c.public_key, public_key, sizeof c.public_key);
    box_certify(f->root, &c, mac);
    buf_fmt(f->text, "certificate %u ", (unsigned)kind);
    put_uuid(f->text, owner);
    buf_fmt(f->text, " %u %u ", (unsigned)generation, officer ? 1u : 0u);
    put_hex(f->text, public_key, SECRET_KEY);
    buf_str(f->text, " ");
    put_hex(f->text, mac, sizeof mac);
    buf_str(f->text, "\n");
}

static int put_box(const struct founding *f, const struct box_context *c, const unsigned char public_key[SECRET_KEY],
                   const unsigned char secret[SECRET_KEY])
{
    struct buf body SCOPED_BUF;
    buf_init(&body, 256);
    int err = box_seal(f->root, c, public_key, secret, &body);
    if (err != ERR_OK)
        return err;
    buf_fmt(f->text, "box %u %u ", (unsigned)c->kind, (unsigned)c->recipient_kind);
    put_uuid(f->text, &c->recipient);
    buf_fmt(f->text, " %u %u ", (unsigned)c->recipient_generation, (unsigned)c->subject_kind);
    put_uuid(f->text, &c->subject);
    buf_fmt(f->text, " %u ", (unsigned)c->subject_generation);
    put_hex(f->text, body.data, body.len);
    buf_str(f->text, "\n");
    return ERR_OK;
}

static void put_organisation(const struct founding *f, const struct manifest_organisation *o)
{
    buf_str(f->text, "organisation ");
    put_uuid(f->text, &o->id);
    buf_fmt(f->text, " %s %s\n", manifest_kind_name(o->kind), o->name);
}

/* The secret before this one, for its pair: whoever joins later holds the newest and comes to the older ones by it. */
static int link_back(const struct founding *f, const struct manifest_organisation *o, const struct held *h,
                     const unsigned char public_key[SECRET_KEY])
{
    const struct box_context c = {.kind = BOX_GENERATION, .recipient_kind = o->kind, .recipient = o->id,
                                  .recipient_generation = h->generation, .subject_kind = o->kind, .subject = o->id,
                                  .subject_generation = h->generation - 1};
    for (size_t i = 0; o->kind == OWNER_UNIT && i < f->n; i++)
        if (f->held[i].organisation == h->organisation && f->held[i].generation + 1 == h->generation)
            return put_box(f, &c, public_key, f->held[i].secret);
    return ERR_OK;
}

/* The certificate of one generation of an organisation's pair, and its secret for the recovery pair. */
static int found_secret(const struct founding *f, const struct manifest_organisation *o, const struct held *h)
{
    unsigned char public_key[SECRET_KEY];
    struct box_context c = {.kind = BOX_RECOVERY, .recipient_kind = OWNER_RECOVERY,
                            .recipient_generation = f->known == NULL ? FIRST : f->known->pair + 1,
                            .subject_kind = o->kind, .subject = o->id, .subject_generation = h->generation};
    box_public(public_key, h->secret);
    put_certificate(f, o->kind, &o->id, h->generation, false, public_key);
    int err = put_box(f, &c, f->root->recovery_public, h->secret);
    return err == ERR_OK ? link_back(f, o, h, public_key) : err;
}

/* New secrets for new organisations, the old ones for recovered organisations. */
static int hold_secrets(struct founding *f, const struct manifest *m)
{
    f->n = f->known == NULL ? m->organisations : f->known->secrets;
    if (f->n > CEREMONY_SECRETS)
        return ERR_LIMIT;
    for (size_t i = 0; i < f->n; i++) {
        struct held *h = &f->held[i];
        h->organisation = f->known == NULL ? i : f->known->secret[i].organisation;
        h->generation = f->known == NULL ? m->organisation[i].generation : f->known->secret[i].generation;
        if (f->known == NULL)
            secret_random(h->secret, sizeof h->secret);
        else
            memcpy(h->secret, f->known->secret[i].secret, sizeof h->secret);
    }
    return ERR_OK;
}

static void put_account(struct founding *f, const struct manifest_account *a, const struct manifest_organisation *o,
                        const struct newcomer *n, const struct buf *record)
{
    buf_fmt(f->codes, "%s %s\n", a->login, n->code);
    buf_str(f->text, "account ");
    put_uuid(f->text, &n->certificate.owner);
    buf_fmt(f->text, " %s ", a->role);
    put_uuid(f->text, &o->id);
    buf_fmt(f->text, " %s ", a->login);
    put_hex(f->text, record->data, record->len);
    buf_str(f->text, " ");
    put_hex(f->text, n->certificate.public_key, SECRET_KEY);
    buf_fmt(f->text, " %s\n", a->name);
}

/* Her secrets, every generation of them. */
static int give_boxes(const struct founding *f, const struct manifest *m, const struct manifest_account *a,
                      const struct box_certificate *person)
{
    const struct manifest_organisation *o = &m->organisation[a->organisation];
    int err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < f->n; i++) {
        const struct held *h = &f->held[i];
        struct box_context c = {.kind = BOX_MEMBERSHIP, .recipient_kind = OWNER_USER, .recipient = person->owner,
                                .recipient_generation = person->generation, .subject_kind = o->kind, .subject = o->id,
                                .subject_generation = h->generation};
        if (h->organisation == a->organisation)
            err = put_box(f, &c, person->public_key, h->secret);
    }
    return err;
}

/* Id, generation and version of somebody new, or what follows those of the account that was there. */
static void identify(const struct founding *f, const char *login, struct uuid *id, uint32_t *generation,
                     uint32_t *version)
{
    uuid_random(id);
    *generation = FIRST;
    *version = 1;
    for (size_t i = 0; f->known != NULL && i < f->known->accounts; i++)
        if (strcmp(f->known->account[i].login, login) == 0) {
            *id = f->known->account[i].id;
            *generation = f->known->account[i].generation + 1;
            *version = f->known->account[i].version + 1;
        }
}

static int found_account(struct founding *f, const struct manifest_account *a, const struct manifest *m)
{
    const struct manifest_organisation *o = &m->organisation[a->organisation];
    const bool officer = o->kind == OWNER_UNIT && strcmp(a->role, "director") == 0;
    struct newcomer n SCOPED_NEWCOMER;
    struct buf record SCOPED_BUF;
    struct uuid id;
    uint32_t generation, version;
    identify(f, a->login, &id, &generation, &version);
    buf_init(&record, VAULT_RECORD);
    int err = newcomer_make(&n, f->root, &id, generation, version, officer, &record);
    if (err != ERR_OK)
        return err;
    put_account(f, a, o, &n, &record);
    put_certificate(f, OWNER_USER, &id, generation, officer, n.certificate.public_key);
    return holds_secret(o->kind, a->role) ? give_boxes(f, m, a, &n.certificate) : ERR_OK;
}

static void put_service(const struct founding *f)
{
    struct record decoy SCOPED_RECORD;
    struct buf bytes SCOPED_BUF;
    if (f->root->demonstration)
        buf_str(f->text, "demonstration\n");
    root_mac_lines(f->root, f->text);
    record_decoy(&decoy);
    buf_init(&bytes, VAULT_RECORD);
    record_format(&decoy, f->root, &bytes);
    buf_str(f->text, "decoy ");
    put_hex(f->text, bytes.data, bytes.len);
    buf_str(f->text, "\n");
    if (buf_err(&bytes) != ERR_OK)
        f->text->failed = true;
}

static int found_all(struct founding *f, const struct manifest *m)
{
    int err = hold_secrets(f, m);
    put_service(f);
    for (size_t i = 0; i < m->organisations; i++)
        put_organisation(f, &m->organisation[i]);
    for (size_t i = 0; err == ERR_OK && i < f->n; i++)
        err = found_secret(f, &m->organisation[f->held[i].organisation], &f->held[i]);
    for (size_t i = 0; err == ERR_OK && i < m->accounts; i++)
        err = found_account(f, &m->account[i], m);
    buf_str(f->text, "end\n");
    if (err == ERR_OK)
        err = buf_err(f->text);
    return err == ERR_OK ? buf_err(f->codes) : err;
}

int ceremony_found(struct root *root, const struct ceremony_options *o, const struct buf *manifest,
                   struct buf *founding, struct buf *codes, struct buf *shares, char why[128])
{
    struct manifest m;
    struct secret_key recovery_key SCOPED_KEY;
    why[0] = '\0';
    int err = manifest_parse(&m, (const char *)manifest->data, manifest->len, CEREMONY_ORGANISATIONS, CEREMONY_ACCOUNTS,
                             o->known, why);
    struct founding *f = err == ERR_OK ? secret_alloc(sizeof *f) : NULL;
    if (err == ERR_OK && f == NULL)
        err = ERR_NOMEM;
    if (err == ERR_OK) {
        root_random(root, o->demonstration);
        box_pair(root->recovery_public, recovery_key.b);
        err = shares_split(recovery_key.b, o->shares_needed, o->shares, shares);
    }
    if (err == ERR_OK) {
        *f = (struct founding){.root = root, .known = o->known, .text = founding, .codes = codes};
        err = found_all(f, &m);
    }
    secret_free(f);
    manifest_release(&m);
    return err;
}
