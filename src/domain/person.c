/* SPDX-License-Identifier: EUPL-1.2 */
/* Folding of names. The ranges are what canonical decomposition of Unicode says of Latin letters (a letter without its
 * marks), and of letters that it leaves whole what French keyboards write for them: o for o with stroke, ae, oe, ss,
 * th. A name typed with combining marks folds to the same, since marks go. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "domain/person.h"

#include "base/err.h"
#include "base/text.h"

#include "base/banned.h"

struct range {
    uint16_t first, last;
    const char *letters;
};

/* In rising order. */
static const struct range latin[] = {
    {0x00c0, 0x00c5, "a"}, {0x00c6, 0x00c6, "ae"}, {0x00c7, 0x00c7, "c"}, {0x00c8, 0x00cb, "e"},
    {0x00cc, 0x00cf, "i"}, {0x00d0, 0x00d0, "d"}, {0x00d1, 0x00d1, "n"}, {0x00d2, 0x00d6, "o"}, {0x00d8, 0x00d8, "o"},
    {0x00d9, 0x00dc, "u"}, {0x00dd, 0x00dd, "y"}, {0x00de, 0x00de, "th"}, {0x00df, 0x00df, "ss"},
    {0x00e0, 0x00e5, "a"}, {0x00e6, 0x00e6, "ae"}, {0x00e7, 0x00e7, "c"}, {0x00e8, 0x00eb, "e"},
    {0x00ec, 0x00ef, "i"}, {0x00f0, 0x00f0, "d"}, {0x00f1, 0x00f1, "n"}, {0x00f2, 0x00f6, "o"}, {0x00f8, 0x00f8, "o"},
    {0x00f9, 0x00fc, "u"}, {0x00fd, 0x00fd, "y"}, {0x00fe, 0x00fe, "th"}, {0x00ff, 0x00ff, "y"},
    {0x0100, 0x0105, "a"}, {0x0106, 0x010d, "c"}, {0x010e, 0x0111, "d"}, {0x0112, 0x011b, "e"}, {0x011c, 0x0123, "g"},
    {0x0124, 0x0127, "h"}, {0x0128, 0x0131, "i"}, {0x0132, 0x0133, "ij"}, {0x0134, 0x0135, "j"},
    {0x0136, 0x0138, "k"}, {0x0139, 0x0142, "l"}, {0x0143, 0x014b, "n"}, {0x014c, 0x0151, "o"},
    {0x0152, 0x0153, "oe"}, {0x0154, 0x0159, "r"}, {0x015a, 0x0161, "s"}, {0x0162, 0x0167, "t"},
    {0x0168, 0x0173, "u"}, {0x0174, 0x0175, "w"}, {0x0176, 0x0178, "y"}, {0x0179, 0x017e, "z"}, {0x017f, 0x017f, "s"},
    {0x01a0, 0x01a1, "o"}, {0x01af, 0x01b0, "u"}, {0x01c4, 0x01c6, "dz"}, {0x01c7, 0x01c9, "lj"},
    {0x01ca, 0x01cc, "nj"}, {0x01cd, 0x01ce, "a"}, {0x01cf, 0x01d0, "i"}, {0x01d1, 0x01d2, "o"},
    {0x01d3, 0x01dc, "u"}, {0x01de, 0x01e1, "a"}, {0x01e6, 0x01e7, "g"}, {0x01e8, 0x01e9, "k"}, {0x01ea, 0x01ed, "o"},
    {0x01f0, 0x01f0, "j"}, {0x01f1, 0x01f3, "dz"}, {0x01f4, 0x01f5, "g"}, {0x01f8, 0x01f9, "n"},
    {0x01fa, 0x01fb, "a"}, {0x0200, 0x0203, "a"}, {0x0204, 0x0207, "e"}, {0x0208, 0x020b, "i"}, {0x020c, 0x020f, "o"},
    {0x0210, 0x0213, "r"}, {0x0214, 0x0217, "u"}, {0x0218, 0x0219, "s"}, {0x021a, 0x021b, "t"}, {0x021e, 0x021f, "h"},
    {0x0226, 0x0227, "a"}, {0x0228, 0x0229, "e"}, {0x022a, 0x0231, "o"}, {0x0232, 0x0233, "y"}, {0x1e00, 0x1e01, "a"},
    {0x1e02, 0x1e07, "b"}, {0x1e08, 0x1e09, "c"}, {0x1e0a, 0x1e13, "d"}, {0x1e14, 0x1e1d, "e"}, {0x1e1e, 0x1e1f, "f"},
    {0x1e20, 0x1e21, "g"}, {0x1e22, 0x1e2b, "h"}, {0x1e2c, 0x1e2f, "i"}, {0x1e30, 0x1e35, "k"}, {0x1e36, 0x1e3d, "l"},
    {0x1e3e, 0x1e43, "m"}, {0x1e44, 0x1e4b, "n"}, {0x1e4c, 0x1e53, "o"}, {0x1e54, 0x1e57, "p"}, {0x1e58, 0x1e5f, "r"},
    {0x1e60, 0x1e69, "s"}, {0x1e6a, 0x1e71, "t"}, {0x1e72, 0x1e7b, "u"}, {0x1e7c, 0x1e7f, "v"}, {0x1e80, 0x1e89, "w"},
    {0x1e8a, 0x1e8d, "x"}, {0x1e8e, 0x1e8f, "y"}, {0x1e90, 0x1e95, "z"}, {0x1e96, 0x1e96, "h"}, {0x1e97, 0x1e97, "t"},
    {0x1e98, 0x1e98, "w"}, {0x1e99, 0x1e99, "y"}, {0x1e9a, 0x1e9a, "a"}, {0x1e9b, 0x1e9d, "s"},
    {0x1e9e, 0x1e9e, "ss"}, {0x1e9f, 0x1e9f, "d"}, {0x1ea0, 0x1eb7, "a"}, {0x1eb8, 0x1ec7, "e"},
    {0x1ec8, 0x1ecb, "i"}, {0x1ecc, 0x1ee3, "o"}, {0x1ee4, 0x1ef1, "u"}, {0x1ef2, 0x1ef9, "y"},
    {0xfb00, 0xfb00, "ff"}, {0xfb01, 0xfb01, "fi"}, {0xfb02, 0xfb02, "fl"}, {0xfb03, 0xfb03, "ffi"},
    {0xfb04, 0xfb04, "ffl"}, {0xfb05, 0xfb06, "st"},
};

static const char *latin_letters(uint32_t c)
{
    static const char plain[26][2] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
                                      "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};

    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
        return plain[(c | 0x20) - 'a'];
    for (size_t i = 0; i < sizeof latin / sizeof latin[0] && latin[i].first <= c; i++)
        if (c <= latin[i].last)
            return latin[i].letters;
    return NULL;
}

/* Capitals of Greek and Cyrillic, whose small letters lie apart by one distance. */
static uint32_t lower(uint32_t c)
{
    if ((c >= 0x0391 && c <= 0x03a9) || (c >= 0x0410 && c <= 0x042f))
        return c + 0x20;
    return c >= 0x0400 && c <= 0x040f ? c + 0x50 : c;
}

/* Blocks of letters that are not in the table above; marks, punctuation, symbols and pictures lie outside. */
static bool is_other_letter(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } blocks[] = {{0x0180, 0x02af},  {0x0370, 0x1fff},  {0x2c00, 0x2dff},   {0x3041, 0xd7ff},
                  {0xf900, 0xfaff},  {0xfb13, 0xfdff},  {0x10000, 0x1cfff}, {0x20000, 0x3ffff}};

    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if (c >= blocks[i].first && c <= blocks[i].last)
            return true;
    return false;
}

static void put_utf8(struct buf *out, uint32_t c)
{
    if (c >= 0x10000) {
        buf_u8(out, (uint8_t)(0xf0 | c >> 18));
        buf_u8(out, (uint8_t)(0x80 | (c >> 12 & 0x3f)));
    } else if (c >= 0x800) {
        buf_u8(out, (uint8_t)(0xe0 | c >> 12));
    } else {
        buf_u8(out, (uint8_t)(0xc0 | c >> 6));
    }
    if (c >= 0x800)
        buf_u8(out, (uint8_t)(0x80 | (c >> 6 & 0x3f)));
    buf_u8(out, (uint8_t)(0x80 | (c & 0x3f)));
}

static void fold_one(uint32_t c, struct buf *out)
{
    const char *letters = latin_letters(c);

    if (letters != NULL)
        buf_str(out, letters);
    else if (is_other_letter(c))
        put_utf8(out, lower(c));
}

void person_fold(const char *name, size_t n, struct buf *out)
{
    for (size_t i = 0, len = 0; i < n; i += len) {
        uint32_t c = 0;

        len = text_utf8((const unsigned char *)name + i, n - i, &c);
        if (len == 0)
            len = 1;
        else
            fold_one(c, out);
    }
}

void person_text(const char *family, size_t family_n, const char *given, size_t given_n, const struct day *birth,
                 struct buf *out)
{
    size_t start = out->len;

    if (birth == NULL || birth->year == 0)
        return;
    person_fold(family, family_n, out);
    buf_u8(out, '|');
    person_fold(given, given_n, out);
    if (buf_err(out) == ERR_OK && out->len == start + 1)
        out->len = start; /* no letter in either name */
    else
        buf_fmt(out, "|%04d-%02d-%02d", birth->year, birth->month, birth->day);
}
