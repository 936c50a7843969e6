/* SPDX-License-Identifier: EUPL-1.2 */
/* Shares against arithmetic that is not ours: logarithms to the base 3 instead of shift and add, and a vector made
 * elsewhere. Whoever types a share wrongly is told so; whoever has too few has nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "vault/shares.h"

#include "base/err.h"
#include "base/text.h"

#define LINES 16

struct lines {
    struct buf text;
    const char *line[LINES];
    size_t length[LINES], n;
};

static uint8_t exponential[510], logarithm[256];

static int setup(void **state)
{
    unsigned x = 1;
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    for (unsigned i = 0; i < 255; i++) {
        exponential[i] = exponential[i + 255] = (uint8_t)x;
        logarithm[x] = (uint8_t)i;
        x ^= x << 1; /* times 3 */
        if (x > 0xff)
            x ^= 0x11b;
    }
    return x == 1 ? 0 : -1;
}

static uint8_t product(uint8_t a, uint8_t b)
{
    return a == 0 || b == 0 ? 0 : exponential[logarithm[a] + logarithm[b]];
}

static void split(struct lines *l, const unsigned char secret[SECRET_KEY], uint8_t k, uint8_t n)
{
    memset(l, 0, sizeof *l);
    buf_init_secret(&l->text, 1u << 14);
    assert_int_equal(shares_split(secret, k, n, &l->text), ERR_OK);
    const char *p = (const char *)l->text.data, *end = p + l->text.len;
    while (p < end) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        assert_non_null(eol);
        assert_true(l->n < LINES);
        l->line[l->n] = p;
        l->length[l->n++] = (size_t)(eol - p) + 1;
        p = eol + 1;
    }
    assert_int_equal(l->n, n);
}

static int join(const struct buf *b, unsigned char secret[SECRET_KEY])
{
    assert_int_equal(buf_err(b), ERR_OK);
    return shares_join(b->data, b->len, secret);
}

/* The lines whose bits are set, backwards when asked. */
static int join_some(const struct lines *l, unsigned set, bool backwards, unsigned char secret[SECRET_KEY])
{
    struct buf b SCOPED_BUF;
    buf_init(&b, 1u << 14);
    for (size_t i = 0; i < l->n; i++) {
        size_t at = backwards ? l->n - 1 - i : i;
        if (set >> at & 1)
            buf_bytes(&b, l->line[at], l->length[at]);
    }
    return join(&b, secret);
}

/* A line written by hand. */
static void put(struct buf *b, unsigned k, unsigned index, const unsigned char share[SECRET_KEY])
{
    unsigned char all[2 + SECRET_KEY] = {(unsigned char)k, (unsigned char)index}, check[16];
    char hex[2 * SECRET_KEY + 1], tail[9];
    memcpy(all + 2, share, SECRET_KEY);
    (void)crypto_generichash(check, sizeof check, all, sizeof all, NULL, 0);
    text_hex(hex, share, SECRET_KEY);
    text_hex(tail, check, 4);
    buf_fmt(b, "jalon-share %u %u %s%s\n", k, index, hex, tail);
}

static void any_k_of_n_bring_it_back_and_fewer_do_not(void **state)
{
    unsigned char secret[SECRET_KEY], got[SECRET_KEY];
    (void)state;
    for (uint8_t n = 1; n <= 5; n++)
        for (uint8_t k = 1; k <= n; k++) {
            struct lines l;
            secret_random(secret, sizeof secret);
            split(&l, secret, k, n);
            for (unsigned set = 0; set < 1u << n; set++)
                for (int backwards = 0; backwards < 2; backwards++) {
                    bool enough = __builtin_popcount(set) >= k;
                    memset(got, 0, sizeof got);
                    assert_int_equal(join_some(&l, set, backwards != 0, got), enough ? ERR_OK : ERR_NOTFOUND);
                    assert_int_equal(memcmp(got, secret, sizeof got) == 0, enough);
                }
            buf_release(&l.text);
        }
}

static void sixteen_of_sixteen_are_the_most(void **state)
{
    unsigned char secret[SECRET_KEY], got[SECRET_KEY];
    static const uint8_t wrong[][2] = {{0, 1}, {0, 0}, {2, 1}, {1, 17}, {17, 17}, {1, 255}};
    struct buf more SCOPED_BUF;
    struct lines l;
    (void)state;
    secret_random(secret, sizeof secret);
    split(&l, secret, SHARES_MAX, SHARES_MAX);
    assert_int_equal(join_some(&l, 0xffff, false, got), ERR_OK);
    assert_memory_equal(got, secret, sizeof got);
    assert_int_equal(join_some(&l, 0xfffe, false, got), ERR_NOTFOUND);
    buf_init(&more, 1u << 14);
    buf_bytes(&more, l.text.data, l.text.len);
    buf_bytes(&more, l.line[0], l.length[0]); /* a seventeenth */
    assert_int_equal(join(&more, got), ERR_CONFLICT);
    buf_reset(&more);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(shares_split(secret, wrong[i][0], wrong[i][1], &more), ERR_LIMIT);
    assert_int_equal(more.len, 0);
    buf_release(&l.text);
}

/* Made with another program, in another language, dividing polynomials. */
static void a_vector_from_elsewhere_is_understood(void **state)
{
    static const char text[] =
        "jalon-share 3 1 23f2c9404faee5ac7b4ac1f827663dc4d3a279b0"
        "ffde555c2bfa316857d6edb46c7c9ecc\n"
        "jalon-share 3 6 e3cb4592366901f01acaab1db81e39e40b226f23"
        "dfac5d18f3e01a347d4211bb995e84c8\n"
        "jalon-share 3 16 3dac3bdf5da7e2ea97b810f79c3966a6931a830b"
        "12d121442100c48eeafafe5d0d56fc8a\n";
    unsigned char got[SECRET_KEY], want[SECRET_KEY];
    (void)state;
    for (unsigned i = 0; i < SECRET_KEY; i++)
        want[i] = (unsigned char)(0xe0 + i);
    assert_int_equal(shares_join(text, sizeof text - 1, got), ERR_OK);
    assert_memory_equal(got, want, sizeof got);
    assert_int_equal(shares_join(text, sizeof text - 2, got), ERR_OK); /* the last line need not end */
}

/* Every byte as coefficient of every line through every two points. */
static void the_arithmetic_is_that_of_logarithms(void **state)
{
    (void)state;
    for (uint8_t x = 1; x <= SHARES_MAX; x++)
        for (uint8_t y = 1; y <= SHARES_MAX; y++)
            for (unsigned block = 0; block < 256 && x != y; block += SECRET_KEY) {
                unsigned char want[SECRET_KEY], got[SECRET_KEY], at_x[SECRET_KEY], at_y[SECRET_KEY];
                struct buf b SCOPED_BUF;
                buf_init(&b, 1024);
                for (unsigned i = 0; i < SECRET_KEY; i++) {
                    uint8_t slope = (uint8_t)(block + i);
                    want[i] = (unsigned char)(slope * 7 + x);
                    at_x[i] = want[i] ^ product(slope, x);
                    at_y[i] = want[i] ^ product(slope, y);
                }
                put(&b, 2, x, at_x);
                put(&b, 2, y, at_y);
                assert_int_equal(join(&b, got), ERR_OK);
                assert_memory_equal(got, want, sizeof got);
            }
}

static void three_shares_lie_on_one_parabola(void **state)
{
    unsigned char secret[SECRET_KEY], value[5][SECRET_KEY];
    struct lines l;
    (void)state;
    secret_random(secret, sizeof secret);
    split(&l, secret, 3, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(l.length[i], 16 + 2 * SECRET_KEY + 8 + 1);
        assert_int_equal(text_unhex(value[i], SECRET_KEY, l.line[i] + 16, 2 * SECRET_KEY), ERR_OK);
    }
    /* f(x) + f(y) + f(z) = 3 f(0) + a (x + y + z) + b (xx + yy + zz); both sums are 0 for 1, 2, 3 and for 1, 4, 5. */
    for (size_t i = 0; i < SECRET_KEY; i++) {
        assert_int_equal(value[0][i] ^ value[1][i] ^ value[2][i], secret[i]);
        assert_int_equal(value[0][i] ^ value[3][i] ^ value[4][i], secret[i]);
    }
    for (size_t i = 0; i < 5; i++)
        assert_memory_not_equal(value[i], secret, SECRET_KEY);
    buf_release(&l.text);
}

static void every_mistyped_character_is_found(void **state)
{
    static const char typed[] = "0123456789abcdefAF gx-\n\r\t";
    unsigned char secret[SECRET_KEY], got[SECRET_KEY];
    struct lines l;
    (void)state;
    secret_random(secret, sizeof secret);
    split(&l, secret, 2, 3);
    char *second = (char *)l.text.data + l.length[0];
    size_t n = l.length[0] + l.length[1];
    for (size_t i = 0; i + 1 < l.length[1]; i++)
        for (const char *t = typed; *t != '\0'; t++) {
            char was = second[i];
            if (*t == was)
                continue;
            second[i] = *t;
            if (shares_join(l.text.data, n, got) != ERR_FORMAT)
                fail_msg("character %zu as %d was not found", i, *t);
            second[i] = was;
        }
    for (size_t cut = 1; cut < l.length[1] - 1; cut++)
        assert_int_equal(shares_join(l.text.data, n - 1 - cut, got), ERR_FORMAT);
    assert_int_equal(shares_join(l.text.data, n, got), ERR_OK);
    buf_release(&l.text);
}

static void two_characters_changed_over_are_found(void **state)
{
    unsigned char secret[SECRET_KEY], got[SECRET_KEY];
    struct lines l;
    (void)state;
    secret_random(secret, sizeof secret);
    split(&l, secret, 1, 1);
    char *p = (char *)l.text.data;
    for (size_t i = 0; i + 2 < l.length[0]; i++) {
        char a = p[i], b = p[i + 1];
        p[i] = b;
        p[i + 1] = a;
        assert_int_equal(shares_join(p, l.length[0], got), a == b ? ERR_OK : ERR_FORMAT);
        p[i] = a;
        p[i + 1] = b;
    }
    buf_release(&l.text);
}

static void sets_that_were_mixed_are_refused_or_open_nothing(void **state)
{
    unsigned char one[SECRET_KEY], two[SECRET_KEY], got[SECRET_KEY];
    struct lines a, b, c;
    (void)state;
    secret_random(one, sizeof one);
    secret_random(two, sizeof two);
    split(&a, one, 2, 3);
    split(&b, two, 2, 3);
    split(&c, one, 3, 3);
    const struct {
        const struct lines *l;
        size_t at;
        int want;
    } rows[] = {{&a, 0, ERR_CONFLICT}, {&b, 0, ERR_CONFLICT}, {&c, 1, ERR_CONFLICT}, {&c, 0, ERR_CONFLICT},
                {&b, 1, ERR_OK},       {&a, 1, ERR_OK}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf text SCOPED_BUF;
        buf_init(&text, 1024);
        buf_bytes(&text, a.line[0], a.length[0]);
        buf_str(&text, "\n"); /* an empty line is none */
        buf_bytes(&text, rows[i].l->line[rows[i].at], rows[i].l->length[rows[i].at]);
        assert_int_equal(join(&text, got), rows[i].want);
        if (rows[i].want == ERR_OK)
            assert_int_equal(memcmp(got, one, sizeof got) == 0, rows[i].l == &a);
        assert_memory_not_equal(got, two, sizeof got);
    }
    buf_release(&a.text);
    buf_release(&b.text);
    buf_release(&c.text);
}

/* Two shares of three, relabelled with a good check as if two were enough. */
static void a_smaller_k_does_not_make_fewer_enough(void **state)
{
    unsigned char secret[SECRET_KEY], share[SECRET_KEY], got[SECRET_KEY];
    struct buf text SCOPED_BUF;
    struct lines l;
    (void)state;
    secret_random(secret, sizeof secret);
    split(&l, secret, 3, 3);
    buf_init(&text, 1024);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(text_unhex(share, SECRET_KEY, l.line[i] + 16, 2 * SECRET_KEY), ERR_OK);
        put(&text, 2, i + 1, share);
    }
    assert_int_equal(join(&text, got), ERR_OK);
    assert_memory_not_equal(got, secret, sizeof got);
    buf_release(&l.text);
}

static void the_same_secret_is_shared_differently_each_time(void **state)
{
    unsigned char secret[SECRET_KEY] = {0};
    struct lines a, b;
    (void)state;
    split(&a, secret, 2, 2);
    split(&b, secret, 2, 2);
    for (size_t i = 0; i < 2; i++)
        assert_memory_not_equal(a.line[i] + 16, b.line[i] + 16, 2 * SECRET_KEY);
    buf_release(&a.text);
    buf_release(&b.text);
}

static void nothing_is_too_few_and_a_letter_is_no_share(void **state)
{
    static const char *const no_share[] = {
        "x", "jalon-share", "jalon-share ", "jalon-share 1", "jalon-share 1 1", "jalon-share 1 1 ",
        "jalon-share  1 1 00", "jalon-share 0 1 00", "jalon-share 1 0 00", "jalon-share 17 1 00",
        "jalon-share 1 17 00", "jalon-share -1 1 00"};
    unsigned char got[SECRET_KEY];
    (void)state;
    assert_int_equal(shares_join("", 0, got), ERR_NOTFOUND);
    assert_int_equal(shares_join("\n\n", 2, got), ERR_NOTFOUND);
    for (size_t i = 0; i < sizeof no_share / sizeof *no_share; i++)
        assert_int_equal(shares_join(no_share[i], strlen(no_share[i]), got), ERR_FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_k_of_n_bring_it_back_and_fewer_do_not),
        cmocka_unit_test(sixteen_of_sixteen_are_the_most),
        cmocka_unit_test(a_vector_from_elsewhere_is_understood),
        cmocka_unit_test(the_arithmetic_is_that_of_logarithms),
        cmocka_unit_test(three_shares_lie_on_one_parabola),
        cmocka_unit_test(every_mistyped_character_is_found),
        cmocka_unit_test(two_characters_changed_over_are_found),
        cmocka_unit_test(sets_that_were_mixed_are_refused_or_open_nothing),
        cmocka_unit_test(a_smaller_k_does_not_make_fewer_enough),
        cmocka_unit_test(the_same_secret_is_shared_differently_each_time),
        cmocka_unit_test(nothing_is_too_few_and_a_letter_is_no_share),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
