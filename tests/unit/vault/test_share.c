/* SPDX-License-Identifier: EUPL-1.2 */
/* The key of one placement for its host, and those of a case for a person: what the box is, what the entry says, and
 * everything that gives none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "share_request.h"

#include "vault/case_key.h"

static void the_box_opens_for_that_host_and_the_entry_names_it(void **state)
{
    struct share s = good_share();
    struct ticket_item as_host = item_of(&s.t);
    struct keyring ring = {.n = 1};
    struct secret_key key;
    struct rd r;
    size_t n;
    unsigned before = told();
    (void)state;
    assert_int_equal(ask_share(&talk, &s), WIRE_OK);
    assert_int_equal(told(), before + 1);
    assert_said(&s, "ok", "PLACEMENT");
    rd_init(&r, answer.data, answer.len);
    const unsigned char *box = rd_lv16(&r, &n, UINT16_MAX);
    assert_int_equal(n, PEOPLE_BOX);
    assert_int_equal(rd_end(&r), ERR_OK);
    as_host.owner_kind = OWNER_HOST;
    as_host.owner = host.owner;
    as_host.owner_generation = 5;
    ring.member[0] = (struct keyring_secret){.kind = OWNER_HOST, .owner = host.owner, .generation = 5};
    memcpy(ring.member[0].secret, host_private, 32);
    assert_int_equal(case_key_get(&root, &as_host, &ring, box, n, &key), ERR_OK);
    assert_memory_equal(key.b, placement_key.b, 32);
}

static void nothing_is_shared_before_the_receipt(void **state)
{
    struct vault_talk alone = {.vault = &vault, .fd = -1, .sealer = -1};
    struct share s = good_share();
    (void)state;
    assert_int_equal(ask_share(&alone, &s), WIRE_UNAVAILABLE);
    sealer_status = WIRE_CEILING;
    assert_int_equal(ask_share(&talk, &s), WIRE_CEILING);
    sealer_status = WIRE_OK;
    assert_int_equal(ask_share(&talk, &s), WIRE_OK);
}

static void assert_denied(const struct share *s, const char *compartment)
{
    unsigned before = told();
    assert_int_equal(ask_share(&talk, s), WIRE_DENIED);
    assert_int_equal(told(), before + 1);
    assert_said(s, "denied", compartment);
}

static void no_other_compartment_is_shared(void **state)
{
    static const char *const words[] = {"", "IDENT", "JUSTICE", "MATCH", "PLACEMENT", ""};
    (void)state;
    for (uint8_t compartment = 0; compartment < 6; compartment++) {
        struct share s = good_share();
        s.t.item[0].compartment = compartment;
        rewrap(&s); /* the key of that compartment, as it should be */
        if (compartment == 4)
            assert_int_equal(ask_share(&talk, &s), WIRE_OK);
        else
            assert_denied(&s, words[compartment]);
    }
}

static void only_a_certified_host_gets_it_and_only_the_one_of_the_ticket(void **state)
{
    (void)state;
    for (size_t i = 0; i < 9; i++) {
        struct share s = good_share();
        switch (i) {
        case 0: s.host.owner.b[7] ^= 1; break; /* the certificate of another host */
        case 1: s.host.generation--; break;
        case 2: s.host.generation++; break;
        case 3: s.host.kind = OWNER_UNIT; break;
        case 4: s.host.kind = s.t.item[0].recipient_kind = OWNER_UNIT; break;
        case 5: s.host.kind = s.t.item[0].recipient_kind = OWNER_AUDIT; break;
        case 6: s.host_root = &other_root; break; /* a row that somebody planted: no MAC of ours */
        case 7: s.cut = 32; break;
        default: s.cut = PEOPLE_CERTIFICATE;
        }
        assert_denied(&s, "PLACEMENT");
    }
    struct share s = good_share();
    for (s.flip = 1; s.flip <= 8 * PEOPLE_CERTIFICATE; s.flip += s.flip < 170 ? 1 : 7)
        assert_denied(&s, "PLACEMENT");
}

static void only_who_holds_the_units_secret_shares(void **state)
{
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        struct share s = good_share();
        switch (i) {
        case 0: s.ring.n = 0; break;
        case 1: s.ring.member[0].generation++; break;
        case 2: s.ring.member[0].owner.b[0] ^= 1; break;
        case 3: s.t.item[0].owner_kind = s.ring.member[0].kind = OWNER_HOST; break; /* a host passes nothing on */
        default: s.t.item[0].owner_kind = s.ring.member[0].kind = OWNER_AUDIT;
        }
        assert_denied(&s, "PLACEMENT");
    }
}

static void a_wrap_that_is_not_of_this_placement_is_an_entry_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct share s = good_share();
        unsigned before = told();
        switch (i) {
        case 0: s.wrap[30] ^= 1; break;
        case 1: s.wrap_n--; break;
        case 2: s.wrap_n = 0; break;
        case 3: s.t.item[0].key_generation++; break; /* of another placement of the case */
        case 4: s.t.item[0].case_id.b[9] ^= 1; break;
        default: s.ring.member[0].secret[0] ^= 1;
        }
        assert_int_equal(ask_share(&talk, &s), WIRE_DENIED);
        assert_int_equal(told(), before + 2); /* ok, then integrity */
        assert_said(&s, "integrity", "PLACEMENT");
    }
}

static void an_officer_gives_a_case_to_a_person_and_the_entry_names_her(void **state)
{
    struct keyring hers = {.user = person.certificate.owner};
    (void)state;
    memcpy(hers.private_key, person.private_key, 32);
    for (uint8_t compartment = 1; compartment <= 3; compartment++) {
        static const char *const words[] = {"", "IDENT", "JUSTICE", "MATCH"};
        struct share s = good_giving();
        struct secret_key key;
        struct rd r;
        size_t n;
        s.t.item[0].compartment = compartment;
        rewrap(&s);
        assert_int_equal(ask_share(&talk, &s), WIRE_OK);
        assert_said(&s, "ok", words[compartment]);
        struct ticket_item i = item_of(&s.t);
        i.owner_kind = OWNER_USER;
        i.owner = hers.user;
        i.owner_generation = person.certificate.generation;
        rd_init(&r, answer.data, answer.len);
        const unsigned char *box = rd_lv16(&r, &n, UINT16_MAX);
        assert_int_equal(case_key_get(&root, &i, &hers, box, n, &key), ERR_OK);
        assert_memory_equal(key.b, placement_key.b, 32);
    }
    struct share s = good_giving(); /* twice the same, of one case */
    s.t.declared = s.t.n = 2;
    s.t.item[1] = s.t.item[0];
    assert_int_equal(ask_share(&talk, &s), WIRE_OK);
    assert_int_equal(answer.len, 2 + 2 * PEOPLE_BOX);
}

static void nobody_but_an_officer_gives_a_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < 13; i++) {
        struct share s = good_giving();
        switch (i) {
        case 0: s.own.officer = false; break;
        case 1: s.own_root = &other_root; break; /* a flag that somebody wrote into the row */
        case 2: s.own = officer[1].certificate; break;
        case 3: memcpy(s.ring.private_key, officer[1].private_key, 32); break;
        case 4: s.t.role = "counsellor"; break;
        case 5: s.own.kind = OWNER_UNIT; break;
        case 6: s.ring.n = 0; break;
        case 7: s.t.item[0].owner_kind = s.ring.member[0].kind = OWNER_HOST; break;
        case 8: /* to herself */
            s.t.item[0].recipient = officer[0].certificate.owner;
            s.t.item[0].recipient_generation = officer[0].certificate.generation;
            s.host = officer[0].certificate;
            break;
        case 9: s.host_root = &other_root; break;
        case 10: s.host.generation++; break;
        case 11: s.host.owner.b[0] ^= 1; break;
        default: s.host.kind = OWNER_HOST;
        }
        assert_denied(&s, "IDENT");
    }
    static const uint8_t others[] = {0, 4, 5}; /* a placement has a reader of its own */
    for (size_t i = 0; i < sizeof others; i++) {
        struct share s = good_giving();
        s.t.item[0].compartment = others[i];
        rewrap(&s);
        assert_denied(&s, others[i] == 4 ? "PLACEMENT" : "");
    }
    struct share s = good_giving(); /* two cases */
    unsigned before = told();
    s.t.declared = s.t.n = 2;
    s.t.item[1] = s.t.item[0];
    s.t.item[1].case_id.b[0] ^= 1;
    assert_int_equal(ask_share(&talk, &s), WIRE_DENIED);
    assert_int_equal(told(), before + 1);
}

static void a_host_gets_one_placement_at_a_time(void **state)
{
    struct share s = good_share();
    unsigned before = told();
    (void)state;
    s.t.declared = s.t.n = 2;
    s.t.item[1] = s.t.item[0];
    assert_int_equal(ask_share(&talk, &s), WIRE_DENIED);
    assert_int_equal(told(), before + 1);
}

static void a_ticket_that_is_not_believed_shares_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < 7; i++) {
        struct share s = good_share();
        unsigned before = told();
        switch (i) {
        case 0: s.t.issued_us -= INT64_C(31000000); break;
        case 1: s.t.end_us = s.t.issued_us; break;
        case 2: s.t.session[0] ^= 1; break;
        case 3: s.mac_key = other_root.ticket_mac; break;
        case 4: s.t.user.b[0] ^= 1; break;
        case 5: s.t.kind = TICKET_OPEN; break;
        default: s.t.kind = TICKET_SEAL;
        }
        assert_int_equal(ask_share(&talk, &s), WIRE_DENIED);
        assert_int_equal(told(), before + 1);
        (void)pthread_mutex_lock(&lock);
        bool refused = memmem(entry.data, entry.len, "\15ticket.refuse", 14) != NULL;
        (void)pthread_mutex_unlock(&lock);
        assert_true(refused);
    }
}

static void a_ticket_to_share_opens_and_seals_nothing(void **state)
{
    static const uint16_t verbs[] = {VAULT_OPEN, VAULT_SEAL};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct share s = good_share();
        struct buf b SCOPED_BUF, bundle SCOPED_BUF;
        buf_init(&b, FRAME_MAX);
        buf_init(&bundle, FRAME_MAX);
        s.t.reason = "follow_up";
        put_bundle(&bundle, &s);
        buf_bytes(&b, officer[0].token, VAULT_TOKEN);
        buf_lv32(&b, bundle.data, bundle.len);
        if (verbs[i] == VAULT_SEAL)
            buf_bytes(&b, "\0\1\0\0\0\1x\0\0", 9);
        else
            buf_lv8(&b, "", 0);
        unsigned before = told();
        assert_int_equal(vault_answer(&talk, verbs[i], &b, &answer), WIRE_DENIED);
        assert_int_equal(told(), before + 1);
    }
}

static void a_request_that_is_cut_or_goes_on_is_not_understood(void **state)
{
    struct share s = good_share();
    struct buf b SCOPED_BUF;
    (void)state;
    write_share(&b, &s);
    while (b.len > 0) {
        b.len--;
        assert_int_equal(vault_answer(&talk, VAULT_SHARE, &b, &answer), WIRE_BAD);
    }
    s.trailing = 1;
    assert_int_equal(ask_share(&talk, &s), WIRE_BAD);
    s.trailing = 0;
    s.after_bundle = 1;
    assert_int_equal(ask_share(&talk, &s), WIRE_BAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_box_opens_for_that_host_and_the_entry_names_it),
        cmocka_unit_test(nothing_is_shared_before_the_receipt),
        cmocka_unit_test(no_other_compartment_is_shared),
        cmocka_unit_test(only_a_certified_host_gets_it_and_only_the_one_of_the_ticket),
        cmocka_unit_test(only_who_holds_the_units_secret_shares),
        cmocka_unit_test(a_wrap_that_is_not_of_this_placement_is_an_entry_too),
        cmocka_unit_test(an_officer_gives_a_case_to_a_person_and_the_entry_names_her),
        cmocka_unit_test(nobody_but_an_officer_gives_a_case),
        cmocka_unit_test(a_host_gets_one_placement_at_a_time),
        cmocka_unit_test(a_ticket_that_is_not_believed_shares_nothing),
        cmocka_unit_test(a_ticket_to_share_opens_and_seals_nothing),
        cmocka_unit_test(a_request_that_is_cut_or_goes_on_is_not_understood),
    };
    return cmocka_run_group_tests(tests, people_request_setup, people_request_teardown);
}
