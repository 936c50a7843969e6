/* SPDX-License-Identifier: EUPL-1.2 */
/* Tickets as an attacker would like them. The good ones are made by ticket_bytes.h; every other one differs in one
 * thing and must be refused, and a field that PostgreSQL may set must arrive as it was set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket_bytes.h"

#include "base/err.h"
#include "vault/grant.h"
#include "vault/ticket.h"

#define NOW INT64_C(1700000000123456)
#define SECOND INT64_C(1000000)

static struct root root, stranger;
static unsigned char token[VAULT_TOKEN];
static struct ticket parsed;

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root_random(&root, false);
    root_random(&stranger, false);
    secret_random(token, sizeof token);
    return 0;
}

static int check_bytes(const struct buf *b, enum ticket_kind kind)
{
    assert_int_equal(buf_err(b), ERR_OK);
    return ticket_check(&parsed, &root, kind, token, NOW, b->data, b->len);
}

static int check(const struct ticket_bytes *t, enum ticket_kind kind)
{
    struct buf b SCOPED_BUF;
    buf_init(&b, 1u << 17);
    ticket_bytes_write(t, root.ticket_mac, &b);
    return check_bytes(&b, kind);
}

static void assert_item(const struct ticket_item *got, const struct ticket_bytes_item *want, uint8_t kind)
{
    assert_int_equal(got->owner_kind, want->owner_kind);
    assert_true(uuid_eq(&got->owner, &want->owner));
    assert_int_equal(got->owner_generation, want->owner_generation);
    if (kind == TICKET_UNLOCK) {
        assert_int_equal(got->box_kind, want->box_kind);
        assert_int_equal(got->recipient_generation, want->recipient_generation);
        return;
    }
    assert_int_equal(got->table, want->table);
    assert_true(uuid_eq(&got->row, &want->row));
    assert_int_equal(got->version, want->version);
    assert_true(uuid_eq(&got->case_id, &want->case_id));
    assert_int_equal(got->compartment, want->compartment);
    assert_int_equal(got->link, want->link);
    assert_int_equal(got->key_generation, want->key_generation);
}

static const uint8_t kinds[] = {TICKET_OPEN, TICKET_SEAL, TICKET_UNLOCK, TICKET_SHARE}; /* act: test_people.c */
#define KINDS (sizeof kinds / sizeof *kinds)

static void every_field_of_a_good_ticket_arrives(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        uint8_t kind = kinds[i];
        struct ticket_bytes t = ticket_bytes_good(kind, token, NOW);
        assert_int_equal(check(&t, kind), ERR_OK);
        assert_int_equal(parsed.kind, kind);
        assert_memory_equal(parsed.session, t.session, 32);
        assert_true(parsed.session_end_us == t.end_us);
        assert_true(uuid_eq(&parsed.user, &t.user));
        assert_true(uuid_eq(&parsed.org, &t.org));
        assert_string_equal(parsed.role, t.role);
        assert_string_equal(parsed.reason, t.reason);
        assert_true(parsed.reason_default);
        assert_int_equal(parsed.n, t.n);
        for (size_t k = 0; k < t.n; k++)
            assert_item(&parsed.item[k], &t.item[k], kind);
        if (kind != TICKET_SHARE)
            continue;
        assert_int_equal(parsed.recipient.kind, 3);
        assert_true(uuid_eq(&parsed.recipient.owner, &t.item[0].recipient));
        assert_int_equal(parsed.recipient.generation, 5);
    }
}

static void one_ticket_shares_few_keys_with_one_recipient(void **state)
{
    (void)state;
    for (uint16_t n = 0; n <= 34; n++) {
        struct ticket_bytes t = ticket_bytes_good(TICKET_SHARE, token, NOW);
        t.declared = t.n = n;
        assert_int_equal(check(&t, TICKET_SHARE), n >= 1 && n <= 32 ? ERR_OK : ERR_FORMAT);
    }
    for (uint16_t n = 0; n <= 1; n++) { /* a recipient of nothing, a second recipient */
        struct ticket_bytes t = ticket_bytes_good(TICKET_SHARE, token, NOW);
        t.declared = t.n = n;
        t.trailing = 21;
        assert_int_equal(check(&t, TICKET_SHARE), ERR_FORMAT);
    }
}

static void the_session_hash_is_that_of_sql(void **state)
{
    unsigned char ours[32], theirs[32];
    (void)state;
    ticket_session(ours, token);
    ticket_bytes_session(theirs, token);
    assert_memory_equal(ours, theirs, 32);
}

static void any_changed_bit_is_refused(void **state)
{
    struct buf b SCOPED_BUF;
    (void)state;
    struct ticket_bytes t = ticket_bytes_good(TICKET_OPEN, token, NOW);
    buf_init(&b, 4096);
    ticket_bytes_write(&t, root.ticket_mac, &b);
    assert_int_equal(check_bytes(&b, TICKET_OPEN), ERR_OK);
    for (size_t bit = 0; bit < 8 * b.len; bit++) {
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(check_bytes(&b, TICKET_OPEN), ERR_DENIED);
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}

static void any_cut_is_refused(void **state)
{
    struct buf b SCOPED_BUF;
    (void)state;
    struct ticket_bytes t = ticket_bytes_good(TICKET_OPEN, token, NOW);
    buf_init(&b, 4096);
    ticket_bytes_write(&t, root.ticket_mac, &b);
    for (size_t n = 0; n < b.len; n++)
        assert_int_equal(ticket_check(&parsed, &root, TICKET_OPEN, token, NOW, b.data, n), ERR_DENIED);
    assert_int_equal(ticket_check(&parsed, &root, TICKET_OPEN, token, NOW, NULL, 0), ERR_DENIED);
}

static void cut_before_the_mac_and_macd_anew_is_no_ticket(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct buf whole SCOPED_BUF, cut SCOPED_BUF;
        struct ticket_bytes t = ticket_bytes_good(kinds[i], token, NOW);
        buf_init(&whole, 4096);
        buf_init(&cut, 4096);
        ticket_bytes_write(&t, root.ticket_mac, &whole);
        for (size_t n = 0; n < whole.len - 32; n++) {
            buf_reset(&cut);
            buf_bytes(&cut, whole.data, n);
            ticket_bytes_mac(&cut, 0, root.ticket_mac);
            assert_int_not_equal(check_bytes(&cut, kinds[i]), ERR_OK);
        }
    }
}

static void only_the_ticket_key_of_this_root_makes_tickets(void **state)
{
    const unsigned char zero[32] = {0};
    const struct {
        const unsigned char *key;
        int want;
    } rows[] = {{root.ticket_mac, ERR_OK},         {root.grant_mac, ERR_DENIED}, {root.key, ERR_DENIED},
                {stranger.ticket_mac, ERR_DENIED}, {zero, ERR_DENIED}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf b SCOPED_BUF;
        struct ticket_bytes t = ticket_bytes_good(TICKET_OPEN, token, NOW);
        buf_init(&b, 4096);
        ticket_bytes_write(&t, rows[i].key, &b);
        assert_int_equal(check_bytes(&b, TICKET_OPEN), rows[i].want);
    }
}

/* A ticket of this id, MAC'd with that key. */
static int check_id(uint16_t id, const unsigned char key[SECRET_KEY])
{
    struct buf b SCOPED_BUF;
    struct ticket_bytes t = ticket_bytes_good(TICKET_OPEN, token, NOW);
    buf_init(&b, 4096);
    t.key_id = id;
    ticket_bytes_write(&t, key, &b);
    return check_bytes(&b, TICKET_OPEN);
}

static void while_the_keys_change_tickets_of_both_are_good_and_then_of_the_new_alone(void **state)
{
    const struct root before = root;
    unsigned char next[SECRET_KEY];
    (void)state;
    assert_int_equal(check_id(2, root.ticket_mac), ERR_DENIED);
    assert_int_equal(root_mac_begin(&root), ERR_OK);
    memcpy(next, root.next_ticket_mac, sizeof next);
    assert_int_equal(root_mac_begin(&root), ERR_OK); /* again */
    assert_memory_equal(next, root.next_ticket_mac, sizeof next);
    assert_int_equal(check_id(1, before.ticket_mac), ERR_OK);
    assert_int_equal(check_id(2, next), ERR_OK);
    assert_int_equal(check_id(2, before.ticket_mac), ERR_DENIED);
    assert_int_equal(check_id(1, next), ERR_DENIED);
    assert_int_equal(check_id(3, next), ERR_DENIED);
    root_mac_end(&root);
    root_mac_end(&root); /* again */
    assert_int_equal(root.mac_id, 2);
    assert_int_equal(check_id(2, next), ERR_OK);
    assert_int_equal(check_id(1, before.ticket_mac), ERR_DENIED);
    assert_int_equal(check_id(1, next), ERR_DENIED);
    assert_memory_not_equal(root.grant_mac, before.grant_mac, SECRET_KEY);
    assert_memory_not_equal(root.grant_mac, next, SECRET_KEY);
    root = before;
}

static void time_bounds_are_exact(void **state)
{
    const struct {
        int64_t issued, end;
        int want;
        const char *why;
    } rows[] = {
        {NOW, NOW + SECOND, ERR_OK, "fresh"},
        {NOW - 30 * SECOND, NOW + SECOND, ERR_OK, "thirty seconds old"},
        {NOW - 30 * SECOND - 1, NOW + SECOND, ERR_DENIED, "a microsecond too old"},
        {NOW - 3600 * SECOND, NOW + SECOND, ERR_DENIED, "an hour old"},
        {NOW + 5 * SECOND, NOW + 60 * SECOND, ERR_OK, "five seconds ahead"},
        {NOW + 5 * SECOND + 1, NOW + 60 * SECOND, ERR_DENIED, "from the future"},
        {INT64_MAX, INT64_MAX, ERR_DENIED, "from the end of time"},
        {INT64_MIN, INT64_MAX, ERR_DENIED, "from the beginning of time"},
        {NOW, NOW + 1, ERR_OK, "the session has a microsecond left"},
        {NOW, NOW, ERR_DENIED, "the session ended now"},
        {NOW, NOW - SECOND, ERR_DENIED, "the session ended"},
        {NOW, 0, ERR_DENIED, "no end"},
        {NOW, INT64_MIN, ERR_DENIED, "an end before all time"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ticket_bytes t = ticket_bytes_good(TICKET_OPEN, token, NOW);
        t.issued_us = rows[i].issued;
        t.end_us = rows[i].end;
        if (check(&t, TICKET_OPEN) != rows[i].want)
            fail_msg("%s", rows[i].why);
    }
}

static void a_ticket_serves_its_own_kind_only(void **state)
{
    (void)state;
    for (uint8_t made = 0; made <= 6; made++)
        for (size_t i = 0; i < KINDS; i++) {
            struct ticket_bytes t = ticket_bytes_good(made, token, NOW);
            int want = made == kinds[i] ? ERR_OK : made < 1 || made == 4 || made > 5 ? ERR_FORMAT : ERR_DENIED;
            assert_int_equal(check(&t, kinds[i]), want);
        }
}

static void a_ticket_serves_its_own_session_only(void **state)
{
    unsigned char other[VAULT_TOKEN];
    (void)state;
    for (size_t i = 0; i < sizeof token; i++) {
        memcpy(other, token, sizeof other);
        other[i] ^= 1;
        struct ticket_bytes t = ticket_bytes_good(TICKET_OPEN, other, NOW);
        assert_int_equal(check(&t, TICKET_OPEN), ERR_DENIED);
    }
}

/* Correctly MAC'd, and still no ticket: PostgreSQL's faults must not become ours. */
static void what_is_no_ticket_is_refused_though_macd(void **state)
{
    static const char w24[] = "abcdefghijklmnopqrstuvwx", w25[] = "abcdefghijklmnopqrstuvwxy";
    const struct ticket_bytes good = ticket_bytes_good(TICKET_OPEN, token, NOW);
    struct {
        struct ticket_bytes t;
        int want;
        const char *why;
    } rows[] = {
        {good, ERR_OK, "good"},          {good, ERR_FORMAT, "magic"},         {good, ERR_DENIED, "key id 0"},
        {good, ERR_DENIED, "key id 2"},  {good, ERR_FORMAT, "no role"},       {good, ERR_FORMAT, "capital in role"},
        {good, ERR_FORMAT, "blank"},     {good, ERR_FORMAT, "quote"},         {good, ERR_FORMAT, "role of 25"},
        {good, ERR_OK, "role of 24"},    {good, ERR_OK, "no reason"},         {good, ERR_FORMAT, "reason of 25"},
        {good, ERR_FORMAT, "default 2"}, {good, ERR_FORMAT, "one item more"}, {good, ERR_FORMAT, "one item less"},
        {good, ERR_OK, "no item"},       {good, ERR_OK, "512 items"},         {good, ERR_FORMAT, "513 items"},
        {good, ERR_FORMAT, "65535"},     {good, ERR_FORMAT, "trailing byte"}, {good, ERR_FORMAT, "half an item"},
    };
    size_t i = 1;
    (void)state;
    rows[i++].t.magic = "JTK2";
    rows[i++].t.key_id = 0;
    rows[i++].t.key_id = 2;
    rows[i++].t.role = "";
    rows[i++].t.role = "Counsellor";
    rows[i++].t.role = "coun sellor";
    rows[i++].t.reason = "follow\"up";
    rows[i++].t.role = w25;
    rows[i++].t.role = w24;
    rows[i++].t.reason = "";
    rows[i++].t.reason = w25;
    rows[i++].t.by_default = 2;
    rows[i++].t.declared = 3;
    rows[i++].t.declared = 1;
    rows[i].t.declared = 0, rows[i++].t.n = 0;
    rows[i].t.declared = 512, rows[i++].t.n = 512;
    rows[i].t.declared = 513, rows[i++].t.n = 513;
    rows[i++].t.declared = 65535;
    rows[i++].t.trailing = 1;
    rows[i].t.declared = 3, rows[i++].t.trailing = 64;
    assert_int_equal(i, sizeof rows / sizeof *rows);
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        if (check(&rows[i].t, TICKET_OPEN) != rows[i].want)
            fail_msg("%s", rows[i].why);
}

static void a_grant_is_what_sql_reads(void **state)
{
    struct buf out SCOPED_BUF, want SCOPED_BUF;
    struct grant g = {.kind = GRANT_ENROL, .version = 0x01020304, .totp_step = INT64_C(0x1122334455), .issued_us = NOW};
    (void)state;
    memset(g.user.b, 0xa1, 16);
    memset(g.session, 0xb2, 32);
    memset(g.record, 0xc3, 32);
    buf_init(&out, 1024);
    buf_init(&want, 1024);
    buf_str(&out, "before"); /* the MAC covers the grant, not what stands in front of it */
    buf_str(&want, "before");
    root.mac_id = 0x0102;
    grant_format(&g, &root, &out);
    root.mac_id = ROOT_MAC_ID;
    buf_str(&want, "JGR1");
    buf_bytes(&want, "\1\2\2", 3);
    buf_bytes(&want, g.user.b, 16);
    buf_bytes(&want, "\1\2\3\4", 4);
    buf_bytes(&want, g.session, 32);
    buf_i64(&want, g.totp_step);
    buf_i64(&want, NOW);
    buf_bytes(&want, g.record, 32);
    ticket_bytes_mac(&want, 6, root.grant_mac);
    assert_int_equal(buf_err(&out), ERR_OK);
    assert_int_equal(out.len, 6 + VAULT_GRANT);
    assert_int_equal(out.len, want.len);
    assert_memory_equal(out.data, want.data, want.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_a_good_ticket_arrives),
        cmocka_unit_test(one_ticket_shares_few_keys_with_one_recipient),
        cmocka_unit_test(the_session_hash_is_that_of_sql),
        cmocka_unit_test(any_changed_bit_is_refused),
        cmocka_unit_test(any_cut_is_refused),
        cmocka_unit_test(cut_before_the_mac_and_macd_anew_is_no_ticket),
        cmocka_unit_test(only_the_ticket_key_of_this_root_makes_tickets),
        cmocka_unit_test(while_the_keys_change_tickets_of_both_are_good_and_then_of_the_new_alone),
        cmocka_unit_test(time_bounds_are_exact),
        cmocka_unit_test(a_ticket_serves_its_own_kind_only),
        cmocka_unit_test(a_ticket_serves_its_own_session_only),
        cmocka_unit_test(what_is_no_ticket_is_refused_though_macd),
        cmocka_unit_test(a_grant_is_what_sql_reads),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
