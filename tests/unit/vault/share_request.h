/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests to share keys, of a placement with its host or of a case with a person, made by hand as those of
 * people_request.h, whose sealer and people they use, and the entry that each must leave. */
#ifndef JALON_TESTS_SHARE_REQUEST_H
#define JALON_TESTS_SHARE_REQUEST_H

#include "people_request.h"

#include "vault/envelope.h"

/* One request; officer[0] is the counsellor, and all of it is as it should be until a test changes it. */
struct share {
    struct ticket_bytes t;
    const unsigned char *mac_key;
    struct keyring ring;
    struct box_certificate host;
    const struct root *host_root;
    struct box_certificate own; /* of who asks; goes with it when a person is to get the keys */
    const struct root *own_root;
    size_t flip, cut; /* in the certificate: the bit before this one, bytes from the end */
    unsigned char wrap[128];
    size_t wrap_n, after_bundle, trailing;
};

static struct secret_key placement_key;
static struct box_certificate host;
static unsigned char host_private[32];

static inline struct ticket_item item_of(const struct ticket_bytes *t)
{
    const struct ticket_bytes_item *i = &t->item[0];
    return (struct ticket_item){.table = i->table, .row = i->row, .version = i->version, .case_id = i->case_id,
                                .compartment = i->compartment, .link = i->link, .owner_kind = i->owner_kind,
                                .owner = i->owner, .owner_generation = i->owner_generation,
                                .key_generation = i->key_generation};
}

static inline void rewrap(struct share *s)
{
    const struct ticket_item item = item_of(&s->t);
    struct buf b SCOPED_BUF;
    buf_init(&b, sizeof s->wrap);
    assert_int_equal(envelope_new_key(&item, &s->ring.member[0], &placement_key, &b), ERR_OK);
    memcpy(s->wrap, b.data, b.len);
    s->wrap_n = b.len;
}

static inline struct share good_share(void)
{
    const struct member *by = &officer[0];
    struct share s = {.t = ticket_bytes_good(TICKET_SHARE, by->token, clock_now_us()), .mac_key = root.ticket_mac,
                      .host_root = &root, .own_root = &root};
    s.t.user = s.ring.user = by->certificate.owner;
    s.t.reason = "";
    s.t.by_default = 0;
    s.t.item[0].owner = unit;
    host = (struct box_certificate){.kind = OWNER_HOST, .owner = s.t.item[0].recipient, .generation = 5};
    box_pair(host.public_key, host_private);
    s.host = host;
    s.own = by->certificate;
    s.ring.stage = KEYRING_SESSION;
    s.ring.end_us = s.t.end_us;
    memcpy(s.ring.session, s.t.session, 32);
    s.ring.n = 1;
    s.ring.member[0] = (struct keyring_secret){.kind = OWNER_UNIT, .owner = unit, .generation = 3};
    memcpy(s.ring.member[0].secret, unit_secret, 32);
    rewrap(&s);
    return s;
}

/* The key of one compartment of a case, from officer[0] for a person of another unit. */
static inline struct share good_giving(void)
{
    struct share s = good_share();
    struct ticket_bytes_item *i = &s.t.item[0];
    s.t.role = "director";
    s.t.reason = "duty_cover";
    i->table = i->compartment = 1;
    i->row = i->case_id;
    i->link = 2;
    i->recipient_kind = OWNER_USER;
    i->recipient = person.certificate.owner;
    i->recipient_generation = person.certificate.generation;
    s.host = person.certificate;
    memcpy(s.ring.private_key, officer[0].private_key, 32);
    rewrap(&s);
    return s;
}

static inline void put_bundle(struct buf *out, const struct share *s)
{
    struct buf b SCOPED_BUF;
    buf_init(&b, 4096);
    ticket_bytes_write(&s->t, s->mac_key, &b);
    buf_lv16(out, b.data, b.len);
    buf_reset(&b);
    keyring_wrap(&s->ring, &root, officer[0].token, &b);
    buf_lv16(out, b.data, b.len);
    for (size_t i = 0; i < s->t.n; i++)
        buf_lv16(out, s->wrap, s->wrap_n); /* of the first item */
    buf_reset(&b);
    statement_put_certificate(s->host_root, &s->host, &b);
    if (s->flip > 0)
        b.data[(s->flip - 1) / 8] ^= (unsigned char)(1u << (s->flip - 1) % 8);
    buf_lv32(out, b.data, b.len - s->cut);
    if (s->t.item[0].recipient_kind == OWNER_USER) {
        buf_reset(&b);
        statement_put_certificate(s->own_root, &s->own, &b);
        buf_lv32(out, b.data, b.len);
    }
    for (size_t i = 0; i < s->after_bundle; i++)
        buf_u8(out, 0);
}

static inline void write_share(struct buf *out, const struct share *s)
{
    struct buf bundle SCOPED_BUF;
    buf_init(out, FRAME_MAX);
    buf_init(&bundle, FRAME_MAX);
    put_bundle(&bundle, s);
    buf_bytes(out, officer[0].token, VAULT_TOKEN);
    buf_lv32(out, bundle.data, bundle.len);
    buf_lv8(out, "192.0.2.1", 9);
    for (size_t i = 0; i < s->trailing; i++)
        buf_u8(out, 0);
    assert_int_equal(buf_err(out), ERR_OK);
}

static inline uint16_t ask_share(struct vault_talk *t, const struct share *s)
{
    struct buf b SCOPED_BUF;
    write_share(&b, s);
    uint16_t status = vault_answer(t, VAULT_SHARE, &b, &answer);
    if (status != WIRE_OK)
        assert_int_equal(answer.len, 0);
    return status;
}

/* The last entry is these bytes: the layout of sealer_msg.h, written by hand. */
static inline void assert_said(const struct share *s, const char *outcome, const char *compartment)
{
    const struct ticket_bytes_item *i = &s->t.item[0];
    const bool given = i->recipient_kind == OWNER_USER;
    const char *action = given ? "case.share" : "placement.share";
    const char *kind = given ? "casework.case_file" : "casework.placement";
    const char *link = given ? "unit_officer" : "caseload", *to = given ? "account" : "organisation";
    struct buf b SCOPED_BUF;
    buf_init(&b, 1024);
    buf_u8(&b, 1);
    buf_lv8(&b, action, strlen(action));
    buf_u8(&b, 1); /* an actor and nothing else */
    buf_bytes(&b, s->t.user.b, 16);
    buf_lv8(&b, s->t.role, strlen(s->t.role));
    buf_bytes(&b, s->t.org.b, 16);
    buf_lv8(&b, s->t.reason, strlen(s->t.reason));
    buf_lv8(&b, outcome, strlen(outcome));
    buf_lv8(&b, "192.0.2.1", 9);
    buf_u16(&b, 2);
    buf_lv8(&b, kind, strlen(kind));
    buf_u8(&b, 3); /* id and case */
    buf_bytes(&b, i->row.b, 16);
    buf_u32(&b, i->version);
    buf_lv8(&b, compartment, strlen(compartment));
    buf_bytes(&b, i->case_id.b, 16);
    buf_lv8(&b, link, strlen(link));
    buf_lv8(&b, to, strlen(to));
    buf_u8(&b, 1);
    buf_bytes(&b, i->recipient.b, 16);
    buf_u32(&b, i->recipient_generation);
    buf_lv8(&b, "", 0);
    buf_lv8(&b, "", 0);
    (void)pthread_mutex_lock(&lock); /* nothing is asserted under it: the tests to come would wait */
    bool same = entry.len == b.len && memcmp(entry.data, b.data, b.len) == 0;
    (void)pthread_mutex_unlock(&lock);
    assert_true(same);
}

#endif
