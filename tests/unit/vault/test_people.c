/* SPDX-License-Identifier: EUPL-1.2 */
/* The verbs about one person: an account's first keys, and a box from a colleague when hers are new. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "people_request.h"

static struct reply read_account(void)
{
    struct reply a = {0};
    struct rd r;
    rd_init(&r, answer.data, answer.len);
    a.record.p = rd_lv16(&r, &a.record.n, UINT16_MAX);
    a.certificate.p = rd_lv8(&r, &a.certificate.n, 255);
    a.code.p = rd_lv8(&r, &a.code.n, 255);
    a.code_end_us = rd_i64(&r);
    a.permit.p = rd_lv8(&r, &a.permit.n, 255);
    a.host_certificate.p = rd_lv8(&r, &a.host_certificate.n, 255);
    a.box.p = rd_lv16(&r, &a.box.n, UINT16_MAX);
    a.recovery.p = rd_lv16(&r, &a.recovery.n, UINT16_MAX);
    assert_int_equal(rd_end(&r), ERR_OK);
    return a;
}

static void an_account_gets_a_pair_a_code_and_from_her_manager_a_permit(void **state)
{
    (void)state;
    for (int manager = 0; manager < 2; manager++) {
        struct request q = good(TICKET_ACT_ACCOUNT, 0, &officer[0], manager ? "host_manager" : "administrator");
        struct box_certificate c;
        struct record r SCOPED_RECORD;
        struct secret_key private_key SCOPED_KEY;
        q.act.user_generation = 3;
        q.act.record_version = 6;
        if (!manager)
            q.secret_kind = 0; /* an administrator holds no secret */
        else
            q.act.org_kind = q.secret_kind = OWNER_HOST;
        assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_OK);
        struct reply a = read_account();
        assert_lengths(&a, 0, 0, PEOPLE_CERTIFICATE, VAULT_RECORD, 27, manager ? PEOPLE_PERMIT : 0);
        assert_int_equal(a.host_certificate.n + a.recovery.n, 0);
        assert_int_equal(statement_certificate(&root, &c, a.certificate.p, a.certificate.n), ERR_OK);
        assert_true(uuid_eq(&c.owner, &q.act.user));
        assert_int_equal(c.generation, 3);
        assert_false(c.officer);
        assert_int_equal(record_parse(&r, &root, a.record.p, a.record.n), ERR_OK);
        assert_int_equal(r.version, 6);
        assert_int_equal(record_check(&r, &root, a.code.p, a.code.n, &private_key), ERR_OK);
        assert_int_equal(statement_permitted(&root, &c, OWNER_HOST, &unit, a.permit.p, a.permit.n),
                         manager ? ERR_OK : ERR_DENIED);
        assert_entry(&q, "keys.account", "ok");
    }
}

static void only_administrators_and_managers_with_their_secret_make_accounts(void **state)
{
    static const char *const roles[] = {"counsellor", "director", "referent", "tutor", "auditor"};
    struct request q;
    (void)state;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        q = good(TICKET_ACT_ACCOUNT, 0, &officer[0], roles[i]);
        assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_DENIED);
    }
    q = good(TICKET_ACT_ACCOUNT, 0, &officer[0], "host_manager");
    q.secret_generation++;
    assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_DENIED);
    q = good(TICKET_ACT_ACCOUNT, 0, &officer[0], "administrator");
    q.act.record_version = 0;
    assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_BAD);
    q.act.record_version = 1;
    q.trailing = 1;
    assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_BAD);
    q.trailing = 0;
    q.act.request.b[11] = 1; /* an account is about no request */
    assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_BAD);
}

static struct request for_a_host(void)
{
    struct request q = good(TICKET_ACT_ACCOUNT, STATEMENT_HOST_PAIR, &officer[0], "administrator");
    q.secret_kind = 0;
    q.act.org_kind = OWNER_HOST;
    q.act.org_generation = 3;
    q.act.recovery_generation = 5;
    return q;
}

static void the_first_manager_of_a_host_gets_its_new_secret_and_so_does_recovery(void **state)
{
    struct request q = for_a_host();
    struct box_certificate hers, host;
    struct record r SCOPED_RECORD;
    struct secret_key private_key SCOPED_KEY;
    unsigned char secret[32], again[32], public_key[32];
    struct box_context c = {.kind = BOX_MEMBERSHIP, .recipient_kind = OWNER_USER, .recipient = q.act.user,
                            .recipient_generation = 1, .subject_kind = OWNER_HOST, .subject = unit,
                            .subject_generation = 3};
    (void)state;
    assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_OK);
    struct reply a = read_account();
    assert_lengths(&a, 0, PEOPLE_BOX, PEOPLE_CERTIFICATE, VAULT_RECORD, 27, 0);
    assert_int_equal(statement_certificate(&root, &hers, a.certificate.p, a.certificate.n), ERR_OK);
    assert_int_equal(statement_certificate(&root, &host, a.host_certificate.p, a.host_certificate.n), ERR_OK);
    assert_int_equal(host.kind, OWNER_HOST);
    assert_true(uuid_eq(&host.owner, &unit));
    assert_int_equal(host.generation, 3);
    assert_false(host.officer);
    assert_int_equal(record_parse(&r, &root, a.record.p, a.record.n), ERR_OK);
    assert_int_equal(record_check(&r, &root, a.code.p, a.code.n, &private_key), ERR_OK);
    assert_int_equal(box_open(&root, &c, private_key.b, a.box.p, a.box.n, secret), ERR_OK);
    box_public(public_key, secret);
    assert_memory_equal(public_key, host.public_key, 32);
    c.kind = BOX_RECOVERY;
    c.recipient_kind = OWNER_RECOVERY;
    memset(&c.recipient, 0, sizeof c.recipient);
    c.recipient_generation = 5;
    assert_int_equal(box_open(NULL, &c, recovery_private, a.recovery.p, a.recovery.n, again), ERR_OK);
    assert_memory_equal(again, secret, 32);
    assert_entry(&q, "keys.host", "ok");
}

static void two_pairs_asked_by_one_ticket_are_two(void **state)
{
    struct request q = for_a_host();
    unsigned char first[PEOPLE_CERTIFICATE];
    (void)state;
    assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_OK);
    memcpy(first, read_account().host_certificate.p, sizeof first);
    assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_OK);
    assert_memory_not_equal(first, read_account().host_certificate.p, sizeof first);
}

static void a_host_pair_is_for_an_administrator_a_host_and_a_recovery_pair(void **state)
{
    (void)state;
    for (size_t i = 0; i < 8; i++) {
        struct request q = for_a_host();
        switch (i) {
        case 0: q.role = "host_manager"; break;
        case 1: /* though she holds the secret of that generation */
            q.role = "host_manager";
            q.secret_kind = OWNER_HOST;
            q.secret_generation = 3;
            break;
        case 2: q.role = "director"; break;
        case 3: q.act.org_kind = OWNER_UNIT; break;
        case 4: q.act.org_kind = OWNER_AUDIT; break;
        case 5: q.act.org_kind = OWNER_USER; break;
        case 6: q.act.org_generation = 0; break;
        default: q.act.recovery_generation = 0;
        }
        assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_DENIED);
        assert_entry(&q, "keys.host", "denied");
    }
    for (uint8_t statement = 1; statement < 8; statement++) {
        struct request q = for_a_host();
        q.act.statement = statement;
        assert_int_equal(ask(PEOPLE_ACCOUNT, &q), statement == STATEMENT_HOST_PAIR ? WIRE_OK : WIRE_DENIED);
    }
}

static void without_recovery_pair_or_receipt_no_host_pair_leaves_the_vault(void **state)
{
    struct vault_talk alone = {.vault = &vault, .fd = -1, .sealer = -1};
    struct request q = for_a_host();
    unsigned char kept[32];
    unsigned before = told();
    (void)state;
    assert_int_equal(ask_with(&alone, PEOPLE_ACCOUNT, &q), WIRE_UNAVAILABLE);
    memcpy(kept, root.recovery_public, sizeof kept);
    memset(root.recovery_public, 0, sizeof kept);
    assert_int_equal(ask(PEOPLE_ACCOUNT, &q), WIRE_UNAVAILABLE);
    memcpy(root.recovery_public, kept, sizeof kept);
    assert_int_equal(told(), before);
}

static struct request permitted(void)
{
    struct request q = good(TICKET_ACT_RESEAL, 0, &officer[0], "counsellor");
    struct buf b SCOPED_BUF;
    buf_init(&b, PEOPLE_PERMIT);
    statement_permit(&root, &person.certificate, OWNER_UNIT, &unit, &b);
    memcpy(q.attached, b.data, b.len);
    q.attached_n = b.len;
    return q;
}

static void any_colleague_reseals_with_a_permit(void **state)
{
    struct request q = permitted();
    struct reply a = {0};
    struct rd r;
    (void)state;
    assert_int_equal(ask(PEOPLE_RESEAL, &q), WIRE_OK);
    rd_init(&r, answer.data, answer.len);
    a.box.p = rd_lv16(&r, &a.box.n, UINT16_MAX);
    assert_int_equal(rd_end(&r), ERR_OK);
    assert_box(&a);
    assert_entry(&q, "keys.reseal", "ok");
}

static void resealing_needs_secret_permit_and_the_very_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < 11; i++) {
        struct request q = permitted();
        switch (i) {
        case 0: q.secret_kind = 0; break;
        case 1: q.secret_generation = 3; break;
        case 2: q.attached_n = 0; break;
        case 3: q.attached[PEOPLE_PERMIT - 1] ^= 1; break;
        case 4: q.person.generation = q.act.user_generation = 5; break; /* reset once more since */
        case 5: q.person.public_key[0] ^= 1; break;
        case 6: q.person_root = &other_root; break;
        case 7: q.act.user = officer[1].certificate.owner; break;
        case 8: q.act.user_generation = 3; break;
        case 9: q.person = officer[1].certificate; break;
        default: /* a permit of this unit for another one whose secret she holds as well */
            uuid_random(&q.act.org);
            q.secret_owner = q.act.org;
        }
        assert_int_equal(ask(PEOPLE_RESEAL, &q), WIRE_DENIED);
        assert_entry(&q, "keys.reseal", "denied");
    }
    struct request q = permitted();
    q.trailing = 1;
    assert_int_equal(ask(PEOPLE_RESEAL, &q), WIRE_BAD);
}

/* Of her host only, and nobody else without a permit. */
static void a_manager_gives_the_secret_of_her_host_without_a_permit(void **state)
{
    (void)state;
    for (size_t i = 0; i < 7; i++) {
        struct request q = good(TICKET_ACT_RESEAL, 0, &officer[0], "host_manager");
        q.act.org_kind = q.secret_kind = OWNER_HOST;
        switch (i) {
        case 0: break;
        case 1: q.role = "tutor"; break;
        case 2: q.role = "director"; break;
        case 3: q.act.org_kind = q.secret_kind = OWNER_UNIT; break;
        case 4: q.secret_kind = 0; break;
        case 5: q.person_root = &other_root; break;
        default: q.attached_n = 36; /* a permit that is none */
        }
        assert_int_equal(ask(PEOPLE_RESEAL, &q), i == 0 ? WIRE_OK : WIRE_DENIED);
        assert_entry(&q, "keys.reseal", i == 0 ? "ok" : "denied");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_gets_a_pair_a_code_and_from_her_manager_a_permit),
        cmocka_unit_test(only_administrators_and_managers_with_their_secret_make_accounts),
        cmocka_unit_test(the_first_manager_of_a_host_gets_its_new_secret_and_so_does_recovery),
        cmocka_unit_test(two_pairs_asked_by_one_ticket_are_two),
        cmocka_unit_test(a_host_pair_is_for_an_administrator_a_host_and_a_recovery_pair),
        cmocka_unit_test(without_recovery_pair_or_receipt_no_host_pair_leaves_the_vault),
        cmocka_unit_test(any_colleague_reseals_with_a_permit),
        cmocka_unit_test(resealing_needs_secret_permit_and_the_very_key),
        cmocka_unit_test(a_manager_gives_the_secret_of_her_host_without_a_permit),
    };
    return cmocka_run_group_tests(tests, people_request_setup, people_request_teardown);
}
