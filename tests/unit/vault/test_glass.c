/* SPDX-License-Identifier: EUPL-1.2 */
/* A fresh second factor for one case: what the grant says, and everything that gives none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <liboath/oath.h>
#include <sodium.h>

#include "people_request.h"

static const char password[] = "huit chameaux lents";
static const unsigned char totp[RECORD_TOTP + 1] = "12345678901234567890";
static unsigned char hers[VAULT_RECORD];

/* One request; what is NULL or 0 is as it should be. */
struct glass {
    struct request q;
    const char *otp;
    const unsigned char *record;
    size_t record_n, after_record, trailing;
};

static void make(enum record_kind kind, const struct root *by, const struct uuid *user, uint32_t version,
                 unsigned char out[VAULT_RECORD])
{
    struct record r SCOPED_RECORD;
    struct buf b SCOPED_BUF;
    r.expires_us = clock_now_us() + INT64_C(60000000);
    assert_int_equal(record_make(&r, by, kind, user, version, password, strlen(password), person.private_key, totp),
                     ERR_OK);
    buf_init(&b, VAULT_RECORD);
    record_format(&r, by, &b);
    assert_int_equal(buf_err(&b), ERR_OK);
    memcpy(out, b.data, VAULT_RECORD);
}

static int setup(void **state)
{
    if (people_request_setup(state) != 0)
        return -1;
    make(RECORD_ACTIVE, &root, &person.certificate.owner, 6, hers);
    return 0;
}

static struct glass good_glass(void)
{
    struct glass g = {.q = good(TICKET_ACT_GLASS, 0, &person, "counsellor"), .record = hers, .record_n = VAULT_RECORD};
    memset(g.q.act.request.b, 0x55, 16);
    g.q.act.record_version = 6;
    return g;
}

static void write_glass(const struct glass *g, struct buf *b)
{
    struct buf material SCOPED_BUF;
    char otp[7] = "";
    assert_int_equal(oath_totp_generate((const char *)totp, RECORD_TOTP, (time_t)(clock_now_us() / 1000000), 30, 0, 6,
                                        otp), OATH_OK);
    const char *code = g->otp == NULL ? otp : g->otp;
    buf_init(&material, 8192);
    put_ticket(&material, &g->q);
    put_blob(&material, &g->q);
    buf_lv16(&material, g->record, g->record_n);
    for (size_t i = 0; i < g->after_record; i++)
        buf_u8(&material, 0);
    buf_init(b, 8192);
    buf_bytes(b, g->q.by->token, VAULT_TOKEN);
    buf_lv32(b, material.data, material.len);
    buf_lv8(b, code, strlen(code));
    buf_lv8(b, "192.0.2.1", 9);
    for (size_t i = 0; i < g->trailing; i++)
        buf_u8(b, 0);
    assert_int_equal(buf_err(b), ERR_OK);
}

static uint16_t ask_bytes(struct vault_talk *t, const struct buf *b)
{
    uint16_t status = vault_answer(t, PEOPLE_GLASS, b, &answer);
    if (status != WIRE_OK)
        assert_int_equal(answer.len, 0);
    return status;
}

static uint16_t break_glass(struct vault_talk *t, const struct glass *g)
{
    struct buf b SCOPED_BUF;
    write_glass(g, &b);
    return ask_bytes(t, &b);
}

static void assert_attempt(const char *outcome)
{
    (void)pthread_mutex_lock(&lock);
    assert_non_null(memmem(entry.data, entry.len, "\17session.attempt", 16));
    assert_non_null(memmem(entry.data, entry.len, "\13break_glass", 12));
    assert_non_null(memmem(entry.data, entry.len, person.certificate.owner.b, 16));
    assert_non_null(memmem(entry.data, entry.len, outcome, strlen(outcome)));
    (void)pthread_mutex_unlock(&lock);
}

static void the_grant_names_person_version_session_step_case_and_record(void **state)
{
    struct glass g = good_glass();
    unsigned char session[32], hash[32], both[16 + VAULT_RECORD];
    struct rd in, r;
    size_t n;
    unsigned before = told();
    (void)state;
    assert_int_equal(break_glass(&talk, &g), WIRE_OK);
    assert_int_equal(told(), before + 2); /* asked, ok */
    assert_attempt("\2ok");
    rd_init(&in, answer.data, answer.len);
    const unsigned char *p = rd_lv16(&in, &n, UINT16_MAX);
    assert_int_equal(rd_end(&in), ERR_OK);
    assert_int_equal(n, VAULT_GRANT);
    assert_int_equal(crypto_auth_hmacsha256_verify(p + n - 32, p, n - 32, root.grant_mac), 0);
    rd_init(&r, p, n);
    assert_memory_equal(rd_bytes(&r, 4), "JGR1", 4);
    assert_int_equal(rd_u16(&r), 1);
    assert_int_equal(rd_u8(&r), 3);
    assert_memory_equal(rd_bytes(&r, 16), person.certificate.owner.b, 16);
    assert_int_equal(rd_u32(&r), 6);
    ticket_bytes_session(session, person.token);
    assert_memory_equal(rd_bytes(&r, 32), session, 32);
    int64_t step = rd_i64(&r), now = clock_now_us();
    assert_in_range(step, now / 30000000 - 1, now / 30000000);
    assert_in_range(rd_i64(&r), now - 60000000, now);
    memcpy(both, g.q.act.request.b, 16);
    memcpy(both + 16, hers, VAULT_RECORD);
    crypto_hash_sha256(hash, both, sizeof both);
    assert_memory_equal(rd_bytes(&r, 32), hash, 32);
}

static void a_code_that_does_not_fit_gives_nothing_and_is_counted(void **state)
{
    char early[7], late[7];
    time_t now = (time_t)(clock_now_us() / 1000000);
    (void)state;
    assert_int_equal(oath_totp_generate((const char *)totp, RECORD_TOTP, now - 90, 30, 0, 6, early), OATH_OK);
    assert_int_equal(oath_totp_generate((const char *)totp, RECORD_TOTP, now + 90, 30, 0, 6, late), OATH_OK);
    const char *const codes[] = {"", "12345", "abcdef", "1234567", early, late};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct glass g = good_glass();
        g.otp = codes[i];
        unsigned before = told();
        if (break_glass(&talk, &g) != WIRE_DENIED || told() != before + 2)
            fail_msg("code %zu", i);
        assert_attempt("\6denied");
    }
}

/* The record is hers of the version that the ticket names, or nothing. */
static void a_record_that_the_ticket_does_not_name_gives_nothing(void **state)
{
    unsigned char older[VAULT_RECORD], invited[VAULT_RECORD], stranger[VAULT_RECORD], colleague[VAULT_RECORD];
    const unsigned char *const records[] = {older, invited, stranger, colleague};
    (void)state;
    make(RECORD_ACTIVE, &root, &person.certificate.owner, 5, older);
    make(RECORD_ENROL, &root, &person.certificate.owner, 6, invited);
    make(RECORD_ACTIVE, &other_root, &person.certificate.owner, 6, stranger);
    make(RECORD_ACTIVE, &root, &officer[0].certificate.owner, 6, colleague);
    for (size_t i = 0; i < 5; i++) {
        struct glass g = good_glass();
        if (i < 4)
            g.record = records[i];
        else
            g.record_n = 0;
        unsigned before = told();
        if (break_glass(&talk, &g) != WIRE_DENIED || told() != before + 2)
            fail_msg("record %zu", i);
    }
}

static void another_act_another_session_or_another_key_blob_is_no_ticket(void **state)
{
    struct member thief = person;
    (void)state;
    secret_random(thief.token, sizeof thief.token);
    for (size_t i = 0; i < 3; i++) {
        struct glass g = good_glass();
        struct buf b SCOPED_BUF;
        if (i == 0)
            g.q.act.act = TICKET_ACT_RESEAL;
        write_glass(&g, &b);
        if (i == 1)
            memcpy(b.data, thief.token, VAULT_TOKEN);
        if (i == 2)
            b.data[VAULT_TOKEN + 60] ^= 1;
        if (ask_bytes(&talk, &b) != WIRE_DENIED)
            fail_msg("row %zu", i);
    }
}

static void a_request_must_be_whole_and_end_where_it_ends(void **state)
{
    struct glass g = good_glass();
    struct buf whole SCOPED_BUF;
    unsigned before = told();
    (void)state;
    write_glass(&g, &whole);
    for (size_t n = 0; n < whole.len; n++) {
        struct buf cut SCOPED_BUF;
        buf_init(&cut, 8192);
        buf_bytes(&cut, whole.data, n);
        assert_int_equal(ask_bytes(&talk, &cut), WIRE_BAD);
    }
    g.trailing = 1;
    assert_int_equal(break_glass(&talk, &g), WIRE_BAD);
    g.trailing = 0;
    g.after_record = 1;
    assert_int_equal(break_glass(&talk, &g), WIRE_BAD);
    assert_int_equal(told(), before);
}

static void over_the_ceiling_and_without_the_sealer_the_right_code_gives_nothing(void **state)
{
    struct vault_talk alone = {.vault = &vault, .fd = -1, .sealer = -1};
    struct glass g = good_glass();
    (void)state;
    (void)pthread_mutex_lock(&lock);
    sealer_status = WIRE_CEILING;
    (void)pthread_mutex_unlock(&lock);
    uint16_t status = break_glass(&talk, &g);
    (void)pthread_mutex_lock(&lock);
    sealer_status = WIRE_OK;
    (void)pthread_mutex_unlock(&lock);
    assert_int_equal(status, WIRE_DENIED);
    assert_int_equal(break_glass(&alone, &g), WIRE_UNAVAILABLE);
    assert_int_equal(break_glass(&talk, &g), WIRE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grant_names_person_version_session_step_case_and_record),
        cmocka_unit_test(a_code_that_does_not_fit_gives_nothing_and_is_counted),
        cmocka_unit_test(a_record_that_the_ticket_does_not_name_gives_nothing),
        cmocka_unit_test(another_act_another_session_or_another_key_blob_is_no_ticket),
        cmocka_unit_test(a_request_must_be_whole_and_end_where_it_ends),
        cmocka_unit_test(over_the_ceiling_and_without_the_sealer_the_right_code_gives_nothing),
    };
    return cmocka_run_group_tests(tests, setup, people_request_teardown);
}
