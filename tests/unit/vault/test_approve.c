/* SPDX-License-Identifier: EUPL-1.2 */
/* Two officers, one decision. Each row of refusals is one fault in a request that is otherwise good, and every one of
 * them is an entry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "people_request.h"

static struct reply read_approval(void)
{
    struct reply a;
    struct rd r;
    rd_init(&r, answer.data, answer.len);
    a.stage = rd_u8(&r);
    a.endorsement.p = rd_lv8(&r, &a.endorsement.n, 255);
    a.box.p = rd_lv16(&r, &a.box.n, UINT16_MAX);
    a.certificate.p = rd_lv8(&r, &a.certificate.n, 255);
    a.record.p = rd_lv16(&r, &a.record.n, UINT16_MAX);
    a.code.p = rd_lv8(&r, &a.code.n, 255);
    a.code_end_us = rd_i64(&r);
    a.permit.p = rd_lv8(&r, &a.permit.n, 255);
    assert_int_equal(rd_end(&r), ERR_OK);
    return a;
}

/* The second officer's request, with what the first one got for the same words. */
static struct request seconded(struct request q)
{
    struct request first = q;
    first.by = &officer[0];
    first.own = officer[0].certificate;
    first.attached_n = 0;
    assert_int_equal(ask(PEOPLE_APPROVE, &first), WIRE_OK);
    struct reply a = read_approval();
    assert_int_equal(a.stage, 1);
    assert_int_equal(a.endorsement.n, PEOPLE_ENDORSEMENT);
    memcpy(q.attached, a.endorsement.p, PEOPLE_ENDORSEMENT);
    q.attached_n = PEOPLE_ENDORSEMENT;
    return q;
}

static struct request second(uint8_t statement)
{
    return seconded(good(TICKET_ACT_APPROVE, statement, &officer[1], "director"));
}

static void the_first_officer_gets_an_endorsement_and_nothing_else(void **state)
{
    static const char *const action[] = {NULL, "keys.membership", "keys.officer", "keys.reset"};
    (void)state;
    for (uint8_t statement = 1; statement <= 3; statement++) {
        struct request q = good(TICKET_ACT_APPROVE, statement, &officer[0], "director");
        assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_OK);
        struct reply a = read_approval();
        assert_int_equal(a.stage, 1);
        assert_lengths(&a, PEOPLE_ENDORSEMENT, 0, 0, 0, 0, 0);
        assert_entry(&q, action[statement], "endorsed");
    }
}

static void a_membership_gives_a_box_that_the_person_opens(void **state)
{
    struct request q = second(STATEMENT_MEMBERSHIP);
    (void)state;
    assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_OK);
    struct reply a = read_approval();
    assert_int_equal(a.stage, 2);
    assert_lengths(&a, 0, 106, 0, 0, 0, 0);
    assert_box(&a);
    assert_entry(&q, "keys.membership", "ok");
}

static void an_officer_gets_box_and_flag(void **state)
{
    struct request q = second(STATEMENT_OFFICER);
    struct box_certificate c;
    (void)state;
    assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_OK);
    struct reply a = read_approval();
    assert_int_equal(a.stage, 2);
    assert_lengths(&a, 0, 106, PEOPLE_CERTIFICATE, 0, 0, 0);
    assert_box(&a);
    assert_int_equal(statement_certificate(&root, &c, a.certificate.p, a.certificate.n), ERR_OK);
    assert_true(c.officer);
    assert_int_equal(c.generation, 4);
    assert_true(uuid_eq(&c.owner, &person.certificate.owner));
    assert_memory_equal(c.public_key, person.certificate.public_key, 32);
    assert_entry(&q, "keys.officer", "ok");
}

static void a_reset_gives_a_new_pair_with_a_code_and_a_permit(void **state)
{
    struct request q = second(STATEMENT_RESET);
    struct box_certificate c;
    struct record r SCOPED_RECORD;
    struct secret_key private_key SCOPED_KEY;
    unsigned char public_key[32];
    (void)state;
    assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_OK);
    struct reply a = read_approval();
    assert_int_equal(a.stage, 2);
    assert_lengths(&a, 0, 0, PEOPLE_CERTIFICATE, VAULT_RECORD, 27, PEOPLE_PERMIT);
    assert_int_equal(statement_certificate(&root, &c, a.certificate.p, a.certificate.n), ERR_OK);
    assert_int_equal(c.generation, 5);
    assert_false(c.officer);
    assert_true(uuid_eq(&c.owner, &person.certificate.owner));
    assert_memory_not_equal(c.public_key, person.certificate.public_key, 32);
    assert_int_equal(record_parse(&r, &root, a.record.p, a.record.n), ERR_OK);
    assert_int_equal(r.kind, RECORD_ENROL);
    assert_int_equal(r.version, 9);
    assert_true(r.expires_us == a.code_end_us);
    assert_int_equal(record_check(&r, &root, a.code.p, a.code.n, &private_key), ERR_OK);
    box_public(public_key, private_key.b);
    assert_memory_equal(public_key, c.public_key, 32);
    assert_int_equal(statement_permitted(&root, &c, OWNER_UNIT, &unit, a.permit.p, a.permit.n), ERR_OK);
    assert_int_equal(statement_permitted(&root, &person.certificate, OWNER_UNIT, &unit, a.permit.p, a.permit.n),
                     ERR_DENIED);
    assert_entry(&q, "keys.reset", "ok");
}

/* One fault each; false beyond the last. All of them are refused to the first and to the second officer alike. */
static bool spoil(size_t i, struct request *q)
{
    switch (i) {
    case 0: q->own.officer = false; return true;
    case 1: q->own = officer[q->by == &officer[0] ? 1 : 0].certificate; return true; /* a colleague's */
    case 2: q->own_root = &other_root; return true;
    case 3: box_public(q->own.public_key, person.private_key); return true; /* of another pair of hers */
    case 4: q->own.kind = OWNER_UNIT; return true;
    case 5: q->role = "counsellor"; return true;
    case 6: q->role = "administrator"; return true;
    case 7: q->secret_kind = 0; return true;
    case 8: q->secret_generation = 1; return true;
    case 9: q->secret_owner.b[0] ^= 1; return true;
    case 10: q->secret_kind = OWNER_HOST; return true;
    case 11: /* about herself */
        q->act.user = q->by->certificate.owner;
        q->act.user_generation = q->by->certificate.generation;
        q->person = q->by->certificate;
        return true;
    case 12: q->person.generation = 3; return true;
    case 13: q->act.user_generation = 5; return true;
    case 14: q->person.owner = officer[0].certificate.owner; return true;
    case 15: q->person_root = &other_root; return true;
    case 16: q->person.kind = OWNER_HOST; return true;
    case 17: q->trailing = 1; return true;
    case 18: q->own.owner = person.certificate.owner; return true; /* her key, certified for somebody else */
    default: return false;
    }
}

static void each_fault_refuses_either_officer_and_is_an_entry(void **state)
{
    static const char *const action[] = {NULL, "keys.membership", "keys.officer", "keys.reset"};
    size_t faults = 0;
    (void)state;
    for (uint8_t statement = 1; statement <= 3; statement++)
        for (faults = 0;; faults++) {
            struct request first = good(TICKET_ACT_APPROVE, statement, &officer[0], "director");
            struct request then = second(statement);
            if (!spoil(faults, &first) || !spoil(faults, &then))
                break;
            unsigned before = told();
            if (ask(PEOPLE_APPROVE, &first) != WIRE_DENIED || told() != before + 1)
                fail_msg("statement %u, fault %zu: the first officer", statement, faults);
            assert_entry(&first, action[statement], "denied");
            if (ask(PEOPLE_APPROVE, &then) != WIRE_DENIED || told() != before + 2)
                fail_msg("statement %u, fault %zu: the second officer", statement, faults);
            assert_entry(&then, action[statement], "denied");
        }
    assert_int_equal(faults, 19);
}

static void the_second_officer_is_somebody_else(void **state)
{
    (void)state;
    for (uint8_t statement = 1; statement <= 3; statement++) {
        struct request q = second(statement);
        q.by = &officer[0];
        q.own = officer[0].certificate;
        assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_DENIED);
    }
}

static void the_second_officer_says_the_very_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct request q = second(STATEMENT_RESET);
        if (i == 0)
            q.act.request.b[0] ^= 1;
        if (i == 1)
            q.act.record_version++;
        if (i == 2)
            q.act.statement = STATEMENT_MEMBERSHIP;
        if (i == 3)
            q.person.public_key[0] ^= 1; /* certified, and another key than the first officer saw */
        assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_DENIED);
    }
}

static void a_bent_endorsement_is_none(void **state)
{
    (void)state;
    struct request q = second(STATEMENT_OFFICER);
    for (size_t i = 0; i < PEOPLE_ENDORSEMENT; i++) {
        q.attached[i] ^= 0x20;
        assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_DENIED);
        q.attached[i] ^= 0x20;
    }
    q.attached_n--;
    assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_DENIED);
    q.attached_n++;
    assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_OK);
}

/* SQL would never ask so; the vault does not give either. */
static void what_makes_no_sense_is_not_even_endorsed(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct request q = good(TICKET_ACT_APPROVE, i == 0 ? STATEMENT_RESET : STATEMENT_MEMBERSHIP, &officer[0],
                                "director");
        if (i == 0)
            q.act.record_version = 0;
        if (i == 1)
            q.act.statement = 4;
        if (i == 2) /* a host's secret, which no director holds */
            q.act.org_kind = OWNER_HOST;
        assert_int_equal(ask(PEOPLE_APPROVE, &q), WIRE_DENIED);
    }
}

static void a_reset_of_somebody_outside_any_unit_needs_no_secret(void **state)
{
    struct request q = good(TICKET_ACT_APPROVE, STATEMENT_RESET, &officer[1], "director");
    (void)state;
    q.act.org_kind = OWNER_SERVICE;
    uuid_random(&q.act.org);
    q.act.org_generation = 0;
    q.secret_kind = 0;
    struct request then = seconded(q);
    assert_int_equal(ask(PEOPLE_APPROVE, &then), WIRE_OK);
    assert_int_equal(read_approval().stage, 2);
}

static void a_ticket_for_one_act_is_none_for_another(void **state)
{
    static const uint16_t verbs[] = {PEOPLE_ACCOUNT, PEOPLE_APPROVE, PEOPLE_RESEAL};
    unsigned before = told();
    (void)state;
    for (uint8_t act = 0; act < 5; act++)
        for (size_t v = 0; v < 3; v++) {
            struct request q = good(act, STATEMENT_MEMBERSHIP, &officer[0], "director");
            q.act.record_version = 1;
            if (act != v + 1)
                assert_int_equal(ask(verbs[v], &q), WIRE_DENIED);
        }
    assert_int_equal(told(), before);
}

static void without_a_receipt_nothing_leaves_the_vault(void **state)
{
    struct vault_talk alone = {.vault = &vault, .fd = -1, .sealer = -1};
    (void)state;
    struct request q = good(TICKET_ACT_APPROVE, STATEMENT_RESET, &officer[0], "director");
    assert_int_equal(ask_with(&alone, PEOPLE_APPROVE, &q), WIRE_UNAVAILABLE);
    q = second(STATEMENT_RESET);
    assert_int_equal(ask_with(&alone, PEOPLE_APPROVE, &q), WIRE_UNAVAILABLE);
    q.own.officer = false;
    assert_int_equal(ask_with(&alone, PEOPLE_APPROVE, &q), WIRE_UNAVAILABLE);
    q = good(TICKET_ACT_ACCOUNT, 0, &officer[0], "administrator");
    assert_int_equal(ask_with(&alone, PEOPLE_ACCOUNT, &q), WIRE_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_officer_gets_an_endorsement_and_nothing_else),
        cmocka_unit_test(a_membership_gives_a_box_that_the_person_opens),
        cmocka_unit_test(an_officer_gets_box_and_flag),
        cmocka_unit_test(a_reset_gives_a_new_pair_with_a_code_and_a_permit),
        cmocka_unit_test(each_fault_refuses_either_officer_and_is_an_entry),
        cmocka_unit_test(the_second_officer_is_somebody_else),
        cmocka_unit_test(the_second_officer_says_the_very_same),
        cmocka_unit_test(a_bent_endorsement_is_none),
        cmocka_unit_test(what_makes_no_sense_is_not_even_endorsed),
        cmocka_unit_test(a_reset_of_somebody_outside_any_unit_needs_no_secret),
        cmocka_unit_test(a_ticket_for_one_act_is_none_for_another),
        cmocka_unit_test(without_a_receipt_nothing_leaves_the_vault),
    };
    return cmocka_run_group_tests(tests, people_request_setup, people_request_teardown);
}
