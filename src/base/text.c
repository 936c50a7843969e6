/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Bytes to text and back, one spelling each: what is decoded here encodes to the very same characters again, so that
 * nothing that is compared, signed or hashed as text has two forms.
 */
#include "base/text.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"

#include "base/banned.h"

void text_hex(char *out, const void *p, size_t n)
{
    static const char digit[] = "0123456789abcdef";
    const unsigned char *b = p;

    for (size_t i = 0; i < n; i++) {
        *out++ = digit[b[i] >> 4];
        *out++ = digit[b[i] & 15];
    }
    *out = 0;
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

int text_unhex(void *out, size_t n, const char *s, size_t len)
{
    unsigned char *b = out;

    if (len / 2 != n || len % 2 != 0)
        return ERR_FORMAT;
    for (size_t i = 0; i < n; i++) {
        int high = nibble(s[2 * i]), low = nibble(s[2 * i + 1]);

        if (high < 0 || low < 0)
            return ERR_FORMAT;
        b[i] = (unsigned char)(high << 4 | low);
    }
    return ERR_OK;
}

static int encode(char *out, size_t out_max, const void *p, size_t n, int variant)
{
    if (n > SIZE_MAX / 2 || sodium_base64_encoded_len(n, variant) > out_max)
        return ERR_LIMIT;
    sodium_bin2base64(out, out_max, p, n, variant);
    return ERR_OK;
}

static int decode(void *out, size_t max, size_t *n, const char *s, size_t len, int variant)
{
    size_t got = 0;

    *n = 0;
    /* libsodium takes some bytes over 127 for letters of the alphabet, where char is signed. */
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)s[i] > 127)
            return ERR_FORMAT;
    if (len / 4 * 3 > max && len / 4 * 3 - max > 2)
        return ERR_LIMIT;
    if (sodium_base642bin(out, max, s, len, NULL, &got, NULL, variant) != 0)
        return ERR_FORMAT;
    *n = got;
    return ERR_OK;
}

int text_base64(char *out, size_t out_max, const void *p, size_t n)
{
    return encode(out, out_max, p, n, sodium_base64_VARIANT_ORIGINAL);
}

int text_unbase64(void *out, size_t max, size_t *n, const char *s, size_t len)
{
    return decode(out, max, n, s, len, sodium_base64_VARIANT_ORIGINAL);
}

int text_base64url(char *out, size_t out_max, const void *p, size_t n)
{
    return encode(out, out_max, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

int text_unbase64url(void *out, size_t max, size_t *n, const char *s, size_t len)
{
    return decode(out, max, n, s, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

size_t text_utf8(const unsigned char *p, size_t n, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = n == 0 ? 0 : p[0] < 0x80 ? 1 : p[0] >> 5 == 6 ? 2 : p[0] >> 4 == 14 ? 3 : p[0] >> 3 == 30 ? 4 : 0;

    if (len == 0 || len > n)
        return 0;
    *c = len == 1 ? p[0] : p[0] & (0x7fU >> len);
    for (size_t i = 1; i < len; i++) {
        if (p[i] >> 6 != 2)
            return 0;
        *c = *c << 6 | (p[i] & 0x3fU);
    }
    if (*c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
        return 0;
    return len;
}

/* How many of the next bytes are surely ASCII: eight at a time, which is most of any text. */
static size_t ascii_run(const unsigned char *p, size_t n)
{
    size_t i = 0;

    for (uint64_t word; n - i >= sizeof word; i += sizeof word) {
        memcpy(&word, p + i, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    return i;
}

bool text_is_utf8(const void *p, size_t n)
{
    const unsigned char *b = p;
    uint32_t c;

    for (size_t i = 0, len; i < n; i += len) {
        len = ascii_run(b + i, n - i);
        if (len == 0)
            len = text_utf8(b + i, n - i, &c);
        if (len == 0)
            return false;
    }
    return true;
}

bool text_is_line(const void *p, size_t n)
{
    const unsigned char *b = p;
    uint32_t c;

    for (size_t i = 0, len; i < n; i += len) {
        len = text_utf8(b + i, n - i, &c);
        if (len == 0 || c < 0x20 || (c >= 0x7f && c <= 0x9f))
            return false;
    }
    return true;
}

const char *text_take_line(const char **p, const char *end, size_t *n)
{
    const char *line = *p, *lf = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;

    if (lf == NULL)
        return NULL;
    *n = (size_t)(lf - line);
    *p = lf + 1;
    return line;
}
