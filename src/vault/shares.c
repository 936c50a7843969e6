/* SPDX-License-Identifier: EUPL-1.2 */
/* Shamir's scheme: for each byte of the secret a random polynomial of degree k - 1 whose value at 0 is that byte; share
 * i is its value at i. Arithmetic in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1, without tables or branches on secrets. */
#include <stdio.h>
#include <string.h>

#include "vault/shares.h"

#include "base/err.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

#define CHECK 4

static uint8_t multiply(uint8_t a, uint8_t b)
{
    unsigned product = 0, x = a;
    for (int bit = 0; bit < 8; bit++) {
        product ^= x & (0u - ((unsigned)b >> bit & 1u));
        x = (x << 1) ^ (0x11bu & (0u - (x >> 7 & 1u)));
    }
    return (uint8_t)product;
}

/* a^254 = 1 / a; 0 gives 0, which never happens: indices differ and are not 0. */
static uint8_t inverse(uint8_t a)
{
    uint8_t r = 1;
    for (int bit = 7; bit >= 0; bit--) {
        r = multiply(r, r);
        if (254 >> bit & 1)
            r = multiply(r, a);
    }
    return r;
}

static void check_of(uint8_t k, uint8_t index, const unsigned char share[SECRET_KEY], unsigned char out[16])
{
    unsigned char all[2 + SECRET_KEY];
    all[0] = k;
    all[1] = index;
    memcpy(all + 2, share, SECRET_KEY);
    secret_hash(out, 16, NULL, 0, all, sizeof all);
    secret_wipe(all, sizeof all);
}

static void put_share(uint8_t k, uint8_t index, const unsigned char share[SECRET_KEY], struct buf *out)
{
    unsigned char check[16];
    char hex[2 * SECRET_KEY + 1], tail[2 * CHECK + 1];
    check_of(k, index, share, check);
    text_hex(hex, share, SECRET_KEY);
    text_hex(tail, check, CHECK);
    buf_fmt(out, "jalon-share %u %u %s%s\n", k, index, hex, tail);
    secret_wipe(hex, sizeof hex);
}

int shares_split(const unsigned char secret[SECRET_KEY], uint8_t k, uint8_t n, struct buf *out)
{
    unsigned char coefficient[SHARES_MAX][SECRET_KEY];
    struct secret_key share SCOPED_KEY;
    if (k < 1 || k > n || n > SHARES_MAX)
        return ERR_LIMIT;
    memcpy(coefficient[0], secret, SECRET_KEY);
    for (size_t i = 1; i < k; i++)
        secret_random(coefficient[i], SECRET_KEY);
    for (uint8_t x = 1; x <= n; x++) {
        memset(share.b, 0, sizeof share.b);
        for (size_t i = k; i-- > 0;)
            for (size_t j = 0; j < SECRET_KEY; j++)
                share.b[j] = multiply(share.b[j], x) ^ coefficient[i][j];
        put_share(k, x, share.b, out);
    }
    secret_wipe(coefficient, sizeof coefficient);
    return buf_err(out);
}

struct share {
    uint8_t k, index;
    unsigned char b[SECRET_KEY];
};

/* One line "jalon-share K INDEX HEX". */
static int read_share(const char *p, size_t n, struct share *s)
{
    static const char head[] = "jalon-share ";
    unsigned char bytes[SECRET_KEY + CHECK], check[16];
    int64_t k, index;
    if (n <= sizeof head - 1 || memcmp(p, head, sizeof head - 1) != 0)
        return ERR_FORMAT;
    const char *end = p + n;
    p += sizeof head - 1;
    const char *a = memchr(p, ' ', (size_t)(end - p));
    const char *b = a == NULL ? NULL : memchr(a + 1, ' ', (size_t)(end - a - 1));
    if (b == NULL || num_parse_i64(p, (size_t)(a - p), 1, SHARES_MAX, &k) != ERR_OK ||
        num_parse_i64(a + 1, (size_t)(b - a - 1), 1, SHARES_MAX, &index) != ERR_OK ||
        text_unhex(bytes, sizeof bytes, b + 1, (size_t)(end - b - 1)) != ERR_OK)
        return ERR_FORMAT;
    s->k = (uint8_t)k;
    s->index = (uint8_t)index;
    memcpy(s->b, bytes, SECRET_KEY);
    check_of(s->k, s->index, s->b, check);
    bool same = secret_equal(check, bytes + SECRET_KEY, CHECK);
    secret_wipe(bytes, sizeof bytes);
    return same ? ERR_OK : ERR_FORMAT;
}

/* Lagrange's value at 0 over the first k shares; in this field minus is plus. */
static void interpolate(const struct share *s, size_t k, unsigned char secret[SECRET_KEY])
{
    memset(secret, 0, SECRET_KEY);
    for (size_t i = 0; i < k; i++) {
        uint8_t weight = 1;
        for (size_t j = 0; j < k; j++)
            if (j != i)
                weight = multiply(weight, multiply(s[j].index, inverse(s[j].index ^ s[i].index)));
        for (size_t b = 0; b < SECRET_KEY; b++)
            secret[b] ^= multiply(weight, s[i].b[b]);
    }
}

int shares_join(const void *text, size_t n, unsigned char secret[SECRET_KEY])
{
    struct share s[SHARES_MAX];
    size_t count = 0;
    const char *p = text, *end = p + n;
    int err = ERR_OK;
    while (err == ERR_OK && p < end) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        if (eol == NULL)
            eol = end;
        if (eol > p && count == SHARES_MAX)
            err = ERR_CONFLICT;
        else if (eol > p)
            err = read_share(p, (size_t)(eol - p), &s[count++]);
        p = eol < end ? eol + 1 : end;
    }
    for (size_t i = 0; err == ERR_OK && i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (s[i].index == s[j].index || s[i].k != s[j].k)
                err = ERR_CONFLICT;
    if (err == ERR_OK && (count == 0 || count < s[0].k))
        err = ERR_NOTFOUND;
    if (err == ERR_OK)
        interpolate(s, s[0].k, secret);
    secret_wipe(s, sizeof s);
    return err;
}
