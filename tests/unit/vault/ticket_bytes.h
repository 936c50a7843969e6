/* SPDX-License-Identifier: EUPL-1.2 */
/* Tickets written by hand from the layout in wire/vault_msg.h, without a line of src/vault/ticket.c: what PostgreSQL
 * makes, and what it would never make. Every field can be set, also to what is not allowed. */
#ifndef JALON_TESTS_TICKET_BYTES_H
#define JALON_TESTS_TICKET_BYTES_H

#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/secret.h"
#include "base/uuid.h"

struct ticket_bytes_item {
    uint16_t table;
    struct uuid row;
    uint32_t version;
    struct uuid case_id;
    uint8_t compartment, link, owner_kind, box_kind;
    struct uuid owner;
    uint32_t owner_generation, key_generation, recipient_generation;
    uint8_t recipient_kind; /* share only, as the next; that of item[0] is the ticket's */
    struct uuid recipient;
};

struct ticket_bytes {
    const char *magic;
    uint16_t key_id;
    uint8_t kind;
    int64_t issued_us;
    unsigned char session[32];
    int64_t end_us;
    struct uuid user;
    const char *role;
    struct uuid org;
    const char *reason;
    uint8_t by_default;
    uint16_t declared; /* number of items that the ticket says it has */
    uint16_t n;        /* number of items that it has: item[0] again and again beyond the given ones */
    struct ticket_bytes_item item[4];
    size_t trailing; /* zero bytes between the items and the MAC */
};

/* SHA-256 of the session id of the token, from the words of base/secret.h. */
static inline void ticket_bytes_session(unsigned char hash[32], const unsigned char token[32])
{
    static const char label[] = "jalon session id";
    unsigned char id[32];
    crypto_generichash_state s;
    (void)crypto_generichash_init(&s, NULL, 0, sizeof id);
    (void)crypto_generichash_update(&s, (const unsigned char *)label, sizeof label);
    (void)crypto_generichash_update(&s, token, 32);
    (void)crypto_generichash_final(&s, id, sizeof id);
    crypto_hash_sha256(hash, id, sizeof id);
}

static inline void ticket_bytes_put_item(const struct ticket_bytes *t, const struct ticket_bytes_item *i,
                                         struct buf *out)
{
    if (t->kind == 3) {
        buf_u8(out, i->box_kind);
        buf_u8(out, i->owner_kind);
        buf_bytes(out, i->owner.b, 16);
        buf_u32(out, i->owner_generation);
        buf_u32(out, i->recipient_generation);
        return;
    }
    buf_u16(out, i->table);
    buf_bytes(out, i->row.b, 16);
    buf_u32(out, i->version);
    buf_bytes(out, i->case_id.b, 16);
    buf_u8(out, i->compartment);
    buf_u8(out, i->link);
    buf_u8(out, i->owner_kind);
    buf_bytes(out, i->owner.b, 16);
    buf_u32(out, i->owner_generation);
    buf_u32(out, i->key_generation);
}

static inline void ticket_bytes_mac(struct buf *out, size_t start, const unsigned char key[32])
{
    unsigned char mac[32];
    crypto_auth_hmacsha256_state s;
    (void)crypto_auth_hmacsha256_init(&s, key, 32);
    (void)crypto_auth_hmacsha256_update(&s, out->data + start, out->len - start);
    (void)crypto_auth_hmacsha256_final(&s, mac);
    buf_bytes(out, mac, sizeof mac);
}

/* Appends the ticket, MAC'd under key. */
static inline void ticket_bytes_write(const struct ticket_bytes *t, const unsigned char key[32], struct buf *out)
{
    size_t start = out->len;
    buf_str(out, t->magic);
    buf_u16(out, t->key_id);
    buf_u8(out, t->kind);
    buf_i64(out, t->issued_us);
    buf_bytes(out, t->session, sizeof t->session);
    buf_i64(out, t->end_us);
    buf_bytes(out, t->user.b, 16);
    buf_lv8(out, t->role, strlen(t->role));
    buf_bytes(out, t->org.b, 16);
    buf_lv8(out, t->reason, strlen(t->reason));
    buf_u8(out, t->by_default);
    buf_u16(out, t->declared);
    for (size_t i = 0; i < t->n; i++)
        ticket_bytes_put_item(t, &t->item[i < 4 ? i : 0], out);
    if (t->kind == 5) { /* one recipient for all items */
        buf_u8(out, t->item[0].recipient_kind);
        buf_bytes(out, t->item[0].recipient.b, 16);
        buf_u32(out, t->item[0].recipient_generation);
    }
    for (size_t i = 0; i < t->trailing; i++)
        buf_u8(out, 0);
    ticket_bytes_mac(out, start, key);
}

/* A lawful ticket of this kind for the holder of the token, issued now: two items, to share one. */
static inline struct ticket_bytes ticket_bytes_good(uint8_t kind, const unsigned char token[32], int64_t now_us)
{
    struct ticket_bytes t = {.magic = "JTK1", .key_id = 1, .kind = kind, .issued_us = now_us,
                             .end_us = now_us + INT64_C(3600000000), .role = "counsellor", .reason = "follow_up",
                             .by_default = 1, .declared = 2, .n = 2};
    ticket_bytes_session(t.session, token);
    memset(t.user.b, 0x11, 16);
    memset(t.org.b, 0x22, 16);
    for (uint8_t i = 0; i < 2; i++) {
        struct ticket_bytes_item *item = &t.item[i];
        *item = (struct ticket_bytes_item){.table = 1, .version = 7u + i, .compartment = 1, .link = 1, .owner_kind = 2,
                                           .box_kind = 1, .owner_generation = 3, .key_generation = 4,
                                           .recipient_generation = 5};
        memset(item->row.b, 0x31 + i, 16);
        memset(item->case_id.b, 0x41 + i, 16);
        memset(item->owner.b, 0x51 + i, 16);
    }
    if (kind == 5) {
        t.declared = t.n = 1;
        t.item[0].table = t.item[0].compartment = 4;
        t.item[0].recipient_kind = 3;
        memset(t.item[0].recipient.b, 0x61, 16);
    }
    return t;
}

#endif
