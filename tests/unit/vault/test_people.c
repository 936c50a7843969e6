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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_gets_a_pair_a_code_and_from_her_manager_a_permit),
        cmocka_unit_test(only_administrators_and_managers_with_their_secret_make_accounts),
        cmocka_unit_test(any_colleague_reseals_with_a_permit),
        cmocka_unit_test(resealing_needs_secret_permit_and_the_very_key),
    };
    return cmocka_run_group_tests(tests, people_request_setup, people_request_teardown);
}
