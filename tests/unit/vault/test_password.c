/* SPDX-License-Identifier: EUPL-1.2 */
/* Changing a password is proving who one is, counted like a sign-in, and gives PostgreSQL one grant for one new record:
 * the pair and the second factor stay, the version goes up. */
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

static const char current[] = "huit chameaux lents", fresh[] = "neuf dromadaires pressés";
static const unsigned char totp[RECORD_TOTP + 1] = "12345678901234567890";

struct change {
    const char *login, *current, *fresh, *otp; /* otp NULL: the right one of now */
    const unsigned char *record;
    size_t record_n, trailing;
};

static unsigned char kept[VAULT_RECORD], private_key[32];
static struct uuid user;

static void make(enum record_kind kind, const struct root *by, unsigned char out[VAULT_RECORD])
{
    struct record r SCOPED_RECORD;
    struct buf b SCOPED_BUF;
    r.expires_us = clock_now_us() + INT64_C(60000000);
    assert_int_equal(record_make(&r, by, kind, &user, 6, current, strlen(current), private_key, totp), ERR_OK);
    buf_init(&b, VAULT_RECORD);
    record_format(&r, by, &b);
    assert_int_equal(buf_err(&b), ERR_OK);
    memcpy(out, b.data, VAULT_RECORD);
}

static int setup(void **state)
{
    if (people_request_setup(state) != 0)
        return -1;
    uuid_random(&user);
    secret_random(private_key, sizeof private_key);
    make(RECORD_ACTIVE, &root, kept);
    return 0;
}

static struct change good_change(void)
{
    return (struct change){.login = "a.martin", .current = current, .fresh = fresh, .record = kept,
                           .record_n = VAULT_RECORD};
}

static uint16_t change_password(struct vault_talk *t, const struct change *c)
{
    struct buf b SCOPED_BUF;
    char otp[7] = "";
    if (c->otp == NULL)
        assert_int_equal(oath_totp_generate((const char *)totp, RECORD_TOTP, (time_t)(clock_now_us() / 1000000), 30, 0,
                                            6, otp), OATH_OK);
    const char *code = c->otp == NULL ? otp : c->otp;
    buf_init(&b, 8192);
    buf_lv8(&b, c->login, strlen(c->login));
    buf_lv16(&b, c->record, c->record_n);
    buf_lv16(&b, c->current, strlen(c->current));
    buf_lv8(&b, code, strlen(code));
    buf_lv16(&b, c->fresh, strlen(c->fresh));
    buf_lv8(&b, "192.0.2.1", 9);
    for (size_t i = 0; i < c->trailing; i++)
        buf_u8(&b, 0);
    assert_int_equal(buf_err(&b), ERR_OK);
    uint16_t status = vault_answer(t, PEOPLE_PASSWORD, &b, &answer);
    if (status != WIRE_OK)
        assert_int_equal(answer.len, 0);
    return status;
}

/* The last entry is an attempt at a password that ended so. */
static void assert_attempt(const char *outcome)
{
    (void)pthread_mutex_lock(&lock);
    assert_non_null(memmem(entry.data, entry.len, "\17session.attempt", 16));
    assert_non_null(memmem(entry.data, entry.len, "\10password", 9));
    assert_non_null(memmem(entry.data, entry.len, outcome, strlen(outcome)));
    (void)pthread_mutex_unlock(&lock);
}

static void assert_grant(const unsigned char *p, size_t n, const unsigned char *record, size_t record_n)
{
    unsigned char hash[32];
    struct rd r;
    assert_int_equal(n, VAULT_GRANT);
    assert_int_equal(crypto_auth_hmacsha256_verify(p + n - 32, p, n - 32, root.grant_mac), 0);
    rd_init(&r, p, n);
    assert_memory_equal(rd_bytes(&r, 4), "JGR1", 4);
    assert_int_equal(rd_u16(&r), 1);
    assert_int_equal(rd_u8(&r), 2);
    assert_memory_equal(rd_bytes(&r, 16), user.b, 16);
    assert_int_equal(rd_u32(&r), 6); /* the version that it replaces */
    (void)rd_bytes(&r, 32);
    int64_t step = rd_i64(&r), now = clock_now_us();
    assert_in_range(step, now / 30000000 - 1, now / 30000000);
    assert_in_range(rd_i64(&r), now - 60000000, now);
    crypto_hash_sha256(hash, record, record_n);
    assert_memory_equal(rd_bytes(&r, 32), hash, 32);
}

static void the_new_password_opens_the_same_key_and_the_old_one_does_not(void **state)
{
    struct change c = good_change();
    struct record r SCOPED_RECORD;
    struct secret_key key SCOPED_KEY;
    struct rd in;
    size_t grant_n, record_n;
    unsigned before = told();
    (void)state;
    assert_int_equal(change_password(&talk, &c), WIRE_OK);
    assert_int_equal(told(), before + 2); /* asked, ok */
    assert_attempt("\2ok");
    rd_init(&in, answer.data, answer.len);
    const unsigned char *grant = rd_lv16(&in, &grant_n, UINT16_MAX);
    const unsigned char *record = rd_lv16(&in, &record_n, UINT16_MAX);
    assert_int_equal(rd_end(&in), ERR_OK);
    assert_grant(grant, grant_n, record, record_n);
    assert_int_equal(record_parse(&r, &root, record, record_n), ERR_OK);
    assert_int_equal(r.kind, RECORD_ACTIVE);
    assert_int_equal(r.version, 7);
    assert_true(uuid_eq(&r.user, &user));
    assert_memory_equal(r.totp, totp, RECORD_TOTP);
    assert_int_equal(record_check(&r, &root, fresh, strlen(fresh), &key), ERR_OK);
    assert_memory_equal(key.b, private_key, 32);
    assert_int_equal(record_check(&r, &root, current, strlen(current), &key), ERR_DENIED);
}

static void whoever_cannot_prove_who_she_is_changes_nothing(void **state)
{
    unsigned char invited[VAULT_RECORD], stranger[VAULT_RECORD], bent[VAULT_RECORD];
    (void)state;
    make(RECORD_ENROL, &root, invited);
    make(RECORD_ACTIVE, &other_root, stranger);
    memcpy(bent, kept, sizeof bent);
    bent[200] ^= 1;
    for (size_t i = 0; i < 8; i++) {
        struct change c = good_change();
        switch (i) {
        case 0: c.current = fresh; break;
        case 1: c.current = "x"; break;
        case 2: c.otp = "000000x"; break;
        case 3: c.otp = ""; break;
        case 4: c.record = invited; break; /* a code is no password */
        case 5: c.record = stranger; break;
        case 6: c.record = bent; break;
        default: c.record_n = 0;
        }
        unsigned before = told();
        if (change_password(&talk, &c) != WIRE_DENIED || told() != before + 2)
            fail_msg("row %zu", i);
        assert_attempt("\6denied");
    }
}

static void a_code_of_another_time_is_refused(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct change c = good_change();
        char otp[7];
        time_t at = (time_t)(clock_now_us() / 1000000) + (i == 0 ? 90 : -90);
        assert_int_equal(oath_totp_generate((const char *)totp, RECORD_TOTP, at, 30, 0, 6, otp), OATH_OK);
        c.otp = otp;
        assert_int_equal(change_password(&talk, &c), WIRE_DENIED);
    }
}

static void a_weak_password_is_told_to_whoever_proved_herself_only(void **state)
{
    static const char *const weak[] = {"", "court", "aaaaaaaaaaaaaaaa", "mot de A.Martin 12", "Jalon jalon jalon"};
    (void)state;
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        struct change c = good_change();
        c.fresh = weak[i];
        assert_int_equal(change_password(&talk, &c), WIRE_OK);
        assert_int_equal(answer.len, 4);
        assert_memory_equal(answer.data, "\0\0\0\0", 4);
        c.current = "another one";
        assert_int_equal(change_password(&talk, &c), WIRE_DENIED);
    }
}

static void over_the_ceiling_the_right_password_is_refused_too(void **state)
{
    struct change c = good_change();
    (void)state;
    (void)pthread_mutex_lock(&lock);
    sealer_status = WIRE_CEILING;
    (void)pthread_mutex_unlock(&lock);
    uint16_t status = change_password(&talk, &c);
    (void)pthread_mutex_lock(&lock);
    sealer_status = WIRE_OK;
    (void)pthread_mutex_unlock(&lock);
    assert_int_equal(status, WIRE_DENIED);
    assert_int_equal(change_password(&talk, &c), WIRE_OK);
}

static void without_the_sealer_nothing_is_tried(void **state)
{
    struct vault_talk alone = {.vault = &vault, .fd = -1, .sealer = -1};
    struct change c = good_change();
    (void)state;
    assert_int_equal(change_password(&alone, &c), WIRE_UNAVAILABLE);
    unsigned before = told();
    c.trailing = 1;
    assert_int_equal(change_password(&talk, &c), WIRE_BAD);
    assert_int_equal(told(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_new_password_opens_the_same_key_and_the_old_one_does_not),
        cmocka_unit_test(whoever_cannot_prove_who_she_is_changes_nothing),
        cmocka_unit_test(a_code_of_another_time_is_refused),
        cmocka_unit_test(a_weak_password_is_told_to_whoever_proved_herself_only),
        cmocka_unit_test(over_the_ceiling_the_right_password_is_refused_too),
        cmocka_unit_test(without_the_sealer_nothing_is_tried),
    };
    return cmocka_run_group_tests(tests, setup, people_request_teardown);
}
