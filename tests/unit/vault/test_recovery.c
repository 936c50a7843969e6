/* SPDX-License-Identifier: EUPL-1.2 */
/* An export is read to the letter, every fault is told by its line, and what opens is exactly what was sealed to the
 * recovery pair, where and when it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/text.h"
#include "vault/box.h"
#include "vault/recovery.h"

#define UNIT "11111111-1111-4111-8111-111111111111"
#define HOST "22222222-2222-4222-8222-222222222222"
#define MARTIN "33333333-3333-4333-8333-333333333333"

static struct recovery *known;
static unsigned char public_key[32], private_key[32], secret[3][32];
static char box[3][213]; /* unit generation 1, unit generation 2, host: 106 bytes in hexadecimal */

static void seal(size_t i, const char *owner, uint8_t kind, uint32_t generation, uint32_t pair)
{
    struct box_context c = {.kind = BOX_RECOVERY, .recipient_kind = OWNER_RECOVERY, .recipient_generation = pair,
                            .subject_kind = kind, .subject_generation = generation};
    struct buf b SCOPED_BUF;
    buf_init(&b, 256);
    assert_int_equal(uuid_parse(&c.subject, owner, strlen(owner)), ERR_OK);
    assert_int_equal(box_seal(NULL, &c, public_key, secret[i], &b), ERR_OK);
    assert_int_equal(b.len, 106);
    text_hex(box[i], b.data, b.len);
}

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    box_pair(public_key, private_key);
    for (size_t i = 0; i < 3; i++)
        secret_random(secret[i], 32);
    seal(0, UNIT, OWNER_UNIT, 1, 3);
    seal(1, UNIT, OWNER_UNIT, 2, 4);
    seal(2, HOST, OWNER_HOST, 1, 4);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    known = recovery_alloc();
    return known == NULL ? -1 : 0;
}

static int end(void **state)
{
    (void)state;
    recovery_free(known);
    return 0;
}

static int read_text(const char *text, char why[128])
{
    struct buf b SCOPED_BUF;
    buf_init(&b, 4u << 20);
    buf_str(&b, text);
    assert_int_equal(buf_err(&b), ERR_OK);
    return recovery_read(known, &b, private_key, why);
}

static void put_organisations(struct buf *b)
{
    buf_str(b, "organisation " UNIT " unit 2 SPIP du Nord, antenne de Lille\n"
               "organisation " HOST " host 1 Les Jardins de l'\303\211cluse\n");
}

static void put_secrets(struct buf *b)
{
    buf_fmt(b, "recovery " UNIT " 1 3 %s\n", box[0]);
    buf_fmt(b, "recovery " UNIT " 2 4 %s\n", box[1]);
    buf_fmt(b, "recovery " HOST " 1 4 %s\n", box[2]);
}

static void everything_comes_back(void **state)
{
    struct buf b SCOPED_BUF;
    char why[128], id[UUID_TEXT + 1];
    (void)state;
    buf_init(&b, 1u << 14);
    put_organisations(&b);
    put_secrets(&b);
    buf_str(&b, "account " MARTIN " a.martin 3 7\naccount " HOST " new.comer 0 1"); /* and no LF at the end */
    assert_int_equal(recovery_read(known, &b, private_key, why), ERR_OK);
    assert_string_equal(why, "");
    assert_int_equal(known->organisations, 2);
    assert_int_equal(known->secrets, 3);
    assert_int_equal(known->accounts, 2);
    assert_int_equal(known->pair, 4);
    uuid_format(&known->organisation[1].id, id);
    assert_string_equal(id, HOST);
    assert_int_equal(known->organisation[0].kind, OWNER_UNIT);
    assert_int_equal(known->organisation[0].generation, 2);
    assert_int_equal(known->organisation[1].kind, OWNER_HOST);
    assert_string_equal(known->organisation[0].name, "SPIP du Nord, antenne de Lille");
    assert_string_equal(known->organisation[1].name, "Les Jardins de l'\303\211cluse");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(known->secret[i].organisation, i == 2 ? 1 : 0);
        assert_int_equal(known->secret[i].generation, i == 1 ? 2 : 1);
        assert_memory_equal(known->secret[i].secret, secret[i], 32);
    }
    uuid_format(&known->account[0].id, id);
    assert_string_equal(id, MARTIN);
    assert_string_equal(known->account[0].login, "a.martin");
    assert_int_equal(known->account[0].generation, 3);
    assert_int_equal(known->account[0].version, 7);
    assert_int_equal(known->account[1].generation, 0);
}

/* The third line is bad each time; two good ones are before it. */
static void a_line_that_is_none_is_named(void **state)
{
    static const char *const bad[] = {
        "", "nothing", "organisation", "organisation x unit 1 N", "organisation " UNIT, "organisation " UNIT " unit",
        "organisation " UNIT " unit 1", "organisation " UNIT " unit 1 ", "organisation " UNIT " club 1 N",
        "organisation " UNIT " user 1 N", "organisation " UNIT " recovery 1 N", "organisation " UNIT " unit -1 N",
        "organisation " UNIT " unit 4294967296 N", "organisation " UNIT " unit 01 N",
        "organisation " UNIT " unit 1 a\tb",
        "organisation " UNIT " unit 1 \303\050", "organisation  " UNIT " unit 1 N",
        "account", "account " MARTIN, "account " MARTIN " a", "account " MARTIN " a 1", "account " MARTIN " a 1 x",
        "account " MARTIN " a 1 1 1", "account " MARTIN "  1 1", "account x a 1 1", "account " MARTIN " a -1 1",
        "account " MARTIN " aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 1",
        "recovery", "recovery " UNIT, "recovery " UNIT " 1", "recovery " UNIT " 1 1 0", "recovery " UNIT " 1 1 zz",
        "recovery " UNIT " 1 1 AA", "recovery " UNIT " x 1 00", "recovery " UNIT " 1 x 00",
        "recovery " MARTIN " 1 1 00",
        "recovery x 1 1 00", "recovery " UNIT " 1 1 00 00", " account " MARTIN " a 1 1", "ACCOUNT " MARTIN " a 1 1"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buf b SCOPED_BUF;
        char why[128];
        memset(known, 0, sizeof *known);
        buf_init(&b, 1u << 14);
        put_organisations(&b);
        buf_str(&b, bad[i]);
        buf_str(&b, "\n");
        put_secrets(&b);
        int err = recovery_read(known, &b, private_key, why);
        if (err != ERR_FORMAT || strcmp(why, "line 3: format") != 0)
            fail_msg("\"%s\": %d, %s", bad[i], err, why);
    }
}

static void boxes_of_other_lengths_are_no_boxes(void **state)
{
    char hex[2 * 258 + 1], line[1024], why[128];
    (void)state;
    memset(hex, 'a', sizeof hex);
    for (size_t n = 0; n <= 257; n++) {
        memset(known, 0, sizeof *known);
        struct buf b SCOPED_BUF;
        buf_init(&b, sizeof line);
        buf_fmt(&b, "organisation " UNIT " unit 2 U\nrecovery " UNIT " 1 3 %.*s\n", (int)(2 * n), hex);
        assert_int_equal(recovery_read(known, &b, private_key, why), n <= 256 ? ERR_INTEGRITY : ERR_FORMAT);
        assert_memory_equal(why, "line 2: ", 8);
    }
}

static void what_was_sealed_elsewhere_does_not_open(void **state)
{
    char other[213], why[128];
    memcpy(other, box[0], sizeof other);
    other[100] = other[100] == '0' ? '1' : '0';
    const struct {
        const char *owner;
        unsigned generation, pair;
        const char *hex;
    } rows[] = {{UNIT, 2, 3, box[0]}, {UNIT, 1, 4, box[0]}, {HOST, 1, 3, box[0]}, {UNIT, 1, 3, other},
                {UNIT, 1, 3, box[1]}, {UNIT, 0, 3, box[0]}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf b SCOPED_BUF;
        memset(known, 0, sizeof *known);
        buf_init(&b, 1u << 14);
        put_organisations(&b);
        buf_fmt(&b, "recovery %s %u %u %s\n", rows[i].owner, rows[i].generation, rows[i].pair, rows[i].hex);
        assert_int_equal(recovery_read(known, &b, private_key, why), ERR_INTEGRITY);
        assert_string_equal(why, "line 3: not sealed to this recovery key");
    }
    /* The same id as another kind of organisation is another context. */
    struct buf b SCOPED_BUF;
    memset(known, 0, sizeof *known);
    buf_init(&b, 1u << 14);
    buf_fmt(&b, "organisation " UNIT " audit 2 U\nrecovery " UNIT " 1 3 %s\n", box[0]);
    assert_int_equal(recovery_read(known, &b, private_key, why), ERR_INTEGRITY);
}

static void another_recovery_key_opens_nothing(void **state)
{
    unsigned char other[32], other_public[32];
    struct buf b SCOPED_BUF;
    char why[128];
    (void)state;
    box_pair(other_public, other);
    buf_init(&b, 1u << 14);
    put_organisations(&b);
    put_secrets(&b);
    assert_int_equal(recovery_read(known, &b, other, why), ERR_INTEGRITY);
    assert_string_equal(why, "line 3: not sealed to this recovery key");
}

/* A membership box is keyed by the root and none of these. */
static void a_box_of_another_kind_is_not_taken(void **state)
{
    struct box_context c = {.kind = BOX_MEMBERSHIP, .recipient_kind = OWNER_RECOVERY, .recipient_generation = 3,
                            .subject_kind = OWNER_UNIT, .subject_generation = 1};
    struct root root = {0};
    struct buf b SCOPED_BUF, text SCOPED_BUF;
    char hex[213], why[128];
    (void)state;
    buf_init(&b, 256);
    buf_init(&text, 1024);
    assert_int_equal(uuid_parse(&c.subject, UNIT, strlen(UNIT)), ERR_OK);
    assert_int_equal(box_seal(&root, &c, public_key, secret[0], &b), ERR_OK);
    text_hex(hex, b.data, b.len);
    buf_fmt(&text, "organisation " UNIT " unit 2 U\nrecovery " UNIT " 1 3 %s\n", hex);
    assert_int_equal(recovery_read(known, &text, private_key, why), ERR_INTEGRITY);
}

static void an_export_without_secrets_recovers_nothing(void **state)
{
    char why[128];
    (void)state;
    assert_int_equal(read_text("", why), ERR_FORMAT);
    assert_string_equal(why, "no organisation or no recovery box");
    assert_int_equal(read_text("organisation " UNIT " unit 2 U\naccount " MARTIN " a 1 1\n", why), ERR_FORMAT);
    assert_string_equal(why, "no organisation or no recovery box");
}

static void more_than_there_is_room_for_is_told(void **state)
{
    struct buf b SCOPED_BUF;
    char why[128];
    (void)state;
    buf_init(&b, 4u << 20);
    for (size_t i = 0; i <= RECOVERY_ORGANISATIONS; i++)
        buf_str(&b, "organisation " UNIT " unit 2 U\n");
    assert_int_equal(recovery_read(known, &b, private_key, why), ERR_LIMIT);
    assert_string_equal(why, "line 2049: limit");
    memset(known, 0, sizeof *known);
    buf_reset(&b);
    for (size_t i = 0; i <= RECOVERY_ACCOUNTS; i++)
        buf_fmt(&b, "account " MARTIN " a%zu 1 1\n", i);
    assert_int_equal(recovery_read(known, &b, private_key, why), ERR_LIMIT);
    assert_string_equal(why, "line 4097: limit");
    memset(known, 0, sizeof *known);
    buf_reset(&b);
    put_organisations(&b);
    for (size_t i = 0; i <= RECOVERY_SECRETS; i++)
        buf_fmt(&b, "recovery " UNIT " 1 3 %s\n", box[0]);
    assert_int_equal(recovery_read(known, &b, private_key, why), ERR_LIMIT);
    assert_string_equal(why, "line 4099: limit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything_comes_back, begin, end),
        cmocka_unit_test_setup_teardown(a_line_that_is_none_is_named, begin, end),
        cmocka_unit_test_setup_teardown(boxes_of_other_lengths_are_no_boxes, begin, end),
        cmocka_unit_test_setup_teardown(what_was_sealed_elsewhere_does_not_open, begin, end),
        cmocka_unit_test_setup_teardown(another_recovery_key_opens_nothing, begin, end),
        cmocka_unit_test_setup_teardown(a_box_of_another_kind_is_not_taken, begin, end),
        cmocka_unit_test_setup_teardown(an_export_without_secrets_recovers_nothing, begin, end),
        cmocka_unit_test_setup_teardown(more_than_there_is_room_for_is_told, begin, end),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
