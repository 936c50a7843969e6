/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements, endorsements, permits and certificates as bytes. The second officer never trusts what the first one's
 * browser showed: both vault calls hash the same fields out of their own tickets, and a difference of one bit is a
 * refusal. */
#include <string.h>

#include "vault/statement.h"

#include "base/err.h"
#include "base/rd.h"
#include "wire/people_msg.h"

#include "base/banned.h"

static void put_person(struct buf *b, const struct box_certificate *p)
{
    buf_u8(b, p->kind);
    buf_bytes(b, p->owner.b, sizeof p->owner.b);
    buf_u32(b, p->generation);
    buf_bytes(b, p->public_key, sizeof p->public_key);
}

/* The MAC under one of the root's keys; all zeros (which matches nothing) when there was no memory. */
static void mac_of(const struct root *root, const char *label, const struct buf *b, unsigned char mac[32])
{
    struct secret_key out SCOPED_KEY;
    if (buf_err(b) == ERR_OK)
        root_derive(root, label, b->data, b->len, &out);
    else
        secret_random(out.b, sizeof out.b);
    memcpy(mac, out.b, 32);
}

void statement_hash(unsigned char hash[32], const struct ticket_act *a, const struct box_certificate *person)
{
    struct buf b SCOPED_BUF;
    buf_init(&b, 256);
    buf_str(&b, "jalon statement");
    buf_u8(&b, a->statement);
    buf_bytes(&b, a->request.b, sizeof a->request.b);
    buf_bytes(&b, a->user.b, sizeof a->user.b);
    buf_u32(&b, a->user_generation);
    put_person(&b, person);
    buf_u8(&b, a->org_kind);
    buf_bytes(&b, a->org.b, sizeof a->org.b);
    buf_u32(&b, a->org_generation);
    buf_u32(&b, a->record_version);
    if (buf_err(&b) == ERR_OK)
        secret_hash(hash, 32, NULL, 0, b.data, b.len);
    else
        secret_random(hash, 32);
}

static void endorsement_mac(const struct root *root, const unsigned char hash[32], const struct uuid *officer,
                            int64_t at_us, unsigned char mac[32])
{
    struct buf b SCOPED_BUF;
    buf_init(&b, 128);
    buf_bytes(&b, hash, 32);
    buf_bytes(&b, officer->b, sizeof officer->b);
    buf_i64(&b, at_us);
    mac_of(root, "endorsement", &b, mac);
}

void statement_endorse(const struct root *root, const unsigned char hash[32],
                       const struct uuid *officer, int64_t now_us,
                       struct buf *out) {
  unsigned char mac[32];
  endorsement_mac(root, hash, officer, now_us, mac);
  buf_str(out, "JEN1");
  buf_bytes(out, hash, 32);
  buf_bytes(out, officer->b, sizeof officer->b);
  buf_i64(out, now_us);
  buf_bytes(out, mac, sizeof mac);
}

int statement_endorsed(const struct root *root, const unsigned char hash[32], const struct uuid *second, int64_t now_us,
                       const void *p, size_t n)
{
    unsigned char endorsed[32], mac[32], want[32];
    struct uuid first;
    struct rd r;
    rd_init(&r, p, n);
    const unsigned char *magic = rd_bytes(&r, 4);
    rd_copy(&r, endorsed, sizeof endorsed);
    rd_copy(&r, first.b, sizeof first.b);
    int64_t at_us = rd_i64(&r);
    rd_copy(&r, mac, sizeof mac);
    if (rd_end(&r) != ERR_OK || memcmp(magic, "JEN1", 4) != 0)
        return ERR_DENIED;
    endorsement_mac(root, endorsed, &first, at_us, want);
    bool good = secret_equal(mac, want, sizeof mac) && secret_equal(endorsed, hash, sizeof endorsed) &&
                !uuid_eq(&first, second) && at_us <= now_us + TICKET_AHEAD_US && at_us > now_us - STATEMENT_ENDORSED_US;
    return good ? ERR_OK : ERR_DENIED;
}

static void permit_mac(const struct root *root, const struct box_certificate *person, uint8_t org_kind,
                       const struct uuid *org, unsigned char mac[32])
{
    struct buf b SCOPED_BUF;
    buf_init(&b, 128);
    put_person(&b, person);
    buf_u8(&b, org_kind);
    buf_bytes(&b, org->b, sizeof org->b);
    mac_of(root, "permit", &b, mac);
}

void statement_permit(const struct root *root, const struct box_certificate *person, uint8_t org_kind,
                      const struct uuid *org, struct buf *out)
{
    unsigned char mac[32];
    permit_mac(root, person, org_kind, org, mac);
    buf_str(out, "JRP1");
    buf_bytes(out, mac, sizeof mac);
}

int statement_permitted(const struct root *root, const struct box_certificate *person, uint8_t org_kind,
                        const struct uuid *org, const void *p, size_t n)
{
    unsigned char mac[32];
    if (p == NULL || n != PEOPLE_PERMIT || memcmp(p, "JRP1", 4) != 0)
        return ERR_DENIED;
    permit_mac(root, person, org_kind, org, mac);
    return secret_equal((const unsigned char *)p + 4, mac, sizeof mac) ? ERR_OK : ERR_DENIED;
}

void statement_put_certificate(const struct root *root, const struct box_certificate *c, struct buf *out)
{
    unsigned char mac[32];
    box_certify(root, c, mac);
    buf_u8(out, c->kind);
    buf_bytes(out, c->owner.b, sizeof c->owner.b);
    buf_u32(out, c->generation);
    buf_u8(out, c->officer ? 1 : 0);
    buf_bytes(out, c->public_key, sizeof c->public_key);
    buf_bytes(out, mac, sizeof mac);
}

int statement_certificate(const struct root *root, struct box_certificate *c, const void *p, size_t n)
{
    unsigned char mac[32];
    struct rd r;
    rd_init(&r, p, n);
    c->kind = rd_u8(&r);
    rd_copy(&r, c->owner.b, sizeof c->owner.b);
    c->generation = rd_u32(&r);
    uint8_t officer = rd_u8(&r);
    rd_copy(&r, c->public_key, sizeof c->public_key);
    rd_copy(&r, mac, sizeof mac);
    c->officer = officer == 1;
    if (rd_end(&r) != ERR_OK || officer > 1 || !box_certified(root, c, mac))
        return ERR_DENIED;
    return ERR_OK;
}
