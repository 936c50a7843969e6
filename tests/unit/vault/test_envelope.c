/* SPDX-License-Identifier: EUPL-1.2 */
/* Envelopes and wraps under the hands of somebody who owns the database: moved, swapped, flipped, cut, rolled back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "vault/cipher.h"
#include "vault/envelope.h"

#define HEAD (32 + 32) /* salt and commitment */

static struct keyring_secret unit, other_unit;
static struct secret_key case_key;
static unsigned char text[VAULT_PLAINTEXT + 1];

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    secret_random(unit.secret, sizeof unit.secret);
    secret_random(other_unit.secret, sizeof other_unit.secret);
    secret_random(case_key.b, sizeof case_key.b);
    secret_random(text, sizeof text);
    return 0;
}

static struct ticket_item item(void)
{
    struct ticket_item i = {.table = 1, .version = 5, .compartment = 1, .link = 1, .owner_kind = 2,
                            .owner_generation = 2, .key_generation = 3};
    memset(i.row.b, 0x31, 16);
    memset(i.case_id.b, 0x42, 16);
    memset(i.owner.b, 0x53, 16);
    return i;
}

static void seal(struct buf *out, const struct ticket_item *i, const struct secret_key *key, size_t n)
{
    buf_init(out, 4 * VAULT_PLAINTEXT);
    assert_int_equal(envelope_seal(i, key, text, n, out), ERR_OK);
}

static int open_n(const struct ticket_item *i, const struct secret_key *key, const struct buf *e, size_t n, size_t want)
{
    struct buf plain SCOPED_BUF;
    buf_init_secret(&plain, ENVELOPE_PADDED);
    int err = envelope_open(i, key, e->data, n, &plain);
    if (err == ERR_OK) {
        assert_int_equal(plain.len, want);
        assert_memory_equal(plain.len > 0 ? plain.data : text, text, want);
    } else {
        assert_int_equal(plain.len, 0);
    }
    return err;
}

static void lengths_are_hidden_behind_powers_of_two(void **state)
{
    static const struct {
        size_t n, padded;
    } rows[] = {{0, 256},    {1, 256},     {251, 256},    {252, 256},     {253, 512},
                {508, 512},  {509, 1024},  {32764, 32768}, {32765, 65536}, {65000, 65536}};
    struct ticket_item i = item();
    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct buf e SCOPED_BUF;
        seal(&e, &i, &case_key, rows[k].n);
        assert_int_equal(e.len, HEAD + CIPHER_OVERHEAD + rows[k].padded);
        assert_int_equal(open_n(&i, &case_key, &e, e.len, rows[k].n), ERR_OK);
    }
}

static void too_long_is_refused(void **state)
{
    struct buf e SCOPED_BUF;
    struct ticket_item i = item();
    (void)state;
    buf_init(&e, 4 * VAULT_PLAINTEXT);
    assert_int_equal(envelope_seal(&i, &case_key, text, VAULT_PLAINTEXT + 1, &e), ERR_LIMIT);
    assert_int_equal(e.len, 0);
}

static void two_sealings_share_nothing(void **state)
{
    struct buf a SCOPED_BUF, b SCOPED_BUF;
    struct ticket_item i = item();
    (void)state;
    seal(&a, &i, &case_key, 100);
    seal(&b, &i, &case_key, 100);
    for (size_t at = 0; at + 16 <= a.len; at += 16)
        if (at != HEAD) /* format, cipher and 14 bytes of nonce: compared below from byte 2 */
            assert_memory_not_equal(a.data + at, b.data + at, 16);
    assert_memory_not_equal(a.data + HEAD + 2, b.data + HEAD + 2, 24);
}

static void any_flipped_bit_is_seen(void **state)
{
    struct buf e SCOPED_BUF;
    struct ticket_item i = item();
    (void)state;
    seal(&e, &i, &case_key, 40);
    for (size_t bit = 0; bit < 8 * e.len; bit++) {
        e.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(open_n(&i, &case_key, &e, e.len, 40), ERR_INTEGRITY);
        e.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    assert_int_equal(open_n(&i, &case_key, &e, e.len, 40), ERR_OK);
}

static void any_cut_or_addition_is_seen(void **state)
{
    struct buf e SCOPED_BUF;
    struct ticket_item i = item();
    (void)state;
    seal(&e, &i, &case_key, 40);
    for (size_t n = 0; n < e.len; n++)
        assert_int_equal(open_n(&i, &case_key, &e, n, 40), ERR_INTEGRITY);
    buf_u8(&e, 0);
    assert_int_equal(open_n(&i, &case_key, &e, e.len, 40), ERR_INTEGRITY);
    assert_int_equal(envelope_open(&i, &case_key, NULL, 0, &e), ERR_INTEGRITY);
}

static void a_moved_or_old_envelope_does_not_open(void **state)
{
    struct buf e SCOPED_BUF;
    const struct ticket_item good = item();
    struct ticket_item bad[8];
    (void)state;
    seal(&e, &good, &case_key, 40);
    for (size_t k = 0; k < 8; k++)
        bad[k] = good;
    bad[0].table = 2;
    bad[1].row.b[15] ^= 1;
    bad[2].version = 6; /* the old ciphertext under the current version */
    bad[3].version = 4;
    bad[4].case_id.b[0] ^= 1;
    bad[5].compartment = 2;
    bad[6].key_generation = 4;
    bad[7].row = good.case_id;
    bad[7].case_id = good.row;
    for (size_t k = 0; k < 8; k++)
        assert_int_equal(open_n(&bad[k], &case_key, &e, e.len, 40), ERR_INTEGRITY);
    assert_int_equal(open_n(&good, &case_key, &e, e.len, 40), ERR_OK);
}

static void two_envelopes_swapped_or_mixed_do_not_open(void **state)
{
    struct buf a SCOPED_BUF, b SCOPED_BUF, mixed SCOPED_BUF;
    struct ticket_item i = item(), j = item();
    (void)state;
    j.row.b[0] ^= 1;
    seal(&a, &i, &case_key, 40);
    seal(&b, &j, &case_key, 40);
    assert_int_equal(open_n(&i, &case_key, &b, b.len, 40), ERR_INTEGRITY);
    assert_int_equal(open_n(&j, &case_key, &a, a.len, 40), ERR_INTEGRITY);
    for (size_t at = 1; at < a.len; at++) { /* the beginning of one, the end of the other */
        buf_release(&mixed);
        buf_init(&mixed, 4096);
        buf_bytes(&mixed, a.data, at);
        buf_bytes(&mixed, b.data + at, b.len - at);
        /* Where one byte was taken from the other, 1 time in 256 it is the same byte and nothing was mixed. */
        if (memcmp(mixed.data, a.data, a.len) == 0 || memcmp(mixed.data, b.data, b.len) == 0)
            continue;
        assert_int_equal(open_n(&i, &case_key, &mixed, mixed.len, 40), ERR_INTEGRITY);
        assert_int_equal(open_n(&j, &case_key, &mixed, mixed.len, 40), ERR_INTEGRITY);
    }
}

static void another_case_key_does_not_open_it(void **state)
{
    struct buf e SCOPED_BUF;
    struct secret_key wrong = case_key;
    struct ticket_item i = item();
    (void)state;
    seal(&e, &i, &case_key, 40);
    wrong.b[31] ^= 1;
    assert_int_equal(open_n(&i, &wrong, &e, e.len, 40), ERR_INTEGRITY);
}

/* The commitment is of the key, not of the message: with the salt alone it can be computed and must then match. */
static void the_key_commitment_is_checked(void **state)
{
    struct buf e SCOPED_BUF;
    unsigned char commitment[32];
    struct ticket_item i = item();
    (void)state;
    seal(&e, &i, &case_key, 40);
    secret_derive(commitment, case_key.b, "record commitment", e.data, 32);
    assert_memory_equal(e.data + 32, commitment, 32);
    memset(e.data + 32, 0, 32);
    assert_int_equal(open_n(&i, &case_key, &e, e.len, 40), ERR_INTEGRITY);
}

static int unwrap(const struct ticket_item *i, const struct keyring_secret *owner, const struct secret_key *want,
                  const unsigned char *p, size_t n)
{
    struct secret_key got SCOPED_KEY;
    const struct secret_key zero = {{0}};
    struct secret_key wrapping SCOPED_KEY;
    envelope_wrapping(owner, &wrapping);
    int err = envelope_unwrap_key(i, &wrapping, p, n, &got);
    assert_memory_equal(got.b, err == ERR_OK ? want->b : zero.b, SECRET_KEY);
    return err;
}

static void a_wrap_is_of_its_case_and_its_owner(void **state)
{
    struct buf w SCOPED_BUF;
    struct secret_key key SCOPED_KEY;
    const struct ticket_item good = item();
    struct ticket_item bad[6], same = good;
    (void)state;
    buf_init(&w, 256);
    assert_int_equal(envelope_new_key(&good, &unit, &key, &w), ERR_OK);
    assert_int_equal(unwrap(&good, &unit, &key, w.data, w.len), ERR_OK);
    for (size_t k = 0; k < 6; k++)
        bad[k] = good;
    bad[0].case_id.b[7] ^= 1;
    bad[1].compartment = 2;
    bad[2].key_generation++;
    bad[3].owner_kind = 3;
    bad[4].owner.b[7] ^= 1;
    bad[5].owner_generation++;
    for (size_t k = 0; k < 6; k++)
        assert_int_equal(unwrap(&bad[k], &unit, &key, w.data, w.len), ERR_INTEGRITY);
    assert_int_equal(unwrap(&good, &other_unit, &key, w.data, w.len), ERR_INTEGRITY);
    same.row.b[0] ^= 1; /* one key for all records of the case in the compartment */
    same.version++;
    same.table++;
    assert_int_equal(unwrap(&same, &unit, &key, w.data, w.len), ERR_OK);
}

static void a_damaged_wrap_gives_no_key(void **state)
{
    struct buf w SCOPED_BUF;
    struct secret_key key SCOPED_KEY;
    const struct ticket_item i = item();
    (void)state;
    buf_init(&w, 256);
    assert_int_equal(envelope_new_key(&i, &unit, &key, &w), ERR_OK);
    for (size_t bit = 0; bit < 8 * w.len; bit++) {
        w.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(unwrap(&i, &unit, &key, w.data, w.len), ERR_INTEGRITY);
        w.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    for (size_t n = 0; n < w.len; n++)
        assert_int_equal(unwrap(&i, &unit, &key, w.data, n), ERR_INTEGRITY);
    buf_u8(&w, 0);
    assert_int_equal(unwrap(&i, &unit, &key, w.data, w.len), ERR_INTEGRITY);
}

static void every_new_case_key_is_another(void **state)
{
    struct buf w SCOPED_BUF;
    struct secret_key a SCOPED_KEY, b SCOPED_KEY;
    const struct ticket_item i = item();
    (void)state;
    buf_init(&w, 256);
    assert_int_equal(envelope_new_key(&i, &unit, &a, &w), ERR_OK);
    assert_int_equal(envelope_new_key(&i, &unit, &b, &w), ERR_OK);
    assert_memory_not_equal(a.b, b.b, SECRET_KEY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_hidden_behind_powers_of_two),
        cmocka_unit_test(too_long_is_refused),
        cmocka_unit_test(two_sealings_share_nothing),
        cmocka_unit_test(any_flipped_bit_is_seen),
        cmocka_unit_test(any_cut_or_addition_is_seen),
        cmocka_unit_test(a_moved_or_old_envelope_does_not_open),
        cmocka_unit_test(two_envelopes_swapped_or_mixed_do_not_open),
        cmocka_unit_test(another_case_key_does_not_open_it),
        cmocka_unit_test(the_key_commitment_is_checked),
        cmocka_unit_test(a_wrap_is_of_its_case_and_its_owner),
        cmocka_unit_test(a_damaged_wrap_gives_no_key),
        cmocka_unit_test(every_new_case_key_is_another),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
