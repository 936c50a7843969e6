/* SPDX-License-Identifier: EUPL-1.2 */
/* The founding text is all that PostgreSQL ever learns of the keys: here it is read as `jalon found` reads it, and each
 * thing in it is tried: the codes on the records, the private halves on the boxes, the recovery key on everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include "vault/box.h"
#include "vault/ceremony.h"
#include "vault/newcomer.h"
#include "vault/shares.h"
#include "vault/record.h"

#define WORDS 16

struct line {
    char *word[WORDS];
    size_t n;
};

static struct root root;
static struct buf text, codes, recovery;
static const struct ceremony_options options = {.demonstration = true, .shares_needed = 2, .shares = 3};
static struct line line[64];
static size_t lines;

static const char manifest[] = "organisation u unit SPIP du Nord\n"
                               "organisation h host Mairie de Lille\n"
                               "account d.director director u Dan\303\250le\n"
                               "account r.referent referent u Rapha\303\253l\n"
                               "account t.tutor tutor h Th\303\251o Petit\n";

static void split(struct line *l, char *p)
{
    while (l->n < WORDS && *p != '\0') {
        l->word[l->n++] = p;
        p += strcspn(p, " ");
        if (*p == ' ')
            *p++ = '\0';
    }
}

static int setup(void **state)
{
    struct buf in SCOPED_BUF;
    char why[128];
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    buf_init(&in, 4096);
    buf_str(&in, manifest);
    buf_init_secret(&text, 1u << 20);
    buf_init_secret(&codes, 1u << 16);
    buf_init_secret(&recovery, 4096);
    int err = ceremony_found(&root, &options, &in, &text, &codes, &recovery, why);
    if (err != ERR_OK)
        return err;
    if (buf_cstr(&text) == NULL || buf_cstr(&codes) == NULL || buf_cstr(&recovery) == NULL)
        return -1;
    for (char *p = (char *)text.data; *p != '\0' && lines < 64;) {
        char *end = strchr(p, '\n');
        if (end == NULL)
            return -1;
        *end = '\0';
        split(&line[lines++], p);
        p = end + 1;
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    buf_release(&text);
    buf_release(&codes);
    buf_release(&recovery);
    return 0;
}

/* The k-th line that begins with this word. */
static const struct line *find(const char *what, size_t k)
{
    for (size_t i = 0; i < lines; i++)
        if (line[i].n > 0 && strcmp(line[i].word[0], what) == 0 && k-- == 0)
            return &line[i];
    fail_msg("no line %s", what);
    return NULL;
}

static size_t count(const char *what)
{
    size_t n = 0;
    for (size_t i = 0; i < lines; i++)
        n += line[i].n > 0 && strcmp(line[i].word[0], what) == 0;
    return n;
}

static void unhex(void *out, size_t n, const char *word)
{
    assert_int_equal(text_unhex(out, n, word, strlen(word)), ERR_OK);
}

static struct uuid id(const char *word)
{
    struct uuid u;
    assert_int_equal(uuid_parse(&u, word, strlen(word)), ERR_OK);
    return u;
}

static uint32_t number(const char *word)
{
    char *end;
    unsigned long v = strtoul(word, &end, 10);
    assert_int_equal(*end, '\0');
    return (uint32_t)v;
}

static void every_line_is_there_once(void **state)
{
    (void)state;
    assert_true(root.demonstration);
    assert_int_equal(count("demonstration"), 1);
    assert_int_equal(count("mac"), 2);
    assert_int_equal(count("decoy"), 1);
    assert_int_equal(count("organisation"), 2);
    assert_int_equal(count("account"), 3);
    assert_int_equal(count("certificate"), 5);
    assert_int_equal(count("box"), 4); /* recovery for each organisation; director and tutor, no referent */
    assert_int_equal(count("end"), 1);
    assert_int_equal(lines, 1 + 2 + 1 + 2 + 3 + 5 + 4 + 1);
    assert_string_equal(line[lines - 1].word[0], "end");
}

static void both_mac_keys_are_the_roots(void **state)
{
    unsigned char key[32];
    (void)state;
    assert_string_equal(find("mac", 0)->word[1], "grant");
    assert_string_equal(find("mac", 0)->word[2], "1");
    unhex(key, 32, find("mac", 0)->word[3]);
    assert_memory_equal(key, root.grant_mac, 32);
    assert_string_equal(find("mac", 1)->word[1], "ticket");
    unhex(key, 32, find("mac", 1)->word[3]);
    assert_memory_equal(key, root.ticket_mac, 32);
}

static void recovery_key(unsigned char private_key[32])
{
    assert_int_equal(shares_join(recovery.data, recovery.len, private_key), ERR_OK);
}

static bool holds(const char *hex, const struct secret_key *k)
{
    char want[65];
    text_hex(want, k->b, 32);
    return strstr(hex, want) != NULL;
}

static void no_secret_half_is_in_the_text(void **state)
{
    struct secret_key k;
    (void)state;
    for (size_t i = 0; i < lines; i++)
        for (size_t w = 0; w < line[i].n; w++) {
            memcpy(k.b, root.key, 32);
            assert_false(holds(line[i].word[w], &k));
            recovery_key(k.b);
            assert_false(holds(line[i].word[w], &k));
        }
}

static void every_certificate_is_of_this_root(void **state)
{
    (void)state;
    for (size_t k = 0; k < 5; k++) {
        const struct line *l = find("certificate", k);
        struct box_certificate c = {.kind = (uint8_t)number(l->word[1]), .owner = id(l->word[2]),
                                    .generation = number(l->word[3]), .officer = number(l->word[4]) == 1};
        unsigned char mac[32];
        assert_int_equal(l->n, 7);
        unhex(c.public_key, 32, l->word[5]);
        unhex(mac, 32, l->word[6]);
        assert_true(box_certified(&root, &c, mac));
        bool director = strcmp(l->word[2], find("account", 0)->word[1]) == 0;
        assert_int_equal(c.officer, director); /* only the unit's director approves others */
    }
}

static void open_box_of(const struct line *l, const unsigned char private_key[32], unsigned char secret[32])
{
    unsigned char body[106];
    struct box_context c = {.kind = (uint8_t)number(l->word[1]), .recipient_kind = (uint8_t)number(l->word[2]),
                            .recipient = id(l->word[3]), .recipient_generation = number(l->word[4]),
                            .subject_kind = (uint8_t)number(l->word[5]), .subject = id(l->word[6]),
                            .subject_generation = number(l->word[7])};
    assert_int_equal(l->n, 9);
    unhex(body, sizeof body, l->word[8]);
    assert_int_equal(box_open(&root, &c, private_key, body, sizeof body, secret), ERR_OK);
}

static void assert_secret_of(const char *owner, const unsigned char secret[32])
{
    unsigned char public_key[32], want[32];
    box_public(public_key, secret);
    for (size_t k = 0; k < 5; k++) {
        const struct line *l = find("certificate", k);
        if (strcmp(l->word[2], owner) == 0) {
            unhex(want, 32, l->word[5]);
            assert_memory_equal(public_key, want, 32);
            return;
        }
    }
    fail_msg("no certificate of %s", owner);
}

static void the_recovery_key_opens_every_organisation(void **state)
{
    unsigned char private_key[32], public_key[32], secret[32];
    size_t opened = 0;
    (void)state;
    recovery_key(private_key);
    box_public(public_key, private_key);
    assert_memory_equal(public_key, root.recovery_public, 32);
    for (size_t k = 0; k < 4; k++) {
        const struct line *l = find("box", k);
        if (number(l->word[1]) != BOX_RECOVERY)
            continue;
        open_box_of(l, private_key, secret);
        assert_secret_of(l->word[6], secret);
        opened++;
    }
    assert_int_equal(opened, 2);
}

/* The code of this account opens its record; the private half is then the certified one and opens the membership. */
static void try_code(const struct line *account, const char *code, size_t code_n, const char *organisation)
{
    unsigned char bytes[VAULT_RECORD], public_key[32], want[32], secret[32];
    struct record r SCOPED_RECORD;
    struct secret_key private_key SCOPED_KEY;
    unhex(bytes, sizeof bytes, account->word[5]);
    assert_int_equal(record_parse(&r, &root, bytes, sizeof bytes), ERR_OK);
    assert_int_equal(r.kind, RECORD_ENROL);
    assert_int_equal(r.version, 1);
    struct uuid account_id = id(account->word[1]);
    assert_true(uuid_eq(&r.user, &account_id));
    int64_t days = (r.expires_us - clock_now_us()) / INT64_C(86400000000);
    assert_in_range(days, NEWCOMER_CODE_DAYS - 1, NEWCOMER_CODE_DAYS);
    assert_int_equal(record_check(&r, &root, code, code_n, &private_key), ERR_OK);
    box_public(public_key, private_key.b);
    unhex(want, 32, account->word[6]);
    assert_memory_equal(public_key, want, 32);
    for (size_t k = 0; k < 4; k++) {
        const struct line *l = find("box", k);
        if (number(l->word[1]) != BOX_MEMBERSHIP || strcmp(l->word[3], account->word[1]) != 0)
            continue;
        assert_non_null(organisation);
        assert_string_equal(l->word[6], organisation);
        open_box_of(l, private_key.b, secret);
        assert_secret_of(organisation, secret);
        return;
    }
    assert_null(organisation);
}

static void each_code_enrols_its_person(void **state)
{
    const char *const organisation[] = {find("organisation", 0)->word[1], NULL, find("organisation", 1)->word[1]};
    const char *p = (const char *)codes.data;
    (void)state;
    for (size_t k = 0; k < 3; k++) {
        const struct line *account = find("account", k);
        size_t login_n = strlen(account->word[4]);
        assert_memory_equal(p, account->word[4], login_n);
        assert_int_equal(p[login_n], ' ');
        const char *code = p + login_n + 1;
        assert_int_equal(strcspn(code, "\n"), 27); /* four groups of six and three dashes */
        try_code(account, code, 27, organisation[k]);
        p = code + 28;
    }
    assert_int_equal(*p, '\0');
}

static void names_and_roles_arrive_whole(void **state)
{
    (void)state;
    assert_string_equal(find("account", 2)->word[2], "tutor");
    assert_string_equal(find("account", 2)->word[3], find("organisation", 1)->word[1]);
    assert_string_equal(find("account", 2)->word[7], "Th\303\251o");
    assert_string_equal(find("account", 2)->word[8], "Petit");
    assert_string_equal(find("organisation", 0)->word[2], "unit");
    assert_string_equal(find("organisation", 0)->word[3], "SPIP");
}

static void a_bad_list_founds_nothing(void **state)
{
    struct buf in SCOPED_BUF, a SCOPED_BUF, b SCOPED_BUF, c SCOPED_BUF;
    struct root fresh = {0}, zero = {0};
    char why[128];
    (void)state;
    buf_init(&in, 4096);
    buf_init(&a, 4096);
    buf_init(&b, 4096);
    buf_init(&c, 4096);
    buf_str(&in, "organisation u unit U\naccount x king u X\n");
    assert_int_equal(ceremony_found(&fresh, &options, &in, &a, &b, &c, why), ERR_FORMAT);
    assert_string_equal(why, "line 2: unknown role");
    assert_memory_equal(&fresh, &zero, sizeof zero);
    assert_int_equal(a.len + b.len + c.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_is_there_once),
        cmocka_unit_test(both_mac_keys_are_the_roots),
        cmocka_unit_test(no_secret_half_is_in_the_text),
        cmocka_unit_test(every_certificate_is_of_this_root),
        cmocka_unit_test(the_recovery_key_opens_every_organisation),
        cmocka_unit_test(each_code_enrols_its_person),
        cmocka_unit_test(names_and_roles_arrive_whole),
        cmocka_unit_test(a_bad_list_founds_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
