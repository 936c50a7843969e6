/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests to the vault, as jalond would send them after its fall. The first byte chooses the verb. With its top bit
 * set the rest is a request as it is; otherwise the harness writes what nobody can guess (token, a ticket with a right
 * MAC, a key blob that opens) and the input supplies everything around and inside it. There is no sealer, so nothing
 * may open and nobody may sign in; a reply may stand only beside "ok". */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/rd.h"
#include "vault/keyring.h"
#include "vault/ticket.h"
#include "vault/vault.h"
#include "wire/frame.h"
#include "wire/people_msg.h"
#include "wire/vault_msg.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct root root;
static const unsigned char token[VAULT_TOKEN];

static void put_blob(struct buf *out, enum keyring_stage stage)
{
    struct keyring ring SCOPED_KEYRING;
    struct buf blob SCOPED_BUF;
    ring.stage = stage;
    ring.end_us = INT64_MAX;
    ticket_session(ring.session, token);
    ring.n = 2;
    for (uint8_t i = 0; i < 2; i++) {
        ring.member[i].kind = 2 + i; /* a unit and a host */
        ring.member[i].generation = 1;
    }
    buf_init(&blob, 4096);
    keyring_wrap(&ring, &root, token, &blob);
    buf_lv16(out, blob.data, blob.len);
}

static size_t item_bytes(uint8_t kind)
{
    switch (kind) {
    case TICKET_UNLOCK: return 26;
    case TICKET_ACT: return 63;
    case TICKET_SHARE: return 86;
    default: return 65;
    }
}

/* A ticket of user nought: kind and time are ours, number and content of the items are the input's; of an act and to
 * share there is one. */
static void put_ticket(struct buf *out, uint8_t kind, struct rd *in)
{
    struct buf t SCOPED_BUF;
    unsigned char session[32];
    const unsigned char zero[16] = {0};
    uint8_t n = kind == TICKET_ACT || kind == TICKET_SHARE ? 1 : rd_u8(in) % 5;
    size_t bytes = n * item_bytes(kind);
    const unsigned char *items = rd_bytes(in, bytes);
    ticket_session(session, token);
    buf_init(&t, 1024);
    buf_str(&t, "JTK1");
    buf_u16(&t, 1);
    buf_u8(&t, kind);
    buf_i64(&t, clock_now_us());
    buf_bytes(&t, session, sizeof session);
    buf_i64(&t, INT64_MAX);
    buf_bytes(&t, zero, 16);
    buf_lv8(&t, "counsellor", 10);
    buf_bytes(&t, zero, 16);
    buf_lv8(&t, "follow_up", 9);
    buf_u8(&t, 1);
    buf_u16(&t, items != NULL ? n : 0);
    if (items != NULL)
        buf_bytes(&t, items, bytes);
    unsigned char *mac = buf_grow(&t, crypto_auth_hmacsha256_BYTES);
    if (mac != NULL)
        crypto_auth_hmacsha256(mac, t.data, t.len - crypto_auth_hmacsha256_BYTES, root.ticket_mac);
    buf_lv16(out, t.data, t.len);
}

static uint8_t kind_of(uint16_t verb)
{
    switch (verb) {
    case VAULT_UNLOCK: return TICKET_UNLOCK;
    case VAULT_OPEN: return TICKET_OPEN;
    case VAULT_SEAL: return TICKET_SEAL;
    case VAULT_SHARE: return TICKET_SHARE;
    default: return TICKET_ACT;
    }
}

/* token, lv32 { ticket, blob, input up to its own length }, the rest of the input */
static void put_bundle(struct buf *request, uint16_t verb, struct rd *in)
{
    struct buf bundle SCOPED_BUF;
    size_t n;
    buf_init(&bundle, FRAME_MAX);
    buf_bytes(request, token, sizeof token);
    if (verb == VAULT_UNLOCK)
        put_blob(request, KEYRING_SIGN_IN);
    put_ticket(&bundle, kind_of(verb), in);
    if (verb != VAULT_UNLOCK)
        put_blob(&bundle, KEYRING_SESSION);
    const unsigned char *inner = rd_lv16(in, &n, UINT16_MAX);
    if (inner != NULL)
        buf_bytes(&bundle, inner, n);
    buf_lv32(request, bundle.data, bundle.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    struct vault vault = {.root = &root, .sealer = "/nonexistent/sealer.sock"};
    struct vault_talk talk = {.vault = &vault, .fd = -1, .sealer = -1};
    struct rd in;
    if (secret_init() != ERR_OK)
        return 0;
    rd_init(&in, data, size);
    uint8_t first = rd_u8(&in);
    uint16_t verb = first & 0x0f;
    buf_init(&request, FRAME_MAX);
    buf_init_secret(&reply, FRAME_MAX);
    if ((first & 0x80) == 0 &&
        (verb == VAULT_UNLOCK || verb == VAULT_OPEN || verb == VAULT_SEAL || verb == VAULT_SHARE ||
         verb == PEOPLE_GLASS))
        put_bundle(&request, verb, &in);
    size_t left = rd_left(&in);
    buf_bytes(&request, rd_bytes(&in, left), left);
    if (buf_err(&request) != ERR_OK)
        return 0;
    uint16_t status = vault_answer(&talk, verb, &request, &reply);
    if (status > WIRE_INTERNAL || (status != WIRE_OK && reply.len != 0))
        abort();
    if (status == WIRE_OK && verb != VAULT_PING && verb != VAULT_UNLOCK && verb != VAULT_SEAL)
        abort();
    if (talk.sealer >= 0)
        abort();
    return 0;
}
