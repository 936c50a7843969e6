/* SPDX-License-Identifier: EUPL-1.2 */
/* A second officer approves exactly what the first one did, in time, and is somebody else; and nothing of it can be
 * made without the root, down to the last bit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/rd.h"
#include "vault/statement.h"
#include "wire/people_msg.h"

#define NOW (INT64_C(1800000000) * 1000000)
#define SECOND_US INT64_C(1000000)

static struct root root, other_root;
static struct uuid first, second;

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root_random(&root, false);
    root_random(&other_root, false);
    uuid_random(&first);
    uuid_random(&second);
    return 0;
}

static struct ticket_act good_act(void)
{
    struct ticket_act a = {.act = TICKET_ACT_APPROVE, .statement = STATEMENT_RESET, .user_generation = 4,
                           .org_kind = OWNER_UNIT, .org_generation = 2, .record_version = 9};
    memset(a.request.b, 0x41, 16);
    memset(a.user.b, 0x42, 16);
    memset(a.org.b, 0x43, 16);
    return a;
}

static struct box_certificate good_person(void)
{
    struct box_certificate c = {.kind = OWNER_USER, .generation = 4};
    memset(c.owner.b, 0x42, 16);
    memset(c.public_key, 0x44, sizeof c.public_key);
    return c;
}


/* The i-th way to say something else; false beyond the last. */
static bool change(size_t i, struct ticket_act *a, struct box_certificate *p)
{
    switch (i) {
    case 0: a->statement = STATEMENT_OFFICER; return true;
    case 1: a->request.b[15] ^= 1; return true;
    case 2: a->request.b[0] ^= 0x80; return true;
    case 3: a->user.b[0] ^= 1; return true;
    case 4: a->user.b[15] ^= 0x80; return true;
    case 5: a->user_generation++; return true;
    case 6: a->org_kind = OWNER_HOST; return true;
    case 7: a->org.b[0] ^= 1; return true;
    case 8: a->org.b[15] ^= 1; return true;
    case 9: a->org_generation += 1u << 24; return true;
    case 10: a->record_version = 0; return true;
    case 11: p->kind = OWNER_HOST; return true;
    case 12: p->owner.b[7] ^= 1; return true;
    case 13: p->generation += 256; return true;
    case 14: p->public_key[0] ^= 1; return true;
    case 15: p->public_key[31] ^= 0x80; return true;
    default: return false;
    }
}

static void every_field_is_part_of_the_statement(void **state)
{
    unsigned char hash[32], other[32], endorsement[PEOPLE_ENDORSEMENT];
    struct ticket_act a = good_act();
    struct box_certificate p = good_person();
    struct buf b SCOPED_BUF;
    size_t changes = 0;
    (void)state;
    statement_hash(hash, &a, &p);
    statement_hash(other, &a, &p);
    assert_memory_equal(hash, other, 32);
    buf_init(&b, PEOPLE_ENDORSEMENT);
    statement_endorse(&root, hash, &first, NOW, &b);
    assert_int_equal(buf_err(&b), ERR_OK);
    assert_int_equal(b.len, PEOPLE_ENDORSEMENT);
    memcpy(endorsement, b.data, b.len);
    assert_int_equal(statement_endorsed(&root, hash, &second, NOW, endorsement, sizeof endorsement), ERR_OK);
    while (true) {
        a = good_act();
        p = good_person();
        if (!change(changes, &a, &p))
            break;
        statement_hash(other, &a, &p);
        assert_memory_not_equal(hash, other, 32);
        assert_int_equal(statement_endorsed(&root, other, &second, NOW, endorsement, sizeof endorsement), ERR_DENIED);
        changes++;
    }
    assert_int_equal(changes, 16);
}

static int endorsed_at(const struct uuid *by, const struct uuid *who, int64_t at_us, int64_t now_us)
{
    unsigned char hash[32];
    struct ticket_act a = good_act();
    struct box_certificate p = good_person();
    struct buf b SCOPED_BUF;
    statement_hash(hash, &a, &p);
    buf_init(&b, PEOPLE_ENDORSEMENT);
    statement_endorse(&root, hash, by, at_us, &b);
    return statement_endorsed(&root, hash, who, now_us, b.data, b.len);
}

static void the_same_officer_twice_is_one_officer(void **state)
{
    (void)state;
    assert_int_equal(endorsed_at(&first, &second, NOW, NOW), ERR_OK);
    assert_int_equal(endorsed_at(&second, &first, NOW, NOW), ERR_OK);
    assert_int_equal(endorsed_at(&first, &first, NOW, NOW), ERR_DENIED);
}

static void an_endorsement_waits_fourteen_days(void **state)
{
    const int64_t days = 14 * 86400 * SECOND_US;
    (void)state;
    assert_int_equal(endorsed_at(&first, &second, NOW, NOW + days - 1), ERR_OK);
    assert_int_equal(endorsed_at(&first, &second, NOW, NOW + days), ERR_DENIED);
    assert_int_equal(endorsed_at(&first, &second, NOW, NOW + 10 * days), ERR_DENIED);
    assert_int_equal(endorsed_at(&first, &second, NOW, NOW - 5 * SECOND_US), ERR_OK);
    assert_int_equal(endorsed_at(&first, &second, NOW, NOW - 5 * SECOND_US - 1), ERR_DENIED);
    assert_int_equal(endorsed_at(&first, &second, INT64_MAX, NOW), ERR_DENIED);
    assert_int_equal(endorsed_at(&first, &second, INT64_MIN, NOW), ERR_DENIED);
    assert_int_equal(endorsed_at(&first, &second, 0, NOW), ERR_DENIED);
}

static void a_forged_endorsement_is_none(void **state)
{
    unsigned char hash[32];
    struct ticket_act a = good_act();
    struct box_certificate p = good_person();
    struct buf b SCOPED_BUF, elsewhere SCOPED_BUF;
    (void)state;
    statement_hash(hash, &a, &p);
    buf_init(&b, 256);
    statement_endorse(&root, hash, &first, NOW, &b);
    for (size_t bit = 0; bit < 8 * PEOPLE_ENDORSEMENT; bit++) {
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        if (statement_endorsed(&root, hash, &second, NOW, b.data, b.len) != ERR_DENIED)
            fail_msg("bit %zu may be changed", bit);
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    for (size_t n = 0; n < b.len; n++)
        assert_int_equal(statement_endorsed(&root, hash, &second, NOW, b.data, n), ERR_DENIED);
    assert_int_equal(statement_endorsed(&root, hash, &second, NOW, NULL, 0), ERR_DENIED);
    buf_init(&elsewhere, 256);
    statement_endorse(&other_root, hash, &first, NOW, &elsewhere);
    assert_int_equal(statement_endorsed(&root, hash, &second, NOW, elsewhere.data, elsewhere.len), ERR_DENIED);
    buf_u8(&b, 0);
    assert_int_equal(statement_endorsed(&root, hash, &second, NOW, b.data, b.len), ERR_DENIED);
}

static void a_permit_is_for_one_key_of_one_person_and_one_organisation(void **state)
{
    struct ticket_act a = good_act();
    struct box_certificate p = good_person();
    struct buf b SCOPED_BUF;
    size_t refused = 0;
    (void)state;
    buf_init(&b, 256);
    statement_permit(&root, &p, a.org_kind, &a.org, &b);
    assert_int_equal(b.len, PEOPLE_PERMIT);
    assert_int_equal(statement_permitted(&root, &p, a.org_kind, &a.org, b.data, b.len), ERR_OK);
    assert_int_equal(statement_permitted(&other_root, &p, a.org_kind, &a.org, b.data, b.len), ERR_DENIED);
    for (size_t i = 0;; i++) {
        a = good_act();
        p = good_person();
        if (!change(i, &a, &p))
            break;
        refused += statement_permitted(&root, &p, a.org_kind, &a.org, b.data, b.len) == ERR_DENIED;
    }
    assert_int_equal(refused, 8); /* organisation: 3, certificate: 5 */
    a = good_act();
    p = good_person();
    for (size_t bit = 0; bit < 8 * PEOPLE_PERMIT; bit++) {
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(statement_permitted(&root, &p, a.org_kind, &a.org, b.data, b.len), ERR_DENIED);
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    for (size_t n = 0; n < b.len; n++)
        assert_int_equal(statement_permitted(&root, &p, a.org_kind, &a.org, b.data, n), ERR_DENIED);
    assert_int_equal(statement_permitted(&root, &p, a.org_kind, &a.org, NULL, 0), ERR_DENIED);
    buf_u8(&b, 0);
    assert_int_equal(statement_permitted(&root, &p, a.org_kind, &a.org, b.data, b.len), ERR_DENIED);
}

static void a_certificate_comes_back_whole_or_not_at_all(void **state)
{
    struct box_certificate p = good_person(), got;
    struct buf b SCOPED_BUF;
    (void)state;
    p.officer = true;
    p.generation = 0x01020304;
    buf_init(&b, 256);
    statement_put_certificate(&root, &p, &b);
    assert_int_equal(b.len, PEOPLE_CERTIFICATE);
    assert_int_equal(statement_certificate(&root, &got, b.data, b.len), ERR_OK);
    assert_int_equal(got.kind, p.kind);
    assert_true(uuid_eq(&got.owner, &p.owner));
    assert_int_equal(got.generation, p.generation);
    assert_true(got.officer);
    assert_memory_equal(got.public_key, p.public_key, 32);
    assert_int_equal(statement_certificate(&other_root, &got, b.data, b.len), ERR_DENIED);
    for (size_t bit = 0; bit < 8 * PEOPLE_CERTIFICATE; bit++) {
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(statement_certificate(&root, &got, b.data, b.len), ERR_DENIED);
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    for (size_t n = 0; n < b.len; n++)
        assert_int_equal(statement_certificate(&root, &got, b.data, n), ERR_DENIED);
    buf_u8(&b, 0);
    assert_int_equal(statement_certificate(&root, &got, b.data, b.len), ERR_DENIED);
}

/* The officer's flag is a bit under the MAC, not a word of the reader's. */
static void nobody_makes_herself_an_officer(void **state)
{
    struct box_certificate p = good_person(), got;
    struct buf b SCOPED_BUF;
    (void)state;
    buf_init(&b, 256);
    statement_put_certificate(&root, &p, &b);
    assert_int_equal(statement_certificate(&root, &got, b.data, b.len), ERR_OK);
    assert_false(got.officer);
    for (unsigned char flag = 1; flag != 0; flag++) {
        b.data[21] = flag; /* after kind 1, owner 16, generation 4 */
        assert_int_equal(statement_certificate(&root, &got, b.data, b.len), ERR_DENIED);
    }
}

static void the_layouts_are_those_that_are_written(void **state)
{
    unsigned char hash[32];
    struct ticket_act a = good_act();
    struct box_certificate p = good_person();
    struct buf b SCOPED_BUF;
    struct rd r;
    (void)state;
    statement_hash(hash, &a, &p);
    buf_init(&b, 512);
    statement_endorse(&root, hash, &first, NOW, &b);
    statement_permit(&root, &p, OWNER_UNIT, &a.org, &b);
    rd_init(&r, b.data, b.len);
    assert_memory_equal(rd_bytes(&r, 4), "JEN1", 4);
    assert_memory_equal(rd_bytes(&r, 32), hash, 32);
    assert_memory_equal(rd_bytes(&r, 16), first.b, 16);
    assert_true(rd_i64(&r) == NOW);
    assert_non_null(rd_bytes(&r, 32));
    assert_memory_equal(rd_bytes(&r, 4), "JRP1", 4);
    assert_non_null(rd_bytes(&r, 32));
    assert_int_equal(rd_end(&r), ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_part_of_the_statement),
        cmocka_unit_test(the_same_officer_twice_is_one_officer),
        cmocka_unit_test(an_endorsement_waits_fourteen_days),
        cmocka_unit_test(a_forged_endorsement_is_none),
        cmocka_unit_test(a_permit_is_for_one_key_of_one_person_and_one_organisation),
        cmocka_unit_test(a_certificate_comes_back_whole_or_not_at_all),
        cmocka_unit_test(nobody_makes_herself_an_officer),
        cmocka_unit_test(the_layouts_are_those_that_are_written),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
