/* SPDX-License-Identifier: EUPL-1.2 */
/* The next secret of a unit: who opens which box of it, what the entry says, and everything that makes none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "people_request.h"

/* officer[0] asks; the person, she and officer[1] are the members. */
static struct request moving_on(void)
{
    struct request q = good(TICKET_ACT_GENERATION, 0, &officer[0], "director");
    q.act.org_generation = 3;
    q.act.recovery_generation = 5;
    q.member[0] = officer[0].certificate;
    q.member[1] = officer[1].certificate;
    q.members = 2;
    return q;
}

struct made {
    struct vault_bytes certificate, recovery, link, boxes, blob;
};

static struct made read_made(void)
{
    struct made m;
    struct rd r;
    rd_init(&r, answer.data, answer.len);
    m.certificate.p = rd_lv8(&r, &m.certificate.n, 255);
    m.recovery.p = rd_lv16(&r, &m.recovery.n, UINT16_MAX);
    m.link.p = rd_lv16(&r, &m.link.n, UINT16_MAX);
    m.boxes.p = rd_lv32(&r, &m.boxes.n, FRAME_MAX);
    m.blob.p = rd_lv16(&r, &m.blob.n, UINT16_MAX);
    assert_int_equal(rd_end(&r), ERR_OK);
    return m;
}

static struct box_context of_unit(uint8_t kind, uint8_t recipient_kind, const struct uuid *recipient,
                                  uint32_t recipient_generation, uint32_t generation)
{
    return (struct box_context){.kind = kind, .recipient_kind = recipient_kind, .recipient = *recipient,
                                .recipient_generation = recipient_generation, .subject_kind = OWNER_UNIT,
                                .subject = unit, .subject_generation = generation};
}

static void every_member_gets_the_new_secret_and_it_leads_to_the_old_one(void **state)
{
    const struct member *const members[] = {&person, &officer[0], &officer[1]};
    const struct uuid nobody = {{0}};
    struct request q = moving_on();
    struct box_certificate c;
    struct keyring ring;
    unsigned char secret[32], again[32], public_key[32];
    (void)state;
    assert_int_equal(ask(PEOPLE_GENERATION, &q), WIRE_OK);
    struct made m = read_made();
    assert_int_equal(m.boxes.n, 3 * PEOPLE_BOX);
    assert_int_equal(statement_certificate(&root, &c, m.certificate.p, m.certificate.n), ERR_OK);
    assert_true(c.kind == OWNER_UNIT && uuid_eq(&c.owner, &unit) && c.generation == 3 && !c.officer);
    for (size_t i = 0; i < 3; i++) {
        struct box_context x = of_unit(BOX_MEMBERSHIP, OWNER_USER, &members[i]->certificate.owner,
                                       members[i]->certificate.generation, 3);
        const unsigned char *box = (const unsigned char *)m.boxes.p + i * PEOPLE_BOX;
        assert_int_equal(box_open(&root, &x, members[i]->private_key, box, PEOPLE_BOX, again), ERR_OK);
        if (i > 0)
            assert_memory_equal(again, secret, 32);
        memcpy(secret, again, 32);
        assert_int_equal(box_open(&root, &x, members[(i + 1) % 3]->private_key, box, PEOPLE_BOX, again),
                         ERR_INTEGRITY);
    }
    box_public(public_key, secret);
    assert_memory_equal(public_key, c.public_key, 32);
    assert_memory_not_equal(secret, unit_secret, 32);
    struct box_context r = of_unit(BOX_RECOVERY, OWNER_RECOVERY, &nobody, 5, 3);
    assert_int_equal(box_open(NULL, &r, recovery_private, m.recovery.p, m.recovery.n, again), ERR_OK);
    assert_memory_equal(again, secret, 32);
    /* The new secret opens the old one; the old one, which somebody may have taken along, opens nothing. */
    struct box_context l = of_unit(BOX_GENERATION, OWNER_UNIT, &unit, 3, 2);
    assert_int_equal(box_open(&root, &l, secret, m.link.p, m.link.n, again), ERR_OK);
    assert_memory_equal(again, unit_secret, 32);
    assert_int_equal(box_open(&root, &l, unit_secret, m.link.p, m.link.n, again), ERR_INTEGRITY);
    assert_int_equal(box_open(&other_root, &l, secret, m.link.p, m.link.n, again), ERR_INTEGRITY);
    int64_t now = clock_now_us();
    assert_int_equal(keyring_unwrap(&ring, &root, officer[0].token, KEYRING_SESSION, now, m.blob.p, m.blob.n), ERR_OK);
    assert_int_equal(ring.n, 2);
    assert_memory_equal(keyring_find(&ring, OWNER_UNIT, &unit, 3)->secret, secret, 32);
    assert_non_null(keyring_find(&ring, OWNER_UNIT, &unit, 2));
}

/* The last entry names the unit with the generation, and everybody to whom the secret goes. */
static void assert_told(const char *outcome, size_t people)
{
    struct rd r;
    size_t n;
    (void)pthread_mutex_lock(&lock);
    rd_init(&r, entry.data, entry.len);
    (void)rd_u8(&r);
    const unsigned char *action = rd_lv8(&r, &n, 255);
    bool same = n == 15 && memcmp(action, "keys.generation", 15) == 0;
    (void)rd_bytes(&r, 17);
    (void)rd_lv8(&r, &n, 255);
    (void)rd_bytes(&r, 16);
    (void)rd_lv8(&r, &n, 255);
    const unsigned char *said = rd_lv8(&r, &n, 255);
    same = same && n == strlen(outcome) && memcmp(said, outcome, n) == 0;
    (void)rd_lv8(&r, &n, 255);
    same = same && rd_u16(&r) == people + 1;
    (void)pthread_mutex_unlock(&lock);
    assert_true(same);
}

static void it_is_an_entry_before_anything_is_made(void **state)
{
    struct vault_talk alone = {.vault = &vault, .fd = -1, .sealer = -1};
    struct request q = moving_on();
    (void)state;
    assert_int_equal(ask_with(&alone, PEOPLE_GENERATION, &q), WIRE_UNAVAILABLE);
    assert_int_equal(ask(PEOPLE_GENERATION, &q), WIRE_OK);
    assert_told("ok", 3);
}

static void nobody_else_moves_a_unit_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < 15; i++) {
        struct request q = moving_on();
        switch (i) {
        case 0: q.own.officer = false; break;
        case 1: q.own_root = &other_root; break;
        case 2: q.own = officer[1].certificate; break;
        case 3: q.role = "counsellor"; break;
        case 4: q.secret_kind = 0; break;
        case 5: q.secret_generation = 3; break; /* not the one before */
        case 6: q.act.org_generation = 4; break;
        case 7: q.act.org_kind = q.secret_kind = OWNER_HOST; break;
        case 8: q.act.org_kind = q.secret_kind = OWNER_AUDIT; break;
        case 9: q.act.recovery_generation = 0; break;
        case 10: q.person_root = &other_root; break; /* a member that somebody planted */
        case 11: q.act.user_generation++; break;
        case 12: q.person.kind = OWNER_UNIT; break;
        case 13: q.secret_owner.b[0] ^= 1; break;
        default: q.person.owner.b[0] ^= 1;
        }
        assert_int_equal(ask(PEOPLE_GENERATION, &q), WIRE_DENIED);
        assert_told("denied", 3);
    }
}

static void members_are_of_one_unit_and_other_acts_are_about_one_person(void **state)
{
    struct request q = moving_on();
    (void)state;
    q.mixed = true;
    assert_int_equal(ask(PEOPLE_GENERATION, &q), WIRE_BAD);
    q = moving_on();
    q.act.request.b[3] = 1;
    assert_int_equal(ask(PEOPLE_GENERATION, &q), WIRE_BAD);
    q = moving_on();
    q.trailing = 1;
    assert_int_equal(ask(PEOPLE_GENERATION, &q), WIRE_BAD);
    q = good(TICKET_ACT_RESEAL, 0, &officer[0], "counsellor");
    q.member[0] = officer[1].certificate;
    q.members = 1;
    assert_int_equal(ask(PEOPLE_RESEAL, &q), WIRE_BAD);
    q = moving_on();
    q.act.act = TICKET_ACT_RESEAL;
    q.members = 0;
    assert_int_equal(ask(PEOPLE_GENERATION, &q), WIRE_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_gets_the_new_secret_and_it_leads_to_the_old_one),
        cmocka_unit_test(it_is_an_entry_before_anything_is_made),
        cmocka_unit_test(nobody_else_moves_a_unit_on),
        cmocka_unit_test(members_are_of_one_unit_and_other_acts_are_about_one_person),
    };
    return cmocka_run_group_tests(tests, people_request_setup, people_request_teardown);
}
