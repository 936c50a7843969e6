/* SPDX-License-Identifier: EUPL-1.2 */
/* Strings into JSON. Runs of ordinary bytes are copied whole; quote, backslash and control characters are escaped,
 * and so are '<', '>' and '&', so that an answer that a browser was made to read as a page holds no markup. */
#include <string.h>

#include "http/jsontext.h"

#include "base/banned.h"

/* Letters first. */
static bool is_plain(unsigned char c)
{
    return c > '>' ? c != '\\' && c != 0x7f : c >= 0x20 && c != '"' && c != '&' && c != '<' && c != '>';
}

#define EACH(c) (UINT64_C(0x0101010101010101) * (c))

/* Some byte of it is 0. */
static uint64_t has_zero(uint64_t v)
{
    return (v - EACH(1)) & ~v & EACH(0x80);
}

/* Eight bytes at once; a quote and '&' differ in one bit, as do '<' and '>'. */
static bool are_plain(uint64_t v)
{
    return (((v - EACH(0x20)) & ~v & EACH(0x80)) | has_zero((v & ~EACH(4)) ^ EACH('"')) |
            has_zero((v & ~EACH(2)) ^ EACH('<')) | has_zero(v ^ EACH('\\')) | has_zero(v ^ EACH(0x7f))) == 0;
}

/* So much of it as is plain, which mostly is all: how much. */
static size_t put_plain(struct buf *b, const char *s, size_t n)
{
    unsigned char *to = buf_grow(b, n);
    size_t i = 0;
    uint64_t v;

    for (; to != NULL && i + sizeof v <= n; i += sizeof v) {
        memcpy(&v, s + i, sizeof v);
        if (!are_plain(v))
            break;
        memcpy(to + i, &v, sizeof v);
    }
    for (; to != NULL && i < n && is_plain((unsigned char)s[i]); i++)
        to[i] = (unsigned char)s[i];
    if (to != NULL)
        b->len -= n - i;
    return to != NULL ? i : n;
}

void jsontext_string(struct buf *b, const char *s, size_t n)
{
    size_t from;

    buf_u8(b, '"');
    from = put_plain(b, s, n);
    for (size_t i = from; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (is_plain(c))
            continue;
        buf_bytes(b, s + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\') {
            buf_u8(b, '\\');
            buf_u8(b, c);
        } else if (c == '\n') {
            buf_str(b, "\\n");
        } else {
            buf_fmt(b, "\\u%04x", c);
        }
    }
    buf_bytes(b, s + from, n - from);
    buf_u8(b, '"');
}

void jsontext_str(struct buf *b, const char *s)
{
    jsontext_string(b, s, strlen(s));
}
