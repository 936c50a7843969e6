/* SPDX-License-Identifier: EUPL-1.2 */
/* The key of a placement in the hands of its host and of nobody else. Where a context is to be refused, the session
 * holds the right private half under the wrong name, so that only what is bound to the box can refuse it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "vault/case_key.h"
#include "vault/envelope.h"

static struct root root, stranger;
static struct secret_key placement_key;
static struct box_certificate host; /* of kind, owner, generation and public key only */
static unsigned char host_private[32], unit_secret[32];

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root_random(&root, false);
    root_random(&stranger, false);
    secret_random(placement_key.b, sizeof placement_key.b);
    secret_random(unit_secret, sizeof unit_secret);
    host = (struct box_certificate){.kind = OWNER_HOST, .generation = 5};
    memset(host.owner.b, 0x33, 16);
    box_pair(host.public_key, host_private);
    return 0;
}

/* A record of a placement, as a ticket names it for people of the unit or of the host. */
static struct ticket_item item(uint8_t owner_kind)
{
    struct ticket_item i = {.table = 4, .version = 1, .compartment = CASE_KEY_PLACEMENT, .link = 4,
                            .owner_kind = owner_kind, .owner_generation = owner_kind == OWNER_HOST ? 5 : 2,
                            .key_generation = 7};
    memset(i.row.b, 0x11, 16);
    memset(i.case_id.b, 0x22, 16);
    memset(i.owner.b, owner_kind == OWNER_HOST ? 0x33 : 0x44, 16);
    return i;
}

/* A session that holds the secret of just this item's owner. */
static struct keyring ring_of(const struct ticket_item *i)
{
    struct keyring k = {.n = 1};
    k.member[0] = (struct keyring_secret){.kind = i->owner_kind, .owner = i->owner, .generation = i->owner_generation};
    memcpy(k.member[0].secret, i->owner_kind == OWNER_UNIT ? unit_secret : host_private, 32);
    return k;
}

static void share(struct buf *box, const struct root *by)
{
    struct ticket_item i = item(OWNER_UNIT);
    buf_init(box, 1024);
    assert_int_equal(case_key_box(by, &i, &host, &placement_key, box), ERR_OK);
}

static int get(const struct ticket_item *i, const struct buf *b, size_t n)
{
    const struct keyring ring = ring_of(i);
    struct secret_key key = {{0}};
    const unsigned char zero[32] = {0};
    int err = case_key_get(&root, i, &ring, b->data, n, &key);
    assert_memory_equal(key.b, err == ERR_OK ? placement_key.b : zero, 32);
    assert_int_equal(case_key_held(i, &ring), err != ERR_DENIED);
    return err;
}

static void the_host_gets_the_key_that_the_unit_made(void **state)
{
    struct buf wrap SCOPED_BUF, box SCOPED_BUF;
    struct ticket_item of_unit = item(OWNER_UNIT), of_host = item(OWNER_HOST);
    const struct keyring ring = ring_of(&of_unit);
    struct secret_key made;
    (void)state;
    buf_init(&wrap, 256);
    assert_int_equal(case_key_make(&of_unit, &ring, &made, &wrap), ERR_OK);
    placement_key = made;
    assert_int_equal(get(&of_unit, &wrap, wrap.len), ERR_OK);
    share(&box, &root);
    assert_int_equal(get(&of_host, &box, box.len), ERR_OK);
    /* One key for all records of the placement: which of them it is, is bound to their envelopes. */
    of_host.table = 6;
    of_host.version = 2;
    of_host.row.b[0] ^= 1;
    assert_int_equal(get(&of_host, &box, box.len), ERR_OK);
}

static void a_box_is_of_its_host_generation_case_and_ordinal(void **state)
{
    struct buf box SCOPED_BUF;
    struct ticket_item rows[6];
    (void)state;
    share(&box, &root);
    for (size_t k = 0; k < 6; k++)
        rows[k] = item(OWNER_HOST);
    rows[0].owner.b[15] ^= 1;
    rows[1].owner_generation++;
    rows[2].case_id.b[0] ^= 0x80;
    rows[3].key_generation++;
    rows[4].key_generation = rows[4].owner_generation;
    rows[5].case_id = rows[5].owner;
    for (size_t k = 0; k < 6; k++)
        assert_int_equal(get(&rows[k], &box, box.len), ERR_INTEGRITY);
}

static void a_box_needs_this_root_and_the_hosts_private_half(void **state)
{
    struct buf box SCOPED_BUF, planted SCOPED_BUF;
    struct ticket_item i = item(OWNER_HOST);
    unsigned char kept[32], other[32];
    (void)state;
    share(&planted, &stranger);
    assert_int_equal(get(&i, &planted, planted.len), ERR_INTEGRITY);
    share(&box, &root);
    memcpy(kept, host_private, 32);
    box_pair(other, host_private);
    assert_int_equal(get(&i, &box, box.len), ERR_INTEGRITY);
    memcpy(host_private, kept, 32);
    assert_int_equal(get(&i, &box, box.len), ERR_OK);
}

static void any_changed_bit_or_cut_of_a_box_is_seen(void **state)
{
    struct buf box SCOPED_BUF;
    struct ticket_item i = item(OWNER_HOST);
    (void)state;
    share(&box, &root);
    for (size_t bit = 0; bit < 8 * box.len; bit++) {
        box.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        /* X25519 does not look at the top bit of a public key, but the key is made of all its bytes. */
        assert_int_equal(get(&i, &box, box.len), ERR_INTEGRITY);
        box.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    for (size_t n = 0; n < box.len; n++)
        assert_int_equal(get(&i, &box, n), ERR_INTEGRITY);
    buf_u8(&box, 0);
    assert_int_equal(get(&i, &box, box.len), ERR_INTEGRITY);
}

/* All but the kind is as it should be. */
static void a_box_of_another_kind_is_none_of_a_placement_and_the_reverse(void **state)
{
    struct ticket_item i = item(OWNER_HOST);
    struct box_context c = {.recipient_kind = OWNER_HOST, .recipient = i.owner, .recipient_generation = 5,
                            .subject_kind = 4, .subject = i.case_id, .subject_generation = 7};
    unsigned char out[32];
    (void)state;
    for (uint8_t kind = 0; kind < 8; kind++) {
        struct buf b SCOPED_BUF, box SCOPED_BUF;
        int want = kind == BOX_CASE_KEY ? ERR_OK : ERR_INTEGRITY;
        c.kind = kind;
        buf_init(&b, 1024);
        assert_int_equal(box_seal(&root, &c, host.public_key, placement_key.b, &b), ERR_OK);
        assert_int_equal(get(&i, &b, b.len), want);
        share(&box, &root);
        assert_int_equal(box_open(&root, &c, host_private, box.data, box.len, out), want);
    }
}

/* A lawful membership box: a host's secret for its manager, whose private half the session then shows as a host's. */
static void the_box_of_a_manager_is_none_of_a_placement(void **state)
{
    struct ticket_item i = item(OWNER_HOST);
    const struct box_context c = {.kind = BOX_MEMBERSHIP, .recipient_kind = OWNER_USER, .recipient = i.owner,
                                  .recipient_generation = 5, .subject_kind = OWNER_HOST, .subject = i.case_id,
                                  .subject_generation = 7};
    struct buf b SCOPED_BUF;
    (void)state;
    buf_init(&b, 1024);
    assert_int_equal(box_seal(&root, &c, host.public_key, placement_key.b, &b), ERR_OK);
    assert_int_equal(get(&i, &b, b.len), ERR_INTEGRITY);
}

static void a_host_has_keys_of_placements_only_and_makes_none(void **state)
{
    (void)state;
    for (uint8_t compartment = 0; compartment < 8; compartment++) {
        struct buf box SCOPED_BUF, wrap SCOPED_BUF;
        struct ticket_item i = item(OWNER_HOST), of_unit = item(OWNER_UNIT);
        struct secret_key key;
        i.compartment = of_unit.compartment = compartment;
        const struct keyring ring = ring_of(&i);
        buf_init(&box, 1024);
        buf_init(&wrap, 1024);
        assert_int_equal(case_key_box(&root, &of_unit, &host, &placement_key, &box), ERR_OK);
        assert_int_equal(get(&i, &box, box.len), compartment == 4 ? ERR_OK : ERR_DENIED);
        assert_int_equal(case_key_make(&i, &ring, &key, &wrap), ERR_DENIED);
        assert_int_equal(wrap.len, 0);
    }
}

static int get_own(const struct ticket_item *i, const struct keyring *ring, const struct buf *box)
{
    struct secret_key key = {{0}};
    int err = case_key_get(&root, i, ring, box->data, box->len, &key);
    if (err == ERR_OK)
        assert_memory_equal(key.b, placement_key.b, 32);
    assert_int_equal(case_key_held(i, ring), err != ERR_DENIED);
    return err;
}

/* Compartments but PLACEMENT, out of a box to her own pair, and by nobody else; she makes none. */
static void a_person_has_the_keys_that_were_boxed_to_her(void **state)
{
    struct box_certificate she = {.kind = OWNER_USER, .generation = 2};
    struct keyring ring = {.n = 0}, other;
    struct buf wrap SCOPED_BUF;
    struct secret_key key;
    (void)state;
    buf_init(&wrap, 1024);
    memset(she.owner.b, 0x44, 16);
    ring.user = she.owner;
    box_pair(she.public_key, ring.private_key);
    other = ring;
    secret_random(other.private_key, sizeof other.private_key);
    for (uint8_t compartment = 1; compartment <= 4; compartment++) {
        struct buf box SCOPED_BUF;
        struct ticket_item i = item(OWNER_USER), moved;
        int want = compartment == CASE_KEY_PLACEMENT ? ERR_DENIED : ERR_OK;
        i.compartment = compartment;
        buf_init(&box, 1024);
        assert_int_equal(case_key_box(&root, &i, &she, &placement_key, &box), ERR_OK);
        assert_int_equal(get_own(&i, &ring, &box), want);
        assert_int_equal(case_key_make(&i, &ring, &key, &wrap), ERR_DENIED);
        if (want != ERR_OK)
            continue;
        assert_int_equal(get_own(&i, &other, &box), ERR_INTEGRITY);
        moved = i;
        moved.owner.b[3] ^= 1;
        assert_int_equal(get_own(&moved, &ring, &box), ERR_DENIED);
        moved = i;
        moved.compartment = (uint8_t)(compartment % 3 + 1);
        assert_int_equal(get_own(&moved, &ring, &box), ERR_INTEGRITY);
        moved = i;
        moved.case_id.b[3] ^= 1;
        assert_int_equal(get_own(&moved, &ring, &box), ERR_INTEGRITY);
        moved = i;
        moved.owner_generation++;
        assert_int_equal(get_own(&moved, &ring, &box), ERR_INTEGRITY);
        box.data[40] ^= 1;
        assert_int_equal(get_own(&i, &ring, &box), ERR_INTEGRITY);
    }
}

static void a_wrap_is_no_box_and_a_box_no_wrap(void **state)
{
    struct ticket_item of_unit = item(OWNER_UNIT), of_host = item(OWNER_HOST);
    const struct keyring ring = ring_of(&of_host);
    struct buf wrap SCOPED_BUF, box SCOPED_BUF;
    struct secret_key key;
    (void)state;
    buf_init(&wrap, 256);
    assert_int_equal(envelope_new_key(&of_host, &ring.member[0], &key, &wrap), ERR_OK);
    assert_int_equal(get(&of_host, &wrap, wrap.len), ERR_INTEGRITY);
    assert_int_equal(get(&of_host, &wrap, 0), ERR_INTEGRITY);
    share(&box, &root);
    assert_int_equal(get(&of_unit, &box, box.len), ERR_INTEGRITY);
}

static void nobody_else_owns_a_key_though_she_holds_its_secret(void **state)
{
    struct buf wrap SCOPED_BUF;
    struct secret_key key;
    (void)state;
    for (unsigned kind = 0; kind < 256; kind++) {
        struct ticket_item i = item((uint8_t)kind);
        const struct keyring ring = ring_of(&i); /* of nobody: a person has none for being a member of herself */
        if (kind == OWNER_UNIT || kind == OWNER_HOST)
            continue;
        buf_init(&wrap, 256);
        assert_int_equal(envelope_new_key(&i, &ring.member[0], &key, &wrap), ERR_OK);
        assert_int_equal(get(&i, &wrap, wrap.len), ERR_DENIED);
        buf_reset(&wrap);
        assert_int_equal(case_key_make(&i, &ring, &key, &wrap), ERR_DENIED);
        buf_release(&wrap);
    }
}

static void without_the_secret_of_that_generation_there_is_no_key(void **state)
{
    struct buf box SCOPED_BUF;
    struct ticket_item i = item(OWNER_HOST);
    struct secret_key key;
    (void)state;
    share(&box, &root);
    for (size_t k = 0; k < 4; k++) {
        struct keyring ring = ring_of(&i);
        if (k == 0)
            ring.n = 0;
        if (k == 1)
            ring.member[0].kind = OWNER_UNIT;
        if (k == 2)
            ring.member[0].owner.b[3] ^= 1;
        if (k == 3)
            ring.member[0].generation--;
        assert_false(case_key_held(&i, &ring));
        assert_int_equal(case_key_get(&root, &i, &ring, box.data, box.len, &key), ERR_DENIED);
    }
}

/* Records of two generations of one unit in turn: what is kept of the one does not open the other's. */
static void the_key_of_a_wrap_is_kept_for_its_owner_only(void **state)
{
    struct ticket_item i[2] = {item(OWNER_UNIT), item(OWNER_UNIT)};
    struct keyring ring = ring_of(&i[0]);
    struct case_key_kept kept = {NULL, {{0}}};
    const struct case_key_kept zero = {NULL, {{0}}};
    struct secret_key made[2], key;
    struct buf wrap[2];
    (void)state;
    i[1].owner_generation++;
    ring.n = 2;
    ring.member[1] = ring.member[0];
    ring.member[1].generation++;
    secret_random(ring.member[1].secret, sizeof ring.member[1].secret);
    for (size_t k = 0; k < 2; k++) {
        buf_init(&wrap[k], 256);
        assert_int_equal(case_key_make(&i[k], &ring, &made[k], &wrap[k]), ERR_OK);
    }
    for (size_t k = 0; k < 6; k++) {
        const struct buf *w = &wrap[k / 2 % 2], *other = &wrap[1 - k / 2 % 2];
        assert_int_equal(case_key_next(&root, &i[k / 2 % 2], &ring, &kept, w->data, w->len, &key), ERR_OK);
        assert_memory_equal(key.b, made[k / 2 % 2].b, sizeof key.b);
        assert_int_equal(case_key_next(&root, &i[k / 2 % 2], &ring, &kept, other->data, other->len, &key),
                         ERR_INTEGRITY);
    }
    case_key_forget(&kept);
    assert_memory_equal(&kept, &zero, sizeof kept);
    buf_release(&wrap[0]);
    buf_release(&wrap[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_host_gets_the_key_that_the_unit_made),
        cmocka_unit_test(a_box_is_of_its_host_generation_case_and_ordinal),
        cmocka_unit_test(a_box_needs_this_root_and_the_hosts_private_half),
        cmocka_unit_test(any_changed_bit_or_cut_of_a_box_is_seen),
        cmocka_unit_test(a_box_of_another_kind_is_none_of_a_placement_and_the_reverse),
        cmocka_unit_test(the_box_of_a_manager_is_none_of_a_placement),
        cmocka_unit_test(a_host_has_keys_of_placements_only_and_makes_none),
        cmocka_unit_test(a_person_has_the_keys_that_were_boxed_to_her),
        cmocka_unit_test(a_wrap_is_no_box_and_a_box_no_wrap),
        cmocka_unit_test(nobody_else_owns_a_key_though_she_holds_its_secret),
        cmocka_unit_test(without_the_secret_of_that_generation_there_is_no_key),
        cmocka_unit_test(the_key_of_a_wrap_is_kept_for_its_owner_only),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
