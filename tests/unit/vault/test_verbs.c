/* SPDX-License-Identifier: EUPL-1.2 */
/* The verbs as bytes in and bytes out, without a sealer: what needs no receipt works, what needs one answers
 * "unavailable" with nothing beside, and a request that is not understood is "bad" wherever it is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ticket_bytes.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/rd.h"
#include "vault/box.h"
#include "vault/cipher.h"
#include "vault/envelope.h"
#include "vault/vault.h"
#include "vault/verbs.h"
#include "wire/frame.h"
#include "wire/vault_msg.h"

static struct root root;
static struct vault vault = {.root = &root, .sealer = "/nonexistent/jalon/sealer.sock", .uid = 7};
static unsigned char token[VAULT_TOKEN], private_key[32], public_key[32], unit_secret[32];

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root_random(&root, true);
    secret_random(token, sizeof token);
    secret_random(unit_secret, sizeof unit_secret);
    box_pair(public_key, private_key);
    return 0;
}

static uint16_t ask(uint16_t verb, const struct buf *request, struct buf *reply)
{
    struct vault_talk t = {.vault = &vault, .fd = -1, .sealer = -1, .asker = 7};
    if (reply->max == 0)
        buf_init_secret(reply, FRAME_MAX);
    assert_int_equal(buf_err(request), ERR_OK);
    uint16_t status = vault_answer(&t, verb, request, reply);
    if (status != WIRE_OK)
        assert_int_equal(reply->len, 0);
    return status;
}

static struct ticket_bytes ticket(uint8_t kind)
{
    return ticket_bytes_good(kind, token, clock_now_us());
}

static void put_ticket(struct buf *out, const struct ticket_bytes *t)
{
    struct buf b SCOPED_BUF;
    buf_init(&b, 1u << 16);
    ticket_bytes_write(t, root.ticket_mac, &b);
    buf_lv16(out, b.data, b.len);
}

static void put_blob(struct buf *out, enum keyring_stage stage, uint8_t n)
{
    struct keyring k SCOPED_KEYRING;
    struct buf b SCOPED_BUF;
    struct ticket_bytes t = ticket(TICKET_SEAL);
    k.stage = stage;
    k.user = t.user;
    k.end_us = clock_now_us() + INT64_C(60000000);
    ticket_session(k.session, token);
    memcpy(k.private_key, private_key, 32);
    k.n = n;
    for (uint8_t i = 0; i < n; i++) {
        k.member[i] = (struct keyring_secret){.kind = 2, .owner = t.item[i].owner, .generation = 3};
        memcpy(k.member[i].secret, unit_secret, 32);
    }
    buf_init(&b, 4096);
    keyring_wrap(&k, &root, token, &b);
    buf_lv16(out, b.data, b.len);
}

/* The membership box that a ticket item of unlock names. */
static void put_box(struct buf *out, const struct ticket_bytes *t, size_t i)
{
    struct box_context c = {.kind = BOX_MEMBERSHIP, .recipient_kind = OWNER_USER, .recipient = t->user,
                            .recipient_generation = t->item[i].recipient_generation,
                            .subject_kind = t->item[i].owner_kind, .subject = t->item[i].owner,
                            .subject_generation = t->item[i].owner_generation};
    struct buf b SCOPED_BUF;
    buf_init(&b, 256);
    assert_int_equal(box_seal(&root, &c, public_key, unit_secret, &b), ERR_OK);
    buf_lv16(out, b.data, b.len);
}

static void unlock_request(struct buf *request, const struct ticket_bytes *t)
{
    struct buf material SCOPED_BUF;
    buf_init(request, FRAME_MAX);
    buf_init(&material, FRAME_MAX);
    buf_bytes(request, token, sizeof token);
    put_blob(request, KEYRING_SIGN_IN, 0);
    put_ticket(&material, t);
    for (size_t i = 0; i < t->n; i++)
        put_box(&material, t, i);
    buf_lv32(request, material.data, material.len);
}

static void seal_request_of(struct buf *request, const struct ticket_bytes *t, const char *text, const char *person)
{
    struct buf bundle SCOPED_BUF;
    buf_init(request, FRAME_MAX);
    buf_init(&bundle, FRAME_MAX);
    put_ticket(&bundle, t);
    put_blob(&bundle, KEYRING_SESSION, 2);
    for (size_t i = 0; i < t->n; i++) {
        buf_lv16(&bundle, NULL, 0);
        buf_lv32(&bundle, NULL, 0);
    }
    buf_bytes(request, token, sizeof token);
    buf_lv32(request, bundle.data, bundle.len);
    buf_u16(request, t->n);
    for (size_t i = 0; i < t->n; i++) {
        buf_lv32(request, text, strlen(text));
        buf_lv16(request, person, strlen(person));
    }
}

static void seal_request(struct buf *request, const struct ticket_bytes *t, const char *text)
{
    seal_request_of(request, t, text, "");
}

static void open_request(struct buf *request, const struct ticket_bytes *t)
{
    struct buf bundle SCOPED_BUF;
    buf_init(request, FRAME_MAX);
    buf_init(&bundle, FRAME_MAX);
    put_ticket(&bundle, t);
    put_blob(&bundle, KEYRING_SESSION, 2);
    for (size_t i = 0; i < t->n; i++) {
        buf_lv16(&bundle, "wrap", 4);
        buf_lv32(&bundle, "envelope", 8);
    }
    buf_bytes(request, token, sizeof token);
    buf_lv32(request, bundle.data, bundle.len);
    buf_lv8(request, "192.0.2.1", 9);
}

static void attempt_request(struct buf *request, uint16_t verb)
{
    unsigned char record[VAULT_RECORD] = {0};
    buf_init(request, FRAME_MAX);
    buf_lv8(request, "a.martin", 8);
    buf_lv16(request, record, sizeof record);
    buf_lv16(request, "password", 8);
    if (verb != VAULT_SIGN_IN)
        buf_lv16(request, "new password", 12);
    if (verb == VAULT_CONFIRM)
        buf_lv16(request, "offer", 5);
    if (verb != VAULT_ENROL)
        buf_lv8(request, "123456", 6);
    buf_lv8(request, "192.0.2.1", 9);
}

static void ping_tells_demonstration_and_separation(void **state)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    (void)state;
    buf_init(&request, 16);
    assert_int_equal(ask(VAULT_PING, &request, &reply), WIRE_OK);
    assert_int_equal(reply.len, 5);
    assert_memory_equal(reply.data, "\1\0\0\1\0", 5);
    vault.uid = 8;
    assert_int_equal(ask(VAULT_PING, &request, &reply), WIRE_OK);
    assert_memory_equal(reply.data, "\1\1", 2);
    vault.uid = 7;
    buf_u8(&request, 0);
    assert_int_equal(ask(VAULT_PING, &request, &reply), WIRE_BAD);
}

static void only_the_listed_verbs_exist(void **state)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    (void)state;
    buf_init(&request, 16);
    for (uint32_t verb = 0; verb < 0x10000; verb++)
        if (verb < VAULT_PING || (verb > VAULT_CONFIRM && verb != VAULT_SHARE))
            assert_int_equal(ask((uint16_t)verb, &request, &reply), WIRE_BAD);
}

static void assert_bad_everywhere(uint16_t verb, struct buf *request, uint16_t whole)
{
    struct buf reply SCOPED_BUF, cut SCOPED_BUF;
    assert_int_equal(ask(verb, request, &reply), whole);
    buf_init(&cut, FRAME_MAX);
    for (size_t n = 0; n < request->len; n++) {
        buf_reset(&cut);
        buf_bytes(&cut, request->data, n);
        uint16_t status = ask(verb, &cut, &reply);
        if (status != WIRE_BAD)
            fail_msg("verb %u cut at %zu: status %u", verb, n, status);
    }
    buf_u8(request, 0);
    assert_int_equal(ask(verb, request, &reply), WIRE_BAD);
}

static void a_request_must_be_whole_and_end_where_it_ends(void **state)
{
    struct buf r[6] = {0};
    struct ticket_bytes t = ticket(TICKET_UNLOCK);
    (void)state;
    unlock_request(&r[0], &t);
    assert_bad_everywhere(VAULT_UNLOCK, &r[0], WIRE_OK);
    t = ticket(TICKET_SEAL);
    seal_request(&r[1], &t, "text");
    assert_bad_everywhere(VAULT_SEAL, &r[1], WIRE_OK);
    t = ticket(TICKET_OPEN);
    open_request(&r[2], &t);
    assert_bad_everywhere(VAULT_OPEN, &r[2], WIRE_UNAVAILABLE);
    attempt_request(&r[3], VAULT_SIGN_IN);
    assert_bad_everywhere(VAULT_SIGN_IN, &r[3], WIRE_UNAVAILABLE);
    attempt_request(&r[4], VAULT_ENROL);
    assert_bad_everywhere(VAULT_ENROL, &r[4], WIRE_UNAVAILABLE);
    attempt_request(&r[5], VAULT_CONFIRM);
    assert_bad_everywhere(VAULT_CONFIRM, &r[5], WIRE_UNAVAILABLE);
    for (size_t i = 0; i < 6; i++)
        buf_release(&r[i]);
}

static void unlocking_moves_the_secrets_into_the_blob(void **state)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    struct keyring k SCOPED_KEYRING;
    struct ticket_bytes t = ticket(TICKET_UNLOCK);
    struct rd r;
    size_t n;
    (void)state;
    unlock_request(&request, &t);
    assert_int_equal(ask(VAULT_UNLOCK, &request, &reply), WIRE_OK);
    rd_init(&r, reply.data, reply.len);
    const unsigned char *blob = rd_lv16(&r, &n, UINT16_MAX);
    assert_int_equal(keyring_unwrap(&k, &root, token, KEYRING_SESSION, clock_now_us(), blob, n), ERR_OK);
    assert_int_equal(rd_u8(&r), 0);
    assert_int_equal(rd_end(&r), ERR_OK);
    assert_int_equal(k.n, 2);
    assert_true(k.end_us == t.end_us);
    for (size_t i = 0; i < 2; i++) {
        assert_memory_equal(k.member[i].secret, unit_secret, 32);
        assert_true(uuid_eq(&k.member[i].owner, &t.item[i].owner));
        assert_int_equal(k.member[i].generation, 3);
    }
}

/* Where a box does not open there must be an entry; without a sealer there is none, hence no key blob either. */
static void a_bad_box_without_an_entry_unlocks_nothing(void **state)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    struct ticket_bytes t = ticket(TICKET_UNLOCK);
    (void)state;
    unlock_request(&request, &t);
    request.data[request.len - 1] ^= 1;
    assert_int_equal(ask(VAULT_UNLOCK, &request, &reply), WIRE_UNAVAILABLE);
}

/* A refusal is an entry, and here is no sealer to take it: not even the no is said. */
static void unlock_says_nothing_to_other_tickets_users_and_crowds(void **state)
{
    struct buf reply SCOPED_BUF;
    struct ticket_bytes rows[4];
    (void)state;
    for (size_t i = 0; i < 4; i++)
        rows[i] = ticket(TICKET_UNLOCK);
    rows[0].user.b[0] ^= 1;
    rows[1].issued_us -= INT64_C(31000000);
    rows[2].session[5] ^= 1;
    rows[3].n = rows[3].declared = KEYRING_MEMBERSHIPS + 1;
    for (size_t i = 3; i < 4; i++)
        memcpy(&rows[3].item[i], &rows[3].item[0], sizeof rows[3].item[0]);
    for (size_t i = 0; i < 4; i++) {
        struct buf request SCOPED_BUF;
        struct ticket_bytes t = rows[i];
        size_t n = t.n;
        t.n = n > 4 ? 4 : (uint16_t)n;
        if (n > 4) { /* boxes of a crowd need not even open */
            struct buf material SCOPED_BUF;
            buf_init(&request, FRAME_MAX);
            buf_init(&material, FRAME_MAX);
            buf_bytes(&request, token, sizeof token);
            put_blob(&request, KEYRING_SIGN_IN, 0);
            put_ticket(&material, &rows[i]);
            for (size_t k = 0; k < n; k++)
                put_box(&material, &rows[i], 0);
            buf_lv32(&request, material.data, material.len);
        } else {
            unlock_request(&request, &t);
        }
        assert_int_equal(ask(VAULT_UNLOCK, &request, &reply), WIRE_UNAVAILABLE);
    }
}

static void sealing_gives_envelopes_that_open_for_the_unit(void **state)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    struct ticket_bytes t = ticket(TICKET_SEAL);
    struct keyring_secret unit = {.kind = 2};
    struct rd r;
    (void)state;
    memcpy(unit.secret, unit_secret, 32);
    seal_request(&request, &t, "{\"family_name\":\"Martin\"}");
    assert_int_equal(ask(VAULT_SEAL, &request, &reply), WIRE_OK);
    rd_init(&r, reply.data, reply.len);
    assert_int_equal(rd_u16(&r), 2);
    for (size_t i = 0; i < 2; i++) {
        struct buf plain SCOPED_BUF;
        struct secret_key case_key SCOPED_KEY, wrapping SCOPED_KEY;
        struct ticket_item item = {.table = 1, .row = t.item[i].row, .version = t.item[i].version,
                                   .case_id = t.item[i].case_id, .compartment = 1, .owner_kind = 2,
                                   .owner = t.item[i].owner, .owner_generation = 3, .key_generation = 4};
        size_t envelope_n, wrap_n, hash_n;
        const unsigned char *envelope = rd_lv32(&r, &envelope_n, FRAME_MAX);
        const unsigned char *wrap = rd_lv16(&r, &wrap_n, UINT16_MAX);
        (void)rd_lv8(&r, &hash_n, UINT8_MAX);
        assert_int_equal(hash_n, 0);
        buf_init_secret(&plain, 4096);
        envelope_wrapping(&unit, &wrapping);
        assert_int_equal(envelope_unwrap_key(&item, &wrapping, wrap, wrap_n, &case_key), ERR_OK);
        assert_int_equal(envelope_open(&item, &case_key, envelope, envelope_n, &plain), ERR_OK);
        assert_int_equal(plain.len, 24);
        assert_memory_equal(plain.data, "{\"family_name\":\"Martin\"}", 24);
    }
    assert_int_equal(rd_end(&r), ERR_OK);
}

/* The hash in the first item of a reply to such a request; false when there is none. */
static bool hash_of(const struct ticket_bytes *t, const char *person, unsigned char out[VAULT_PERSON])
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    struct rd r;
    size_t n;
    seal_request_of(&request, t, "text", person);
    assert_int_equal(ask(VAULT_SEAL, &request, &reply), WIRE_OK);
    rd_init(&r, reply.data, reply.len);
    (void)rd_u16(&r);
    (void)rd_lv32(&r, &n, FRAME_MAX);
    (void)rd_lv16(&r, &n, UINT16_MAX);
    const unsigned char *hash = rd_lv8(&r, &n, VAULT_PERSON);
    if (n == 0)
        return false;
    assert_int_equal(n, VAULT_PERSON);
    memcpy(out, hash, VAULT_PERSON);
    return true;
}

static void one_person_has_one_hash_in_every_case_and_under_one_root(void **state)
{
    unsigned char one[VAULT_PERSON], same[VAULT_PERSON], other[VAULT_PERSON];
    struct ticket_bytes t = ticket(TICKET_SEAL), u = ticket(TICKET_SEAL);
    struct root kept = root;
    (void)state;
    u.item[0].row.b[0] ^= 1;
    u.item[0].case_id.b[0] ^= 1;
    u.item[0].version = 9;
    assert_true(hash_of(&t, "martin|zoe|2000-01-01", one));
    assert_true(hash_of(&u, "martin|zoe|2000-01-01", same));
    assert_memory_equal(one, same, VAULT_PERSON);
    assert_true(hash_of(&t, "martin|zoe|2000-01-02", other));
    assert_memory_not_equal(one, other, VAULT_PERSON);
    assert_false(hash_of(&t, "", other));
    root.key[0] ^= 1;
    assert_true(hash_of(&t, "martin|zoe|2000-01-01", other));
    assert_memory_not_equal(one, other, VAULT_PERSON);
    root = kept;
}

static void only_an_identity_is_a_person(void **state)
{
    struct buf reply SCOPED_BUF;
    (void)state;
    for (uint8_t compartment = 1; compartment <= 4; compartment++) {
        struct buf request SCOPED_BUF;
        struct ticket_bytes t = ticket(TICKET_SEAL);
        t.item[0].compartment = t.item[1].compartment = compartment;
        seal_request_of(&request, &t, "text", "martin|zoe|2000-01-01");
        assert_int_equal(ask(VAULT_SEAL, &request, &reply), compartment == 1 ? WIRE_OK : WIRE_BAD);
    }
}

static void sealing_needs_the_owners_secret_of_that_generation(void **state)
{
    struct buf reply SCOPED_BUF;
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct buf request SCOPED_BUF;
        struct ticket_bytes t = ticket(i == 3 ? TICKET_OPEN : TICKET_SEAL);
        if (i == 0)
            t.item[1].owner.b[0] ^= 1;
        if (i == 1)
            t.item[0].owner_generation = 4;
        if (i == 2)
            t.item[0].owner_kind = 3;
        if (i == 4)
            t.user.b[0] ^= 1;
        if (i == 5)
            t.issued_us -= INT64_C(30500000);
        seal_request(&request, &t, "text");
        /* A ticket that is not believed is an entry, and here is no sealer to take it. */
        assert_int_equal(ask(VAULT_SEAL, &request, &reply), i < 3 ? WIRE_DENIED : WIRE_UNAVAILABLE);
    }
}

static void the_longest_text_is_sealed_and_one_more_is_not(void **state)
{
    (void)state;
    char *text = malloc(VAULT_PLAINTEXT + 2);
    assert_non_null(text);
    memset(text, 'x', VAULT_PLAINTEXT + 1);
    for (size_t n = VAULT_PLAINTEXT; n <= VAULT_PLAINTEXT + 1; n++) {
        struct buf request SCOPED_BUF, reply SCOPED_BUF;
        struct ticket_bytes t = ticket(TICKET_SEAL);
        text[n] = '\0';
        seal_request(&request, &t, text);
        assert_int_equal(ask(VAULT_SEAL, &request, &reply), n == VAULT_PLAINTEXT ? WIRE_OK : WIRE_BAD);
        text[n] = 'x';
    }
    free(text);
}

static void an_opening_needs_items_and_a_reason(void **state)
{
    struct buf reply SCOPED_BUF;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct buf request SCOPED_BUF;
        struct ticket_bytes t = ticket(TICKET_OPEN);
        if (i == 0)
            t.n = t.declared = 0;
        else
            t.reason = "";
        open_request(&request, &t);
        assert_int_equal(ask(VAULT_OPEN, &request, &reply), WIRE_BAD);
    }
}

/* What an auditor reads in an entry (DESIGN, section 5): the words of domain/record.h. */
static void every_code_of_a_record_has_its_word(void **state)
{
    static const char *const tables[] = {
        "unknown",                    "casework.case_file",     "casework.measure",      "casework.authority_act",
        "casework.placement",         "casework.placement.contact", "casework.placement.answer",
        "casework.hours_report",      "casework.incident",      "casework.judge_report", "casework.hours_entry",
        "casework.last_day_change",   "unknown"};
    static const char *const compartments[] = {"", "IDENT", "JUSTICE", "MATCH", "PLACEMENT", ""};
    static const char *const links[] = {"unknown", "caseload", "unit_officer", "break_glass",
                                        "placement", "boxed", "delegation", "unknown"};

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        assert_string_equal(verbs_table((uint16_t)i), tables[i]);
    assert_string_equal(verbs_table(15), "unknown");
    assert_string_equal(verbs_table(16), "sec.glass");
    assert_string_equal(verbs_table(17), "unknown");
    for (size_t i = 0; i < sizeof compartments / sizeof *compartments; i++)
        assert_string_equal(verbs_compartment((uint8_t)i), compartments[i]);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        assert_string_equal(verbs_link((uint8_t)i), links[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ping_tells_demonstration_and_separation),
        cmocka_unit_test(only_the_listed_verbs_exist),
        cmocka_unit_test(a_request_must_be_whole_and_end_where_it_ends),
        cmocka_unit_test(unlocking_moves_the_secrets_into_the_blob),
        cmocka_unit_test(a_bad_box_without_an_entry_unlocks_nothing),
        cmocka_unit_test(unlock_says_nothing_to_other_tickets_users_and_crowds),
        cmocka_unit_test(sealing_gives_envelopes_that_open_for_the_unit),
        cmocka_unit_test(one_person_has_one_hash_in_every_case_and_under_one_root),
        cmocka_unit_test(only_an_identity_is_a_person),
        cmocka_unit_test(sealing_needs_the_owners_secret_of_that_generation),
        cmocka_unit_test(the_longest_text_is_sealed_and_one_more_is_not),
        cmocka_unit_test(an_opening_needs_items_and_a_reason),
        cmocka_unit_test(every_code_of_a_record_has_its_word),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
