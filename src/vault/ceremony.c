/* SPDX-License-Identifier: EUPL-1.2 */
/* Founding. Each organisation gets an X25519 pair whose private half is its secret; the secret is boxed to each
 * founding member whose role holds it, and to the recovery pair. The officers of the first day are certified here
 * because nobody is there yet to approve them: that is why a founding needs witnesses in the room (keys/README.md). */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "vault/ceremony.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include "vault/box.h"
#include "vault/manifest.h"
#include "vault/record.h"

#include "base/banned.h"

#define GENERATION 1
#define CODE_BYTES 15 /* 120 bits, 24 characters of base32 */

struct founding {
    const struct root *root;
    struct buf *text, *codes;
    unsigned char secret[CEREMONY_ORGANISATIONS][SECRET_KEY];
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

static void put_certificate(const struct founding *f, uint8_t kind, const struct uuid *owner, bool officer,
                            const unsigned char public_key[SECRET_KEY])
{
    struct box_certificate c = {.kind = kind, .owner = *owner, .generation = GENERATION, .officer = officer};
    unsigned char mac[32];
    memcpy(c.public_key, public_key, sizeof c.public_key);
    box_certify(f->root, &c, mac);
    buf_fmt(f->text, "certificate %u ", (unsigned)kind);
    put_uuid(f->text, owner);
    buf_fmt(f->text, " %u %u ", (unsigned)GENERATION, officer ? 1u : 0u);
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

static int found_organisation(struct founding *f, const struct manifest_organisation *o, size_t at)
{
    unsigned char public_key[SECRET_KEY];
    struct box_context c = {.kind = BOX_RECOVERY, .recipient_kind = OWNER_RECOVERY, .recipient_generation = GENERATION,
                            .subject_kind = o->kind, .subject = o->id, .subject_generation = GENERATION};
    buf_str(f->text, "organisation ");
    put_uuid(f->text, &o->id);
    buf_fmt(f->text, " %s %s\n", manifest_kind_name(o->kind), o->name);
    box_pair(public_key, f->secret[at]);
    put_certificate(f, o->kind, &o->id, false, public_key);
    return put_box(f, &c, f->root->recovery_public, f->secret[at]);
}

/* A code for a person's eyes: base32 in groups of six. */
static int make_code(char out[32])
{
    unsigned char bytes[CODE_BYTES];
    char *text = NULL;
    size_t n = 0, k = 0;
    secret_random(bytes, sizeof bytes);
    if (oath_base32_encode((const char *)bytes, sizeof bytes, &text, &n) != OATH_OK || n != 24) {
        free(text);
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i % 6 == 0)
            out[k++] = '-';
        out[k++] = text[i];
    }
    out[k] = '\0';
    secret_wipe(text, n);
    free(text);
    secret_wipe(bytes, sizeof bytes);
    return ERR_OK;
}

static int put_account(struct founding *f, const struct manifest_account *a, const struct manifest_organisation *o,
                       const struct uuid *id, const unsigned char public_key[SECRET_KEY],
                       const unsigned char private_key[SECRET_KEY])
{
    struct record record SCOPED_RECORD;
    struct buf bytes SCOPED_BUF;
    unsigned char none[RECORD_TOTP];
    char code[32];
    int err = make_code(code);
    if (err != ERR_OK)
        return err;
    secret_random(none, sizeof none); /* no second factor yet: a secret that nobody has */
    record.expires_us = clock_now_us() + CEREMONY_CODE_DAYS * 86400 * INT64_C(1000000);
    err = record_make(&record, f->root, RECORD_ENROL, id, 1, code, strlen(code), private_key, none);
    if (err != ERR_OK)
        return err;
    buf_init(&bytes, VAULT_RECORD);
    record_format(&record, f->root, &bytes);
    buf_fmt(f->codes, "%s %s\n", a->login, code);
    secret_wipe(code, sizeof code);
    buf_str(f->text, "account ");
    put_uuid(f->text, id);
    buf_fmt(f->text, " %s ", a->role);
    put_uuid(f->text, &o->id);
    buf_fmt(f->text, " %s ", a->login);
    put_hex(f->text, bytes.data, bytes.len);
    buf_str(f->text, " ");
    put_hex(f->text, public_key, SECRET_KEY);
    buf_fmt(f->text, " %s\n", a->name);
    return buf_err(&bytes);
}

static int found_account(struct founding *f, const struct manifest_account *a, const struct manifest *m)
{
    const struct manifest_organisation *o = &m->organisation[a->organisation];
    struct secret_key private_key SCOPED_KEY;
    unsigned char public_key[SECRET_KEY];
    struct uuid id;
    uuid_random(&id);
    box_pair(public_key, private_key.b);
    int err = put_account(f, a, o, &id, public_key, private_key.b);
    if (err != ERR_OK)
        return err;
    put_certificate(f, OWNER_USER, &id, o->kind == OWNER_UNIT && strcmp(a->role, "director") == 0, public_key);
    if (!holds_secret(o->kind, a->role))
        return ERR_OK;
    struct box_context c = {.kind = BOX_MEMBERSHIP, .recipient_kind = OWNER_USER, .recipient = id,
                            .recipient_generation = GENERATION, .subject_kind = o->kind, .subject = o->id,
                            .subject_generation = GENERATION};
    return put_box(f, &c, public_key, f->secret[a->organisation]);
}

static void put_service(const struct founding *f)
{
    struct record decoy SCOPED_RECORD;
    struct buf bytes SCOPED_BUF;
    buf_fmt(f->text, "mac grant %d ", ROOT_MAC_ID);
    put_hex(f->text, f->root->grant_mac, SECRET_KEY);
    buf_fmt(f->text, "\nmac ticket %d ", ROOT_MAC_ID);
    put_hex(f->text, f->root->ticket_mac, SECRET_KEY);
    record_decoy(&decoy);
    buf_init(&bytes, VAULT_RECORD);
    record_format(&decoy, f->root, &bytes);
    buf_str(f->text, "\ndecoy ");
    put_hex(f->text, bytes.data, bytes.len);
    buf_str(f->text, "\n");
    if (buf_err(&bytes) != ERR_OK)
        f->text->failed = true;
}

static int found_all(struct founding *f, const struct manifest *m)
{
    int err = ERR_OK;
    put_service(f);
    for (size_t i = 0; err == ERR_OK && i < m->organisations; i++)
        err = found_organisation(f, &m->organisation[i], i);
    for (size_t i = 0; err == ERR_OK && i < m->accounts; i++)
        err = found_account(f, &m->account[i], m);
    buf_str(f->text, "end\n");
    if (err == ERR_OK)
        err = buf_err(f->text);
    return err == ERR_OK ? buf_err(f->codes) : err;
}

int ceremony_found(struct root *root, bool demonstration, const struct buf *manifest, struct buf *founding,
                   struct buf *codes, struct buf *recovery, char why[128])
{
    struct manifest m;
    struct secret_key recovery_key SCOPED_KEY;
    why[0] = '\0';
    int err = manifest_parse(&m, (const char *)manifest->data, manifest->len, CEREMONY_ORGANISATIONS, CEREMONY_ACCOUNTS,
                             why);
    struct founding *f = err == ERR_OK ? secret_alloc(sizeof *f) : NULL;
    if (err == ERR_OK && f == NULL)
        err = ERR_NOMEM;
    if (err == ERR_OK) {
        root_random(root, demonstration);
        box_pair(root->recovery_public, recovery_key.b);
        put_hex(recovery, recovery_key.b, sizeof recovery_key.b);
        buf_str(recovery, "\n");
        *f = (struct founding){.root = root, .text = founding, .codes = codes};
        err = found_all(f, &m);
    }
    if (err == ERR_OK)
        err = buf_err(recovery);
    secret_free(f);
    manifest_release(&m);
    return err;
}
