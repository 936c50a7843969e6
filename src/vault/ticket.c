/* SPDX-License-Identifier: EUPL-1.2 */
/* Tickets. HMAC-SHA-256 because PostgreSQL's core has SHA-256 and nothing else fit for it. The MAC is
 * checked before a single field is believed. */
#include <sodium.h>
#include <string.h>

#include "vault/ticket.h"

#include "base/err.h"
#include "base/rd.h"
#include "wire/people_msg.h"

#include "base/banned.h"

#define MAC crypto_auth_hmacsha256_BYTES
#define ACT_BYTES 63 /* an act item; where in it the user begins, and where the organisation */
#define ACT_USER 18
#define ACT_ORG 38

/* The key id stands behind the magic; which key checks the MAC is all that is believed of it. */
static bool mac_ok(const struct root *root, const unsigned char *p, size_t n)
{
    const unsigned char *key = n > MAC + 6 ? root_ticket_mac(root, (uint16_t)(p[4] << 8 | p[5])) : NULL;
    return key != NULL && crypto_auth_hmacsha256_verify(p + n - MAC, p, n - MAC, key) == 0;
}

static void rd_word(struct rd *r, char out[TICKET_WORD])
{
    size_t n;
    const unsigned char *p = rd_lv8(r, &n, TICKET_WORD - 1);
    memset(out, 0, TICKET_WORD);
    if (p == NULL)
        return;
    for (size_t i = 0; i < n; i++)
        if (!((p[i] >= 'a' && p[i] <= 'z') || p[i] == '_'))
            r->bad = true;
    memcpy(out, p, n);
}

static void rd_item(struct rd *r, enum ticket_kind kind, struct ticket_item *i)
{
    memset(i, 0, sizeof *i);
    if (kind == TICKET_UNLOCK) {
        i->box_kind = rd_u8(r);
        i->owner_kind = rd_u8(r);
        rd_copy(r, i->owner.b, sizeof i->owner.b);
        i->owner_generation = rd_u32(r);
        i->recipient_generation = rd_u32(r);
        return;
    }
    i->table = rd_u16(r);
    rd_copy(r, i->row.b, sizeof i->row.b);
    i->version = rd_u32(r);
    rd_copy(r, i->case_id.b, sizeof i->case_id.b);
    i->compartment = rd_u8(r);
    i->link = rd_u8(r);
    i->owner_kind = rd_u8(r);
    rd_copy(r, i->owner.b, sizeof i->owner.b);
    i->owner_generation = rd_u32(r);
    i->key_generation = rd_u32(r);
}

/* A new account or generation is about no request: its place holds the generation of the recovery pair. */
static void take_recovery(struct rd *r, struct ticket_act *a)
{
    struct rd place;
    rd_init(&place, a->request.b, sizeof a->request.b);
    for (int i = 0; i < 12; i++)
        if (rd_u8(&place) != 0)
            r->bad = true;
    a->recovery_generation = rd_u32(&place);
    memset(&a->request, 0, sizeof a->request);
}

static void rd_act(struct rd *r, struct ticket_act *a)
{
    memset(a, 0, sizeof *a);
    a->act = rd_u8(r);
    a->statement = rd_u8(r);
    rd_copy(r, a->request.b, sizeof a->request.b);
    if (a->act == TICKET_ACT_ACCOUNT || a->act == TICKET_ACT_GENERATION)
        take_recovery(r, a);
    rd_copy(r, a->user.b, sizeof a->user.b);
    a->user_generation = rd_u32(r);
    a->org_kind = rd_u8(r);
    rd_copy(r, a->org.b, sizeof a->org.b);
    a->org_generation = rd_u32(r);
    a->record_version = rd_u32(r);
}

/* One act; of a new generation one item for each member, and they differ in nothing but whom they name. */
static int rd_acts(struct rd *r, struct ticket *t)
{
    const unsigned char *first = NULL;
    struct rd one;
    for (size_t i = 0; i < t->n; i++) {
        const unsigned char *p = rd_bytes(r, ACT_BYTES);
        if (p == NULL)
            return ERR_FORMAT;
        rd_init(&one, p, ACT_BYTES);
        if (i == 0) {
            first = p;
            rd_act(&one, &t->act);
            if (rd_end(&one) != ERR_OK ||
                (t->act.act == TICKET_ACT_GENERATION ? t->n > PEOPLE_MEMBERS : t->n != 1))
                return ERR_FORMAT;
            rd_init(&one, p, ACT_BYTES);
        }
        if (memcmp(p, first, ACT_USER) != 0 || memcmp(p + ACT_ORG, first + ACT_ORG, ACT_BYTES - ACT_ORG) != 0)
            return ERR_FORMAT;
        (void)rd_bytes(&one, ACT_USER);
        t->item[i] = (struct ticket_item){.owner_kind = 1};
        rd_copy(&one, t->item[i].owner.b, sizeof t->item[i].owner.b);
        t->item[i].owner_generation = rd_u32(&one);
    }
    return rd_end(r);
}

static void rd_recipient(struct rd *r, struct ticket_recipient *to)
{
    to->kind = rd_u8(r);
    rd_copy(r, to->owner.b, sizeof to->owner.b);
    to->generation = rd_u32(r);
}

static int parse(struct ticket *t, struct rd *r, int64_t *issued_us)
{
    memset(t, 0, offsetof(struct ticket, item));
    const unsigned char *magic = rd_bytes(r, 4);
    (void)rd_u16(r); /* the key id: its key has checked the MAC */
    uint8_t kind = rd_u8(r);
    *issued_us = rd_i64(r);
    rd_copy(r, t->session, sizeof t->session);
    t->session_end_us = rd_i64(r);
    rd_copy(r, t->user.b, sizeof t->user.b);
    rd_word(r, t->role);
    rd_copy(r, t->org.b, sizeof t->org.b);
    rd_word(r, t->reason);
    uint8_t by_default = rd_u8(r);
    t->n = rd_u16(r);
    if (magic == NULL || memcmp(magic, "JTK1", 4) != 0 || by_default > 1 || t->n > VAULT_ITEMS ||
        kind < TICKET_OPEN || kind > TICKET_SHARE || t->role[0] == '\0')
        return ERR_FORMAT;
    t->kind = (enum ticket_kind)kind;
    t->reason_default = by_default == 1;
    if ((t->kind == TICKET_ACT && t->n == 0) || (t->kind == TICKET_SHARE && (t->n == 0 || t->n > VAULT_SHARED)))
        return ERR_FORMAT;
    if (t->kind == TICKET_ACT)
        return rd_acts(r, t);
    for (size_t i = 0; i < t->n; i++)
        rd_item(r, t->kind, &t->item[i]);
    if (t->kind == TICKET_SHARE)
        rd_recipient(r, &t->recipient);
    return rd_end(r);
}

int ticket_check(struct ticket *t, const struct root *root, enum ticket_kind kind,
                 const unsigned char token[VAULT_TOKEN], int64_t now_us, const void *p, size_t n)
{
    unsigned char session[32];
    struct rd r;
    int64_t issued_us;
    if (p == NULL || !mac_ok(root, p, n))
        return ERR_DENIED;
    rd_init(&r, p, n - MAC);
    int err = parse(t, &r, &issued_us);
    if (err != ERR_OK)
        return err;
    ticket_session(session, token);
    if (t->kind != kind || !secret_equal(session, t->session, sizeof session) || issued_us > now_us + TICKET_AHEAD_US ||
        issued_us < now_us - TICKET_AGE_US || t->session_end_us <= now_us)
        return ERR_DENIED;
    return ERR_OK;
}

void ticket_session(unsigned char hash[32], const unsigned char token[VAULT_TOKEN])
{
    unsigned char id[32];
    secret_session_id(id, token);
    crypto_hash_sha256(hash, id, sizeof id);
}
