/* SPDX-License-Identifier: EUPL-1.2 */
/* Boxes and certificates, as a database administrator would forge them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/err.h"
#include "vault/box.h"
#include "vault/cipher.h"

static struct root root, stranger;
static unsigned char public_key[32], private_key[32], secret[32];

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root_random(&root, false);
    root_random(&stranger, false);
    box_pair(public_key, private_key);
    secret_random(secret, sizeof secret);
    return 0;
}

static struct box_context context(void)
{
    struct box_context c = {.kind = BOX_MEMBERSHIP, .recipient_kind = OWNER_USER, .recipient_generation = 2,
                            .subject_kind = OWNER_UNIT, .subject_generation = 3};
    memset(c.recipient.b, 0xaa, 16);
    memset(c.subject.b, 0xbb, 16);
    return c;
}

static void seal(struct buf *b, const struct root *r)
{
    struct box_context c = context();
    buf_init(b, 1024);
    assert_int_equal(box_seal(r, &c, public_key, secret, b), ERR_OK);
    assert_int_equal(b->len, 32 + CIPHER_OVERHEAD + 32);
}

static int open_as(const struct box_context *c, const unsigned char *key, const struct buf *b)
{
    unsigned char out[32] = {0};
    const unsigned char zero[32] = {0};
    int err = box_open(&root, c, key, b->data, b->len, out);
    if (err == ERR_OK)
        assert_memory_equal(out, secret, 32);
    else
        assert_memory_equal(out, zero, 32);
    return err;
}

static void a_box_opens_for_its_recipient(void **state)
{
    struct buf b SCOPED_BUF, again SCOPED_BUF;
    struct box_context c = context();
    (void)state;
    seal(&b, &root);
    assert_int_equal(open_as(&c, private_key, &b), ERR_OK);
    seal(&again, &root);
    assert_memory_not_equal(b.data, again.data, 32); /* a new ephemeral key each time */
}

static void each_field_of_the_context_is_bound(void **state)
{
    struct buf b SCOPED_BUF;
    const struct box_context good = context();
    struct box_context bad[9];
    (void)state;
    seal(&b, &root);
    for (size_t i = 0; i < 9; i++)
        bad[i] = good;
    bad[0].kind = BOX_RECOVERY;
    bad[1].recipient_kind = OWNER_RECOVERY;
    bad[2].recipient.b[15] ^= 1;
    bad[3].recipient_generation++;
    bad[4].subject_kind = OWNER_HOST;
    bad[5].subject.b[0] ^= 0x80;
    bad[6].subject_generation--;
    bad[7].recipient = good.subject;
    bad[7].subject = good.recipient;
    bad[8].recipient_generation = good.subject_generation;
    bad[8].subject_generation = good.recipient_generation;
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(open_as(&bad[i], private_key, &b), ERR_INTEGRITY);
    assert_int_equal(open_as(&good, private_key, &b), ERR_OK);
}

static void nobody_else_opens_it(void **state)
{
    struct buf b SCOPED_BUF;
    struct box_context c = context();
    unsigned char other_public[32], other_private[32];
    (void)state;
    seal(&b, &root);
    box_pair(other_public, other_private);
    assert_int_equal(open_as(&c, other_private, &b), ERR_INTEGRITY);
    assert_int_equal(open_as(&c, secret, &b), ERR_INTEGRITY);
}

static void any_changed_bit_or_cut_is_seen(void **state)
{
    struct buf b SCOPED_BUF;
    struct box_context c = context();
    (void)state;
    seal(&b, &root);
    for (size_t bit = 0; bit < 8 * b.len; bit++) {
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(open_as(&c, private_key, &b), ERR_INTEGRITY);
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    size_t whole = b.len;
    for (b.len = 0; b.len < whole; b.len++)
        assert_int_equal(open_as(&c, private_key, &b), ERR_INTEGRITY);
    buf_u8(&b, 0);
    assert_int_equal(open_as(&c, private_key, &b), ERR_INTEGRITY);
    assert_int_equal(box_open(&root, &c, private_key, NULL, 0, secret), ERR_INTEGRITY);
}

/* Made with everything that PostgreSQL knows (public keys, the format, the MAC keys), but without the root. */
static void a_box_made_without_the_root_does_not_open(void **state)
{
    struct root guesses[4];
    struct box_context c = context();
    (void)state;
    guesses[0] = stranger;
    memset(&guesses[1], 0, sizeof guesses[1]);
    guesses[2] = stranger;
    memcpy(guesses[2].key, root.ticket_mac, 32);
    guesses[3] = stranger;
    memcpy(guesses[3].key, root.grant_mac, 32);
    for (size_t i = 0; i < 4; i++) {
        struct buf b SCOPED_BUF;
        seal(&b, &guesses[i]);
        assert_int_equal(open_as(&c, private_key, &b), ERR_INTEGRITY);
    }
}

/* The seven encodings for which X25519 gives nought whatever the private key is. */
static const unsigned char small_order[7][32] = {
    {0},
    {1},
    {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a,
     0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00},
    {0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b,
     0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
};

static void points_of_small_order_are_refused_both_ways(void **state)
{
    struct box_context c = context();
    (void)state;
    for (size_t i = 0; i < 7; i++) {
        struct buf b SCOPED_BUF, to_point SCOPED_BUF;
        seal(&b, &root);
        memcpy(b.data, small_order[i], 32);
        assert_int_equal(open_as(&c, private_key, &b), ERR_INTEGRITY);
        buf_init(&to_point, 1024);
        assert_int_equal(box_seal(&root, &c, small_order[i], secret, &to_point), ERR_INTEGRITY);
        assert_int_equal(to_point.len, 0);
    }
}

static void public_halves_belong_to_private_halves(void **state)
{
    /* RFC 7748, section 6.1: Alice. */
    static const unsigned char alice[32] = {0x77, 0x07, 0x6d, 0x0a, 0x73, 0x18, 0xa5, 0x7d, 0x3c, 0x16, 0xc1,
                                            0x72, 0x51, 0xb2, 0x66, 0x45, 0xdf, 0x4c, 0x2f, 0x87, 0xeb, 0xc0,
                                            0x99, 0x2a, 0xb1, 0x77, 0xfb, 0xa5, 0x1d, 0xb9, 0x2c, 0x2a};
    static const unsigned char want[32] = {0x85, 0x20, 0xf0, 0x09, 0x89, 0x30, 0xa7, 0x54, 0x74, 0x8b, 0x7d,
                                           0xdc, 0xb4, 0x3e, 0xf7, 0x5a, 0x0d, 0xbf, 0x3a, 0x0d, 0x26, 0x38,
                                           0x1a, 0xf4, 0xeb, 0xa4, 0xa9, 0x8e, 0xaa, 0x9b, 0x4e, 0x6a};
    unsigned char got[32];
    (void)state;
    box_public(got, alice);
    assert_memory_equal(got, want, 32);
    box_public(got, private_key);
    assert_memory_equal(got, public_key, 32);
}

static void a_certificate_is_of_its_fields_and_its_root(void **state)
{
    struct box_certificate good = {.kind = OWNER_USER, .generation = 1}, bad[6];
    unsigned char mac[32], other[32];
    const unsigned char zero[32] = {0};
    (void)state;
    memset(good.owner.b, 0xcc, 16);
    memcpy(good.public_key, public_key, 32);
    box_certify(&root, &good, mac);
    assert_true(box_certified(&root, &good, mac));
    for (size_t i = 0; i < 6; i++)
        bad[i] = good;
    bad[0].kind = OWNER_UNIT;
    bad[1].owner.b[3] ^= 4;
    bad[2].generation = 2;
    bad[3].officer = true;
    bad[4].public_key[31] ^= 1;
    bad[5].public_key[0] ^= 1;
    for (size_t i = 0; i < 6; i++)
        assert_false(box_certified(&root, &bad[i], mac));
    for (size_t bit = 0; bit < 256; bit++) {
        mac[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_false(box_certified(&root, &good, mac));
        mac[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    box_certify(&stranger, &good, other);
    assert_false(box_certified(&root, &good, other));
    assert_false(box_certified(&root, &good, zero));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_opens_for_its_recipient),
        cmocka_unit_test(each_field_of_the_context_is_bound),
        cmocka_unit_test(nobody_else_opens_it),
        cmocka_unit_test(any_changed_bit_or_cut_is_seen),
        cmocka_unit_test(a_box_made_without_the_root_does_not_open),
        cmocka_unit_test(points_of_small_order_are_refused_both_ways),
        cmocka_unit_test(public_halves_belong_to_private_halves),
        cmocka_unit_test(a_certificate_is_of_its_fields_and_its_root),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
