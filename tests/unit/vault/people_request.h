/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests about people made by hand, and a thread in the sealer's place that keeps what it was told. A request is a
 * struct request: a test makes a good one, changes what it likes and asks. */
#ifndef JALON_TESTS_PEOPLE_REQUEST_H
#define JALON_TESTS_PEOPLE_REQUEST_H

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "ticket_bytes.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/rd.h"
#include "vault/box.h"
#include "vault/keyring.h"
#include "vault/record.h"
#include "vault/statement.h"
#include "vault/vault.h"
#include "wire/frame.h"
#include "wire/people_msg.h"
#include "wire/sealer_msg.h"

struct member {
    unsigned char token[VAULT_TOKEN], private_key[32];
    struct box_certificate certificate;
};

/* What one request is made of. */
struct request {
    const struct member *by;
    const char *role;
    struct ticket_act act;
    uint8_t secret_kind;        /* of the one organisation whose secret she holds; 0: none */
    struct uuid secret_owner;
    uint32_t secret_generation;
    struct box_certificate own, person;
    const struct root *own_root, *person_root;
    unsigned char attached[PEOPLE_ENDORSEMENT]; /* endorsement or permit */
    size_t attached_n;
    struct box_certificate member[3]; /* of a new generation, beside the person, who is the first */
    size_t members;
    bool mixed; /* the last of them is of another organisation */
    size_t trailing;
};

struct reply {
    uint8_t stage;
    struct vault_bytes endorsement, box, certificate, record, code, permit, host_certificate, recovery;
    int64_t code_end_us;
};

static struct root root, other_root;
static struct vault vault = {.root = &root, .sealer = "/nonexistent/jalon/sealer.sock"};
static struct vault_talk talk = {.vault = &vault, .fd = -1, .sealer = -1};
static struct member officer[2], person;
static struct uuid unit;
static unsigned char unit_secret[32], recovery_private[32];
static struct buf answer;

static pthread_t sealer;
static int sealer_fd = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned entries;
static uint16_t sealer_status = WIRE_OK; /* what it answers */
static struct buf entry;

/* One entry a request; a receipt for each, unless it is to say something else. */
static inline void *be_sealer(void *arg)
{
    struct buf request SCOPED_BUF, receipt SCOPED_BUF;
    uint16_t verb;
    (void)arg;
    buf_init(&request, FRAME_MAX);
    buf_init(&receipt, 64);
    while (frame_recv(sealer_fd, &verb, &request, FRAME_MAX, 0) == ERR_OK && verb == SEALER_APPEND) {
        (void)pthread_mutex_lock(&lock);
        buf_reset(&entry);
        buf_bytes(&entry, request.data, request.len);
        entries++;
        uint16_t status = sealer_status;
        (void)pthread_mutex_unlock(&lock);
        buf_reset(&receipt);
        for (int i = 0; status == WIRE_OK && i < 3; i++)
            buf_u64(&receipt, 1);
        if (frame_send(sealer_fd, status, &receipt, clock_mono_ms() + 20000) != ERR_OK)
            break;
    }
    return NULL;
}

static inline void make_member(struct member *m, uint32_t generation, bool is_officer)
{
    secret_random(m->token, sizeof m->token);
    m->certificate = (struct box_certificate){.kind = OWNER_USER, .generation = generation, .officer = is_officer};
    uuid_random(&m->certificate.owner);
    box_pair(m->certificate.public_key, m->private_key);
}

static inline int people_request_setup(void **state)
{
    int fd[2];
    (void)state;
    if (secret_init() != ERR_OK || socketpair(AF_UNIX, SOCK_STREAM, 0, fd) != 0)
        return -1;
    root_random(&root, false);
    root_random(&other_root, false);
    box_pair(root.recovery_public, recovery_private);
    uuid_random(&unit);
    secret_random(unit_secret, sizeof unit_secret);
    make_member(&officer[0], 1, true);
    make_member(&officer[1], 7, true);
    make_member(&person, 4, false);
    buf_init(&answer, FRAME_MAX);
    buf_init(&entry, FRAME_MAX);
    talk.sealer = fd[0];
    sealer_fd = fd[1];
    return pthread_create(&sealer, NULL, be_sealer, NULL);
}

static inline int people_request_teardown(void **state)
{
    (void)state;
    (void)shutdown(sealer_fd, SHUT_RDWR);
    (void)pthread_join(sealer, NULL);
    (void)close(sealer_fd);
    (void)close(talk.sealer);
    buf_release(&answer);
    buf_release(&entry);
    return 0;
}


static inline struct request good(uint8_t act, uint8_t statement, const struct member *by, const char *role)
{
    struct request q = {.by = by, .role = role, .secret_kind = OWNER_UNIT, .secret_owner = unit,
                        .secret_generation = 2, .own = by->certificate, .person = person.certificate,
                        .own_root = &root, .person_root = &root};
    q.act = (struct ticket_act){.act = act, .statement = statement, .user = person.certificate.owner,
                                .user_generation = 4, .org_kind = OWNER_UNIT, .org = unit, .org_generation = 2};
    if (act == TICKET_ACT_APPROVE)
        memset(q.act.request.b, 0x77, 16);
    if (act == TICKET_ACT_ACCOUNT)
        q.act.user_generation = q.act.record_version = 1;
    if (statement == STATEMENT_RESET)
        q.act.record_version = 9;
    return q;
}

static inline void put_ticket(struct buf *out, const struct request *q)
{
    struct buf b SCOPED_BUF;
    unsigned char session[32];
    int64_t now = clock_now_us();
    buf_init(&b, 1024);
    ticket_bytes_session(session, q->by->token);
    buf_str(&b, "JTK1");
    buf_u16(&b, 1);
    buf_u8(&b, 4);
    buf_i64(&b, now);
    buf_bytes(&b, session, sizeof session);
    buf_i64(&b, now + INT64_C(3600000000));
    buf_bytes(&b, q->by->certificate.owner.b, 16);
    buf_lv8(&b, q->role, strlen(q->role));
    buf_bytes(&b, unit.b, 16);
    buf_lv8(&b, "", 0);
    buf_u8(&b, 0);
    buf_u16(&b, (uint16_t)(1 + q->members));
    for (size_t i = 0; i <= q->members; i++) {
        const bool recovery = q->act.act == TICKET_ACT_ACCOUNT || q->act.act == TICKET_ACT_GENERATION;
        buf_u8(&b, q->act.act);
        buf_u8(&b, q->act.statement);
        buf_bytes(&b, q->act.request.b, recovery ? 12 : 16);
        if (recovery)
            buf_u32(&b, q->act.recovery_generation);
        buf_bytes(&b, i == 0 ? q->act.user.b : q->member[i - 1].owner.b, 16);
        buf_u32(&b, i == 0 ? q->act.user_generation : q->member[i - 1].generation);
        buf_u8(&b, q->act.org_kind);
        buf_bytes(&b, q->mixed && i == q->members ? q->act.user.b : q->act.org.b, 16);
        buf_u32(&b, q->act.org_generation);
        buf_u32(&b, q->act.record_version);
    }
    ticket_bytes_mac(&b, 0, root.ticket_mac);
    buf_lv16(out, b.data, b.len);
}

static inline void put_blob(struct buf *out, const struct request *q)
{
    struct keyring k SCOPED_KEYRING;
    struct buf b SCOPED_BUF;
    k.stage = KEYRING_SESSION;
    k.user = q->by->certificate.owner;
    k.end_us = clock_now_us() + INT64_C(60000000);
    ticket_session(k.session, q->by->token);
    memcpy(k.private_key, q->by->private_key, 32);
    if (q->secret_kind != 0) {
        k.n = 1;
        k.member[0] = (struct keyring_secret){.kind = q->secret_kind, .owner = q->secret_owner,
                                              .generation = q->secret_generation};
        memcpy(k.member[0].secret, unit_secret, 32);
    }
    buf_init(&b, 4096);
    keyring_wrap(&k, &root, q->by->token, &b);
    buf_lv16(out, b.data, b.len);
}

static inline void put_certificate(struct buf *out, const struct root *by, const struct box_certificate *c)
{
    struct buf b SCOPED_BUF;
    buf_init(&b, PEOPLE_CERTIFICATE);
    statement_put_certificate(by, c, &b);
    buf_lv8(out, b.data, b.len);
}

static inline uint16_t ask_with(struct vault_talk *t, uint16_t verb, const struct request *q)
{
    struct buf body SCOPED_BUF, material SCOPED_BUF;
    buf_init(&body, FRAME_MAX);
    buf_init(&material, FRAME_MAX);
    put_ticket(&material, q);
    put_blob(&material, q);
    if (verb == PEOPLE_APPROVE || verb == PEOPLE_GENERATION)
        put_certificate(&material, q->own_root, &q->own);
    if (verb != PEOPLE_ACCOUNT)
        put_certificate(&material, q->person_root, &q->person);
    for (size_t i = 0; i < q->members; i++)
        put_certificate(&material, &root, &q->member[i]);
    if (verb != PEOPLE_ACCOUNT && verb != PEOPLE_GENERATION)
        buf_lv8(&material, q->attached, q->attached_n);
    for (size_t i = 0; i < q->trailing; i++)
        buf_u8(&material, 0);
    buf_bytes(&body, q->by->token, VAULT_TOKEN);
    buf_lv32(&body, material.data, material.len);
    assert_int_equal(buf_err(&body), ERR_OK);
    uint16_t status = vault_answer(t, verb, &body, &answer);
    if (status != WIRE_OK)
        assert_int_equal(answer.len, 0);
    return status;
}

static inline uint16_t ask(uint16_t verb, const struct request *q)
{
    return ask_with(&talk, verb, q);
}

static inline void assert_lengths(const struct reply *a, size_t endorsement, size_t box, size_t certificate,
                                  size_t record, size_t code, size_t permit)
{
    assert_int_equal(a->endorsement.n, endorsement);
    assert_int_equal(a->box.n, box);
    assert_int_equal(a->certificate.n, certificate);
    assert_int_equal(a->record.n, record);
    assert_int_equal(a->code.n, code);
    assert_int_equal(a->permit.n, permit);
    assert_int_equal(a->code_end_us != 0, code != 0);
}

/* The last entry is hers, about this account and this organisation, and says so. */
static inline void assert_entry(const struct request *q, const char *action, const char *outcome)
{
    struct rd r;
    size_t n;
    (void)pthread_mutex_lock(&lock);
    rd_init(&r, entry.data, entry.len);
    assert_int_equal(rd_u8(&r), 1);
    const unsigned char *p = rd_lv8(&r, &n, 255);
    assert_int_equal(n, strlen(action));
    assert_memory_equal(p, action, n);
    assert_int_equal(rd_u8(&r), 1); /* an actor and nothing else */
    assert_memory_equal(rd_bytes(&r, 16), q->by->certificate.owner.b, 16);
    p = rd_lv8(&r, &n, 255);
    assert_int_equal(n, strlen(q->role));
    assert_memory_equal(p, q->role, n);
    (void)rd_bytes(&r, 16);
    (void)rd_lv8(&r, &n, 255);
    p = rd_lv8(&r, &n, 255);
    assert_int_equal(n, strlen(outcome));
    assert_memory_equal(p, outcome, n);
    (void)rd_lv8(&r, &n, 255);
    assert_int_equal(rd_u16(&r), uuid_is_nil(&q->act.request) ? 2 : 3);
    p = rd_lv8(&r, &n, 255);
    assert_int_equal(n, 7);
    assert_memory_equal(p, "account", 7);
    assert_int_equal(rd_u8(&r), 1);
    assert_memory_equal(rd_bytes(&r, 16), q->act.user.b, 16);
    assert_int_equal(rd_u32(&r), q->act.user_generation);
    (void)rd_lv8(&r, &n, 255);
    (void)rd_lv8(&r, &n, 255);
    p = rd_lv8(&r, &n, 255);
    assert_int_equal(n, 12);
    assert_memory_equal(p, "organisation", 12);
    assert_int_equal(rd_u8(&r), 1);
    assert_memory_equal(rd_bytes(&r, 16), q->act.org.b, 16);
    assert_int_equal(rd_u32(&r), q->act.org_generation);
    (void)pthread_mutex_unlock(&lock);
}

static inline unsigned told(void)
{
    (void)pthread_mutex_lock(&lock);
    unsigned n = entries;
    (void)pthread_mutex_unlock(&lock);
    return n;
}

static inline void assert_box(const struct reply *a)
{
    struct box_context c = {.kind = BOX_MEMBERSHIP, .recipient_kind = OWNER_USER, .recipient = person.certificate.owner,
                            .recipient_generation = 4, .subject_kind = OWNER_UNIT, .subject = unit,
                            .subject_generation = 2};
    unsigned char secret[32];
    assert_int_equal(box_open(&root, &c, person.private_key, a->box.p, a->box.n, secret), ERR_OK);
    assert_memory_equal(secret, unit_secret, 32);
}

#endif
